"""Writes votes of workshops in batches: all votes that wait at the same moment share one transaction."""

from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from queue import Empty, SimpleQueue
from threading import Lock, Thread

from cxmaturity.answers import UNANSWERED, Part
from cxmaturity.errors import CxMaturityError, DatabaseUnavailable, Gone, Refused, TooLate
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.records import Assessment, PartChange, StoredAnswer
from cxmaturity.services import questionnaires
from cxmaturity.services.assessments import answering
from cxmaturity.services.assessments.answering import AnswerChange, Basis, SaveResult
from cxmaturity.store import assessments
from cxmaturity.store.database.engine import Connection, Database
from cxmaturity.store.workshop import votes as stored_votes
from cxmaturity.store.workshop import workshops as stored
from cxmaturity.store.workshop.votes import VoteKey, VoteRow, VoteWrite
from cxmaturity.wording.errors import NOTHING_CHOSEN, PHONE_REMOVED
from cxmaturity.workshops.state import WorkshopState

_MAX_BATCH = 500
_NOT_STORED = StoredAnswer(UNANSWERED, 0)


class VotingClosed(TooLate):
    """There is no vote on this question now."""

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
    bases: Mapping[Part, Basis]
    stored: "Future[SaveResult]"


class VoteWriter:
    """Stores all waiting votes in one transaction, so that many phones can vote in the same second. One per process.

    A vote is checked against the workshop's state in the transaction that stores it, so that none is counted after its
    reveal. Like every answer it carries its basis (`answering.save_change`), so that an older vote that arrives later
    does not replace a newer one. A vote's revision counts the writes of this vote alone, because counting in the
    response would mean a second row to lock and write.
    Considered instead: a task queue (a phone is answered only once its vote is stored, so a vote gains nothing by
    outliving the process), and one transaction per vote (each would wait for its own write to the disk).
    """

    def __init__(self, database: Callable[[], Database]) -> None:
        self._database = database
        self._queue: SimpleQueue[_PendingVote | None] = SimpleQueue()  # None: the end
        self._lock = Lock()
        self._thread: Thread | None = None
        self._is_closed = False

    def submit(
        self, assessment_id: str, vote: VoteRow, bases: Mapping[Part, Basis] | None = None
    ) -> "Future[SaveResult]":
        """Return a future of what is stored once the vote is written, or was overruled by a later choice.

        `bases` names the parts that the person changed, with what each was based on; without it the whole vote is
        always stored. The future raises Refused (VotingClosed, VotingPaused), Gone or DatabaseUnavailable when the vote
        is not stored.
        """
        clean = answering.clean_answer(vote.answer)
        bases = answering.whole_answer(clean, None).bases if bases is None else bases
        pending = _PendingVote(assessment_id, replace(vote, answer=clean), bases, Future())
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
        """Accept no more votes, and return once every accepted vote is stored or refused."""
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
            except BaseException as error:  # pass any error on, and serve the next
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
                for assessment_id in sorted({pending.assessment_id for pending in batch})  # no deadlocks
            }
            members = stored_votes.member_ids(connection, {pending.row.response_id for pending in batch})
            accepted: dict[int, _PendingVote] = {}
            for position, pending in enumerate(batch):
                workshop, vote = workshops[pending.assessment_id], pending.row
                if workshop is None:
                    errors[position] = Gone("This workshop has ended.", "Your earlier votes counted.")
                elif vote.response_id not in members:
                    errors[position] = Gone(*PHONE_REMOVED)
                elif error := _rejection(workshop, vote, pending.bases):
                    errors[position] = error
                else:
                    accepted[position] = pending
            assessments_by_id = {name: workshop.assessment for name, workshop in workshops.items() if workshop}
            results = _save(connection, accepted, assessments_by_id) if accepted else {}
        for position, pending in enumerate(batch):
            if position in errors:
                pending.stored.set_exception(errors[position])
            else:
                pending.stored.set_result(results[position])


def _save(
    connection: Connection, accepted: Mapping[int, _PendingVote], workshops: Mapping[str, Assessment]
) -> dict[int, SaveResult]:
    """Write the votes that no later choice overrules, and return what is then stored, by position in the batch.

    The rows of the workshops are locked, so nobody else writes votes there at the same time.
    """
    kept: dict[VoteKey, tuple[StoredAnswer, dict[Part, PartChange]]]
    kept = stored_votes.earlier_votes(connection, {pending.row.key for pending in accepted.values()})
    writes: dict[VoteKey, VoteWrite] = {}
    results = {}
    for position, pending in accepted.items():
        vote, assessment = pending.row, workshops[pending.assessment_id]
        before, changes = kept.get(vote.key, (_NOT_STORED, {}))
        change, is_timed = AnswerChange(vote.answer, pending.bases), answering.has_times(assessment)
        written, overruled = answering.written_and_overruled(
            before.answer, changes, change, before.revision, is_timed, vote.answered_at
        )
        if written:
            revision = before.revision + 1
            before, changes = answering.merge(
                before.answer, changes, change, written, revision, is_timed, vote.answered_at
            )
            kept[vote.key] = before, changes
            writes[vote.key] = VoteWrite(before, changes, assessment.recorded_time(vote.answered_at))
        results[position] = SaveResult(before, overruled)
    if writes:
        stored_votes.save_votes(connection, writes)
    return results


@dataclass(frozen=True, slots=True)
class _OpenWorkshop:
    """What is needed of an open workshop to decide whether and how a vote is stored."""

    assessment: Assessment
    state: WorkshopState
    questionnaire: Questionnaire


def _open_workshop(connection: Connection, assessment_id: str) -> _OpenWorkshop | None:
    """Return an open workshop, None if it is not there or has ended."""
    workshop = stored.workshop(connection, assessment_id, for_update=True)
    assessment = assessments.assessment(connection, assessment_id) if workshop else None
    if workshop is None or assessment is None or not assessment.is_open:
        return None
    state = workshop.state
    return _OpenWorkshop(assessment, state, questionnaires.read_archived_questionnaire(connection, assessment.digest))


def _rejection(workshop: _OpenWorkshop, vote: VoteRow, parts: Collection[Part]) -> CxMaturityError | None:
    """Return the error for a vote that is not stored, None for one that is."""
    state, questionnaire = workshop.state, workshop.questionnaire
    if not state.accepts_vote(vote.question_id, vote.round):
        return VotingPaused() if state.is_paused else VotingClosed()
    question = questionnaire.by_id.get(vote.question_id)
    if question is None or not vote.answer.is_answered or "choice" not in parts:
        return Refused("This is no vote.", NOTHING_CHOSEN[1])
    return answering.invalid_answer(vote.answer, question, questionnaire.scale_max)


def stored_vote(database: Database, response_id: str, question_id: str, round_: int) -> StoredAnswer:
    """Return a person's own vote on a question in a round; UNANSWERED at revision 0 without one."""
    with database.reading() as connection:
        return stored_votes.vote(connection, response_id, question_id, round_) or _NOT_STORED
