"""The stage of a level before any cap, as it colours the cells of the teams' table."""

import numpy as np

from cxmaturity.scoring.stages import average_stage


def test_halves_belong_to_the_stage_above() -> None:
    """Also if float error puts a mean of exactly 2.5 slightly below; never above the top."""
    levels = np.array([1.0, 2.49, 2.5, 2.4999999999999996, 4.5, 5.0])
    assert average_stage(levels, 5).tolist() == [1, 2, 3, 3, 5, 5]
