"""The stage under other rules that could be defended: each cap one lower or higher, other floors of coverage,
importance as weight."""

from cxmaturity.analysis.sensitivity import OtherRule, stages_under_other_rules
from tests.build import DK, NA, equal, filled, questionnaire


def test_each_cap_is_tried_one_lower_and_one_higher() -> None:
    """A: mean 4, held at 1 + 2 = 3; B stands at 4, the overall level is 4.

    Overall 3 + 1 = 4. With a practice cap of 1 A is 2, the whole 3; with 3 it is 4, the whole 4. With a dimension cap
    of 0 the whole is 3; with 2 it is the average's 4.
    """
    model = equal(4, 1)
    assert stages_under_other_rules(model, filled(model, [5, 5, 5, 1], [4]), {}) == (
        OtherRule("practice cap", 1, 3),
        OtherRule("practice cap", 3, 4),
        OtherRule("dimension cap", 0, 3),
        OtherRule("dimension cap", 2, 4),
    )


def test_a_cap_that_cannot_be_lower_or_never_binds_is_not_tried() -> None:
    """On three stages a cap of 2 never binds, and one of 3 is the same rule; below 0 there is none."""
    model = equal(2, scale_max=3, practice=2, dimension=0)
    rules = stages_under_other_rules(model, filled(model, [2, 2]), {})
    assert [(rule.rule, rule.value) for rule in rules] == [("practice cap", 1), ("dimension cap", 1)]


def test_other_floors_are_tried_where_an_answer_is_missing() -> None:
    """Seven of ten rated are enough with a floor of 60 or 70 %, not with 80 %."""
    model = equal(10)
    rules = stages_under_other_rules(model, filled(model, [3] * 7 + [DK] * 3), {})
    assert rules[-2:] == (OtherRule("coverage floor", 0.6, 3), OtherRule("coverage floor", 0.8, None))
    complete = stages_under_other_rules(model, filled(model, [3] * 7 + [NA] * 3), {})
    assert "coverage floor" not in [rule.rule for rule in complete]


def test_a_stage_may_exist_only_under_another_floor() -> None:
    """Six of ten are 60 %: none by the rule, stage 3 with the lower floor."""
    model = equal(10)
    rules = stages_under_other_rules(model, filled(model, [3] * 6 + [None] * 4), {})
    assert [rule.stage for rule in rules] == [None, None, None, None, 3, None]


def test_importance_weighs_dimensions_where_it_differs() -> None:
    """Levels 4 and 2: with 5 and 1 for importance (20 + 2)/6 = 3.67, stage 4, held at 2 + 1; with 5 and 3, 3.25."""
    model = questionnaire([[1], [1], [1]], dimension=2)
    answers = filled(model, [4], [2], [NA])
    assert stages_under_other_rules(model, answers, {"A": 5, "B": 1})[-1] == OtherRule("importance", None, 4)
    assert stages_under_other_rules(model, answers, {"A": 5})[-1] == OtherRule("importance", None, 3)
    same = stages_under_other_rules(model, answers, {"A": 4, "B": 4, "C": 4})
    assert "importance" not in [rule.rule for rule in same]
