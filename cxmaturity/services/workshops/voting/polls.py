"""Polls of a workshop, outside the score: the warm-up, and the closing question whether it was worth the time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cxmaturity.analysis.polls import POLL_RESULT_JSON, PollResult, summarise_poll
from cxmaturity.errors import Gone, TooLate
from cxmaturity.records import Assessment
from cxmaturity.services.assessments import answering
from cxmaturity.services.assessments.answering import Basis
from cxmaturity.store.database.engine import Connection, Database
from cxmaturity.store.workshop import polls as stored
from cxmaturity.store.workshop import votes as stored_votes
from cxmaturity.store.workshop import workshops
from cxmaturity.wording.errors import PHONE_REMOVED
from cxmaturity.workshops.polls import SCALE_MAX, PollName, validate_choice
from cxmaturity.workshops.state import WorkshopState

MAX_SHOWN_OVER_TIME = 20
"""The largest number of a team's workshops whose closing question is shown."""


class PollClosed(TooLate):
    """The poll is not open."""

    def __init__(self) -> None:
        super().__init__("This question is not asked now.", "Look at the screen.")


@dataclass(frozen=True, slots=True)
class PollAnswer:
    """A person's answer to a poll (1 to the number of options, None without one); `revision` counts writes."""

    choice: int | None = None
    revision: int = 0


def option_count(state: WorkshopState, poll: PollName) -> int:
    """Return how many options a poll has."""
    return state.warm_up.option_count if poll == "warm_up" and state.warm_up else SCALE_MAX


def load_poll_answer(database: Database, response_id: str, poll: PollName) -> PollAnswer:
    """Return a person's own answer to a poll."""
    with database.reading() as connection:
        row = stored.poll_answer(connection, response_id, poll)
    return PollAnswer(*row) if row else PollAnswer()


def save_poll_answer(
    database: Database,
    assessment_id: str,
    response_id: str,
    poll: str,
    choice: int,
    basis: Basis | None = None,
    now: datetime | None = None,
) -> tuple[PollAnswer, bool]:
    """Store a person's answer to the open poll; return what is stored, and whether it is this answer.

    `basis` is what it was based on, `now` the server's time. If another window has answered since, the later of the two
    choices is kept, as with votes; without a basis it is always stored. Raises PollClosed, Refused and Gone.
    """
    with database.writing() as connection:
        workshop = workshops.workshop(connection, assessment_id, for_share=True)
        state = workshop.state if workshop else None
        if state is None or state.open_poll is None or state.open_poll != poll:
            raise PollClosed
        validate_choice(choice, option_count(state, state.open_poll))
        if not stored_votes.member_ids(connection, [response_id]):
            raise Gone(*PHONE_REMOVED)
        row = stored.poll_answer(connection, response_id, poll)
        before = PollAnswer(*row) if row else PollAnswer()
        if answering.is_overruled(basis, before.revision, now, is_same=before.choice == choice):
            return before, False
        after = PollAnswer(choice, before.revision + 1)
        stored.save_poll_answer(connection, response_id, poll, choice, after.revision)
    return after, True


def freeze_result(connection: Connection, assessment: Assessment, state: WorkshopState, poll: PollName) -> None:
    """Store the result of a poll as shown from now on; nothing is stored if nobody answered the closing question."""
    choices = stored.choices(connection, assessment.id, poll)
    if not choices and poll == "worth":
        return
    is_scale = poll == "worth" or state.warm_up is None or state.warm_up.is_scale
    result = summarise_poll(choices, option_count(state, poll), assessment.privacy, is_scale=is_scale)
    stored.save_result(connection, assessment.id, poll, POLL_RESULT_JSON.dump_json(result).decode())


def freeze_result_again(connection: Connection, assessment: Assessment, state: WorkshopState) -> None:
    """Store the warm-up's result again, after a person of a workshop in open mode was removed."""
    if stored.results(connection, [assessment.id], "warm_up"):
        freeze_result(connection, assessment, state, "warm_up")


def poll_results(database: Database, assessment_ids: Sequence[str], poll: PollName) -> dict[str, PollResult]:
    """Return the results of a poll in these workshops, by assessment id; left out where there is none."""
    with database.reading() as connection:
        contents = stored.results(connection, list(assessment_ids), poll)
    return {name: POLL_RESULT_JSON.validate_json(content) for name, content in contents.items()}


def worth_over_time(database: Database, team_id: str) -> list[tuple[Assessment, PollResult]]:
    """Return a team's newest workshops with a result of the closing question, oldest first."""
    with database.reading() as connection:
        rows = stored.newest_results(connection, team_id, "worth", MAX_SHOWN_OVER_TIME)
    return [(row, POLL_RESULT_JSON.validate_json(content)) for row, content in reversed(rows)]
