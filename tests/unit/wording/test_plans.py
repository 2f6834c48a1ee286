"""Why a first step is proposed, why there are fewer than three, and how actions are named and counted."""

from dataclasses import replace

import pytest

from cxmaturity.ui.shared.escape import plain
from cxmaturity.wording import plans
from tests.build import ACTION, equal
from tests.fixtures import QUESTIONNAIRE
from tests.outcomes import outcome_of


def test_each_reason_names_what_it_is_about() -> None:
    """A is capped at 4 by A8; C1 is a quick win; B is lowest at 2."""
    outcome = outcome_of(equal(8, 2, 2, ease={"C1": 5}), [5, 5, 5, 5, 5, 5, 5, 2], [3, 1], [2, 3])
    assert [plans.step_reason(outcome, step) for step in outcome.first_steps] == [
        "It holds A at stage 4",
        "A quick win",
        "It lifts your lowest dimension, B",
    ]
    assert plans.why_fewer_steps(outcome) is None


def test_a_step_of_several_lowest_dimensions_is_of_the_first() -> None:
    """B and C are equally low: the step is from B, named as one of the lowest."""
    outcome = outcome_of(equal(2, 2, 2), [3, 3], [2, 2], [2, 2])
    (step,) = outcome.first_steps
    assert step.gap.question.id == "B1"
    assert plans.step_reason(outcome, step) == "It lifts B, one of your lowest dimensions"


@pytest.mark.parametrize(("others", "sentence"), [(3, "It lifts your lowest dimension, A"), (None, "It lifts A")])
def test_a_dimension_is_lowest_only_beside_higher_ones(others: int | None, sentence: str) -> None:
    """Where no other dimension has a level yet the step is the same, but nothing is said to be lowest."""
    outcome = outcome_of(equal(2, 2, 2), [2, 2], [others, others], [others, others])
    (step,) = outcome.first_steps
    assert plans.step_reason(outcome, step) == sentence


def test_where_nothing_is_left_in_the_first_the_next_of_equals_follows() -> None:
    """B and C both at 2; B has the target 2 and so no gap, and the step is from C."""
    outcome = outcome_of(equal(2, 2, 2), [3, 3], [2, 2], [2, 2], targets={"B": 2})
    assert [(s.gap.question.id, s.reason) for s in outcome.first_steps] == [("C1", "lowest_dimension")]


@pytest.mark.parametrize(
    ("row", "ease", "sentence"),
    [
        (
            [3, 3, 3],
            3,
            "Only one step: no answer holds a stage back and no other gap that matters can be closed in half a day.",
        ),
        ([3, 3, 3], 5, "Only two steps: no answer holds a stage back."),
        (
            [5, 5, 5, 1],
            5,
            "Only one step: no other gap that matters can be closed in half a day and no other gap is left in A.",
        ),
    ],
)
def test_fewer_than_three_steps_are_explained(row: list[int], ease: int, sentence: str) -> None:
    """One line states which of the three kinds is missing."""
    model = equal(len(row), ease={f"A{i}": ease for i in range(1, len(row) + 1)})
    assert plans.why_fewer_steps(outcome_of(model, row)) == sentence


def test_no_step_at_all_has_another_sentence() -> None:
    """For steps from the lowest answers, for no answers, and for all answers at the top."""
    assert plans.why_fewer_steps(outcome_of(equal(2), [5, 5])) is None
    assert plans.steps_from_lowest(True, 0, True) == "From your lowest answers, the easiest first:"
    assert plans.steps_from_lowest(False, 3, False) == "Answer a question to see its next step."
    assert plans.steps_from_lowest(False, 0, False) == "No question is rated, so no step follows from the answers."
    assert plans.steps_from_lowest(False, 0, True) == (
        "No answer has a next step: each is at the highest level or has none."
    )


def test_the_short_names_of_shipped_steps_are_unique() -> None:
    """They name form fields; none contains a character that would be read aloud with a backslash."""
    actions = [
        replace(ACTION, do=step.do, question_id=question.id, from_level=level)
        for question in QUESTIONNAIRE.questions
        for level, step in enumerate(question.steps, 1)
    ]
    names = [plans.short_name(action) for action in actions]
    assert len(set(names)) == len(names) == 152
    assert [name for name in names if "\\" in plain(name)] == []


@pytest.mark.parametrize(
    ("do", "name"),
    [
        ("![x](http://x) **Bake** early_now :red[it] 2) `c`", "x http x Bake early now red it"),
        ("?! …", "this action"),
        ("Ask today’s bakers", "Ask today’s bakers"),
    ],
)
def test_typed_text_is_named_by_its_words(do: str, name: str) -> None:
    """Own actions have no question or level; an action without a word in its text has a name too."""
    assert plans.short_name(replace(ACTION, do=do, question_id=None, from_level=None)) == name


def test_what_became_of_a_plan_in_one_line() -> None:
    """Each kind is counted if there is one: 2 to do, 3 judged in three ways, 1 not judged, 1 dropped make 7.

    The number of a single kind is said once.
    """
    opened = [replace(ACTION, status="planned", outcome=None), replace(ACTION, status="started", outcome=None)]
    dropped = replace(ACTION, status="dropped", outcome=None)
    done = [replace(ACTION, outcome=outcome) for outcome in ("yes", "partly", "no", None)]
    assert plans.plan_summary([*opened, *done, dropped]) == (
        "7 actions: 2 to do, 1 done and worked, 1 worked partly, 1 did not work, 1 done and not judged yet "
        "and 1 dropped."
    )
    assert plans.plan_summary([dropped]) == "1 action dropped."
    assert plans.plan_summary([]) == "0 actions."
    headings = [plans.settled_heading(group) for group in (done[:3], [dropped], [dropped, *done[:3]])]
    assert headings == ["Done · 3", "Dropped · 1", "Done and dropped · 4"]


def test_where_an_action_comes_from() -> None:
    """The question's words, then its id, the level and the time; an own action is named as one."""
    assert plans.action_source(ACTION, plans.AskedQuestion("Is it so?", "level 2 to 3")) == (
        "Is it so? P1 · level 2 to 3 · 1 h"
    )
    own_step = replace(ACTION, from_level=None, effort="")
    assert plans.action_source(own_step, plans.AskedQuestion("Is it so?", "")) == "Is it so? P1"
    assert plans.action_source(replace(own_step, question_id=None), None) == "Your own action"
    assert plans.action_source(own_step, None) == "A question of an assessment that was removed"
