"""Setting up a workshop: its terms, join code and links."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from secrets import choice, token_urlsafe
from typing import Any

from cxmaturity.analysis.disclosure import MIN_GROUP_FOR_ROLES
from cxmaturity.answers import Privacy
from cxmaturity.errors import Refused
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.records import Scope, WorkshopRow, asked_questions
from cxmaturity.services.assessments.creation import create_assessment
from cxmaturity.services.surveys.setup import MAX_EXPECTED
from cxmaturity.services.workshops.facilitation import state_json
from cxmaturity.store import assessments
from cxmaturity.store import workshops as stored
from cxmaturity.store.engine import Connection, Database
from cxmaturity.workshops.state import Pace, WorkshopState

_OPEN_FOR = timedelta(days=3)
_CODE_CHARACTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is easily taken for another
_CODE_LENGTH = 6  # of 31 signs each: about 887 million


def start_workshop(
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
    expected: int | None,
    pace: Pace,
    dimensions: Sequence[str] = (),
) -> str:
    """Open a workshop of the team of that name (a new team when there is none) and return its assessment's id.

    With `dimensions` only their questions are asked. Raises Refused.
    """
    known = [d.id for d in questionnaire.dimensions]
    if set(dimensions) - set(known) or (dimensions and scope == "pulse"):
        raise Refused("These dimensions cannot be chosen.", "Choose among those of the full questionnaire.")
    if expected is not None and not 2 <= expected <= MAX_EXPECTED:
        raise Refused(f"A workshop is for 2 to {MAX_EXPECTED:,} people.", "Change the number.")
    if asks_role and (expected or 0) < MIN_GROUP_FOR_ROLES:
        raise Refused(
            "Leaders and others are shown apart only where five of each answered, so from "
            f"{MIN_GROUP_FOR_ROLES} people.",
            "Expect more people, or do not ask for it.",
        )
    is_everything = not dimensions or set(dimensions) == set(known)
    chosen = None if is_everything else tuple(d for d in known if d in dimensions)
    own: dict[str, Any] = {"mode": "workshop", "invitation": token_urlsafe(16), "privacy": privacy}
    own |= {"asks_role": asks_role, "is_linked": False, "expected": expected, "dimensions": chosen}
    with database.writing() as connection:
        row = create_assessment(connection, questionnaire, team_name, label, scope, variant, now, **own)
        assessments.add_assessment(connection, row, None)
        state = WorkshopState(order=tuple(q.id for q in asked_questions(questionnaire, row)))
        stored.add_workshop(
            connection,
            WorkshopRow(
                row.id, _unused_code(connection), token_urlsafe(16), pace, state_json(state), 1, now + _OPEN_FOR
            ),
        )
    return row.id


def _unused_code(connection: Connection) -> str:
    while True:
        code = "".join(choice(_CODE_CHARACTERS) for _ in range(_CODE_LENGTH))
        if stored.workshop_by_code(connection, code) is None:
            return code


def format_code(code: str) -> str:
    """Return a code as it is shown and read aloud."""
    return f"{code[:3]} {code[3:]}"


def normalise_join_code(typed: str) -> str | None:
    """Return the code that was typed, however; None when it can be none."""
    signs = "".join(c for c in typed.upper() if c.isalnum())
    return signs if len(signs) == _CODE_LENGTH and not set(signs) - set(_CODE_CHARACTERS) else None
