"""The Method page states what the code does: its figures are the code's constants, and each stated rule is tested."""

import ast
import inspect
import re
from collections.abc import Callable
from types import ModuleType

import pytest

from cxmaturity.questionnaire.schema import Level
from cxmaturity.scoring import levels
from cxmaturity.wording import method
from cxmaturity.wording.language.plurals import spelled
from tests.build import equal, questionnaire
from tests.own_scales import reshaped

MODEL = questionnaire([[1.0, 1.0, 1.0]], scale_max=7, practice=3, dimension=4)


@pytest.mark.parametrize(
    ("module", "name", "value", "text", "expected"),
    [
        (method, "MIN_COVERAGE", 0.61, lambda: method.scoring_rules(MODEL, str), "once 61 % of the questions"),
        (method, "MIN_RATED", 4, lambda: method.scoring_rules(MODEL, str), "at least four of them, or all"),
        (method, "NEAR_BOUNDARY", 0.2, lambda: method.scoring_rules(MODEL, str), "within 0.2 of a boundary"),
        (method, "MOST_FIRST_STEPS", 2, method.first_step_rules, "At most two are proposed"),
        (method, "QUICK_WIN_EASE", 5, method.first_step_rules, "(an hour at most, in"),
        (method, "QUICK_WIN_IMPORTANCE", 4, method.first_step_rules, "importance 4 or more"),
        (method, "MAX_DEVIATION_AGREE", 0.7, method.several_people_rules, "up to 0.7 *votes close together*"),
        (method, "MAX_DEVIATION_MIXED", 1.1, method.several_people_rules, "up to 1.1 *votes vary*"),
        (method, "MIN_GROUP_SIZE", 7, method.several_people_rules, "below 7 answers to a question nothing"),
        (method, "MIN_GROUP_SIZE", 7, method.several_people_rules, "once 7 people have rated the question"),
        (method, "MIN_GROUP_FOR_DISTRIBUTION", 12, method.several_people_rules, "From 12 on how many chose"),
        (method, "MIN_GROUP_FOR_PART", 8, method.several_people_rules, "shown apart only with 8 each"),
        (method, "SIGNIFICANCE_LEVEL", 0.01, method.over_time_rules, "Below 1 in 100"),
        (method, "MIN_CHANGE", 0.5, method.over_time_rules, "at least 0.5 of a level"),
        (method, "MIN_PEOPLE_FOR_INTERVAL", 9, method.over_time_rules, "from 9 people on"),
        (method, "MIN_TEAMS", 7, method.over_time_rules, "from 7 teams with an overall level on"),
        (method, "MIN_CHANGE", 0.5, lambda: method.limits(MODEL, str), "the 0.5 of a level that a real change"),
        (method, "MIN_COVERAGE", 0.61, lambda: method.limits(MODEL, str), "the floors (61 % and three rated)"),
    ],
)  # fmt: skip
def test_every_figure_is_the_constants(
    monkeypatch: pytest.MonkeyPatch, module: ModuleType, name: str, value: float, text: Callable[[], str], expected: str
) -> None:
    """Each figure in a sentence is the value of its constant."""
    monkeypatch.setattr(module, name, value)
    assert expected in re.sub(r"\s+", " ", text())


def test_the_constants_are_those_that_the_code_applies() -> None:
    """The page defines none of its own: all are imported from the modules that apply them."""
    statements = ast.parse(inspect.getsource(method)).body
    assigned = {ast.unparse(target) for node in statements if isinstance(node, ast.Assign) for target in node.targets}
    imported = {name.name for node in statements if isinstance(node, ast.ImportFrom) for name in node.names}
    assert assigned == {"Escape", "_ONE_STEP_OF_EASE"}
    assert {"MIN_COVERAGE", "MAX_DEVIATION_AGREE", "MIN_CHANGE", "MIN_GROUP_FOR_PART", "NEAR_BOUNDARY"} <= imported


def test_caps_and_scale_are_the_questionnaires() -> None:
    """Seven levels and caps of 3 and 4 appear in the sentences."""
    rules = method.scoring_rules(MODEL, str)
    assert "1. **Answers.** Pick one." in rules
    assert "at most 3 above its weakest answer" in rules
    assert "at most 4 above the lowest dimension's stage" in rules
    assert "answers of 6 and 7 read as 5" in rules
    assert "÷ 6, for those who like a hundred" in rules
    assert "the caps (3 and 4)" in re.sub(r"\s+", " ", method.limits(MODEL, str))


def test_one_question_in_one_dimension_on_a_scale_below_zero() -> None:
    """The size agrees with its numbers, and the index of a level from -2 to 4 adds two."""
    model = reshaped(equal(1), levels=tuple(Level(text=f"{value}", value=value) for value in (-2, 1, 4)))
    assert "1 question in 1 dimension." in method.introduction(model, str)
    assert "100 × (level + 2) ÷ 6" in method.scoring_rules(model, str)


def test_at_least_three_rated_or_all_that_apply() -> None:
    """As the page states: of two questions that apply two are enough, of four two are not."""
    two, four = equal(2), equal(4)
    needed = [levels.ratings_needed(len(q.questions)) for q in (two, four)]
    assert needed == [2, 3]


@pytest.mark.parametrize(("count", "words"), [(0, "no"), (3, "three"), (10, "ten"), (11, "11"), (1200, "1,200")])
def test_small_counts_in_words(count: int, words: str) -> None:
    """Up to ten in words, above in figures."""
    assert spelled(count) == words
