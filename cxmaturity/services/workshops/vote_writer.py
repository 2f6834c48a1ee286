"""Votes of workshops, written together: all that wait at the same moment share one transaction."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from queue import Empty, SimpleQueue
from threading import Lock, Thread

from cxmaturity.answers import UNANSWERED, Answer, validate_answer
from cxmaturity.errors import CxMaturityError, DatabaseUnavailable, NotFound, Refused
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.records import Assessment
from cxmaturity.services import questionnaires
from cxmaturity.store import assessments
from cxmaturity.store import workshops as stored
from cxmaturity.store.database.engine import Connection, Database
from cxmaturity.store.workshops import VoteRow
from cxmaturity.text_cleaning import clean_text
from cxmaturity.workshops.state import WORKSHOP_STATE_JSON, WorkshopState

_MAX_BATCH = 500


class VotingClosed(Refused):
    """This question is not being voted on now."""

    def __init__(self) -> None:
        super().__init__("This vote is over.", "The room has moved on; look at the screen.")


class VotingPaused(Refused):
    """The workshop is paused."""

    def __init__(self) -> None:
        super().__init__("The workshop is paused.", "Your vote can be given again when it goes on.")


@dataclass(frozen=True, slots=True)
class _PendingVote:
    assessment_id: str
    row: VoteRow
    stored: "Future[Answer]"


class VoteWriter:
    """Stores all votes that wait in one transaction, so that many phones may vote in the same second.

    One for each process. A vote is checked against the workshop's state in the transaction that stores it, so none is
    counted after its reveal. Considered instead: a task queue (votes are answered once stored, so they gain nothing by
    outliving the process) and one transaction a vote (each would wait for its own write to the disk).
    """

    def __init__(self, database: Callable[[], Database]) -> None:
        self._database = database
        self._queue: SimpleQueue[_PendingVote | None] = SimpleQueue()  # None: nothing follows
        self._lock = Lock()
        self._thread: Thread | None = None
        self._is_closed = False

    def submit(self, assessment_id: str, vote: VoteRow) -> "Future[Answer]":
        """Return a future of the answer once it is stored.

        It raises Refused (VotingClosed, VotingPaused), NotFound or DatabaseUnavailable where the vote is not stored.
        """
        answer = vote.answer
        reason = None if answer.not_applicable is None else clean_text(answer.not_applicable)
        clean = replace(
            answer, not_applicable=reason, note=clean_text(answer.note), evidence=clean_text(answer.evidence)
        )
        pending = _PendingVote(assessment_id, replace(vote, answer=clean), Future())
        with self._lock:
            if self._is_closed:
                pending.stored.set_exception(DatabaseUnavailable("The server is stopping.", "Try again in a moment."))
                return pending.stored
            self._queue.put(pending)
            if self._thread is None:
                self._thread = Thread(target=self._write_all, name="vote-writer", daemon=True)
                self._thread.start()
        return pending.stored

    def close(self) -> None:
        """Take no more votes, and return once every vote taken before is stored or refused."""
        with self._lock:
            self._is_closed = True
            self._queue.put(None)
            thread = self._thread
        if thread:
            thread.join()

    def _write_all(self) -> None:
        is_last = False
        while not is_last:
            waiting = [self._queue.get()]
            try:
                while waiting[-1] is not None and len(waiting) < _MAX_BATCH:
                    waiting.append(self._queue.get_nowait())
            except Empty:
                pass
            is_last = waiting[-1] is None
            batch = [pending for pending in waiting if pending]
            try:
                self._write(batch)
            except BaseException as error:  # whoever waits must hear of it, whatever it is, and the next be served
                for pending in batch:
                    if not pending.stored.done():
                        pending.stored.set_exception(error)

    def _write(self, batch: Sequence[_PendingVote]) -> None:
        if not batch:
            return
        errors: dict[int, CxMaturityError] = {}
        with self._database().writing() as connection:
            workshops = {
                assessment_id: _open_workshop(connection, assessment_id)
                for assessment_id in sorted({pending.assessment_id for pending in batch})  # so that locks never cross
            }
            members = stored.member_ids(connection, {pending.row.response_id for pending in batch})
            accepted = []
            for position, pending in enumerate(batch):
                workshop, vote = workshops[pending.assessment_id], pending.row
                if workshop is None:
                    errors[position] = NotFound("This workshop has ended.", "Your earlier votes counted.")
                elif vote.response_id not in members:
                    errors[position] = NotFound("This phone was removed from the workshop.", "Open its link once more.")
                elif error := _rejection(workshop, vote):
                    errors[position] = error
                else:
                    accepted.append(replace(vote, answered_at=workshop.assessment.recorded_time(vote.answered_at)))
            if accepted:
                stored.save_votes(connection, accepted)
        for position, pending in enumerate(batch):
            if position in errors:
                pending.stored.set_exception(errors[position])
            else:
                pending.stored.set_result(pending.row.answer)


@dataclass(frozen=True, slots=True)
class _OpenWorkshop:
    """What decides whether a vote is stored, and how."""

    assessment: Assessment
    state: WorkshopState
    questionnaire: Questionnaire


def _open_workshop(connection: Connection, assessment_id: str) -> _OpenWorkshop | None:
    """Return an open workshop, None when there is none."""
    workshop = stored.workshop(connection, assessment_id, for_update=True)
    assessment = assessments.assessment(connection, assessment_id) if workshop else None
    if workshop is None or assessment is None or not assessment.is_open:
        return None
    state = WORKSHOP_STATE_JSON.validate_json(workshop.state)
    return _OpenWorkshop(assessment, state, questionnaires.read_archived_questionnaire(connection, assessment.digest))


def _rejection(workshop: _OpenWorkshop, vote: VoteRow) -> CxMaturityError | None:
    """Return why a vote is not stored, None when it is."""
    state, questionnaire = workshop.state, workshop.questionnaire
    if not state.accepts_vote(vote.question_id, vote.round):
        return VotingPaused() if state.is_paused else VotingClosed()
    question = questionnaire.by_id.get(vote.question_id)
    if question is None or not vote.answer.is_answered:
        return Refused("This is no vote.", "Choose one of the answers.")
    problems = validate_answer(vote.answer, question, questionnaire.scale_max)
    return Refused(f"{problems[0][1].capitalize()}.", f"{problems[0][2]}.") if problems else None


def has_notes(database: Database, response_id: str) -> bool:
    """Return whether a person wrote a note or evidence that they may take back."""
    with database.reading() as connection:
        return stored.has_notes(connection, response_id)


def take_back_notes(database: Database, assessment_id: str, response_id: str) -> None:
    """Remove the notes and evidence that a person wrote in a workshop; raises NotFound once it has ended."""
    with database.writing() as connection:
        assessment = assessments.assessment(connection, assessment_id, for_share=True)
        if assessment is None or not assessment.is_open:
            raise NotFound("This workshop has ended.", "What was written in it can no longer be taken back.")
        stored.remove_notes(connection, response_id)


def stored_vote(database: Database, response_id: str, question_id: str, round_: int) -> Answer:
    """Return a person's own vote on a question in a round, UNANSWERED when there is none."""
    with database.reading() as connection:
        return stored.vote(connection, response_id, question_id, round_) or UNANSWERED
