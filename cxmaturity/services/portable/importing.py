"""Imports a portable file completely or not at all; what this database has already stays unchanged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from cxmaturity.errors import Refused
from cxmaturity.files.portable.content import LeftOut, Portable
from cxmaturity.files.portable.reading import read_portable
from cxmaturity.records import Assessment
from cxmaturity.services.portable.known_assessments import KnownAssessment, known_assessment, replace_assessment
from cxmaturity.services.portable.large_rounds import large_rounds_staged, publish
from cxmaturity.services.portable.storing import store_assessment, store_team
from cxmaturity.services.portable.team_collisions import SameName, TeamCollision, collisions_in, places_of
from cxmaturity.services.portable.verifying import Difference, score_differences
from cxmaturity.store import plans, questionnaires
from cxmaturity.store import portable as stored
from cxmaturity.store import teams as stored_teams
from cxmaturity.store.database.engine import Database


@dataclass(frozen=True, slots=True)
class ImportChoices:
    """The person's choices for teams whose names collide, and for assessments that are to be replaced.

    `teams` holds choices by the team's id in the file, `otherwise` is the choice for all other teams; None: not
    decided. `replace` holds the assessments of one person to replace: by id, the version of the stored one that the
    person saw (`KnownAssessment.version`). All others stay.
    """

    teams: Mapping[str, SameName] = field(default_factory=dict)
    otherwise: SameName | None = None
    replace: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ImportedContent:
    """The effect of an import: the added assessments, teams (by their stored names) and actions.

    `replaced` are the assessments that were replaced by those of the file, `kept` those that stayed as stored.
    `left_out` are the assessments that the file only names. `differences` are those between the file's frozen results
    and its answers, scored now.
    """

    added: tuple[Assessment, ...]
    replaced: tuple[Assessment, ...] = ()
    kept: tuple[KnownAssessment, ...] = ()
    teams_added: tuple[str, ...] = ()
    actions_added: int = 0
    left_out: tuple[LeftOut, ...] = ()
    differences: tuple[Difference, ...] = ()


class SameNames(Refused):
    """Raised, before any change, when teams in the file have the names of other teams here and nobody has decided."""

    def __init__(self, collisions: Sequence[TeamCollision]) -> None:
        names = ", ".join(f"“{collision.name}”" for collision in collisions)
        teams = "a team of the same name" if len(collisions) == 1 else "teams of the same names"
        super().__init__(f"There is {teams} here already: {names}.", "Say whether to join it, or to use another name.")


def name_collisions(database: Database, portable: Portable) -> tuple[TeamCollision, ...]:
    """Return the teams of a file that add something and have the name of another team here."""
    with database.reading() as connection:
        return collisions_in(connection, portable)


def import_portable(database: Database, data: bytes, choices: ImportChoices, now: datetime) -> ImportedContent:
    """Import a portable file, or the one in a report, completely or not at all, and return what was done.

    Assessments, teams and actions are recognised by their ids: stored ones stay unchanged, except those in
    `choices.replace`, so that a second import changes nothing. Raises SameNames when a name collides and `choices` do
    not decide; Refused and ValidationErrors for a file that cannot be used.
    """
    portable = read_portable(data)
    differences = score_differences(portable)
    settled = {team.team.id: choices.teams.get(team.team.id, choices.otherwise) for team in portable.teams}
    _refuse_open_collisions(name_collisions(database, portable), settled)  # before all the work
    with (
        large_rounds_staged(database, portable, now) as staged,
        database.writing(is_long=True) as connection,
    ):
        stored_teams.lock_teams(connection)
        _refuse_open_collisions(collisions_in(connection, portable), settled)
        for digest, text in portable.questionnaires.items():
            questionnaires.archive_questionnaire(connection, digest, text)
        known_teams, known_assessments, known_actions = stored.all_ids(connection)
        known_assessments -= set(staged)
        teams = places_of(connection, portable, settled)
        for team in portable.teams:
            if (place := teams[team.team.id]).id not in known_teams:
                store_team(connection, team, place)
        known = [one for one in portable.assessments if one.assessment.id in known_assessments]
        replaced = [one for one in known if one.assessment.id in choices.replace]
        for one in replaced:
            replace_assessment(connection, portable, one, choices.replace[one.assessment.id])
        added = [
            publish(connection, one, staged[one.assessment.id], teams[one.assessment.team_id])
            if one.assessment.id in staged
            else store_assessment(connection, one, teams[one.assessment.team_id])
            for one in portable.assessments
            if one.assessment.id not in known_assessments
        ]
        ids_here = known_assessments | {row.id for row in added}
        actions = [action for team in portable.teams for action in team.actions]
        new_actions = [action for action in actions if action.id not in known_actions]
        for action in new_actions:
            assessment_id = action.assessment_id if action.assessment_id in ids_here else None
            plans.add_action(connection, replace(action, team_id=teams[action.team_id].id, assessment_id=assessment_id))
        kept = [known_assessment(connection, portable, one) for one in known if one not in replaced]
    return ImportedContent(
        added=tuple(added),
        replaced=tuple(one.assessment for one in replaced),
        kept=tuple(kept),
        teams_added=tuple(place.name for place in teams.values() if place.id not in known_teams),
        actions_added=len(new_actions),
        left_out=portable.left_out,
        differences=differences,
    )


def _refuse_open_collisions(collisions: Sequence[TeamCollision], settled: Mapping[str, SameName | None]) -> None:
    if undecided := [collision for collision in collisions if settled[collision.team_id] is None]:
        raise SameNames(undecided)
