"""People's own levels in two rounds: whose, over which questions, and when a test of them may be shown."""

import numpy as np
import pytest

from cxmaturity.analysis.trends.compared_levels import ComparedLevels, levels_of_everyone, levels_of_linked
from cxmaturity.analysis.trends.people_answers import PeopleAnswers
from tests.build import equal

MODEL = equal(2)
QUESTIONS = MODEL.questions
BLANK = float("nan")


def people(**levels: tuple[float, float]) -> PeopleAnswers:
    """Return the answers of people by key to A1 and A2."""
    table = np.array(list(levels.values()))
    return PeopleAnswers(tuple(levels), ("A1", "A2"), table, np.ones(table.shape, dtype=bool))


def test_everyone_counts_with_their_own_level_of_each_round() -> None:
    """Not linked: before, Ana has 2 and 3 (mean 2.5) and Ben 4 and 5 (4.5); after, Cem has 1 and 1 (1)."""
    everyone = np.array([True, True]), np.array([True])
    rounds = people(ana=(2, 3), ben=(4, 5)), people(cem=(1, 1))
    compared = levels_of_everyone(*rounds, QUESTIONS, MODEL, "open", everyone)
    assert (compared.before.tolist(), compared.after.tolist()) == ([2.5, 4.5], [1.0])
    assert (compared.people, compared.is_linked, compared.shows_figures) == ((2, 1), False, True)


def test_figures_of_other_questions_count_the_same_people() -> None:
    """Ten have every level, ten rated one question each, and one person more rated A1 and A2.

    Over these two questions alone the mean of eleven would be shown: beside the mean of the ten who have every level it
    would disclose the eleventh person's. So it is that of the ten.
    """
    rated = [(2, 2)] * 10 + [(5, 5)] + [(3, BLANK)] * 10 + [(BLANK, 3)] * 10
    everyone = people(**{f"p{i}": levels for i, levels in enumerate(rated)})
    has_every_level = np.array([True] * 10 + [False] * 21)
    compared = levels_of_everyone(everyone, everyone, QUESTIONS, MODEL, "anonymous", (has_every_level,) * 2)
    assert (compared.before.tolist(), compared.shows_figures) == ([2.0] * 10, True)


def test_figures_are_hidden_where_one_of_their_people_has_no_level_of_these_questions() -> None:
    """Twenty have every level of their round, but ten of them rated only A1 of what both rounds asked.

    The mean would be that of ten, while it is checked for twenty whether it may stand beside the counts.
    """
    everyone = people(**{f"p{i}": (2, 2) if i < 10 else (3, BLANK) for i in range(20)})
    compared = levels_of_everyone(everyone, everyone, QUESTIONS, MODEL, "anonymous", (np.ones(20, dtype=bool),) * 2)
    assert (compared.before.tolist(), compared.shows_figures) == ([2.0] * 10, False)


def test_linked_people_are_compared_over_what_they_rated_both_times() -> None:
    """Ana is compared with 2 and 3, then 3 and 3; Ben rated only half of it both times; Cem and Dan came once."""
    before = people(cem=(1, 1), ben=(4, 2), ana=(2, 3))
    after = people(ana=(3, 3), dan=(5, 5), ben=(5, BLANK))
    compared = levels_of_linked(before, after, QUESTIONS, MODEL, "open")
    assert (compared.before.tolist(), compared.after.tolist()) == ([2.5], [3.0])
    assert (compared.people, compared.is_linked, compared.shows_figures) == ((1, 1), True, True)


def test_what_a_person_rated_once_counts_in_neither_level() -> None:
    """Four of five questions at 2, the fifth at 5 before and blank after: the level before is 2, not 2.6."""
    model, ids = equal(5), ("A1", "A2", "A3", "A4", "A5")
    applies = np.ones((1, 5), dtype=bool)
    before = PeopleAnswers(("ana",), ids, np.array([[2, 2, 2, 2, 5.0]]), applies)
    after = PeopleAnswers(("ana",), ids, np.array([[3, 3, 3, 3, BLANK]]), applies)
    compared = levels_of_linked(before, after, model.questions, model, "open")
    assert (compared.before.tolist(), compared.after.tolist()) == ([2.0], [3.0])


def test_a_question_that_did_not_apply_to_a_person_once_is_left_out_for_them() -> None:
    """Two of three questions rated both times are all that apply, so they suffice for a level; of three they do not."""
    model, ids = equal(3), ("A1", "A2", "A3")
    before = PeopleAnswers(("ana",), ids, np.array([[2, 2, 5.0]]), np.ones((1, 3), dtype=bool))
    blank, all_apply = np.array([[3, 3, BLANK]]), np.ones((1, 3), dtype=bool)
    not_a3 = PeopleAnswers(("ana",), ids, blank, np.array([[True, True, False]]))
    open_a3 = PeopleAnswers(("ana",), ids, blank, all_apply)
    compared = [levels_of_linked(before, after, model.questions, model, "open") for after in (not_a3, open_a3)]
    assert [(each.before.tolist(), each.after.tolist()) for each in compared] == [([2.0], [3.0]), ([], [])]


@pytest.mark.parametrize(("left_out", "is_shown"), [(0, True), (1, False)])
def test_anonymous_figures_are_shown_only_of_everyone(left_out: int, is_shown: bool) -> None:
    """Ten linked people may be shown.

    With an eleventh who answered one round only, the difference would be that person's level.
    """
    before = people(**{f"p{i}": (2, 3) for i in range(10 + left_out)})
    after = people(**{f"p{i}": (3, 3) for i in range(10)})
    compared = levels_of_linked(before, after, QUESTIONS, MODEL, "anonymous")
    assert (compared.people, compared.shows_figures) == ((10, 10), is_shown)


def test_a_test_that_may_not_be_shown_reaches_no_verdict() -> None:
    """Ten linked people: the smallest p is 2/1024.

    Where the figures may not be shown, a verdict is reached only in open mode.
    """
    levels = np.ones(10)
    hidden, shown = (ComparedLevels(levels, levels, is_linked=True, shows_figures=x) for x in (False, True))
    assert [(x.can_reach_verdict(1, "open"), x.can_reach_verdict(1, "anonymous")) for x in (hidden, shown)] == [
        (True, False),
        (True, True),
    ]
    assert not shown.can_reach_verdict(26, "open")  # 26 tests: 0.0508, above 0.05
    assert shown.can_reach_verdict(25, "open")  # 0.0488
