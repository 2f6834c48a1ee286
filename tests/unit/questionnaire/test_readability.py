"""The measure of plain language: syllables and school grades, worked out by hand."""

import pytest

from tests.readability import school_grade, syllables


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("rule team stretched shared makes cause hours", 1),
        ("table started changes being trying patient question", 2),
        ("experience", 4),
        ("employees idea various customer official", 3),
        ("responsibility", 6),
        ("society", 4),
    ],
)
def test_syllables(words: str, count: int) -> None:
    """A silent ending does not count; two vowels that are pronounced apart are two syllables."""
    assert {word: syllables(word) for word in words.split()} == dict.fromkeys(words.split(), count)


def test_grade() -> None:
    """Six words of one syllable: 0.39 × 6 + 11.8 − 15.59 = −1.45; in two sentences 0.39 × 3 instead of 0.39 × 6."""
    assert school_grade("We ask and you say no.") == pytest.approx(-1.45)
    assert school_grade("We ask. And you say no.") == pytest.approx(-2.62)
    assert school_grade("Front-line experience.") == pytest.approx(0.39 * 2 + 11.8 * 6 / 2 - 15.59)
