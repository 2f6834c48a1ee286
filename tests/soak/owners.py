"""The owner's actions in the soak test: consoles, surveys that close, a plan; by the services, in this process."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from cxmaturity.errors import CxMaturityError, DatabaseUnavailable
from cxmaturity.records import Assessment
from cxmaturity.services import plans
from cxmaturity.services.assessments import closing, creation, views
from cxmaturity.services.workshops import facilitation, workshop_view
from cxmaturity.services.workshops.voting import reveals
from cxmaturity.store import answers, assessments, responses
from cxmaturity.store import plans as stored_plans
from cxmaturity.store.database.engine import Database
from cxmaturity.store.workshop import votes as stored_votes
from cxmaturity.workshops.state import WorkshopAction
from tests.fixtures import QUESTIONNAIRE
from tests.soak.ledger import Ledger
from tests.soak.people import Turns, User
from tests.store.fixtures import plan_step

QUESTIONS = [q.id for q in QUESTIONNAIRE.questions[:6]]
_TERMS: dict[str, Any] = {"questionnaire": QUESTIONNAIRE, "team_name": "Soak", "label": "Round"}


def start(database: Database, command: creation.StartCommand) -> Assessment:
    """Start an assessment and return it."""
    started = creation.start(database, command, datetime.now(UTC)).assessment_id
    with database.reading() as connection:
        row = assessments.assessment(connection, started)
    assert row
    return row


def solo(database: Database) -> Assessment:
    """Start an assessment of one person."""
    return start(database, creation.StartSolo(**_TERMS))


class Owner(User):
    """A person on the owner's pages; all of them work on the assessments in `rows`."""

    def __init__(self, database: Database, url: Callable[[], str], ledger: Ledger, turns: Turns) -> None:
        super().__init__(url, ledger, turns, pause_seconds=2.0)
        self.database = database
        self.rows: list[Assessment] = []

    def invitation(self) -> tuple[str, str]:
        """Return the assessment to which people are invited now, and its invitation."""
        return self.rows[-1].id, str(self.rows[-1].invitation)

    def step(self) -> None:
        """Perform one action; if the database is unavailable, try again later."""
        with suppress(DatabaseUnavailable):
            self.work()

    def work(self) -> None:
        """Perform one action."""
        raise NotImplementedError

    def expect(self, stored: dict[Any, Any], assessment: str) -> None:
        """Compare what an assessment shows with what was confirmed."""
        known = {cell: value for cell, value in stored.items() if value is not None}
        faults = self.ledger.faults(known, (assessment,))
        self.troubles += [f"in a result: {fault}" for fault in faults if len(fault.split(",")) > 3]


class Surveys(Owner):
    """Opens a survey in open mode, closes it after a while, compares its result, and opens the next."""

    def work(self) -> None:
        """Open the first, or close one and open the next."""
        if not self.rows or self.chance.random() < 0.1:
            if self.rows:
                self.close(self.rows[-1].id)
            self.rows.append(start(self.database, creation.StartSurvey(**_TERMS, privacy="open")))

    def close(self, assessment: str) -> None:
        """Close it: its result has each level that was acknowledged before."""
        closing.close_assessment(self.database, assessment, datetime.now(UTC))
        group = views.load_view(self.database, assessment).group
        assert group
        shown = {(assessment, v.name, q, 1): v.level for q, votes in group.votes.items() for v in votes}
        self.expect(shown, assessment)


class Console(Owner):
    """Leads a workshop in open mode question by question, and then another one."""

    def work(self) -> None:
        """Start a workshop, or move it on; a reveal has each vote that was acknowledged before it."""
        if not self.rows or not self.current().assessment.is_open:
            command = creation.StartWorkshop(**_TERMS, privacy="open", pace="together", dimensions=["people"])
            self.rows.append(start(self.database, command))
            return
        view = self.current()
        action: WorkshopAction = "begin" if view.state.phase == "lobby" else "reveal"
        if view.state.phase == "reveal":
            is_last = len(view.state.revealed) == len(view.order)
            action = "end" if is_last else self.chance.choice(["next", "again"])
            if action == "next" and view.state.position == len(view.order) - 1:
                action = "end"
        with suppress(CxMaturityError):
            after = facilitation.perform_action(
                self.database, view.assessment.id, view.version, action, datetime.now(UTC)
            )
            if action == "reveal":
                self.compare(after.assessment.id, str(view.state.question), view.state.round)

    def current(self) -> workshop_view.WorkshopView:
        """Return the current state of the workshop."""
        return workshop_view.load_workshop(self.database, self.rows[-1].id)

    def compare(self, assessment: str, question: str, round_: int) -> None:
        """Compare a reveal with the votes."""
        shown = reveals.round_results(self.database, assessment, question)[-1]
        levels = {(assessment, vote.name, question, round_): vote.level for vote in shown.votes}
        for person in {cell[1] for cell in levels}:
            self.troubles += [
                f"in a reveal: {fault}"
                for fault in self.ledger.faults(
                    {c: v for c, v in levels.items() if c[1] == person}, (assessment, person, question, round_)
                )
            ]


class Planner(Owner):
    """Adds actions to the plan and changes them."""

    def __init__(self, *where: Any, row: Callable[[], Assessment]) -> None:
        super().__init__(*where)
        self.row = row
        self.pause_seconds = 0.5

    def work(self) -> None:
        """Add a step, or change the owner of one."""
        question = QUESTIONNAIRE.by_id[self.chance.choice(QUESTIONS)]
        action = plan_step(self.database, self.row(), question, 1, "", None, datetime.now(UTC))
        owner = f"Owner {self.chance.randrange(10**6)}"
        self.ledger.send(("plan", action.id), owner)
        plans.change_action(self.database, action.id, datetime.now(UTC), {"owner": owner})
        self.ledger.acknowledge(("plan", action.id), owner)


def stored_cells(database: Database, rows: list[Assessment]) -> dict[Any, Any]:
    """Return everything stored of these assessments and of their team's plan, by cell of the ledger."""
    cells: dict[Any, Any] = {}
    with database.snapshot() as connection:
        for row in rows:
            if row.mode == "solo":
                response = answers.solo_response(connection, row.id)
                for question, stored in response.answers.items() if response else ():
                    parts = {"level": stored.answer.level, "note": stored.answer.note}
                    cells |= {(row.id, question, part): value for part, value in parts.items() if value}
                continue
            for name in responses.participant_names(connection, row.id).values():
                assert (row.id, name) not in cells, f"{name} is there twice"
                cells[row.id, name] = True
            names = responses.participant_names(connection, row.id)
            for vote in stored_votes.votes(connection, row.id):
                cells[row.id, names[vote.key], vote.question_id, vote.round] = vote.answer.level
        actions = [a for team in {row.team_id for row in rows} for a in stored_plans.actions(connection, team)]
        steps = [(a.question_id, a.from_level) for a in actions if a.is_open]
        assert len(steps) == len(set(steps)), "a step is in the plan twice"
        cells |= {("plan", a.id): a.owner for a in actions if a.owner.startswith("Owner ")}
    return cells
