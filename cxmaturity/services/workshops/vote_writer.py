"""Votes of a room, written together: whoever votes at the same moment shares one transaction."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import datetime
from queue import Empty, SimpleQueue
from threading import Lock, Thread

from cxmaturity.answers import UNANSWERED, Answer, validate_answer
from cxmaturity.errors import CxMaturityError, NotFound, Refused
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.services import questionnaires
from cxmaturity.store import assessments
from cxmaturity.store import workshops as stored
from cxmaturity.store.engine import Connection, Database
from cxmaturity.store.workshops import VoteRow
from cxmaturity.text_cleaning import clean_text
from cxmaturity.workshops.state import WORKSHOP_STATE_JSON, WorkshopState

_MAX_BATCH = 500


class VotingClosed(Refused):
    """The vote is not the one that runs now."""

    def __init__(self) -> None:
        super().__init__("This vote is over.", "The room has moved on; look at the screen.")


class VotingPaused(Refused):
    """No vote is taken for now."""

    def __init__(self) -> None:
        super().__init__("The workshop is paused.", "Your vote can be given again when it goes on.")


@dataclass(frozen=True, slots=True)
class _PendingVote:
    assessment_id: str
    ballot: VoteRow
    stored: "Future[Answer]"


class VoteWriter:
    """Takes votes and writes all that wait in one transaction, so that a whole room may vote in the same second.

    One for each process. A vote is checked against where the workshop stands in the same transaction that writes it, so
    none is counted after its reveal.
    """

    def __init__(self, database: Callable[[], Database]) -> None:
        self._database = database
        self._queue: SimpleQueue[_PendingVote] = SimpleQueue()
        self._start = Lock()
        self._writer: Thread | None = None

    def submit(
        self, assessment_id: str, response_id: str, question_id: str, round_: int, answer: Answer, now: datetime
    ) -> "Future[Answer]":
        """Return what will hold the answer once it is stored, or why it was not.

        Refused, NotFound or DatabaseUnavailable.
        """
        reason = None if answer.not_applicable is None else clean_text(answer.not_applicable)
        clean = replace(
            answer, not_applicable=reason, note=clean_text(answer.note), evidence=clean_text(answer.evidence)
        )
        ballot = VoteRow(response_id, question_id, round_, clean, now)
        waiting = _PendingVote(assessment_id, ballot, Future())
        self._queue.put(waiting)
        if self._writer is None:
            with self._start:
                if self._writer is None:
                    self._writer = Thread(target=self._write_all, name="ballots", daemon=True)
                    self._writer.start()
        return waiting.stored

    def _write_all(self) -> None:
        while True:
            batch = [self._queue.get()]
            try:
                while len(batch) < _MAX_BATCH:
                    batch.append(self._queue.get_nowait())
            except Empty:
                pass
            try:
                self._write(batch)
            except BaseException as error:  # whoever waits must hear of it, whatever it is, and the next be served
                for waiting in batch:
                    if not waiting.stored.done():
                        waiting.stored.set_exception(error)

    def _write(self, batch: Sequence[_PendingVote]) -> None:
        database = self._database()
        refused: dict[int, CxMaturityError] = {}
        with database.writing() as connection:
            rooms = {name: _open_workshop(connection, name) for name in sorted({w.assessment_id for w in batch})}
            good = []
            for place, waiting in enumerate(batch):
                fault = _rejection(rooms[waiting.assessment_id], waiting.ballot)
                if fault:
                    refused[place] = fault
                else:
                    good.append(waiting.ballot)
            if good:
                stored.save_votes(connection, good)
        for place, waiting in enumerate(batch):
            if place in refused:
                waiting.stored.set_exception(refused[place])
            else:
                waiting.stored.set_result(waiting.ballot.answer)


def _open_workshop(connection: Connection, assessment_id: str) -> tuple[WorkshopState, Questionnaire] | None:
    """Return where an open workshop stands and what it asks, None when there is none."""
    found = stored.workshop(connection, assessment_id, for_update=True)
    row = assessments.assessment(connection, assessment_id) if found else None
    if found is None or row is None or not row.is_open:
        return None
    return WORKSHOP_STATE_JSON.validate_json(found.state), questionnaires.read_archived_questionnaire(
        connection, row.digest
    )


def _rejection(room: tuple[WorkshopState, Questionnaire] | None, ballot: VoteRow) -> CxMaturityError | None:
    """Return why a vote is not taken, None when it is."""
    if room is None:
        return NotFound("This workshop has ended.", "Your earlier votes counted.")
    state, questionnaire = room
    if not state.accepts_vote(ballot.question_id, ballot.round):
        return VotingPaused() if state.is_paused else VotingClosed()
    question = questionnaire.by_id.get(ballot.question_id)
    if question is None or not ballot.answer.is_answered:
        return Refused("This is no vote.", "Choose one of the answers.")
    found = validate_answer(ballot.answer, question, questionnaire.scale_max)
    return Refused(f"{found[0][1].capitalize()}.", f"{found[0][2]}.") if found else None


def own_vote(database: Database, response_id: str, question_id: str, round_: int) -> Answer:
    """Return a person's own vote on a question in a round, UNANSWERED when there is none."""
    with database.reading() as connection:
        return stored.vote(connection, response_id, question_id, round_) or UNANSWERED
