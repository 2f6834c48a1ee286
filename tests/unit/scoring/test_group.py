"""Groups: the low median, “does not apply” by majority, agreement, and when each is undefined."""

from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxmaturity.answers import UNANSWERED, Answer, EvidenceGrade
from cxmaturity.scoring import group
from cxmaturity.scoring.matrices import Floats
from tests.build import questionnaire

NAN = float("nan")
DK = Answer(dont_know=True)
NA = Answer(not_applicable="We have none")


def column(*levels: float) -> Floats:
    return np.array(levels, dtype=float)[:, None]


def rated(*levels: int) -> list[Answer]:
    return [Answer(level=level) for level in levels]


@pytest.mark.parametrize(
    ("levels", "middle"), [((3,), 3), ((2, 4), 2), ((1, 3, 5), 3), ((5, 4, 3, 1), 3), ((5, 4, 2), 4)]
)
def test_the_low_median(levels: tuple[int, ...], middle: int) -> None:
    """The middle vote; for an even number of votes the lower of the two in the middle."""
    assert group.group_answer(rated(*levels)).level == middle


def test_no_votes_at_all() -> None:
    """Without answers the group has no level, and no error is raised."""
    asked = questionnaire([[1.0, 1.0]]).questions
    empty = group.vote_matrix([], asked)
    assert empty.shape == (0, 2)
    assert np.isnan(group.mean_deviation(empty)).all()
    assert (group.r_star_wg(empty, 5), group.ordinal_alpha(empty), group.cronbach_alpha(empty)) == (None, None, None)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ([NA, NA, *rated(3)], Answer(not_applicable=group.BY_MAJORITY)),  # two of three
        ([NA, *rated(3)], Answer(level=3, evidence_grade=EvidenceGrade.OPINION)),  # half is no majority
        ([NA, NA, DK, *rated(4)], Answer(level=4, evidence_grade=EvidenceGrade.OPINION)),  # two of four
        (
            [NA, NA, UNANSWERED, *rated(4)],
            Answer(not_applicable=group.BY_MAJORITY),
        ),  # an unanswered one does not count
        ([DK, DK, NA], Answer(dont_know=True)),
        ([UNANSWERED], UNANSWERED),
        ([], UNANSWERED),
    ],
)
def test_the_answer_of_a_group(answers: list[Answer], expected: Answer) -> None:
    """“Does not apply” if more than half of those who answered say so; otherwise the median of the levels."""
    assert group.group_answer(answers) == expected


def test_evidence_of_a_group_is_the_low_median_and_nobodys_words_are_taken() -> None:
    """Grades 3, 2 and none give 2, whatever is behind a don't know; notes are not part of the group's answer."""
    answers = [
        Answer(level=4, evidence_grade=EvidenceGrade.SEEN, note="Mine", evidence="Rota"),
        Answer(level=4, evidence_grade=EvidenceGrade.DOCUMENT),
        Answer(level=5),
        Answer(dont_know=True, evidence_grade=EvidenceGrade.OPINION),
    ]
    assert group.group_answer(answers) == Answer(level=4, evidence_grade=EvidenceGrade.DOCUMENT)


@pytest.mark.parametrize(
    ("ad", "scale_max", "called"),
    [
        (0.0, 5, "agree"),
        (0.8, 5, "agree"),
        (0.81, 5, "mixed"),
        (1.2, 5, "mixed"),
        (1.21, 5, "split"),
        (0.6, 4, "agree"),  # 0.8 · 3/4
        (0.61, 4, "mixed"),
        (0.9, 4, "mixed"),  # 1.2 · 3/4
        (0.91, 4, "split"),
        (0.2, 2, "agree"),  # 0.8 · 1/4
        (0.5, 2, "split"),
    ],
)
def test_how_agreement_is_called(ad: float, scale_max: int, called: str) -> None:
    """The limits of a scale of five, scaled to the length of the scale."""
    assert group.agreement_of(ad, scale_max) == called


def test_cronbach_needs_thirty_people() -> None:
    """For 29 people it is undefined; for 30 who all rise alike it is 1. People with missing answers do not count."""
    rows = np.array([[1 + i % 5] * 3 for i in range(30)], dtype=float)
    assert group.cronbach_alpha(rows) == pytest.approx(1)
    assert group.cronbach_alpha(rows[:29]) is None
    rows[0, 0] = NAN
    assert group.cronbach_alpha(rows) is None


def test_alpha_is_undefined_where_all_agree() -> None:
    """Without variance alpha is undefined, not 0."""
    assert group.ordinal_alpha(np.full((4, 3), 3.0)) is None
    assert group.cronbach_alpha_of_complete_rows(np.full((4, 3), 3.0)) is None
    assert group.ordinal_alpha(np.array([[1, NAN], [NAN, 5]], dtype=float)) is None  # no second person


LEVELS = st.lists(st.integers(1, 5), min_size=1, max_size=12)


@given(LEVELS, st.randoms())
def test_the_order_of_people_does_not_matter(levels: list[int], chance: Random) -> None:
    """People in another order give the same answer and the same agreement."""
    mixed = sorted(levels, key=lambda _: chance.random())
    assert group.group_answer(rated(*mixed)) == group.group_answer(rated(*levels))
    assert group.mean_deviation(column(*mixed))[0] == pytest.approx(group.mean_deviation(column(*levels))[0])


@given(LEVELS)
def test_one_more_vote_at_the_median_moves_no_median(levels: list[int]) -> None:
    """One more vote equal to the group's level leaves it unchanged."""
    middle = group.group_answer(rated(*levels)).level
    assert middle is not None
    assert group.group_answer(rated(*levels, middle)).level == middle


@given(st.lists(st.integers(1, 5), min_size=3, max_size=12), st.integers(1, 5))
def test_one_person_alone_moves_it_no_further_than_a_neighbours_vote(levels: list[int], instead: int) -> None:
    """Whatever one of three or more people votes, the level stays between the votes next to the middle."""
    levels.sort()
    place = (len(levels) - 1) // 2
    changed = group.group_answer(rated(instead, *levels[1:])).level
    assert changed is not None
    assert levels[max(place - 1, 0)] <= changed <= levels[place + 1] or changed == instead


@given(LEVELS)
def test_all_measures_stay_in_bounds(levels: list[int]) -> None:
    """The mean deviation is at most half the scale's length; rwg lies within 0 to 1."""
    assert 0 <= group.mean_deviation(column(*levels))[0] <= 2
    agreement = group.rwg(column(*levels), 5)[0]
    assert np.isnan(agreement) if len(levels) < 2 else 0 <= agreement <= 1


def test_two_votes_are_enough_for_a_variance() -> None:
    """Votes 2 and 3: variance 1/2, by chance (25 − 1)/12 = 2, so rwg is 1 − 1/4."""
    assert group.rwg(column(2, 3), 5).tolist() == [0.75]


def test_two_people_and_two_questions_are_enough_for_cronbachs_alpha() -> None:
    """For (1, 1) and (3, 3) the variances are 2 and 2, that of the sums 2 and 6 is 8: alpha is 2/1 · (1 − 4/8) = 1."""
    assert group.cronbach_alpha_of_complete_rows(np.array([[1.0, 1.0], [3.0, 3.0]])) == 1.0
