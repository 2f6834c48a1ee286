"""Workshops put into the database by the services: a room with people in it, who vote."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from cxmaturity.answers import Answer, Role
from cxmaturity.services import deciding, surveys, workshops
from cxmaturity.services.assessments import Work
from cxmaturity.services.ballots import Ballots
from cxmaturity.services.surveys import Survey
from cxmaturity.services.workshops import Room
from cxmaturity.store.engine import Database
from cxmaturity.workshop import Act
from tests.browser.given import QUESTIONNAIRE, unique

Given = int | Answer


def opened(database: Database, **changes: Any) -> Room:
    """Open a workshop; by default the pulse, question by question, in open mode, twelve expected."""
    terms = {"privacy": "open", "asks_role": False, "expected": 12, "pace": "together", "scope": "pulse"} | changes
    team, label, scope = terms.pop("team", "") or unique("Team"), terms.pop("label", "Away day"), terms.pop("scope")
    now = datetime.now(UTC)
    made = workshops.start(database, QUESTIONNAIRE, team, label, scope, "both", now, **terms)
    return workshops.room(database, made)


def joined(database: Database, of: Room, count: int, roles: Sequence[Role | None] = ()) -> list[Work]:
    """Let so many people in, named Person 1 and so on."""
    survey, now = Survey(of.assessment, of.questionnaire), datetime.now(UTC)
    return [
        surveys.begin(database, survey, surveys.new_code(), f"Person {n + 1}", roles[n] if roles else None, now)
        for n in range(count)
    ]


def done(database: Database, of: Room, *acts: Act, **given: Any) -> Room:
    """Do this on the console, one after the other, and return the room."""
    for act in acts:
        number = workshops.room(database, of.assessment.id).number
        of = workshops.act(database, of.assessment.id, number, act, datetime.now(UTC), **given)
    return of


def voted(database: Database, of: Room, people: Sequence[Work], *given: Given, question: str = "") -> None:
    """Let these people vote on the current question, or on another at their own pace."""
    of = workshops.room(database, of.assessment.id)
    ballots, now = Ballots(lambda: database), datetime.now(UTC)
    name = question or str(of.state.question)
    answers = [Answer(level=level) if isinstance(level, int) else level for level in given]
    for who, answer in zip(people, answers, strict=True):
        ballots.put(of.assessment.id, who.stored.id, name, of.state.round, answer, now).result(timeout=20)


def at_each_phase(database: Database, team: str) -> dict[str, str]:
    """Open workshops of a team that stand in the lobby, at own pace, in a vote, a reveal, at dots, steps, the end.

    Return their assessments' ids by "in lobby" and so on.
    """
    courses: dict[str, tuple[Act, ...]] = {
        "lobby": (),
        "own": (),
        "vote": ("next",),
        "reveal": (),
        "dots": ("dots",),
        "steps": ("dots", "steps"),
        "closed": ("end",),
    }
    found = {}
    for phase, acts in courses.items():
        of = opened(database, team=team, label=phase, pace="own" if phase == "own" else "together")
        people = joined(database, of, 3)
        found[f"in {phase}"] = of.assessment.id
        if phase not in ("lobby", "own"):
            for round_of in ((1, 2, 5), (2, 3, 3)):
                done(database, of, "again" if workshops.room(database, of.assessment.id).state.revealed else "begin")
                voted(database, of, people, *round_of)
                done(database, of, "reveal")
            deciding.agree(database, of.assessment.id, "P1", 3, "Two cases show it", datetime.now(UTC))
            deciding.put_note(database, of.assessment.id, "P1", "A note")
            done(database, of, *acts, seconds=3600)
        elif phase == "own":
            done(database, of, "begin")
    return found
