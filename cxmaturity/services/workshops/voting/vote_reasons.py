"""Why people voted as they did: a line beside a vote, shown once the facilitator has read it; taking back notes."""

from collections.abc import Sequence
from dataclasses import dataclass

from cxmaturity.analysis.disclosure import SUPPRESSED, may_show_comments
from cxmaturity.errors import Gone, Refused
from cxmaturity.records import Assessment
from cxmaturity.services.locking import lock_assessment, lock_workshop
from cxmaturity.services.workshops.voting import reveals
from cxmaturity.services.workshops.voting.counted_votes import counted_votes, people_with_notes
from cxmaturity.store import assessments, responses
from cxmaturity.store.database.engine import Connection, Database
from cxmaturity.store.workshop import votes as stored_votes
from cxmaturity.store.workshop import workshops as stored
from cxmaturity.text_cleaning import alphabetical
from cxmaturity.wording.errors import NO_WORKSHOP
from cxmaturity.workshops.state import WorkshopState

MAX_REASON_LENGTH = 140
"""The longest line of why beside a vote, in characters."""
MAX_ON_SCREEN = 3
"""The largest number of reasons to one question on the screen."""


@dataclass(frozen=True, slots=True)
class VoteReason:
    """The line that a person wrote beside their vote; their name is known in open mode only."""

    text: str
    name: str | None
    is_on_screen: bool


def reasons(database: Database, assessment: Assessment, state: WorkshopState) -> Sequence[VoteReason]:
    """Return the reasons that may be shown for the votes on the revealed question.

    In anonymous mode there are none where the result of the votes is hidden. They are sorted by their text, so that the
    order reveals nothing; equal texts appear once.
    """
    with database.reading() as connection:
        return _reasons(connection, assessment, state)


def _reasons(connection: Connection, assessment: Assessment, state: WorkshopState) -> Sequence[VoteReason]:
    if state.phase != "reveal" or state.question is None:
        return ()
    rounds = reveals.stored_rounds(connection, assessment.id, state.question).get(state.question, [])
    votes = stored_votes.votes(connection, assessment.id, question_id=state.question, up_to=state.round)
    counted = counted_votes(votes, rounds, state.round, assessment.privacy)
    rated = sum(vote.answer.level is not None for vote in counted)
    is_hidden = any(result.round == state.round and result.shown == SUPPRESSED for result in rounds)
    if is_hidden or not may_show_comments(rated, assessment.privacy):
        return ()
    names = responses.participant_names(connection, assessment.id) if assessment.privacy == "open" else {}
    people = people_with_notes(votes, rounds, state.round, assessment.privacy)
    written = {  # reasons of earlier votes on the question count too
        vote.key: vote for vote in sorted(votes, key=lambda vote: vote.round) if vote.answer.note and vote.key in people
    }
    lines = {
        (names.get(vote.key), vote.answer.note): VoteReason(vote.answer.note, names.get(vote.key), vote.is_note_shown)
        for vote in written.values()
    }
    return sorted(lines.values(), key=lambda reason: (alphabetical(reason.text), reason.name or ""))


def reasons_on_screen(database: Database, assessment: Assessment, state: WorkshopState) -> Sequence[VoteReason]:
    """Return the reasons to the revealed question that the facilitator shows on the screen."""
    return [reason for reason in reasons(database, assessment, state) if reason.is_on_screen]


def put_on_screen(database: Database, assessment_id: str, text: str, *, is_shown: bool) -> None:
    """Show a reason on screen and phones, or hide it again; raises NotFound and Refused.

    It needs no expected version, because it does not depend on the phase.
    """
    with database.writing() as connection:
        assessment = lock_assessment(connection, assessment_id, NO_WORKSHOP, for_share=True)
        workshop = lock_workshop(connection, assessment_id)
        shown = _reasons(connection, assessment, workshop.state)
        if text not in {reason.text for reason in shown}:
            raise Refused("This reason is no longer here.", "Its writer may have taken it back.")
        if is_shown and sum(reason.is_on_screen for reason in shown) >= MAX_ON_SCREEN:
            raise Refused(f"The screen holds {MAX_ON_SCREEN} reasons.", "Take one away first.")
        stored_votes.save_note_shown(connection, assessment_id, str(workshop.state.question), text, is_shown)
        stored.increment_version(connection, assessment_id)


def has_notes(database: Database, response_id: str) -> bool:
    """Return whether a person wrote a note or evidence, which they may take back."""
    with database.reading() as connection:
        return stored_votes.has_notes(connection, response_id)


def take_back_notes(database: Database, assessment_id: str, response_id: str) -> None:
    """Delete the notes and evidence that a person wrote in a workshop; raises Gone after the end.

    Screen and phones update if one of the notes is on them.
    """
    with database.writing() as connection:
        assessment = assessments.assessment(connection, assessment_id, for_share=True)
        workshop = stored.workshop(connection, assessment_id, for_update=True)
        if workshop is None or assessment is None or not assessment.is_open:
            raise Gone("This workshop has ended.", "What was written in it can no longer be taken back.")
        state = workshop.state
        is_seen = state.phase == "reveal" and stored_votes.has_shown_note(connection, response_id, str(state.question))
        stored_votes.remove_notes(connection, response_id)
        if is_seen:
            stored.increment_version(connection, assessment_id)
