"""The rows of a table that are no people: previews, unfinished answers, averages, footers, the same person again."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from cxmaturity.files.imports.cells.file_values import value_key
from cxmaturity.files.imports.cells.words import heading_words
from cxmaturity.files.imports.columns.columns import Columns
from cxmaturity.files.imports.columns.headings import Headings
from cxmaturity.files.imports.mapping import FileMapping
from cxmaturity.files.imports.opening.raw_table import RawTable, Row, visible_text

_FINISHED = {"finished", "completed", "is finished", "is completed", "complete"}
_PROGRESS = {"progress"}
_STATUS = {"status", "response status", "response type", "completion status", "survey status", "distribution channel"}
_SUBMITTED = {"submitdate", "submitdate date submitted", "date submitted"}
_LAST_PAGE = {"lastpage", "lastpage last page", "last page"}  # LimeSurvey has both, and no date for unfinished answers
_NO = {"false", "no", "0", "n", "falsch", "nein"}
_PREVIEWS = {"survey preview", "preview", "survey test", "test", "test response", "spam", "possible spam"}
_UNFINISHED = {"partial", "partially completed", "incomplete", "in progress", "started", "not completed", "unfinished"}
_UNFINISHED |= {"draft", "saved", "disqualified", "over quota", "screened out", "abandoned"}
_NUMBERED_PREVIEWS = {"1", "2", "8", "9", "12", "17", "25", "32", "40", "48"}  # how Qualtrics numbers them in Status
_QUALTRICS = {"responseid", "response id", "recordeddate", "recorded date", "distributionchannel"}
_SUMMARIES = {
    "average", "averages", "avg", "mean", "means", "total", "totals", "grand total", "sum", "overall", "median",
    "std dev", "standard deviation", "stdev", "sd", "std", "variance", "count", "response count", "answered",
    "mean score", "average score", "total average", "overall average", "overall mean", "mittelwert",
    "durchschnitt", "summe", "gesamt", "anzahl", "moyenne", "somme", "promedio", "media", "suma", "gemiddelde",
    "totaal", "średnia",
}  # fmt: skip
_ALSO_SUMMARIES = {"min", "max", "minimum", "maximum", "n", "mode", "range", "percent", "share"}  # Max may be a person
_NOBODY = {"", "anonymous", "anonym", "anonymus", "n a", "na", "guest", "unknown", "respondent", "participant", "none"}
_SEARCHED_ROWS = 10  # rows from the bottom in which a footer is looked for
_LABEL_LENGTH = 60
_NAME_LENGTH = 40  # characters of a name that is certainly no sentence
_MIN_NAMED = 3  # rows with names by which one without is told as a row of figures


RowKind = Literal[
    "above", "empty", "preview", "unfinished", "summary", "footer", "again", "headings", "hidden", "choice"
]
"""What a row is that is nobody's answers; `again` is the same person again."""


@dataclass(frozen=True, slots=True)
class LeftOutRow:
    """A row that is not read: its number, what kind of row it is, and why it was taken for one."""

    row: int
    kind: RowKind
    why: str


@dataclass(frozen=True, slots=True)
class PeopleRows:
    """The rows that are people, and those that are not, both in the file's order.

    `hidden` are the numbers of rows that the spreadsheet does not show, about which nobody has decided.
    """

    people: tuple[Row, ...]
    left_out: tuple[LeftOutRow, ...]
    hidden: tuple[int, ...]


def find_people(
    table: RawTable,
    headings: Headings,
    columns: Columns,
    mapping: FileMapping,
    is_answer: Callable[[str], bool],
) -> PeopleRows:
    """Return which rows below the headings are people. `is_answer` tells whether a cell can be anybody's answer."""
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
        _status(headings),
        _headings_again(table, headings),
        _summaries(body, columns),
        _figures(body, columns),
        _footer(body, columns, is_answer),
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
    for again in _same_people(people, columns, mapping):
        left_out[again.row] = again
    people = [row for row in people if row[0] not in left_out]
    hidden = (
        () if mapping.hidden_rows else tuple(n for n, _ in people if n in table.hidden and n not in mapping.keep_rows)
    )
    return PeopleRows(tuple(people), tuple(left_out[number] for number in sorted(left_out)), hidden)


_Reason = Callable[[Row], LeftOutRow | None]


def _hidden(table: RawTable, mapping: FileMapping) -> _Reason:
    is_out = mapping.hidden_rows == "leave_out"
    return lambda row: (
        LeftOutRow(row[0], "hidden", "hidden in the spreadsheet") if is_out and row[0] in table.hidden else None
    )


def _chosen(mapping: FileMapping) -> _Reason:
    return lambda row: LeftOutRow(row[0], "choice", "left out by choice") if row[0] in mapping.leave_out_rows else None


def _status(headings: Headings) -> _Reason:
    """Return what tells a preview or an unfinished answer by the columns that form tools add."""
    words = [{heading_words(text) for text in parts} for parts in headings.parts]
    is_of_qualtrics = any(texts & _QUALTRICS for texts in words)

    def places(names: set[str]) -> list[int]:
        return [column for column, texts in enumerate(words) if texts & names]

    finished, progress, status = places(_FINISHED), places(_PROGRESS), places(_STATUS)
    submitted = places(_SUBMITTED) if places(_LAST_PAGE) else []
    progress = [] if finished else progress

    def reason(row: Row) -> LeftOutRow | None:
        number, cells = row
        for column in status:
            text = heading_words(cells[column])
            shown = f"{headings.names[column]}: {value_key(cells[column])[:60]}"
            if text in _PREVIEWS or (is_of_qualtrics and text in _NUMBERED_PREVIEWS):
                return LeftOutRow(number, "preview", f"a preview or test ({shown})")
            if text in _UNFINISHED:
                return LeftOutRow(number, "unfinished", f"unfinished ({shown})")
        for column in finished:
            if heading_words(cells[column]) in _NO:
                return LeftOutRow(
                    number, "unfinished", f"unfinished ({headings.names[column]}: {value_key(cells[column])[:60]})"
                )
        for column in progress:
            share = cells[column].strip().rstrip("% ")
            if share.isdecimal() and int(share) < 100:
                return LeftOutRow(number, "unfinished", f"unfinished ({headings.names[column]}: {share} %)")
        for column in submitted:
            if not cells[column].strip():
                return LeftOutRow(number, "unfinished", f"unfinished (nothing under {headings.names[column]})")
        return None

    return reason


def _headings_again(table: RawTable, headings: Headings) -> _Reason:
    rows = [cells for _, cells in table.rows[headings.start : headings.start + headings.count]]
    return lambda row: LeftOutRow(row[0], "headings", "the headings again") if row[1] in rows else None


def _label(cells: Sequence[str], columns: Columns) -> str:
    """Return the text by which a row of averages or totals says what it is: its name, or its first cell."""
    texts = (visible_text(cell) for column, cell in enumerate(cells) if column not in columns.answers.values())
    first = next((text for text in texts if text.strip()), "")
    name = visible_text(cells[columns.name]) if columns.name is not None else first
    return (name if name.strip() else first)[:_LABEL_LENGTH]


def _summaries(body: Sequence[Row], columns: Columns) -> _Reason:
    """Return what tells averages and totals by their label; Max and Min count only at the end, beside such a row."""
    labels = {number: heading_words(_label(cells, columns)) for number, cells in body}
    ending = set()
    for number, _ in reversed(body):
        if labels[number] not in _SUMMARIES | _ALSO_SUMMARIES:
            break
        ending.add(number)
    has_summary = any(labels[number] in _SUMMARIES for number in ending)

    def reason(row: Row) -> LeftOutRow | None:
        number, cells = row
        if labels[number] in _SUMMARIES or (number in ending and has_summary):
            return LeftOutRow(number, "summary", f"averages or totals ('{value_key(_label(cells, columns))}')")
        return None

    return reason


def _figures(body: Sequence[Row], columns: Columns) -> _Reason:
    """Return what tells a last row without a name that holds the averages, sums or counts of those above."""
    name, answers = columns.name, list(columns.answers.values())
    if name is None or len(body) <= _MIN_NAMED or not answers:
        return lambda row: None
    *above, last = body
    if last[1][name].strip() or sum(bool(cells[name].strip()) for _, cells in above) < len(above):
        return lambda row: None
    is_summary = _summarises(last[1], [cells for _, cells in above], answers)
    return lambda row: (
        LeftOutRow(row[0], "summary", "averages or totals of the rows above") if is_summary and row is last else None
    )


def _summarises(cells: Sequence[str], above: Sequence[Sequence[str]], answers: Sequence[int]) -> bool:
    kinds: set[str] | None = None
    for column in answers:
        figure = _figure(cells[column])
        figures = [value for value in (_figure(row[column]) for row in above) if value is not None]
        if figure is None or not figures:
            continue
        total = sum(figures, Fraction(0))
        same = {
            kind
            for kind, value in {"mean": total / len(figures), "sum": total, "count": Fraction(len(figures))}.items()
            if abs(value - figure) <= Fraction(1, 100)
        }
        kinds = same if kinds is None else kinds & same
    return bool(kinds)


def _figure(cell: str) -> Fraction | None:
    text = visible_text(cell).strip().replace(",", ".")
    try:
        return Fraction(text) if len(text) < 20 and "/" not in text else None
    except ValueError:
        return None


def _footer(body: Sequence[Row], columns: Columns, is_answer: Callable[[str], bool]) -> _Reason:
    """Return what tells lines below the table: of one cell, where people have more, and no answer in it.

    A short name right below the others is somebody who answered nothing.
    """
    footer = set()
    if any(sum(map(bool, cells)) > 1 for _, cells in body):
        for place in range(len(body) - 1, max(len(body) - 1 - _SEARCHED_ROWS, 0), -1):
            number, cells = body[place]
            filled = [column for column, cell in enumerate(cells) if cell.strip()]
            text = cells[filled[0]] if len(filled) == 1 else ""
            is_apart = body[place - 1][0] < number - 1
            is_name = filled[0] == columns.name and not is_apart and _may_be_name(text)
            if not text or is_name or (filled[0] in columns.answers.values() and is_answer(text)):
                break
            footer.add(number)
    return lambda row: (
        LeftOutRow(row[0], "footer", "a line without an answer below the table") if row[0] in footer else None
    )


def _may_be_name(text: str) -> bool:
    return len(text) <= _NAME_LENGTH and text[:1].isalpha() and not any(c.isdigit() or c in ":=©" for c in text)


def _same_people(people: Sequence[Row], columns: Columns, mapping: FileMapping) -> Iterator[LeftOutRow]:
    """Yield the rows of people who come again, all but the one that is kept."""
    if columns.name is None or mapping.same_person == "all":
        return
    rows = defaultdict(list)
    for number, cells in people:
        name = value_key(cells[columns.name][:500])
        words = heading_words(name)
        if number not in mapping.keep_rows and words not in _NOBODY:
            rows[" ".join(name.casefold().split())].append((number, name))
    keeps_first = mapping.same_person == "first"
    for same in rows.values():
        kept, name = same[0] if keeps_first else same[-1]
        for number, _ in same:
            if number != kept:
                which = "first" if keeps_first else "last"
                yield LeftOutRow(number, "again", f"'{name[:60]}' is in row {kept} as well; the {which} is kept")
