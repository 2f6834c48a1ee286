"""Workshops at the fixed time of the tests of the store: begun, joined, led, voted in."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from cxmaturity.answers import Answer, Role
from cxmaturity.services.assessments.views import PersonView
from cxmaturity.services.surveys import codes, participation
from cxmaturity.services.surveys.participation import Survey
from cxmaturity.services.workshops import facilitation, workshop_view
from cxmaturity.services.workshops.people import participants
from cxmaturity.services.workshops.people.phone_rosters import ROSTERS
from cxmaturity.services.workshops.voting.vote_writer import VoteWriter
from cxmaturity.services.workshops.workshop_view import WorkshopView
from cxmaturity.store.database.engine import Database
from cxmaturity.store.workshop.votes import VoteRow
from cxmaturity.workshops.state import WorkshopAction
from tests.store.fixtures import NOW
from tests.workshop_fixtures import opened, reloaded


def begin(database: Database, **changes: Any) -> WorkshopView:
    """Open a workshop of the Bakery; by default as `opened` does, but at the fixed time."""
    usual: dict[str, Any] = {"now": NOW, "variant": "service"}
    return opened(database, "Bakery", **usual | changes)


def join(database: Database, workshop: WorkshopView, count: int, roles: Sequence[Role | None] = ()) -> list[PersonView]:
    """Let this many people join, named Person 0 and so on, after those who have joined."""
    survey, people = Survey(workshop.assessment, workshop.questionnaire), []
    before = workshop_view.load_workshop(database, workshop.assessment.id).joined
    for number in range(count):
        role, name = roles[number] if roles else None, f"Person {before + number}"
        people.append(participation.begin_participation(database, survey, codes.new_code(), name, role, NOW))
    return people


def do(database: Database, workshop: WorkshopView, *acts: WorkshopAction, **arguments: Any) -> WorkshopView:
    for act in acts:
        now = workshop.assessment.opened_at + timedelta(minutes=workshop.version)
        workshop = facilitation.perform_action(
            database, workshop.assessment.id, workshop.version, act, now, **arguments
        )
    return workshop


def vote(
    vote_queue: VoteWriter,
    workshop: WorkshopView,
    participant: PersonView,
    level: int,
    question: str | None = None,
    round_: int | None = None,
) -> Answer:
    """Vote on the current question, or on another, and wait until it is stored."""
    name, number = question or workshop.state.question or "", round_ or workshop.state.round
    row = VoteRow(participant.stored.id, name, number, Answer(level=level), NOW)
    return vote_queue.submit(workshop.assessment.id, row).result(20).stored.answer


def remove(database: Database, workshop: WorkshopView, person: PersonView) -> None:
    """Remove a person from the workshop, as the console does."""
    view = reloaded(database, workshop)
    ROSTERS.update(view.assessment.id, [person.stored.id])
    participants.attendance(database, view)
    phones = ROSTERS.phones(view.assessment.id)
    number = next(number for number, response_id, _ in phones if response_id == person.stored.id)
    participants.remove_participant(database, view, number)
