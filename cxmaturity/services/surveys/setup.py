"""Setting up a survey: its terms, and personal links."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from secrets import token_urlsafe
from typing import Any

from cxmaturity.analysis.disclosure import MIN_GROUP_FOR_ROLES, may_ask_roles
from cxmaturity.answers import Privacy
from cxmaturity.errors import Refused
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.records import Assessment, Scope
from cxmaturity.services.assessments.creation import create_assessment
from cxmaturity.services.surveys.codes import new_code, participant_key
from cxmaturity.store import assessments, responses
from cxmaturity.store.engine import Connection, Database
from cxmaturity.text_cleaning import clean_name

MAX_EXPECTED = 10_000


@dataclass(frozen=True, slots=True)
class StartedSurvey:
    """A survey just opened, and the private code of each person invited by name; the codes are told only now."""

    assessment_id: str
    codes: Mapping[str, str]


def start_survey(
    database: Database,
    questionnaire: Questionnaire,
    team_name: str,
    label: str,
    scope: Scope,
    variant: str,
    now: datetime,
    *,
    privacy: Privacy,
    asks_role: bool,
    is_linked: bool,
    expected: int | None,
    names: Sequence[str] = (),
) -> StartedSurvey:
    """Open a survey of the team of that name (a new team when there is none); raises Refused.

    `expected` is how many people are invited, `names` those who get a personal link, in open mode.
    """
    if names and privacy == "anonymous":
        raise Refused("Whoever makes personal links could read what they lead to.", "Use the one link for all.")
    listed = [clean_name(name, "Each person") for name in names]
    if len({name.casefold() for name in listed}) < len(listed):
        raise Refused("Two people have the same name.", "Tell them apart, for example by a second letter.")
    expected = max(expected or 0, len(listed)) or None
    if expected is not None and not 2 <= expected <= MAX_EXPECTED:
        raise Refused(f"A survey is for 2 to {MAX_EXPECTED:,} people.", "Change the number.")
    if asks_role and not may_ask_roles(expected):
        raise Refused(
            "Leaders and others are shown apart only where five of each answered, so from "
            f"{MIN_GROUP_FOR_ROLES} people.",
            "Invite more people, or do not ask for it.",
        )
    terms = {"privacy": privacy, "asks_role": asks_role, "is_linked": is_linked, "expected": expected}
    codes = {name: new_code() for name in listed}
    with database.writing() as connection:
        row = create_survey(connection, questionnaire, team_name, label, scope, variant, now, terms)
        assessments.add_assessment(connection, row, None)
        for name, code in codes.items():
            responses.save_name(connection, row.id, participant_key(row, code), name)
    return StartedSurvey(row.id, codes)


def create_survey(
    connection: Connection,
    questionnaire: Questionnaire,
    team_name: str,
    label: str,
    scope: Scope,
    variant: str,
    now: datetime,
    terms: Mapping[str, Any],
) -> Assessment:
    own = {"mode": "survey", "invitation": token_urlsafe(16), **terms}
    return create_assessment(connection, questionnaire, team_name, label, scope, variant, now, **own)


def renew_personal_links(database: Database, assessment_id: str) -> Mapping[str, str]:
    """Return new private codes by name for those invited by name who have not begun; their earlier links end."""
    with database.writing() as connection:
        row = assessments.assessment(connection, assessment_id, for_update=True)
        if row is None or row.mode == "solo" or not row.is_open:
            raise Refused("This survey takes no answers.", "Reopen it first.")
        begun = {own for own, *_ in responses.response_progress(connection, assessment_id)}
        waiting = {
            own: name
            for own, name in responses.participant_names(connection, assessment_id).items()
            if own not in begun
        }
        codes = {name: new_code() for name in waiting.values()}
        for own, name in waiting.items():
            responses.rename_key(connection, row.id, own, participant_key(row, codes[name]))
    return codes
