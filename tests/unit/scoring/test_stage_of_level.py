"""The stage of one level, as the cells of the teams' table are coloured."""

import pytest

from cxmaturity.scoring.stages import stage_of_level


@pytest.mark.parametrize(
    ("level", "stage"), [(1.0, 1), (2.49, 2), (2.5, 3), (2.4999999999999996, 3), (4.5, 5), (5.0, 5)]
)
def test_halves_belong_to_the_stage_above(level: float, stage: int) -> None:
    """Also where float error leaves a mean of exactly 2.5 a little below; never above the top."""
    assert stage_of_level(level, 5) == stage
