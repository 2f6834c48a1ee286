"""Dates, plurals and lists in English, the same on every platform."""

import subprocess
import sys
from datetime import date

import pytest

from cxmaturity.wording.language import dates, plurals
from cxmaturity.wording.questionnaire.answers import few_answers_notice


def test_a_day_has_no_leading_zero_and_its_month_in_words() -> None:
    """Dates are not formatted by the C library, which does not know %-d on Windows."""
    assert dates.format_day(date(2026, 3, 3)) == "3 March 2026"
    assert dates.format_day_short(date(2026, 11, 26)) == "26 Nov 2026"


def test_dates_are_english_on_any_machine() -> None:
    """The machine's locale does not change the language; an unknown locale is no error."""
    code = "from datetime import date; from cxmaturity.wording.language import dates; "
    code += "print(dates.format_day(date(2026, 5, 1)))"
    for language in ("de_DE.UTF-8", "UTF-8", "no_such.THING"):
        environment = {"LC_ALL": language, "LANG": language, "PATH": ""}
        shown = subprocess.run(
            [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
        )
        assert shown.stdout.strip() == "1 May 2026", language


@pytest.mark.parametrize(
    ("name", "count", "shown"),
    [
        ("assessment", 0, "0 assessments"),
        ("assessment", 1, "1 assessment"),
        ("person", 1, "1 person"),
        ("capability", 2, "2 capabilities"),
        ("person", 1200, "1,200 people"),
    ],
)
def test_a_noun_goes_with_its_count(name: str, count: int, shown: str) -> None:
    """Singular for 1 only; thousands have a separator."""
    assert plurals.counted(name, count) == shown


def test_a_verb_goes_with_its_count() -> None:
    """None have, one has, two have."""
    assert [plurals.plural(n, "has", "have") for n in (0, 1, 2)] == ["have", "has", "have"]


@pytest.mark.parametrize(
    ("names", "shown"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_a_list_has_no_comma_before_its_and(names: list[str], shown: str) -> None:
    """Lists are written “a, b and c”."""
    assert plurals.joined(names) == shown


def test_a_long_list_says_how_many_more_there_are() -> None:
    """Three of five names, then “2 more”."""
    assert plurals.joined_first(["a", "b", "c", "d", "e"], 3) == "a, b, c and 2 more"
    assert plurals.joined_first(["a", "b", "c"], 3) == "a, b and c"


def test_one_question_is_counted_as_one() -> None:
    """Sentences use the singular for one question, dimension or person."""
    assert few_answers_notice(1, 3) == "Only 1 of 3 questions is answered."
    assert few_answers_notice(2, 5) == "Only 2 of 5 questions are answered."
