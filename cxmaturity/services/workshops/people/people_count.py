"""How many people are present in a workshop, and how many have voted: the one count for all pages."""

from dataclasses import dataclass

from cxmaturity.services.workshops.people.phone_rosters import known_phones
from cxmaturity.store.database.engine import Connection
from cxmaturity.store.workshop import dots as stored_dots
from cxmaturity.store.workshop import polls
from cxmaturity.store.workshop import votes as stored_votes
from cxmaturity.store.workshop import workshops as stored
from cxmaturity.workshops.state import WorkshopState


@dataclass(frozen=True, slots=True)
class PeopleCount:
    """How many people take part in a workshop. Everybody is in when `voted` equals `joined`.

    participants: everybody who joined and was not removed.
    joined: of these, people who are present (connected, or away for a moment); while answers are taken also those who
    have voted and left since, but not later, when the list of an anonymous workshop says who left; after the end all.
    voted: how many have voted on the current question in this round, submitted all their answers (self-paced), given
    dots, or answered the open poll.
    """

    participants: int
    joined: int
    voted: int


def count_people(connection: Connection, assessment_id: str, state: WorkshopState) -> PeopleCount:
    """Return how many people are present in a workshop and have voted; the one count wherever it is shown."""
    participants = stored_votes.count_joined(connection, assessment_id)
    phones = [] if state.phase == "closed" else known_phones(connection, assessment_id, participants)
    gone = {response_id for _, response_id, presence in phones if presence == "gone"}
    if not gone or not state.takes_answers:
        return PeopleCount(participants, participants - len(gone), _count_voted(connection, assessment_id, state))
    are_in = voted_ids(connection, assessment_id, state)
    return PeopleCount(participants, participants - len(gone - are_in), len(are_in))


def people_present(connection: Connection, assessment_id: str) -> int:
    """Return how many people are present in a workshop: `PeopleCount.joined`."""
    workshop = stored.workshop(connection, assessment_id)
    if workshop is None:
        return 0
    return count_people(connection, assessment_id, workshop.state).joined


def voted_ids(connection: Connection, assessment_id: str, state: WorkshopState) -> set[str]:
    """Return the ids of the responses that count as `PeopleCount.voted` in this phase."""
    if state.phase == "self_paced":
        return stored_votes.submitted_ids(connection, assessment_id)
    if state.phase == "dots":
        return stored_dots.dot_voter_ids(connection, assessment_id)
    if state.open_poll:
        return polls.answerer_ids(connection, assessment_id, state.open_poll)
    return stored_votes.voter_ids(connection, assessment_id, state.question, state.round) if state.question else set()


def _count_voted(connection: Connection, assessment_id: str, state: WorkshopState) -> int:
    """Return the number of `voted_ids`, which the database counts faster than it sends the ids."""
    if state.phase == "self_paced":
        return stored_votes.count_submitted(connection, assessment_id)
    if state.phase == "dots":
        return stored_dots.count_dot_voters(connection, assessment_id)
    if state.open_poll:
        return polls.count_answers(connection, assessment_id, state.open_poll)
    return stored_votes.count_votes(connection, assessment_id, state.question, state.round) if state.question else 0
