"""Opening an assessment, whoever will answer it."""

from datetime import datetime
from secrets import token_hex
from typing import Any

from cxmaturity.errors import Refused
from cxmaturity.questionnaire.schema import BOTH, Questionnaire
from cxmaturity.records import Assessment, Scope, Team
from cxmaturity.store import assessments, questionnaires
from cxmaturity.store import teams as stored_teams
from cxmaturity.store.engine import Connection, Database
from cxmaturity.text_cleaning import clean_name


def create_assessment(
    connection: Connection,
    questionnaire: Questionnaire,
    team_name: str,
    label: str,
    scope: Scope,
    variant: str,
    now: datetime,
    *,
    is_demo: bool = False,
    **own: Any,
) -> Assessment:
    """Return an assessment ready to be added, with its team and its questionnaire stored; raises Refused.

    The team is the one of that name, a new one when there is none. `own` are the columns that differ by mode.
    """
    team_name, label = clean_name(team_name, "The team"), clean_name(label, "The assessment")
    if variant not in (BOTH, *(v.id for v in questionnaire.variants)):
        raise Refused("There is no such kind of organisation in this questionnaire.", "Choose one of those shown.")
    if scope == "pulse" and not questionnaire.pulse:
        raise Refused("This questionnaire has no pulse.", "Choose the full assessment.")
    team = _team_by_name(connection, team_name, is_demo, now)
    digest, text = questionnaire.digest, questionnaire.canonical
    questionnaires.archive_questionnaire(connection, digest, questionnaire.id, questionnaire.version, text, now)
    about = {"label": label, "digest": digest, "scope": scope, "variant": variant, "opened_at": now, "closed_at": None}
    whose = {"team_id": team.id, "team_name": team.name, "is_demo": is_demo}
    return Assessment(**{"id": token_hex(10), "status": "open", **whose, **about, **own})


def _team_by_name(connection: Connection, name: str, is_demo: bool, now: datetime) -> Team:
    stored_teams.lock_teams(connection)
    known = {t.name.casefold(): t for t in stored_teams.teams(connection) if t.is_demo == is_demo}
    if name.casefold() in known:
        return known[name.casefold()]
    if any(t.name.casefold() == name.casefold() for t in stored_teams.teams(connection, archived=True)):
        raise Refused(f"The team {name} was archived.", "Restore it on the Teams page, or choose another name.")
    team = Team(token_hex(10), name, is_demo)
    stored_teams.add_team(connection, team, now)
    return team


def start_solo(
    database: Database,
    questionnaire: Questionnaire,
    team_name: str,
    label: str,
    scope: Scope,
    variant: str,
    now: datetime,
    is_demo: bool = False,
) -> str:
    """Open an assessment of the team of that name (a new team when there is none) and return its id."""
    with database.writing() as connection:
        own = {"mode": "solo", "privacy": "open"}
        row = create_assessment(
            connection, questionnaire, team_name, label, scope, variant, now, is_demo=is_demo, **own
        )
        assessments.add_assessment(connection, row, token_hex(10))
    return row.id
