"""Gaps by importance and ease: one mark for each combination, quick wins inside the frame, names on hover."""

from cxmaturity.charts.priorities import priorities
from cxmaturity.tables.results import priority_table
from cxmaturity.wording.result.takeaways import priority_takeaway
from tests.build import equal
from tests.figures import check_figure
from tests.outcomes import outcome_of

# Targets are 3: A1 and A2 at 2 lack one level, A3 at 3 none; B1 lacks one, with half a day's step and importance 5.
OUTCOME = outcome_of(equal(3, 3, ease={"B1": 4}), [2, 2, 3], [2, 3, 3], importance={"B": 5}, targets={"A": 3, "B": 3})


def test_the_table_is_in_the_order_of_priority() -> None:
    """B1: 1 · 5 · 4 = 20 before A1 and A2: 1 · 3 · 3 = 9; questions without a gap are left out."""
    rows = priority_table(OUTCOME)
    assert rows[["id", "gap", "importance", "ease"]].to_numpy().tolist() == [
        ["B1", "1 level (2 to 3)", 5, 4],
        ["A1", "1 level (2 to 3)", 3, 3],
        ["A2", "1 level (2 to 3)", 3, 3],
    ]
    assert priority_takeaway(OUTCOME).startswith("Of 3 questions below target, 1 can be raised a level in half a day")


def test_without_a_quick_win_the_takeaway_does_not_mention_the_top_right() -> None:
    """Only steps that take a week: the sentence names no quick win."""
    assert priority_takeaway(outcome_of(equal(1), [2])).startswith(
        "The one question below target cannot be raised a level in half a day at most"
    )


def test_equal_kinds_share_a_mark_that_counts_and_names_them() -> None:
    """B1 alone at ease 4, importance 5, inside the frame; A1 and A2 share a mark at 3, 3, outside it."""
    figure = priorities(priority_table(OUTCOME))
    check_figure(figure)
    marks = figure.data[0]
    assert list(zip(marks.x, marks.y, marks.text, strict=True)) == [(4, 5, "1"), (3, 3, "2")]
    assert list(marks.hovertext) == [
        "B1? (B1), gap 1 level (2 to 3)",
        "A1? (A1), gap 1 level (2 to 3)<br>A2? (A2), gap 1 level (2 to 3)",
    ]
    frame = figure.layout.shapes[0]
    assert (frame.x0 < 4 < frame.x1, frame.y0 < 5 < frame.y1, frame.x0 < 3) == (True, True, False)


def test_many_of_a_kind_are_counted_on_hover() -> None:
    """Of eight questions the first six are named and the rest counted."""
    figure = priorities(priority_table(outcome_of(equal(8), [2] * 8)))
    assert figure.data[0].hovertext[0].endswith("A6? (A6), gap 1 level (2 to 3)<br>and 2 more")


def test_nothing_below_target_is_no_row() -> None:
    """With all answers at the top the table is empty."""
    assert priority_table(outcome_of(equal(1), [5])).empty
