"""Sentences on Home: the subject in one sentence, the time it takes, the change since last time; and free names."""

import pytest

from cxmaturity.analysis.outcome import Outcome, evaluate_with_targets
from cxmaturity.answers import Answer, Response
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.text_cleaning import MAX_NAME_LENGTH
from cxmaturity.wording import home
from cxmaturity.wording.assessments import free_label, keeps_version
from tests.build import NA, assessment, equal
from tests.fixtures import QUESTIONNAIRE
from tests.outcomes import outcome_of


def outcome(level: int | None, **others: int) -> Outcome:
    """Return an outcome with one level everywhere except some questions; without answers if the level is None."""
    levels = {q.id: level for q in QUESTIONNAIRE.questions} | others
    answers = {name: Answer(level=value) for name, value in levels.items() if value is not None}
    return evaluate_with_targets(QUESTIONNAIRE, Response(answers), {})


@pytest.mark.parametrize(
    ("taken", "free"),
    [
        ([], "Spring"),
        (["Autumn"], "Spring"),
        (["SPRING"], "Spring (2)"),
        (["Spring", "spring (2)", "Spring (4)"], "Spring (3)"),
    ],
)
def test_the_next_free_name(taken: list[str], free: str) -> None:
    """Names that differ only in upper and lower case are equal; the first free number is used."""
    assert free_label("Spring", taken) == free


def test_a_free_name_is_no_longer_than_a_name_may_be() -> None:
    """The number replaces the last characters."""
    longest = "x" * MAX_NAME_LENGTH
    assert free_label(longest, [longest]) == f"{'x' * (MAX_NAME_LENGTH - 4)} (2)"


@pytest.mark.parametrize(
    ("label", "taken", "free"),
    [
        ("2026 Q4", ["2026 Q4"], "2026 Q4 (2)"),
        ("2026 Q4 (2)", ["2026 Q4", "2026 Q4 (2)"], "2026 Q4 (3)"),
        ("Spring (2)", [], "Spring (2)"),
        ("Plan (b)", ["Plan (b)"], "Plan (b) (2)"),
    ],
)
def test_a_number_at_the_end_is_counted_on(label: str, taken: list[str], free: str) -> None:
    """A name that ends in a number gets the next number, not a second one."""
    assert free_label(label, taken) == free


def test_the_definition_is_the_first_sentence_of_the_questionnaire() -> None:
    """An `about` of one sentence is used whole."""
    assert home.definition(QUESTIONNAIRE) == (
        "Customer experience (CX) is everything a customer lives through with you."
    )
    short = QUESTIONNAIRE.model_copy(update={"about": "Gardens grow."})
    assert home.definition(short) == "Gardens grow."


def test_the_level_beside_that_of_last_time() -> None:
    """Higher, lower, equal or no last level; two different levels are never shown as equal.

    P1 at 4 of eight questions at 3: people 3.125, overall 15.125 ÷ 5 = 3.025, which one decimal would show as 3.0.
    """
    assert home.level_since(outcome(3), outcome(2), "Spring") == "Level 3.0, up from 2.0 last time (Spring)."
    assert home.level_since(outcome(2), outcome(3), "Spring") == "Level 2.0, down from 3.0 last time (Spring)."
    assert home.level_since(outcome(3), outcome(3), "Spring") == "Level 3.0, the same as last time (Spring)."
    assert home.level_since(outcome(3, P1=4), outcome(3), "Spring") == "Level 3.03, up from 3.00 last time (Spring)."
    assert home.level_since(outcome(3), outcome(None), "Spring") is None


def test_why_a_card_has_no_stage() -> None:
    """Nothing of 38 questions is rated, or one; or none applies."""
    assert home.why_no_stage(outcome(None)) == "0 of 38 questions rated"
    assert home.why_no_stage(outcome(None, P1=4)) == "1 of 38 questions rated"
    assert home.why_no_stage(outcome_of(equal(1, 1), [NA], [NA])) == "No question applies"


def test_what_a_workshop_on_some_dimensions_asked() -> None:
    """Its dimensions with their levels; of picked questions only their number."""
    names = ("people", "leadership")
    assert home.part_asked(assessment(dimensions=names), outcome(3)) == "People 3.0 and Leadership 3.0"
    assert home.part_asked(assessment(dimensions=names[:1]), outcome(None)) == "People without a level"
    assert home.part_asked(assessment(dimensions=names, questions=("P1", "L2")), outcome(3)) == "2 questions asked"


def test_a_next_round_that_asks_an_older_version() -> None:
    """Where the major version is another one, the results of the two do not compare."""
    newer = Questionnaire.model_validate(QUESTIONNAIRE.model_dump() | {"version": "7.0.0"})
    assert keeps_version(QUESTIONNAIRE, newer).endswith("asks version 7.0.0; its results do not compare with these.")
