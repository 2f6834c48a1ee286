"""Workshops stored by the services: participants who join and vote."""

import http.client
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from cxmaturity.answers import Answer, Role
from cxmaturity.records import Assessment
from cxmaturity.services import plans
from cxmaturity.services.assessments import creation
from cxmaturity.services.assessments.agreed_levels import agree_on_level
from cxmaturity.services.assessments.creation import StartWorkshop
from cxmaturity.services.assessments.views import PersonView
from cxmaturity.services.plans import PlannedStep
from cxmaturity.services.surveys import codes, participation
from cxmaturity.services.surveys.participation import Survey
from cxmaturity.services.workshops import facilitation, private_notes, workshop_view
from cxmaturity.services.workshops.voting.vote_writer import VoteWriter
from cxmaturity.services.workshops.workshop_view import WorkshopView
from cxmaturity.store.database.engine import Database
from cxmaturity.store.workshop.votes import VoteRow
from cxmaturity.web.participant.identity import COOKIE
from cxmaturity.workshops.dots import StepCandidate
from cxmaturity.workshops.state import Switch, WorkshopAction
from tests.fixtures import QUESTIONNAIRE, unique
from tests.server import HOST, Server

AnswerValue = int | Answer
_codes: dict[str, str] = {}  # by response: the private code of who was let in here


def opened(database: Database, team: str = "", now: datetime | None = None, **changes: Any) -> WorkshopView:
    """Open a workshop; by default the pulse, question by question, in open mode, twelve expected."""
    usual = StartWorkshop(
        questionnaire=QUESTIONNAIRE,
        team_name=team or unique("Team"),
        label="Away day",
        scope="pulse",
        privacy="open",
        pace="together",
        expected=12,
    )
    started = creation.start(database, replace(usual, **changes), now or datetime.now(UTC))
    return workshop_view.load_workshop(database, started.assessment_id)


def joined(
    database: Database, workshop: WorkshopView, count: int, roles: Sequence[Role | None] = ()
) -> list[PersonView]:
    """Let this many people join, named Person 1 and so on. They count as present for a minute; see `visited`."""
    survey, now, people = Survey(workshop.assessment, workshop.questionnaire), datetime.now(UTC), []
    for n in range(count):
        code, role = codes.new_code(), roles[n] if roles else None
        people.append(participation.begin_participation(database, survey, code, f"Person {n + 1}", role, now))
        _codes[people[-1].stored.id] = code
    return people


def visited(server: Server, workshop: WorkshopView, people: Sequence[PersonView]) -> None:
    """Let these people open the workshop's page.

    They count as present for five minutes, however busy the machine is.
    """
    for person in people:
        with closing(http.client.HTTPConnection(HOST, server.port, timeout=20)) as connection:
            cookie = {"Cookie": f"{COOKIE}={_codes[person.stored.id]}"}
            connection.request("GET", f"/join/{workshop.assessment.invitation}", headers=cookie)
            assert connection.getresponse().status in (200, 303)


def done(database: Database, workshop: WorkshopView, *acts: WorkshopAction, **arguments: Any) -> WorkshopView:
    """Take these actions on the console one after the other, and return the workshop."""
    for act in acts:
        number = workshop_view.load_workshop(database, workshop.assessment.id).version
        workshop = facilitation.perform_action(
            database, workshop.assessment.id, number, act, datetime.now(UTC), **arguments
        )
    return workshop


def reloaded(database: Database, workshop: WorkshopView) -> WorkshopView:
    """Return the workshop in its current state."""
    return workshop_view.load_workshop(database, workshop.assessment.id)


def switched_on(database: Database, workshop: WorkshopView, switch: Switch) -> None:
    """Turn on one of the console's switches, such as "is_shared" for results on phones."""
    facilitation.set_switch(database, workshop.assessment.id, switch, True)


def voted(
    database: Database, workshop: WorkshopView, people: Sequence[PersonView], *levels: AnswerValue, question: str = ""
) -> None:
    """Let these people vote on the current question, or on another one while self-paced."""
    workshop = workshop_view.load_workshop(database, workshop.assessment.id)
    writer, now = VoteWriter(lambda: database), datetime.now(UTC)
    name = question or str(workshop.state.question)
    answers = [Answer(level=level) if isinstance(level, int) else level for level in levels]
    for who, answer in zip(people, answers, strict=True):
        writer.submit(workshop.assessment.id, VoteRow(who.stored.id, name, workshop.state.round, answer, now)).result(
            timeout=20
        )


def plan_candidate(database: Database, assessment: Assessment, candidate: StepCandidate, owner: str, due: date) -> None:
    """Put a step that the vote was about in the team's plan."""
    planned = PlannedStep(candidate.question, candidate.level, owner, due)
    plans.add_to_plan(database, assessment, [planned], datetime.now(UTC))


def at_each_phase(database: Database, team: str) -> dict[str, str]:
    """Open workshops of a team in the lobby, self-paced, in a vote, a reveal, at dots, steps, the end.

    Return their assessments' ids by "in lobby" and so on.
    """
    courses: dict[str, tuple[WorkshopAction, ...]] = {
        "lobby": (),
        "self_paced": (),
        "vote": ("next",),
        "reveal": (),
        "dots": ("dots",),
        "steps": ("dots", "steps"),
        "closed": ("end",),
    }
    ids = {}
    for phase, acts in courses.items():
        workshop = opened(database, team=team, label=phase, pace="self_paced" if phase == "self_paced" else "together")
        people = joined(database, workshop, 3)
        ids[f"in {phase}"] = workshop.assessment.id
        if phase not in ("lobby", "self_paced"):
            for round_of in ((1, 2, 5), (2, 3, 3)):
                done(
                    database,
                    workshop,
                    "again"
                    if workshop_view.load_workshop(database, workshop.assessment.id).state.revealed
                    else "begin",
                )
                voted(database, workshop, people, *round_of)
                done(database, workshop, "reveal")
            agree_on_level(database, workshop.assessment.id, "P1", 3, "Two cases show it", datetime.now(UTC))
            private_notes.save_private_note(database, workshop.assessment.id, "P1", "A note")
            done(database, workshop, *acts, seconds=3600)
        elif phase == "self_paced":
            done(database, workshop, "begin")
    return ids
