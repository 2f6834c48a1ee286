"""Stores the teams and assessments of a portable file."""

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from secrets import token_hex, token_urlsafe

from cxmaturity.files.portable.content import PortableAssessment, PortablePerson, PortableTeam
from cxmaturity.records import Assessment, PartChange, StoredAnswer, Team
from cxmaturity.services.surveys.codes import new_code, participant_key
from cxmaturity.services.workshops.finishing.step_ranking import save_kept_steps
from cxmaturity.services.workshops.preparing.join_codes import unused_join_code
from cxmaturity.store import agreed_levels as stored_levels
from cxmaturity.store import answers as store_answers
from cxmaturity.store import assessments, responses
from cxmaturity.store import frozen_results as stored_results
from cxmaturity.store import teams as stored_teams
from cxmaturity.store.answers import FIRST_ROUND
from cxmaturity.store.database.engine import Connection
from cxmaturity.store.responses import NewResponse
from cxmaturity.store.workshop import polls, workshops
from cxmaturity.store.workshop import votes as stored_votes
from cxmaturity.store.workshop.votes import VoteWrite
from cxmaturity.store.workshop.workshops import WorkshopRow
from cxmaturity.workshops.state import WorkshopState


def store_team(connection: Connection, portable: PortableTeam, team: Team) -> None:
    """Store a team of a file under the id and name of `team`."""
    stored_teams.add_team(connection, team, portable.created_at)
    if portable.archived_at:
        stored_teams.change_team(connection, team.id, {"archived_at": portable.archived_at})


def new_row(portable: PortableAssessment, team: Team) -> Assessment:
    """Return the row for an assessment of a file in `team`; for several people it has a link that nobody knows."""
    row = replace(portable.assessment, team_id=team.id, team_name=team.name, is_demo=team.is_demo)
    return row if row.mode == "solo" else replace(row, invitation=token_urlsafe(16))


def store_assessment(connection: Connection, portable: PortableAssessment, team: Team) -> Assessment:
    """Store an assessment with everything that belongs to it in an existing team, and return its row."""
    row = new_row(portable, team)
    response_id = token_hex(10) if row.mode == "solo" else None
    assessments.add_assessment(connection, row, response_id)
    if response_id and portable.response:
        answered_at = row.dated_at
        dated = {name: (answer, answered_at) for name, answer in portable.response.items()}
        store_answers.save_answers(connection, response_id, dated)
    store_people(connection, row, portable.people)
    store_result(connection, row, portable)
    return row


def store_result(connection: Connection, row: Assessment, portable: PortableAssessment) -> None:
    """Store everything that belongs to an assessment except its answers."""
    if portable.pace is not None:
        workshops.add_workshop(connection, _ended_workshop(connection, row, portable))
    for poll, content in (("worth", portable.worth), ("warm_up", portable.warm_up_result)):
        if content is not None:
            polls.save_result(connection, row.id, poll, content)
    save_kept_steps(connection, row.id, portable.steps)
    assessments.save_dimension_targets(connection, row.id, portable.targets)
    for name, agreed in portable.agreed.items():
        stored_levels.save_agreed_level(connection, row.id, name, agreed.level, agreed.reason, agreed.agreed_at)
    for frozen in portable.frozen:
        digest = sha256(frozen.content.encode()).hexdigest()
        stored_results.add_frozen_result(connection, row.id, frozen.content, digest, frozen.frozen_at)


def store_people(connection: Connection, row: Assessment, people: Sequence[PortablePerson]) -> None:
    """Store these people's answers to an open round, under random private codes that nobody knows."""
    answered_at = row.recorded_time(row.dated_at)
    new = [
        NewResponse(participant_key(row, new_code()), person.role, person.rounds.get(FIRST_ROUND, {}))
        for person in people
    ]
    responses.save_responses(connection, row.id, new, answered_at)
    pairs = list(zip(new, people, strict=True))
    names = [(response.key, person.name) for response, person in pairs if person.name]
    responses.save_names(connection, row.id, names)
    later = {
        (response.id, question_id, number): VoteWrite(
            StoredAnswer(answer, 1), {"choice": PartChange(1, answered_at)}, answered_at
        )
        for response, person in pairs
        for number, answers in person.rounds.items()
        if number != FIRST_ROUND
        for question_id, answer in answers.items()
    }
    if later:
        stored_votes.save_votes(connection, later)


def _ended_workshop(connection: Connection, row: Assessment, portable: PortableAssessment) -> WorkshopRow:
    """Return the row of a workshop that has ended, which nobody can join."""
    return WorkshopRow(
        assessment_id=row.id,
        code=unused_join_code(connection),
        screen=token_urlsafe(16),
        pace=portable.pace or "together",
        state=WorkshopState(order=portable.order, phase="closed", warm_up=portable.warm_up),
        version=1,
        expires_at=row.dated_at,
    )
