"""The place of a team among the teams of the same organisation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxmaturity.analysis.trends.team_places import Band, team_places
from cxmaturity.wording.trends.teams import place_levels
from tests.build import equal

LEVELS = st.lists(st.integers(0, 4000).map(lambda n: 1 + n / 1000), min_size=5, max_size=40)


def bands(*levels: float) -> list[Band]:
    places = team_places({str(place): level for place, level in enumerate(levels)})
    assert places is not None
    return [places.band(team) for team in places.levels]


def test_four_teams_are_too_few() -> None:
    """Places exist from five teams on."""
    assert team_places({str(n): 2.0 + n for n in range(4)}) is None


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ((1, 2, 3, 4, 5), ["lower", "middle", "middle", "middle", "upper"]),
        ((3, 3, 3, 3, 3), ["middle"] * 5),
        ((1, 1, 3, 5, 5), ["middle"] * 5),  # equal levels share a place
        ((1, 2, 2, 2, 2), ["lower", "middle", "middle", "middle", "middle"]),
        ((2, 2.0 + 1e-12, 3, 4, 4), ["middle"] * 5),  # equal but for float arithmetic
        ((1, 2, 3, 4, 5, 6, 7, 8), ["lower"] * 2 + ["middle"] * 4 + ["upper"] * 2),
        ((1, 2, 3, 4, 5, 6, 7), ["lower", *["middle"] * 5, "upper"]),
    ],
)
def test_quarters_and_ties(levels: tuple[float, ...], expected: list[Band]) -> None:
    """For any number of teams at most a quarter stand above and a quarter below.

    Teams at the limit are in the middle half.
    """
    assert bands(*levels) == expected


@given(LEVELS)
def test_the_order_of_teams_does_not_matter_and_the_scale_has_no_side(levels: list[float]) -> None:
    """With mirrored levels, lower and upper change places; never more than a quarter of the teams in either."""
    turned: dict[Band, Band] = {"lower": "upper", "middle": "middle", "upper": "lower"}
    assert bands(*levels[::-1]) == bands(*levels)[::-1]
    assert bands(*(6 - level for level in levels)) == [turned[band] for band in bands(*levels)]
    assert max(bands(*levels).count("lower"), bands(*levels).count("upper")) * 4 <= len(levels)


@given(LEVELS)
def test_the_shown_figures_give_the_shown_place(levels: list[float]) -> None:
    """The printed levels and quartiles put every team into the same place as the exact ones; none is rounded twice."""
    places = team_places({str(place): level for place, level in enumerate(levels)})
    assert places is not None
    shown, low, high = place_levels(places, equal(1))
    for team, text in shown.items():
        assert abs(float(text) - places.levels[team]) <= 0.5 * 10 ** -len(text.partition(".")[2]) + 1e-9
        band = "lower" if float(text) < float(low) else "upper" if float(text) > float(high) else "middle"
        assert band == places.band(team)
