"""First steps that participants or the facilitator write; the facilitator reads them before they are shown."""

from collections.abc import Sequence
from secrets import token_hex

from cxmaturity.errors import SHORTEN, Refused, TooLate
from cxmaturity.services.locking import lock_workshop
from cxmaturity.store.database.engine import Connection, Database
from cxmaturity.store.workshop import participant_steps as stored
from cxmaturity.store.workshop import workshops
from cxmaturity.store.workshop.participant_steps import ParticipantStep
from cxmaturity.text_cleaning import alphabetical, to_one_line
from cxmaturity.wording.errors import LOOK_AT_LIST, NOTHING_TO_DO
from cxmaturity.workshops.dots import MAX_PARTICIPANT_STEPS

MAX_STEP_LENGTH = 100
"""The longest step that a participant may write, in characters: a few lines on screen and phone."""
MAX_STEPS = 200
"""The largest number of such steps that are stored in one workshop."""

_GONE = ("This step is no longer in the list.", LOOK_AT_LIST)


def propose_step(database: Database, assessment_id: str, do: str, *, is_by_console: bool = False) -> None:
    """Add a step; one from a phone waits until the facilitator puts it to the vote.

    Raises NotFound and Refused.
    """
    text = to_one_line(do)
    if not text:
        raise Refused(NOTHING_TO_DO, "Write what you would do first.")
    if len(text) > MAX_STEP_LENGTH:
        raise Refused(f"A step has at most {MAX_STEP_LENGTH} characters.", SHORTEN)
    with database.writing() as connection:
        _lock_open_dots(connection, assessment_id)
        if any(step.do.casefold() == text.casefold() for step in stored.participant_steps(connection, assessment_id)):
            return  # same reply as for a new one, to reveal nothing of others
        if stored.count_participant_steps(connection, assessment_id) >= MAX_STEPS:
            raise Refused("There are so many steps that no more are taken.", "Tell the facilitator yours.")
        if is_by_console:
            _refuse_too_many(connection, assessment_id)
        step = ParticipantStep(f"step-{token_hex(8)}", text, is_by_console)
        stored.add_participant_step(connection, assessment_id, step)
        if is_by_console:
            workshops.increment_version(connection, assessment_id)


def waiting_steps(database: Database, assessment_id: str) -> Sequence[ParticipantStep]:
    """Return the steps from phones that the facilitator has not decided on, sorted by their text."""
    with database.reading() as connection:
        steps = stored.participant_steps(connection, assessment_id)
    return sorted((step for step in steps if not step.is_accepted), key=lambda step: (alphabetical(step.do), step.id))


def decide_on_step(database: Database, assessment_id: str, step_id: str, *, is_accepted: bool) -> None:
    """Put a step from a phone to the vote, or delete it; raises NotFound and Refused."""
    with database.writing() as connection:
        _lock_open_dots(connection, assessment_id)
        waiting = {step.id for step in stored.participant_steps(connection, assessment_id) if not step.is_accepted}
        if step_id not in waiting:
            raise Refused(*_GONE)
        if is_accepted:
            _refuse_too_many(connection, assessment_id)
            stored.accept_participant_step(connection, assessment_id, step_id)
            workshops.increment_version(connection, assessment_id)
        else:
            stored.remove_participant_step(connection, assessment_id, step_id)


def _lock_open_dots(connection: Connection, assessment_id: str) -> None:
    """Lock a workshop whose dot vote is open; raises NotFound and TooLate."""
    if lock_workshop(connection, assessment_id).state.phase != "dots":
        raise TooLate("First steps are not collected now.", "Look at the screen.")


def _refuse_too_many(connection: Connection, assessment_id: str) -> None:
    if sum(step.is_accepted for step in stored.participant_steps(connection, assessment_id)) >= MAX_PARTICIPANT_STEPS:
        raise Refused(
            f"There are {MAX_PARTICIPANT_STEPS} steps of the room beside the proposed ones; the screen holds no more.",
            "Let the room choose among those.",
        )
