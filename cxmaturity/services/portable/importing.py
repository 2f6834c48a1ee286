"""Bringing in a portable file: all of it or nothing, and what is here already stays as it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from secrets import token_hex, token_urlsafe
from typing import Any, Literal

from cxmaturity.errors import Refused
from cxmaturity.files.portable.content import LeftOut, Portable, PortableAssessment, PortableTeam
from cxmaturity.files.portable.packing import assessment_document
from cxmaturity.files.portable.reading import read_portable
from cxmaturity.questionnaire.loading import questionnaire_from_canonical
from cxmaturity.records import Assessment, PartChange, StoredAnswer, Team, WorkshopRow
from cxmaturity.services.portable.verifying import Difference, score_differences
from cxmaturity.services.portable.writing import portable_assessment
from cxmaturity.services.surveys.codes import new_code, participant_key
from cxmaturity.services.workshops.join_codes import unused_join_code
from cxmaturity.store import answers as store_answers
from cxmaturity.store import assessments, plans, questionnaires, responses, workshops
from cxmaturity.store import portable as stored
from cxmaturity.store import teams as stored_teams
from cxmaturity.store.answers import FIRST_ROUND
from cxmaturity.store.database.engine import Connection, Database
from cxmaturity.store.responses import NewResponse
from cxmaturity.store.workshops import VoteWrite
from cxmaturity.text_cleaning import MAX_NAME_LENGTH
from cxmaturity.workshops.state import WORKSHOP_STATE_JSON, WorkshopState

SameName = Literal["join", "rename"]
"""What becomes of a team in the file where another one here has its name: it joins that one, or gets another name."""

_REMOVED_HERE = "removed"


@dataclass(frozen=True, slots=True)
class TeamCollision:
    """A team in the file whose name another team here has; `name_here` is written as it is here."""

    team_id: str
    name: str
    name_here: str
    is_archived: bool


@dataclass(frozen=True, slots=True)
class ImportChoices:
    """What becomes of the teams whose names collide: by their id in the file, and of all others; None: not decided."""

    teams: Mapping[str, SameName] = field(default_factory=dict)
    otherwise: SameName | None = None


@dataclass(frozen=True, slots=True)
class KeptAssessment:
    """An assessment that was here already; `differs` names the fields in which the file's is another."""

    assessment: Assessment
    differs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ImportedContent:
    """What an import did: assessments, teams (by their name here) and actions added, and assessments here already.

    `left_out` are named in the file without being in it. `differences` are between frozen results and what their
    answers come to now.
    """

    added: tuple[Assessment, ...]
    kept: tuple[KeptAssessment, ...]
    teams_added: tuple[str, ...]
    actions_added: int
    actions_kept: int
    left_out: tuple[LeftOut, ...]
    differences: tuple[Difference, ...]


class SameNames(Refused):
    """Teams in the file have the names of others here, and nobody has said what to do; nothing was changed."""

    def __init__(self, collisions: Sequence[TeamCollision]) -> None:
        names = ", ".join(f"“{collision.name}”" for collision in collisions)
        teams = "a team of the same name" if len(collisions) == 1 else "teams of the same names"
        super().__init__(f"There is {teams} here already: {names}.", "Say whether to join it, or to use another name.")
        self.collisions = tuple(collisions)


def name_collisions(database: Database, portable: Portable) -> tuple[TeamCollision, ...]:
    """Return the teams of a file that bring something new and whose names other teams here have."""
    with database.reading() as connection:
        return _collisions(connection, portable)


def import_portable(database: Database, data: bytes, choices: ImportChoices, now: datetime) -> ImportedContent:
    """Store what is in a portable file, or in the one in a report, all of it or nothing, and return what was done.

    Assessments, teams and actions are known again by their ids: what is here already stays as it is, so that a second
    time changes nothing. Raises SameNames where a name collides and `choices` do not say what to do; Refused and
    ValidationErrors for a file that cannot be used.
    """
    portable = read_portable(data)
    differences = score_differences(portable)
    with database.writing(is_long=True) as connection:
        stored_teams.lock_teams(connection)
        open_collisions = [
            collision
            for collision in _collisions(connection, portable)
            if choices.teams.get(collision.team_id, choices.otherwise) is None
        ]
        if open_collisions:
            raise SameNames(open_collisions)
        for digest, text in portable.questionnaires.items():
            model = questionnaire_from_canonical(text)
            questionnaires.archive_questionnaire(connection, digest, model.id, model.version, text, now)
        known_teams, known_assessments, known_actions = stored.all_ids(connection)
        teams = _places(connection, portable, choices)
        for team in portable.teams:
            if (place := teams[team.team.id]).id not in known_teams:
                _add_team(connection, team, place)
        added = [
            _add(connection, one, teams[one.assessment.team_id])
            for one in portable.assessments
            if one.assessment.id not in known_assessments
        ]
        ids_here = known_assessments | {row.id for row in added}
        actions = [action for team in portable.teams for action in team.actions]
        new_actions = [action for action in actions if action.id not in known_actions]
        for action in new_actions:
            assessment_id = action.assessment_id if action.assessment_id in ids_here else None
            plans.add_action(connection, replace(action, team_id=teams[action.team_id].id, assessment_id=assessment_id))
        kept = [_kept(connection, one) for one in portable.assessments if one.assessment.id in known_assessments]
    return ImportedContent(
        added=tuple(added),
        kept=tuple(kept),
        teams_added=tuple(place.name for place in teams.values() if place.id not in known_teams),
        actions_added=len(new_actions),
        actions_kept=len(actions) - len(new_actions),
        left_out=portable.left_out,
        differences=differences,
    )


def _collisions(connection: Connection, portable: Portable) -> tuple[TeamCollision, ...]:
    _, known_assessments, known_actions = stored.all_ids(connection)
    here = stored.dated_teams(connection)
    found = []
    for one in portable.teams:
        brings = [a.assessment.id for a in portable.assessments if a.assessment.team_id == one.team.id]
        is_new = set(brings) - known_assessments or {action.id for action in one.actions} - known_actions
        if one.team.id in here or (not is_new and (brings or one.actions)) or _joined(connection, portable, one):
            continue
        for team, _, archived_at in here.values():
            if team.is_demo == one.team.is_demo and team.name.casefold() == one.team.name.casefold():
                found.append(TeamCollision(one.team.id, one.team.name, team.name, archived_at is not None))
    return tuple(found)


def _joined(connection: Connection, portable: Portable, team: PortableTeam) -> Team | None:
    """Return the team here that an earlier import put this team's assessments or actions into, None without any."""
    here = stored.dated_teams(connection)
    for one in portable.assessments:
        if one.assessment.team_id == team.team.id:
            row = assessments.assessment(connection, one.assessment.id)
            if row is not None and row.team_id in here:
                return here[row.team_id][0]
    for action in team.actions:
        if (known := plans.lock_action(connection, action.id)) is not None and known.team_id in here:
            return here[known.team_id][0]
    return None


def _places(connection: Connection, portable: Portable, choices: ImportChoices) -> dict[str, Team]:
    """Return the team here, there already or yet to be added, that each team in the file becomes, by its id there."""
    here = stored.dated_teams(connection)
    colliding = {collision.team_id for collision in _collisions(connection, portable)}
    taken = [team for team, _, _ in here.values()]
    places: dict[str, Team] = {}
    for one in portable.teams:
        team = one.team
        if team.id in here:
            place = here[team.id][0]
        elif (joined := _joined(connection, portable, one)) is not None:
            place = joined
        elif team.id in colliding and choices.teams.get(team.id, choices.otherwise) == "join":
            place = next(t for t in taken if (t.is_demo, t.name.casefold()) == (team.is_demo, team.name.casefold()))
        else:
            place = replace(team, name=_free_name(team, taken))
            taken.append(place)
        places[team.id] = place
    return places


def _free_name(team: Team, taken: Sequence[Team]) -> str:
    """Return the team's name, with the lowest number behind it that makes it differ from all others."""
    names = {other.name.casefold() for other in taken if other.is_demo == team.is_demo}
    name, number = team.name, 1
    while name.casefold() in names:
        number += 1
        ending = f" ({number})"
        name = team.name[: MAX_NAME_LENGTH - len(ending)].rstrip() + ending
    return name


def _add_team(connection: Connection, portable: PortableTeam, team: Team) -> None:
    stored_teams.add_team(connection, team, portable.created_at)
    if portable.archived_at:
        stored_teams.change_team(connection, team.id, {"archived_at": portable.archived_at})


def _add(connection: Connection, portable: PortableAssessment, team: Team) -> Assessment:
    """Store an assessment with all that belongs to it, in a team that is there, and return it."""
    is_solo = portable.assessment.mode == "solo"
    row = replace(portable.assessment, team_id=team.id, team_name=team.name, is_demo=team.is_demo)
    row = row if is_solo else replace(row, invitation=token_urlsafe(16))
    answered_at = row.recorded_time(row.closed_at or row.opened_at)
    response_id = token_hex(10) if is_solo else None
    assessments.add_assessment(connection, row, response_id)
    if response_id and portable.response:
        dated = {name: (answer, answered_at) for name, answer in portable.response.items()}
        store_answers.save_answers(connection, response_id, dated)
    _add_people(connection, row, portable, answered_at)
    if portable.pace is not None:
        workshops.add_workshop(connection, _ended_workshop(connection, row, portable))
    assessments.save_dimension_targets(connection, row.id, portable.targets)
    for name, agreed in portable.agreed.items():
        responses.save_agreed_level(connection, row.id, name, agreed.level, agreed.reason, agreed.agreed_at)
    for frozen in portable.frozen:
        digest = sha256(frozen.content.encode()).hexdigest()
        assessments.add_frozen_result(connection, row.id, frozen.content, digest, frozen.frozen_at)
    return row


def _add_people(connection: Connection, row: Assessment, portable: PortableAssessment, answered_at: datetime) -> None:
    """Store what each person of an open round answered, under codes that nobody holds."""
    new = [
        NewResponse(token_hex(10), participant_key(row, new_code()), person.role, person.rounds.get(FIRST_ROUND, {}))
        for person in portable.people
    ]
    responses.save_responses(connection, row.id, new, answered_at)
    pairs = list(zip(new, portable.people, strict=True))
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
        workshops.save_votes(connection, later)


def _ended_workshop(connection: Connection, row: Assessment, portable: PortableAssessment) -> WorkshopRow:
    """Return the workshop of an assessment as one that has ended: nobody can join it."""
    return WorkshopRow(
        assessment_id=row.id,
        code=unused_join_code(connection),
        screen=token_urlsafe(16),
        pace=portable.pace or "together",
        state=WORKSHOP_STATE_JSON.dump_json(WorkshopState(order=portable.order, phase="closed")).decode(),
        number=1,
        expires_at=row.closed_at or row.opened_at,
    )


def _kept(connection: Connection, portable: PortableAssessment) -> KeptAssessment:
    """Return an assessment that is here already, with the fields in which the one of the file differs."""
    row = assessments.assessment(connection, portable.assessment.id)
    here = portable_assessment(connection, row) if row is not None else None
    if row is None or here is None:
        return KeptAssessment(portable.assessment, (_REMOVED_HERE,))
    fields_here, fields_there = (_fields(one) for one in (here, portable))
    names = [name for name in fields_here | fields_there if fields_here.get(name) != fields_there.get(name)]
    return KeptAssessment(row, tuple(names))


def _fields(portable: PortableAssessment) -> dict[str, Any]:
    fields = assessment_document(portable).model_dump(mode="json")
    return {name: value for name, value in fields.items() if name != "team_id"}
