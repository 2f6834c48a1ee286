"""How long answering takes, from the number of words and choices, in rounded minutes."""

from pathlib import Path

import pytest

from cxmaturity.questionnaire.loading import load_questionnaire
from cxmaturity.questionnaire.reading_time import answering_minutes, mean_level_words, question_words
from cxmaturity.questionnaire.schema import Question, Questionnaire
from cxmaturity.wording.questionnaire.reading_time import answering_time
from tests.build import LIVING, write


@pytest.fixture
def living(tmp_path: Path) -> Questionnaire:
    return load_questionnaire(write(tmp_path, LIVING))


@pytest.mark.parametrize(
    ("variant", "words", "levels", "minutes"),
    [
        # By hand, the dishes: a prompt of 4 words; statements of 3 + 4 + 4, in a house 4 + 4 + 4; 4 words to think of
        # in a flat. The other two questions: 14 and 12 words. Why and evidence: 4, 6 and 4 words.
        ("flat", [15, 14, 12], [3, 11 / 3, 11 / 3], 59 / 200 + 0.4),
        ("house", [16, 14, 12], [10 / 3, 11 / 3, 11 / 3], 56 / 200 + 0.4),
        ("both", [15, 14, 12], [3, 11 / 3, 11 / 3], 59 / 200 + 0.4),
    ],
)
def test_what_is_read_is_what_the_variant_shows(
    living: Questionnaire, variant: str, words: list[int], levels: list[float], minutes: float
) -> None:
    """Prompt and statements in the variant's wording; help texts count as time only."""
    assert [question_words(question, variant) for question in living.questions] == words
    assert mean_level_words(living.questions, variant) == pytest.approx(levels)
    assert answering_minutes(living.questions, variant) == pytest.approx(minutes)


def long(question: Question, words: int) -> Question:
    """Return the question with this many words in everything that is shown."""
    levels = ("a", "b", " ".join(["c"] * (words - 5)))
    return question.model_copy(update={"prompt": "d?", "why": "e", "evidence": "f", "levels": levels, "variants": {}})


@pytest.mark.parametrize(
    ("count", "words", "shown"),
    [
        # One choice is 8 ÷ 60 of a minute: 15 of them are 2 minutes, 75 are 10.
        (1, 6, "1 question, about 1 minute"),
        (15, 60, "15 questions, about 7 minutes"),  # 2 + 900 ÷ 200 = 6.5, half up
        (15, 106, "15 questions, about 10 minutes"),  # 2 + 7.95
        (15, 140, "15 questions, about 15 minutes"),  # 2 + 10.5 = 12.5, half up in steps of five
        (15, 139, "15 questions, about 10 minutes"),  # 2 + 10.425
        (75, 200, "75 questions, about 85 minutes"),  # 10 + 75
    ],
)
def test_minutes_are_rounded(living: Questionnaire, count: int, words: int, shown: str) -> None:
    """Whole minutes up to ten, then steps of five, halves up; never less than one."""
    assert answering_time([long(living.questions[0], words)] * count, "both") == shown
