"""Random use of all services at once, checked after each step (hypothesis)."""

from contextlib import closing
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import initialize, invariant, run_state_machine_as_test
from sqlalchemy import delete

from cxmaturity.services.assessments import creation
from cxmaturity.store import tables as t
from cxmaturity.store.database.engine import open_database
from tests.soak.answer_rules import AnswerRules
from tests.soak.round_rules import AssessmentRules, OutcomeRules, TeamRules
from tests.soak.stored import assert_kept
from tests.soak.users import QUESTIONNAIRE
from tests.soak.workshop_rules import WorkshopRules


class TwoWindows(TeamRules, AssessmentRules, OutcomeRules, AnswerRules, WorkshopRules):
    """Whatever people do one after the other, in windows that know nothing of one another, all promises are kept."""

    @initialize()
    def begin_anew(self) -> None:
        """Take out what the example before left; begin with one of each kind, with people in them."""
        with self.database.writing() as connection:
            connection.execute(delete(t.team))
        about: dict[str, Any] = {"questionnaire": QUESTIONNAIRE, "team_name": "Bakery", "label": "Round"}
        commands: list[creation.StartCommand] = [
            creation.StartSolo(**about),
            creation.StartSurvey(**about, privacy="open"),
            creation.StartSurvey(**about, privacy="anonymous"),
            creation.StartWorkshop(**about, privacy="open", pace="together"),
        ]
        for command in commands:
            begun = self.note_round(creation.start(self.database, command, self.now).assessment_id, "Bakery")
            for name in ("Ann", "Ben") if begun.row.mode != "solo" else ():
                self.begin_in(begun, name)

    @invariant()
    def all_is_kept(self) -> None:
        """The database holds what was acknowledged, all of it, once, and nothing else."""
        assert_kept(self.database, self.promises)


def use_at_random(url: str, folder: Path, examples: int, steps: int, derandomize: bool = True) -> None:
    """Let people do so many steps in each of so many examples; raises AssertionError where a promise is broken."""
    limits = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        derandomize=derandomize,
        database=None,
        phases=[Phase.generate],  # to look for a shorter way to the same fault takes minutes
        suppress_health_check=list(HealthCheck),
    )
    open_database(f"sqlite:///{folder / 'empty.db'}").close()  # to restore to: its schema takes longest to make
    with closing(open_database(url)) as database:
        run_state_machine_as_test(lambda: TwoWindows(database, url, folder), settings=limits)  # type: ignore[no-untyped-call]
