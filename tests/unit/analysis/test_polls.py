"""Poll questions outside the score: which can be asked, and what is shown depending on the number of people."""

import pytest

from cxmaturity.analysis.polls import PollResult, summarise_poll
from cxmaturity.answers import Privacy
from cxmaturity.errors import Refused
from cxmaturity.wording.workshop.polls import describe_result, option_labels, worth_cell, worth_trend
from cxmaturity.workshops.polls import WarmUp, make_warm_up, validate_choice


def test_a_warm_up_is_a_scale_or_a_choice() -> None:
    """Without choices it is a scale of 1 to 5; empty lines are dropped; an empty question is no warm-up."""
    assert make_warm_up("  How  awake\nare you? ") == WarmUp("How awake are you?")
    assert make_warm_up("Weather?", ["Sun", " ", "Rain "], is_choice=True) == WarmUp("Weather?", ("Sun", "Rain"))
    assert make_warm_up("  ", is_choice=True) is None
    longest = ["x" * 60, *"abcde"]
    assert make_warm_up("x" * 160, longest, is_choice=True) == WarmUp("x" * 160, tuple(longest))
    assert (WarmUp("x").is_scale, WarmUp("x", ("a", "b")).is_scale) == (True, False)
    assert (WarmUp("x").option_count, WarmUp("x", ("a", "b")).option_count) == (5, 2)


@pytest.mark.parametrize(
    ("prompt", "options", "problem"),
    [
        ("x" * 161, [], "160 characters"),
        ("Weather?", ["Sun"], "2 to 6 answers"),
        ("Weather?", [str(n) for n in range(7)], "2 to 6 answers"),
        ("Weather?", ["Sun", "x" * 61], "60 characters"),
        ("Weather?", ["Sun", "sun"], "the same"),
        ("", ["Sun", "Rain"], "no question"),
    ],
)
def test_other_warm_ups_are_refused(prompt: str, options: list[str], problem: str) -> None:
    """An invalid warm-up raises an error that says what is wrong."""
    with pytest.raises(Refused, match=problem):
        make_warm_up(prompt, options, is_choice=bool(options))


@pytest.mark.parametrize("choice", [0, 6, -1])
def test_only_its_answers_can_be_chosen(choice: int) -> None:
    """Valid answers are the numbers from 1 to the number of choices."""
    validate_choice(5, 5)
    validate_choice(1, 5)
    with pytest.raises(Refused):
        validate_choice(choice, 5)


@pytest.mark.parametrize(
    ("people", "privacy", "middle", "has_counts"),
    [(4, "anonymous", None, False), (5, "anonymous", 2, False), (10, "anonymous", 3, True), (2, "open", 1, True)],
)
def test_a_scale_shows_as_much_as_a_vote(people: int, privacy: Privacy, middle: int | None, has_counts: bool) -> None:
    """People choose 1, 2, 3 and so on in turn: below five people nothing is shown, from five the middle answer, from
    ten the counts."""
    choices = sorted(n % 5 + 1 for n in range(people))
    if people == 5:
        choices = [1, 1, 2, 4, 5]
    result = summarise_poll(choices, 5, privacy, is_scale=True)
    assert (result.answered, result.middle, result.counts is not None) == (people, middle, has_counts)


def test_a_choice_has_no_middle() -> None:
    """A choice of anonymous people shows nothing for nine and the counts for ten; in open mode always the counts."""
    assert summarise_poll([1] * 9, 3, "anonymous", is_scale=False) == PollResult(9)
    assert summarise_poll([1] * 7 + [3] * 3, 3, "anonymous", is_scale=False) == PollResult(10, counts=(7, 0, 3))
    assert summarise_poll([2], 3, "open", is_scale=False) == PollResult(1, counts=(0, 1, 0))


def test_a_result_in_words() -> None:
    """The sentence gives what may be shown, or the reason why nothing is shown."""
    labels = option_labels("warm_up", WarmUp("Weather?", ("Sun", "Rain")))
    assert describe_result(PollResult(10, counts=(7, 3)), labels) == "Chosen most: Sun. 10 people answered."
    assert describe_result(PollResult(10, counts=(5, 5)), labels) == "Chosen most: Sun and Rain. 10 people answered."
    assert describe_result(PollResult(3), labels).startswith("3 people answered. Too few to show what")
    assert describe_result(PollResult(0), labels) == "Nobody answered."
    worth = option_labels("worth", None)
    assert worth == ["1 · not at all", "2", "3", "4", "5 · very much"]
    assert describe_result(PollResult(6, 5), worth) == "Middle answer 5 · very much. 6 people answered."


def test_worth_over_time_in_words() -> None:
    """The last workshop beside the first one whose result may be shown."""
    spring, hidden, autumn = PollResult(8, 3), PollResult(3), PollResult(9, 4)
    assert worth_trend([("Spring", spring)]) == "Spring: middle answer 3 of 5."
    assert worth_trend([("Spring", spring), ("Summer", hidden), ("Autumn", autumn)]) == (
        "Autumn: middle answer 4 of 5, higher than in Spring (3)."
    )
    assert worth_trend([("Spring", spring), ("Autumn", spring)]) == "Autumn: middle answer 3 of 5, as in Spring."
    assert worth_trend([("Summer", hidden)]) == "Too few answered to show anything."
    assert [worth_cell(result) for result in (autumn, hidden, None)] == [
        "4 of 5 (9 answers)", "Not shown (3 answers)", "Not asked"
    ]  # fmt: skip
