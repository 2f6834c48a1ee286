"""Random use of all services at once, checked after each step (hypothesis)."""

from collections.abc import Callable
from contextlib import closing as closing_at_end
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import delete

from cxmaturity.answers import Answer
from cxmaturity.records import DimensionTarget
from cxmaturity.services.assessments import answering, closing, creation, removal, targets
from cxmaturity.services.assessments.agreed_levels import agree_on_level
from cxmaturity.services.surveys import participation
from cxmaturity.services.surveys.codes import new_code
from cxmaturity.services.surveys.participation import Survey
from cxmaturity.services.workshops import facilitation
from cxmaturity.store import tables as t
from cxmaturity.store.database.engine import open_database
from cxmaturity.store.workshop.votes import VoteRow
from tests.soak.answer_rules import AnswerRules
from tests.soak.round_rules import AssessmentRules, OutcomeRules, TeamRules
from tests.soak.stored import assert_kept
from tests.soak.users import QUESTIONNAIRE
from tests.soak.workshop_rules import WorkshopRules
from tests.store.fixtures import plan_step


class TwoWindows(TeamRules, AssessmentRules, OutcomeRules, AnswerRules, WorkshopRules):
    """In any sequence of actions, in windows without knowledge of one another, all that was confirmed is stored."""

    # The most common actions are drawn most often.
    answer_too = answer_as_well = AnswerRules.answer
    lead_too = lead_as_well = WorkshopRules.lead
    vote_too = WorkshopRules.vote
    change_action_too = OutcomeRules.change_action

    @initialize()
    def begin_anew(self) -> None:
        """Remove what the previous example left; start with one assessment of each kind, with people in them."""
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
            action = plan_step(self.database, begun.row, QUESTIONNAIRE.by_id["W1"], 1, "Ann", None, self.now)
            self.confirmed.actions[action.id] = action

    @precondition(lambda self: self.confirmed.rounds)
    @rule(data=st.data())
    def remove_and_put_back(self, data: st.DataObject) -> None:
        """While an assessment is removed no open window can change it; restored, it is unchanged."""
        chosen = data.draw(st.sampled_from(self.rounds()))
        database, name, question = self.database, chosen.row.id, QUESTIONNAIRE.questions[0]
        people = [p for p in chosen.people.values() if p.code]
        survey = Survey(chosen.row, QUESTIONNAIRE)
        pages = [participation.find_participation(database, survey, person.code) for person in people]
        attempts: list[Callable[[], object]] = [
            lambda: closing.close_assessment(database, name, self.now),
            lambda: closing.reopen_assessment(database, name),
            lambda: targets.set_targets(database, name, {"word": DimensionTarget(2, 2)}),
            lambda: plan_step(database, chosen.row, question, 1, "Late", None, self.now),
            lambda: agree_on_level(database, name, question.id, 2, "late", self.now),
            lambda: answering.save_change(
                database, name, question.id, answering.whole_answer(Answer(level=2), None), self.now
            ),
            lambda: participation.begin_participation(database, survey, new_code(), "Late", None, self.now),
            lambda: facilitation.perform_action(database, name, chosen.version, "end", self.now),
            lambda: facilitation.set_switch(database, name, "screen_blank", True),
            *(lambda p=p: participation.mark_submitted(database, p, self.now) for p in pages if p),
            *(
                lambda p=p: answering.save_answer(database, p, question.id, Answer(level=2), None, self.now)
                for p in pages
                if p
            ),
            *(
                lambda p=p: self.writer.submit(
                    name, VoteRow(p.response_id, question.id, 1, Answer(level=2), self.now)
                ).result(20)
                for p in people
            ),
        ]
        removal.remove_assessment(database, name, self.now)
        for attempt in attempts:
            self.done(attempt, unless=True)
        removal.restore_assessment(database, name)

    @invariant()
    def all_is_kept(self) -> None:
        """The database holds everything that was acknowledged, once, and nothing else."""
        assert_kept(self.database, self.confirmed)


def use_at_random(url: str, folder: Path, examples: int, steps: int, derandomize: bool = True) -> None:
    """Run this many examples of this many steps; raises AssertionError if anything that was confirmed is lost."""
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
    with closing_at_end(open_database(url)) as database:

        class OnThisDatabase(TwoWindows):
            def __init__(self) -> None:
                super().__init__(database, url, folder)

        run_state_machine_as_test(OnThisDatabase, settings=limits)
