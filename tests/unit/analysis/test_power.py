"""Which changes a comparison could detect, stated before anybody answers; checked by simulating the real procedure."""

from functools import cache
from itertools import pairwise

import numpy as np
import pytest

from cxmaturity.analysis.trends import exact_tests
from cxmaturity.analysis.trends.power import CORRELATION, SPREAD, expected_power
from cxmaturity.answers import Privacy
from cxmaturity.scoring.matrices import Floats
from cxmaturity.wording.trends.power import expected_power_sentence, power_table

TESTS = 5
QUESTIONS = 8


def rounded(levels: Floats) -> Floats:
    """Return levels as eight answers on five levels make them."""
    eighths: Floats = np.clip(np.rint(levels * QUESTIONS) / QUESTIONS, 1, 5)
    return eighths


@cache
def simulated(people: int, risen: float, is_linked: bool, rounds: int) -> float:
    """Return the share of simulated rounds in which one changed dimension of five gets the verdict “real”."""
    rng = np.random.default_rng([people, is_linked])
    test = exact_tests.paired_test if is_linked else exact_tests.unpaired_test
    real = 0
    for _ in range(rounds):
        tests = {}
        for name, moved in zip("ABCDE", (risen, 0, 0, 0, 0), strict=True):
            person = rng.normal(2.75, SPREAD * CORRELATION**0.5, people)
            other = person if is_linked else rng.normal(2.75, SPREAD * CORRELATION**0.5, people)
            before, after = (
                rounded(true_level + rng.normal(0, SPREAD * (1 - CORRELATION) ** 0.5, people))
                for true_level in (person, other)
            )
            result = test(before, rounded(after + moved))
            assert result
            tests[name] = result
            if name == "A" and result.p >= exact_tests.SIGNIFICANCE_LEVEL:
                break  # adjusting only raises p
        else:
            real += exact_tests.judge_changes(tests)["A"].kind == "real"
    return real / rounds


@pytest.mark.parametrize(
    ("people", "is_linked", "rounds"),
    [(8, True, 400), (10, True, 400), (12, True, 300), (20, True, 30), (8, False, 200)],
)
def test_the_power_for_half_a_level_matches_simulations(people: int, is_linked: bool, rounds: int) -> None:
    """The stated power is within two standard errors of the simulation, and five percentage points."""
    expected_share = expected_power(people, TESTS, "open", 5, is_linked=is_linked).half_level
    assert simulated(people, 0.5, is_linked, rounds) == pytest.approx(expected_share, abs=0.05 + 2 * 0.5 / rounds**0.5)


@pytest.mark.parametrize(("people", "is_linked"), [(8, True), (10, True), (12, True), (7, False)])
def test_the_smallest_change_is_seen_four_times_of_five(people: int, is_linked: bool) -> None:
    """A change of the stated smallest size is detected in 80 % of a hundred simulated rounds."""
    smallest = expected_power(people, TESTS, "open", 5, is_linked=is_linked).smallest_change
    assert smallest is not None
    assert simulated(people, smallest, is_linked, 100) == pytest.approx(0.8, abs=0.13)


@pytest.mark.parametrize(
    ("people", "privacy", "is_linked", "uses_linked", "can_reach_verdict"),
    [
        (4, "open", True, False, False),
        (5, "open", True, False, True),  # too few to be linked: 2/2⁵ · 5 = 0.31, but 2/252 · 5 = 0.04
        (7, "open", True, False, True),
        (8, "open", True, True, True),
        (9, "anonymous", True, False, False),
        (10, "anonymous", True, True, True),
        (10, "anonymous", False, False, True),
    ],
)
def test_few_people(people: int, privacy: Privacy, is_linked: bool, uses_linked: bool, can_reach_verdict: bool) -> None:
    """The rules of the verdict decide which test is used and whether it can detect anything."""
    power = expected_power(people, TESTS, privacy, 5, is_linked=is_linked)
    assert (power.is_linked, power.can_reach_verdict, power.half_level > 0) == (
        uses_linked,
        can_reach_verdict,
        can_reach_verdict,
    )


def test_more_people_see_more() -> None:
    """Power never falls with more people, also where the method changes at 12 linked and at 10 unlinked people."""
    for is_linked in (True, False):
        powers = [expected_power(n, TESTS, "open", 5, is_linked=is_linked) for n in range(8, 40)]
        assert all(b.half_level >= a.half_level - 0.02 for a, b in pairwise(powers))
        changes = [power.smallest_change or 9 for power in powers]
        assert all(b <= a + 0.03 for a, b in pairwise(changes))


def test_many_people_see_a_large_change() -> None:
    """On two levels the changes of 100 linked people have a deviation of 0.75/4 · √0.5 = 0.133, their mean 0.0133.

    Half a level is 37.7 of that, so it is never missed, and 0.25 + 0.84 · 0.0133 = 0.261 is found in 80 of 100.
    """
    power = expected_power(100, 1, "open", 2, is_linked=True)
    assert power.half_level == pytest.approx(1)
    assert power.smallest_change == pytest.approx(0.261, abs=0.02)
    table = power_table(1, 2)
    assert table.startswith("How large a change of the dimension has to be, ")
    assert "| 100 | 0.3 | more than 99 |" in table


def test_nothing_below_the_least_change_is_seen() -> None:
    """Ten thousand people detect any change, but one below a quarter of a level is never called real."""
    smallest = expected_power(10_000, TESTS, "open", 5, is_linked=True).smallest_change
    assert smallest is not None
    assert exact_tests.MIN_CHANGE < smallest < exact_tests.MIN_CHANGE + 0.03


class TestWords:
    """The sentences beside the field for the expected number of people, and on the Method page."""

    def test_too_few(self) -> None:
        """The sentence says how many people would be needed."""
        sentence = expected_power_sentence(8, TESTS, "anonymous", 5, is_linked=True)
        assert sentence == "8 people are too few to tell later whether a change is real. It takes 10 each time."
        assert expected_power_sentence(9, 10_000, "open", 5, is_linked=False).endswith("whether a change is real.")

    def test_enough(self) -> None:
        """Both figures, and where the assumptions are described.

        0.68 is rounded up to 0.7, because 0.6 would be detected less often.
        """
        assert expected_power_sentence(30, TESTS, "open", 5, is_linked=False) == (
            "If 30 people answer next time too, a change of half a level in one dimension would be called real in 47 "
            "of 100 comparisons. To be called real in 80 of 100 it has to be 0.7 of a level. The Method page says "
            "what this assumes."
        )
        assert " answer next time too and are linked, " in expected_power_sentence(8, TESTS, "open", 5, is_linked=True)

    def test_as_a_table(self) -> None:
        """One row for each number of people, dashes where nothing can be detected, the assumptions below."""
        lines = power_table(TESTS, 5).splitlines()
        rows = [line for line in lines if line.startswith("| ")][2:]
        assert rows[0].startswith("| 5 | – | – | 2.2 |")
        assert rows[-1] == "| 100 | 0.3 | more than 99 | 0.4 | 98 |"
        assert "a standard deviation of 0.75" in lines[-1]
        assert "a correlation of 0.75" in lines[-1]
        assert lines[-1].endswith("Anonymous people have to be 10 or more each time.")
