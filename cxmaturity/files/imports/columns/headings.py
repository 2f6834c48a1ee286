"""Finds the heading rows of a table, one to three at its top or below a title, and a name for each column."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from cxmaturity.files.imports.cells.normalising import heading_words
from cxmaturity.files.imports.columns.heading_matcher import HeadingMatcher
from cxmaturity.files.imports.opening.raw_table import Row, column_letter, visible_text
from cxmaturity.text_cleaning import to_one_line, unescape_formula

MAX_HEADING = 1000
"""The longest heading that is read, in characters."""

MAX_HEADING_ROWS = 3

_SEARCHED_ROWS = 30  # rows from the top that are searched for headings
_IMPORT_ID = '{"ImportId"'  # the beginning of each cell of Qualtrics' third heading row
_SUBHEADINGS = {"response", "open ended response", "responses", "answer"}  # SurveyMonkey's second row


@dataclass(frozen=True, slots=True)
class Headings:
    """The heading rows of a table, as indices of its list of rows, and their texts.

    `parts` holds the texts of all heading rows for each column, `names` a unique name for each column, empty for an
    empty column.
    """

    start: int
    count: int
    parts: tuple[tuple[str, ...], ...]
    names: tuple[str, ...]


def find_headings(
    rows: Sequence[Row], matcher: HeadingMatcher, count: int | None = None, first_row: int | None = None
) -> Headings:
    """Return the heading rows of a table; `count` rows from the row numbered `first_row`, when a person chose these."""
    searched = rows[:_SEARCHED_ROWS]
    if first_row is not None:
        best = next((i for i, (number, _) in enumerate(rows) if number >= first_row), 0)
        start, end = best, best + (count or 1)
    else:
        best = _best_row(searched, matcher)
        start, end = _extent(searched, best, matcher)
        if count is not None:
            start, end = (start, start + count) if start + count > best else (best + 1 - count, best + 1)
            start = max(start, 0)
    end = min(max(end, start + 1), len(rows))
    lines = _lines(rows[start:end], best - start)
    parts = tuple(tuple(dict.fromkeys(filter(None, texts))) for texts in zip(*lines, strict=True))
    return Headings(start, end - start, parts, _names(lines, rows[end:]))


def question_count(rows: Sequence[Row], matcher: HeadingMatcher) -> int:
    """Return the number of questions that the best heading row of a table names."""
    return max(_question_counts(rows[:_SEARCHED_ROWS], matcher), default=0)


def _question_counts(rows: Sequence[Row], matcher: HeadingMatcher) -> list[int]:
    """Return the number of questions that each row names; a level's number names none below another text."""
    counts, filled = [], set[int]()
    for _, cells in rows:
        texts = {column: text for column, cell in enumerate(cells) if cell and (text := _text(cell))}
        matches = [matcher.below_headings(t) if column in filled else matcher(t) for column, t in texts.items()]
        counts.append(len({match.question_id for match in matches if match}))
        filled |= texts.keys()
    return counts


def _best_row(rows: Sequence[Row], matcher: HeadingMatcher) -> int:
    """Return the index of the first row that names most questions; else of the first row as wide as a table."""
    counts = _question_counts(rows, matcher)
    if max(counts) > 0:
        return counts.index(max(counts))
    widths = [sum(bool(visible_text(cell).strip()) for cell in cells) for _, cells in rows]
    return next(i for i, width in enumerate(widths) if 2 * width >= max(widths))


def _extent(rows: Sequence[Row], best: int, matcher: HeadingMatcher) -> tuple[int, int]:
    """Return the indices of the start and the end of the heading rows around the best one."""
    start, end = best, best + 1
    while start > 0 and end - start < MAX_HEADING_ROWS and _is_above(rows[start - 1], rows[start]):
        start -= 1
    limit = min(len(rows), start + MAX_HEADING_ROWS)
    import_ids = [place for place in range(end, limit) if has_import_ids(rows[place][1])]
    if import_ids:
        return start, import_ids[-1] + 1
    while end < limit and _is_below(rows[end][1], rows[best][1], matcher):
        end += 1
    return start, end


def _is_above(row: Row, below: Row) -> bool:
    """Return whether a row belongs to the heading row below it: it fills gaps, or names most columns."""
    if row[0] != below[0] - 1:
        return False
    filled = [bool(_text(cell)) for cell in row[1]]
    needed = [bool(_text(cell)) for cell in below[1]]
    fills_gaps = any(has and not needs for has, needs in zip(filled, needed, strict=True))
    shared = sum(has and needs for has, needs in zip(filled, needed, strict=True))
    return sum(filled) >= 2 and ((fills_gaps and not needed[0]) or 2 * shared >= sum(needed))


def has_import_ids(cells: Sequence[str]) -> bool:
    """Return whether a row is the third heading row of Qualtrics."""
    return any(_text(cell).startswith(_IMPORT_ID) for cell in cells)


def _is_below(cells: Sequence[str], best: Sequence[str], matcher: HeadingMatcher) -> bool:
    """Return whether a row continues the headings above it, with their questions' texts or with 'Response'."""
    pairs = [(_text(cells[column]), match) for column, cell in enumerate(best) if (match := matcher(_text(cell)))]
    pairs = [(text, match) for text, match in pairs if text]
    texts = [text for text, _ in pairs]
    if any(text.isdecimal() for text in texts):
        return False
    for text, above in pairs:
        below = matcher.below_headings(text)
        # An id alone counts only for the same question, because answers may be codes that look like ids, such as L3.
        if below and (below.is_by_text or below.question_id == above.question_id):
            return True
        if not below and any(matcher.likeness(text)):
            return True
    return bool(texts) and {heading_words(text) for text in texts} <= _SUBHEADINGS


def _text(cell: str) -> str:
    return to_one_line(unescape_formula(visible_text(cell)))[:MAX_HEADING]


def _lines(rows: Sequence[Row], best: int) -> list[list[str]]:
    """Return the texts of each heading row, column by column.

    A heading above the best row also applies to the columns to its right without one.
    """
    lines = []
    for place, (_, cells) in enumerate(rows):
        texts = [_text(cell) for cell in cells]
        if has_import_ids(cells):
            texts = [""] * len(texts)
        if place < best:
            for column in range(1, len(texts)):
                texts[column] = texts[column] or texts[column - 1]
        lines.append(texts)
    return lines


def _names(lines: Sequence[Sequence[str]], rows: Sequence[Row]) -> tuple[str, ...]:
    """Return a unique name for each column: its first heading, followed by the column's letter if that is not unique.

    For a heading over several columns, the heading beneath it follows.
    """
    first = lines[0]
    is_over_several = any(text and text == left for left, text in pairwise(first))
    names: list[str] = []
    for column, texts in enumerate(zip(*lines, strict=True)):
        words = list(dict.fromkeys(filter(None, texts)))
        name = " ".join(words) if is_over_several else "".join(words[:1])
        if not name and any(cells[column].strip() for _, cells in rows):
            name = f"column {column_letter(column)}"
        names.append(f"{name} (column {column_letter(column)})" if name and name in names else name)
    return tuple(names)
