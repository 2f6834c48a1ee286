"""The columns of a slide's table: no word is broken while there is room for all of them."""

import pytest

from cxmaturity.charts.text_fitting import text_width
from cxmaturity.export.slides.table_layout import INSET, column_widths

HEADINGS = ("Dimension", "Then", "Now", "Change", "Like for like")
ROWS = [
    ("People", "1.88", "3.71", "+1.83", "+1.71"),
    ("Social responsibility (CSR)", "2.00", "3.17", "+1.17", "+1.17"),
]


def test_a_long_name_takes_nothing_from_the_words_beside_it() -> None:
    """In 300 points the name alone would need half the width; "Then" and "Change" once broke after three letters."""
    widths = column_widths(HEADINGS, ROWS, 300, 12)
    assert sum(widths) == pytest.approx(300)
    for column, width in zip(zip(HEADINGS, *ROWS, strict=True), widths, strict=True):
        longest = max(text_width(word, 12) for text in column for word in text.split())
        assert width >= longest + 2 * INSET


def test_where_the_words_need_more_than_there_is_they_are_broken() -> None:
    """Two equal words in 50 points: 25 each."""
    assert column_widths(("Unbreakable", "Unbreakable"), [("", "")], 50, 12) == pytest.approx([25, 25])


def test_an_endless_word_takes_no_more_than_a_short_column() -> None:
    """An address of 400 letters leaves the sentence beside it the larger part."""
    first, second = column_widths(
        ("What to do", "Link"), [("Ask ten customers what they need. " * 9, "x" * 400)], 600, 12
    )
    assert first > 200
    assert second > 110
