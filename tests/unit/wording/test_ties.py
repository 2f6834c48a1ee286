"""The lowest and the highest level as text: apart from all others, and never rounded to the wrong side."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxmaturity.scoring.equality import keys_of_highest, keys_of_lowest
from cxmaturity.wording.result.ties import dimension_levels, lowest_and_highest, set_apart
from tests.build import DK, equal
from tests.outcomes import outcome_of


@pytest.mark.parametrize(
    ("levels", "shown"),
    [
        ((22 / 9, 17 / 7, 2.5), ("2.44", "2.4", "2.5")),  # 2.444 and 2.429 are both 2.4 to one decimal
        ((2.875, 26 / 9, 2.875, 3.0), ("2.88", "2.9", "2.88", "3.0")),  # two are lowest, 2.889 is not
        ((2.36, 2.44, 5.0), ("2.4", "2.44", "5.0")),  # 2.4 lies between both
        ((3.0, 4.76, 4.8), ("3.0", "4.76", "4.8")),
        ((3.04, 3.04), ("3.0", "3.0")),  # equal: none is lowest
        ((2.0, 3.0, 4.0), ("2.0", "3.0", "4.0")),
    ],
)
def test_more_decimals_where_two_would_look_alike(levels: tuple[float, ...], shown: tuple[str, ...]) -> None:
    """Worked out by hand; where the lowest and the highest stand alone, one decimal is enough."""
    assert tuple(set_apart({str(n): level for n, level in enumerate(levels)}).values()) == shown


@given(st.lists(st.integers(100, 500).map(lambda n: n / 100), max_size=8))
def test_who_reads_the_shown_levels_finds_the_same_lowest_and_highest(levels: list[float]) -> None:
    """Read back from their texts, the same ones are lowest and highest, and nothing is rounded twice."""
    exact = {str(n): level for n, level in enumerate(levels)}
    read = {key: float(text) for key, text in set_apart(exact).items()}
    assert keys_of_lowest(read) == keys_of_lowest(exact)
    assert keys_of_highest(read) == keys_of_highest(exact)
    for key, text in set_apart(exact).items():
        assert abs(float(text) - exact[key]) <= 0.5 * 10 ** -len(text.partition(".")[2]) + 1e-9


def test_a_sentence_names_the_levels_that_the_rows_show() -> None:
    """The sentence and the rows beneath it have the same figures; a dimension without a level has a dash."""
    outcome = outcome_of(equal(9, 7, 1, 1), [2, 3, 2, 3, 2, 3, 2, 3, 2], [2, 3, 2, 3, 2, 3, 2], [5], [DK])
    assert dimension_levels(outcome.questionnaire, outcome.result) == {"A": "2.44", "B": "2.4", "C": "5.0", "D": "–"}
    assert lowest_and_highest({"A": 22 / 9, "B": 17 / 7, "C": 5}) == "B is lowest at 2.4; C is highest at 5.0"
