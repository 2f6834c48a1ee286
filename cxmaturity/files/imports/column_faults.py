"""Faults of whole columns: shifted or hidden ones, one for each level, a second table, numbers of people."""

from collections.abc import Iterator, Sequence

from cxmaturity.files.imports.cells.normalising import heading_words
from cxmaturity.files.imports.columns.column_uses import Columns
from cxmaturity.files.imports.columns.heading_matcher import HeadingMatcher
from cxmaturity.files.imports.columns.headings import Headings
from cxmaturity.files.imports.faults import Fault
from cxmaturity.files.imports.mapping import FileMapping
from cxmaturity.files.imports.opening.raw_table import RawTable, Row, cell_name

_MIN_BESIDE = 2  # columns without a heading next to a question's that make it a block of one column per level
_MIN_ROWS = 2
_COUNTS = {"n", "count", "counts", "responses", "respondents", "number of responses", "number of respondents"}
_COUNTS |= {"response count", "people", "headcount", "sample size", "freq", "frequency", "anzahl", "antworten"}
_COUNTS |= {"teilnehmer", "réponses", "effectif", "respuestas", "recuento", "risposte", "aantal"}


def column_faults(
    table: RawTable,
    headings: Headings,
    columns: Columns,
    mapping: FileMapping,
    people: Sequence[Row],
    matcher: HeadingMatcher,
) -> list[Fault]:
    """Return the faults of columns for which nobody has made a choice yet."""
    return [
        *_shifted(table, headings, mapping, people),
        *_hidden(table, headings, columns, mapping),
        *_one_for_each_level(table, headings, columns, mapping, people),
        *_side_by_side(table, headings, columns, mapping, people),
        *_counts(table, headings, columns, mapping, people, matcher),
    ]


def _shifted(table: RawTable, headings: Headings, mapping: FileMapping, people: Sequence[Row]) -> Iterator[Fault]:
    """Yield the fault of a file in which most rows have numbers beyond the last heading.

    A decimal comma that splits a number, or row numbers without a heading, shift all cells of a row.
    """
    names = headings.names
    beyond = max((i + 1 for i, parts in enumerate(headings.parts) if parts), default=0)
    if table.sheet is not None or beyond >= len(names) or names[beyond] in mapping.columns:
        return
    rows = [number for number, cells in people if cells[beyond].strip().isdecimal()]
    if len(rows) < _MIN_ROWS or 2 * len(rows) < len(people):
        return
    problem = "most rows have numbers beyond the last heading, so their cells may stand in the wrong columns"
    fix = "Look for commas within numbers, or row numbers without a heading; or say that the column is not read"
    yield Fault(cell_name(rows[0], beyond), "", problem, fix)


def _hidden(table: RawTable, headings: Headings, columns: Columns, mapping: FileMapping) -> Iterator[Fault]:
    """Yield a fault for each column that is read although the spreadsheet hides it."""
    row = table.rows[headings.start][0]
    for column, use in sorted(columns.uses()):
        if column in table.hidden_columns and headings.names[column] not in mapping.columns:
            fix = "Say what the column is, or that it is not read; or show it in the spreadsheet"
            yield Fault(cell_name(row, column), "", f"the spreadsheet hides this column, which fits {use}", fix)


def _one_for_each_level(
    table: RawTable, headings: Headings, columns: Columns, mapping: FileMapping, people: Sequence[Row]
) -> Iterator[Fault]:
    """Yield a fault for each question whose heading spans several filled columns, such as one per level."""
    row = table.rows[headings.start][0]
    for question_id, column in columns.answers.items():
        beside = column + 1
        while beside < len(headings.parts) and not headings.parts[beside]:
            beside += 1
        filled = [c for c in range(column + 1, beside) if sum(bool(cells[c].strip()) for _, cells in people)]
        rows = sum(any(cells[c].strip() for c in filled) for _, cells in people)
        if len(filled) >= _MIN_BESIDE and rows >= _MIN_ROWS and headings.names[column] not in mapping.columns:
            problem = f"the heading of {question_id} stands over several columns, so its answers may be in any of them"
            fix = "Put the answer into one column, with the number of its level; or say that this column holds it"
            yield Fault(cell_name(row, column), "", problem, fix)


def _side_by_side(
    table: RawTable, headings: Headings, columns: Columns, mapping: FileMapping, people: Sequence[Row]
) -> Iterator[Fault]:
    """Yield the fault of a table with a second column of other names, a sign of two tables side by side."""
    name = columns.name
    if name is None or headings.names[name] in mapping.columns:
        return
    words = {heading_words(text) for text in headings.parts[name]}
    for column in range(name + 1, len(headings.parts)):
        is_same = any(heading_words(text) in words for text in headings.parts[column])
        is_beyond = any(name < c < column for c in columns.answers.values())
        if is_same and is_beyond and any(cells[name].strip() != cells[column].strip() for _, cells in people):
            cell = cell_name(table.rows[headings.start][0], column)
            problem = "the column has the heading of the names again, but other names: a second table stands beside"
            yield Fault(cell, "", problem, "Put each table into a sheet or file of its own")


def _counts(
    table: RawTable,
    headings: Headings,
    columns: Columns,
    mapping: FileMapping,
    people: Sequence[Row],
    matcher: HeadingMatcher,
) -> Iterator[Fault]:
    """Yield the fault of a table of groups: a column that counts people, and not rows from 1 up, has no use."""
    used = {column for column, _ in columns.uses()}
    for column, texts in enumerate(headings.parts):
        is_chosen = column in used or headings.names[column] in mapping.columns
        names_count = any(heading_words(text) in _COUNTS and not matcher.names_section(text) for text in texts)
        if is_chosen or not columns.answers or not names_count:
            continue
        counts = [int(cells[column]) for _, cells in people if cells[column].strip().isdecimal()]
        if len(counts) < len(people) or max(counts, default=0) < _MIN_ROWS or counts == [*range(1, len(counts) + 1)]:
            continue
        problem = "the column counts people, so each row seems to be a group"
        fix = "Choose the file that has the answers of each person; or say that the column is not read"
        yield Fault(cell_name(table.rows[headings.start][0], column), "", problem, fix)
