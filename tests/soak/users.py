"""Shared by all rules of the random use: the database, what was acknowledged, and what each window read last."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from cxmaturity.errors import NotFound, Refused
from cxmaturity.questionnaire.loading import load_questionnaire
from cxmaturity.services.assessments import views
from cxmaturity.services.workshops import workshop_view
from cxmaturity.services.workshops.voting.vote_writer import VoteWriter
from cxmaturity.store.database.engine import Database
from tests.build import TINY
from tests.soak.confirmed import Confirmed, Person, Round
from tests.soak.stored import assessment_row
from tests.store.fixtures import NOW

QUESTIONNAIRE = load_questionnaire(TINY)
WINDOWS = st.integers(0, 1)
TEAM_NAMES = st.sampled_from(["Bakery", "bakery", "Kiosk"])
QUESTIONS = st.sampled_from(["W1", "N1"])
LEVELS = st.integers(1, 4)
TEXTS = st.sampled_from(["", "first", "second"])

T = TypeVar("T")


class Users(RuleBasedStateMachine):
    """A clock, a database, and two windows for everything."""

    def __init__(self, database: Database, url: str, folder: Path) -> None:
        super().__init__()
        self.database, self.url, self.folder = database, url, folder
        self.empty_file = folder / "empty.db"
        self.is_backed_up = False
        self.writer = VoteWriter(lambda: database)
        self.now = NOW
        self.confirmed = Confirmed()
        self.shown_revisions: dict[tuple[int, str], dict[str, int]] = {}
        self.shown_versions: dict[tuple[int, str], int] = {}

    def teardown(self) -> None:
        """Stop the thread that writes votes."""
        self.writer.close()

    @rule(seconds=st.sampled_from([1, 5, 60, 3600, -3600]))
    def let_time_pass(self, seconds: int) -> None:
        """The clock moves on, or is set back."""
        self.now += timedelta(seconds=seconds)

    def done(self, work: Callable[[], T], unless: bool = False) -> T | None:
        """Return what `work` returns; None if it is refused, which must happen exactly if `unless` is true."""
        if not unless:
            return work()
        with pytest.raises((Refused, NotFound)):
            work()
        return None

    def rounds(self, *modes: str) -> list[Round]:
        """Return the assessments of these modes, or all."""
        return [r for r in self.confirmed.rounds.values() if not modes or r.row.mode in modes]

    def team_id(self, name: str) -> str | None:
        """Return the id of the team with that name, ignoring case."""
        names = {known.casefold(): team for team, known in self.confirmed.teams.items()}
        return names.get(name.casefold())

    def note_round(self, assessment_id: str, team_name: str) -> Round:
        """Record a new assessment, and its team if that is new too."""
        row = assessment_row(self.database, assessment_id)
        assert self.team_id(team_name) in (None, row.team_id)
        self.confirmed.teams.setdefault(row.team_id, team_name)
        begun = self.confirmed.rounds[row.id] = Round(row, QUESTIONNAIRE)
        if row.mode == "solo":
            stored = views.load_person_view(self.database, row.id).stored
            begun.people[stored.id] = Person(stored.id)
        if row.mode == "workshop":
            view = workshop_view.load_workshop(self.database, row.id)
            begun.state, begun.version = view.state, view.version
        return begun
