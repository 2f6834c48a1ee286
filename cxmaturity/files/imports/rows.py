"""Separates the rows of people from others: previews, unfinished answers, averages, footers, repeated people."""

from collections.abc import Callable
from dataclasses import dataclass

from cxmaturity.files.imports.columns.column_uses import Columns
from cxmaturity.files.imports.columns.headings import Headings
from cxmaturity.files.imports.left_out.form_status import by_status, by_test_name
from cxmaturity.files.imports.left_out.inner_tables import headings_again, second_table
from cxmaturity.files.imports.left_out.kinds import LeftOutRow, LeftOutRule
from cxmaturity.files.imports.left_out.same_people import same_people
from cxmaturity.files.imports.left_out.summaries import footer, labelled_summaries, unlabelled_summary
from cxmaturity.files.imports.mapping import FileMapping
from cxmaturity.files.imports.opening.raw_table import RawTable, Row
from cxmaturity.files.imports.table_shape import InnerHeadings


@dataclass(frozen=True, slots=True)
class PeopleRows:
    """The rows of people, and the rows left out, both in the file's order.

    `hidden` are the numbers of rows hidden by the spreadsheet for which nobody has made a choice.
    """

    people: tuple[Row, ...]
    left_out: tuple[LeftOutRow, ...]
    hidden: tuple[int, ...]


def find_people(
    table: RawTable,
    headings: Headings,
    columns: Columns,
    mapping: FileMapping,
    inner: InnerHeadings,
    is_answer: Callable[[int, str], bool],
) -> PeopleRows:
    """Return which rows below the headings are people; `is_answer` tells whether a column's cell can be an answer."""
    left_out = {number: LeftOutRow(number, "above", "above the headings") for number, _ in table.rows[: headings.start]}
    body = table.rows[headings.start + headings.count :]
    previous = table.rows[headings.start + headings.count - 1][0]
    for number, _ in body:
        for empty in range(previous + 1, number):
            left_out[empty] = LeftOutRow(empty, "empty", "empty")
        previous = number
    reasons = [
        _hidden(table, mapping),
        _chosen(mapping),
        by_status(table, headings, columns),
        headings_again(table, headings, inner),
        second_table(inner),
        by_test_name(columns),
        labelled_summaries(body, columns),
        unlabelled_summary(body, columns),
        footer(body, columns, is_answer),
        _blank(columns),
    ]
    people = []
    for row in body:
        reason = None
        if row[0] not in mapping.keep_rows:
            reason = next((reason for reason in (why(row) for why in reasons) if reason), None)
        if reason:
            left_out[row[0]] = reason
        else:
            people.append(row)
    for again in same_people(people, columns, mapping):
        left_out[again.row] = again
    people = [row for row in people if row[0] not in left_out]
    hidden = (
        () if mapping.hidden_rows else tuple(n for n, _ in people if n in table.hidden and n not in mapping.keep_rows)
    )
    return PeopleRows(tuple(people), tuple(left_out[number] for number in sorted(left_out)), hidden)


def _hidden(table: RawTable, mapping: FileMapping) -> LeftOutRule:
    is_out = mapping.hidden_rows == "leave_out"
    return lambda row: (
        LeftOutRow(row[0], "hidden", "hidden in the spreadsheet") if is_out and row[0] in table.hidden else None
    )


def _blank(columns: Columns) -> LeftOutRule:
    """Return the function that recognises rows that only have cells of no use, such as a legend beside the table."""
    used = {column for column, _ in columns.uses()} | {columns.email, columns.person_id} - {None}
    is_read = bool(columns.answers)  # before any column is found, all rows would be blank
    return lambda row: (
        LeftOutRow(row[0], "blank", "nothing in the columns that are read")
        if is_read and not any(row[1][column].strip() for column in used if column is not None)
        else None
    )


def _chosen(mapping: FileMapping) -> LeftOutRule:
    return lambda row: LeftOutRow(row[0], "choice", "left out by choice") if row[0] in mapping.leave_out_rows else None
