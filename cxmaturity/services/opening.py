"""Opening an assessment, whoever will answer it."""

from datetime import datetime
from secrets import token_hex
from typing import Any

from cxmaturity.errors import Refused
from cxmaturity.questionnaire import BOTH, Questionnaire
from cxmaturity.services.naming import named
from cxmaturity.store import repository
from cxmaturity.store import teams as stored_teams
from cxmaturity.store.engine import Connection
from cxmaturity.store.records import Assessment, Scope, Team


def opened(
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
    team_name, label = named(team_name, "The team"), named(label, "The assessment")
    if variant not in (BOTH, *(v.id for v in questionnaire.variants)):
        raise Refused("There is no such kind of organisation in this questionnaire.", "Choose one of those shown.")
    if scope == "pulse" and not questionnaire.pulse:
        raise Refused("This questionnaire has no pulse.", "Choose the full assessment.")
    team = _team(connection, team_name, is_demo, now)
    digest, text = questionnaire.digest, questionnaire.canonical
    repository.archive(connection, digest, questionnaire.id, questionnaire.version, text, now)
    about = {"label": label, "digest": digest, "scope": scope, "variant": variant, "opened_at": now, "closed_at": None}
    whose = {"team_id": team.id, "team_name": team.name, "is_demo": is_demo}
    return Assessment(**{"id": token_hex(10), "status": "open", **whose, **about, **own})


def _team(connection: Connection, name: str, is_demo: bool, now: datetime) -> Team:
    stored_teams.hold_teams(connection)
    known = {t.name.casefold(): t for t in stored_teams.teams(connection) if t.is_demo == is_demo}
    if name.casefold() in known:
        return known[name.casefold()]
    if any(t.name.casefold() == name.casefold() for t in stored_teams.teams(connection, archived=True)):
        raise Refused(f"The team {name} was archived.", "Take it back on the Teams page, or choose another name.")
    team = Team(token_hex(10), name, is_demo)
    stored_teams.add_team(connection, team, now)
    return team
