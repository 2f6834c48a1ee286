"""How much space a text takes on a slide, so that nothing is cut."""

from hypothesis import given
from hypothesis import strategies as st

from cxmaturity.charts.text_fitting import LINE_HEIGHT, height_of, largest_size, text_width, wrapped


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=300))
def test_wrapping_loses_nothing(text: str) -> None:
    """All characters remain in order, except spaces at line breaks."""
    assert "".join(wrapped(text, 60, 12)).replace(" ", "") == text.replace(" ", "").replace("\n", "")


@given(st.text("ab W字😀", max_size=200))
def test_no_line_is_wider_than_its_box(text: str) -> None:
    """Unless the line is a single character."""
    assert all(text_width(line, 10) < 60.001 or len(line) == 1 for line in wrapped(text, 60, 10))


def test_height_counts_lines_and_gaps() -> None:
    """Two paragraphs of one line each: two lines and one gap."""
    assert height_of(["a", "b"], 100, 10, 5) == 2 * 10 * LINE_HEIGHT + 5


def test_the_largest_size_that_fits_is_taken() -> None:
    """In 30 points of height 20 fits (24.4), 30 does not (36.6); where nothing fits it is the smallest."""
    assert largest_size(["a"], 100, 30, (30.0, 20.0, 10.0)) == 20
    assert largest_size(["a\n" * 9], 100, 30, (30.0, 20.0)) == 20
