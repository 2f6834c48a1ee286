"""Stage names above bars never overlap."""

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
    """In the last case, at 4.7 pixels a character, the first name would end at 127, the third start at 105 of 327."""
    listed = names.split(", ")
    marks = [(float(place), str(place), name) for place, name in enumerate(listed, start=1)]
    assert rows_of_names(BarScale(1.0, float(len(listed)), marks)) == rows
