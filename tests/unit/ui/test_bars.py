"""The names of the stages above bars: none is written over another."""

import pytest

from cxmaturity.ui.result.bars import BarScale, rows_of_names


@pytest.mark.parametrize(
    ("names", "rows"),
    [
        ("By chance, By effort, By design, By habit, By nature", 1),
        ("Initial, Managed, Defined, Measured, Optimising", 1),
        ("Initial, Managed, Defined, Measured, Optimising, Leading, World class", 2),
        ("Not begun anywhere at all, Begun here and there, Agreed and written down, Measured, Part of everything", 2),
        ("Not begun anywhere at all in this, Begun, Agreed in words and written down, Measured, Part of all", 0),
    ],
)
def test_names_of_stages_stand_in_one_row_where_they_fit_else_in_two_else_nowhere(names: str, rows: int) -> None:
    """Of a track of 327 pixels, each name is centred on its mark, and a character takes 5.1 pixels.

    In the fourth case the first name ends at 27 × 5.1 ÷ 2 = 69, where the second (centred on 82) begins at 26 and the
    third (on 163.5) at 100. In the fifth the first ends at 89, where the third begins at 77.
    """
    listed = names.split(", ")
    marks = [(float(place), str(place), name) for place, name in enumerate(listed, start=1)]
    assert rows_of_names(BarScale(1.0, float(len(listed)), marks)) == rows
