"""Workshops at the fixed time of the tests of the store: begun, joined, led, voted in."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from cxmaturity.answers import Answer, Role
from cxmaturity.services.assessments import creation
from cxmaturity.services.assessments.views import PersonView
from cxmaturity.services.surveys import codes, participation
from cxmaturity.services.surveys.participation import Survey
from cxmaturity.services.workshops import facilitation, workshop_view
from cxmaturity.services.workshops.voting.vote_writer import VoteWriter
from cxmaturity.services.workshops.workshop_view import WorkshopView
from cxmaturity.store.database.engine import Database
from cxmaturity.store.workshop.votes import VoteRow
from cxmaturity.workshops.state import WorkshopAction
from tests.store.fixtures import NOW, shipped


def begin(database: Database, **changes: Any) -> WorkshopView:
    """Open a workshop; by default the pulse, question by question, in open mode."""
    usual = creation.StartWorkshop(
        questionnaire=shipped(),
        team_name="Bakery",
        label="Away day",
        scope="pulse",
        variant="service",
        privacy="open",
        pace="together",
        expected=12,
    )
    started = creation.start(database, replace(usual, **changes), NOW)
    return workshop_view.load_workshop(database, started.assessment_id)


def join(database: Database, workshop: WorkshopView, count: int, roles: Sequence[Role | None] = ()) -> list[PersonView]:
    """Let this many people join, named Person 0 and so on, after those who have joined."""
    survey, before = (
        Survey(workshop.assessment, workshop.questionnaire),
        workshop_view.load_workshop(database, workshop.assessment.id),
    )
    people = []
    for number in range(count):
        role, name = roles[number] if roles else None, f"Person {before.joined + number}"
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
