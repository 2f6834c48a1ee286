"""The summary of a file that was read, for the page Import and as the JSON of `python -m cxmaturity preview`."""

from collections import Counter
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from cxmaturity.answers import UNANSWERED
from cxmaturity.errors import Issue
from cxmaturity.files.answers_table import short_answer_cell
from cxmaturity.files.imports.columns.column_uses import NAME, ROLE, Columns
from cxmaturity.files.imports.faults import Fault
from cxmaturity.files.imports.left_out.kinds import LeftOutRow, RowKind
from cxmaturity.files.imports.opening.raw_table import cell_name
from cxmaturity.files.imports.reading import Reading, RoleUse, ValueUse
from cxmaturity.wording import imports

MAX_LISTED = 200
"""The most faults, and rows left out, in a summary."""

MAX_VALUES = 100
"""The most different texts of answers, and of roles, in a summary."""

_PREVIEW_ROWS = 8


@dataclass(frozen=True, slots=True)
class FileSummary:
    """The summary of a file: its headings, the use of its columns, its first people, and its faults.

    `names` holds a unique heading for each column, empty for columns without content. `guessed` are the most likely
    columns, `columns` those that were read. `issues` are the first MAX_LISTED of `issue_count`, of which `open_count`
    can be read as unanswered; with `is_cut`, reading stopped because there were too many. `left_out` are the first
    MAX_LISTED rows left out, without empty ones and those above the headings; `rows_by_kind` holds the numbers of all.
    `values` and `roles` are the most frequent MAX_VALUES, guessed and unread ones first. `numbers` are the different
    numbers in the answers; `asks_lowest` tells that they may start at another lowest level than `scale`, which holds
    the number of each level. `several` and `days` are those of `Reading`; `sentences` tell how the file was read.
    """

    names: tuple[str, ...]
    sheet: str | None
    sheets: tuple[str, ...]
    encoding: str | None
    is_guess: bool
    sample_lines: tuple[str, ...]
    header_rows: int
    first_header_row: int
    row_numbers: tuple[int, ...]
    guessed: Columns
    columns: Columns
    preview: tuple[dict[str, int | str], ...]
    people_count: int
    has_answers: bool
    left_out: tuple[LeftOutRow, ...]
    rows_by_kind: dict[RowKind, tuple[int, ...]]
    hidden_count: int
    several: dict[str, int]
    sentences: tuple[str, ...]
    values: dict[str, ValueUse]
    value_count: int
    roles: dict[str, RoleUse]
    numbers: tuple[int, ...]
    asks_lowest: bool
    scale: tuple[float, ...]
    issues: tuple[Issue, ...]
    issue_count: int
    open_count: int
    is_cut: bool
    days: tuple[date, date] | None

    @property
    def asks_lowest_first(self) -> bool:
        """Whether the lowest level must be chosen first: the numbers fit another lowest level only."""
        return self.asks_lowest and not self.scale[0] <= self.numbers[0] <= self.numbers[-1] <= self.scale[-1]


def issues(reading: Reading) -> list[tuple[str, str, str, str]]:
    """Return every fault as (file, place, problem, fix)."""
    return [(reading.content.file, place(fault), fault.problem, fault.fix) for fault in reading.faults]


def place(fault: Fault) -> str:
    """Return the place of a fault: 'cell C8, question P1', 'row 5', or an empty text for the whole file."""
    if not fault.use:
        return fault.cell
    return f"cell {fault.cell}, {fault.use}"


def summary_json(reading: Reading) -> dict[str, Any]:
    """Return the summary of a reading as JSON values; `summary_from_json` converts them to a FileSummary."""
    kinds: dict[str, list[int]] = {}
    for row in reading.left_out:
        kinds.setdefault(row.kind, []).append(row.row)
    unsure_first = sorted(reading.values.items(), key=lambda item: not (item[1].is_guess or item[1].meaning is None))
    first, numbers = reading.headings.start, [number for number, _ in reading.table.rows[:30]]
    telling = [row for row in reading.left_out if row.kind not in ("above", "empty")]
    return {
        "names": reading.headings.names,
        "sheet": reading.table.sheet,
        "sheets": reading.content.sheets,
        "encoding": reading.content.encoding,
        "is_guess": reading.content.is_guess,
        "sample_lines": reading.content.sample_lines,
        "header_rows": reading.headings.count,
        "first_header_row": reading.table.rows[first][0],
        "row_numbers": numbers,
        "guessed": asdict(reading.guessed),
        "columns": asdict(reading.columns),
        "preview": _preview_rows(reading),
        "people_count": len(reading.people),
        "has_answers": reading.has_answers,
        "left_out": [asdict(row) for row in telling[:MAX_LISTED]],
        "rows_by_kind": kinds,
        "hidden_count": len(reading.hidden),
        "several": reading.several,
        "sentences": _sentences(reading),
        "values": {text: asdict(use) for text, use in unsure_first[:MAX_VALUES]},
        "value_count": len(reading.values),
        "roles": {text: asdict(use) for text, use in list(reading.roles.items())[:MAX_VALUES]},
        "numbers": reading.numbers,
        "asks_lowest": reading.asks_lowest,
        "scale": reading.scale,
        "issues": issues(reading)[:MAX_LISTED],
        "issue_count": len(reading.faults),
        "open_count": sum(fault.can_be_open for fault in reading.faults),
        "is_cut": reading.is_cut,
        "days": reading.days and [day.isoformat() for day in reading.days],
    }


def summary_from_json(output: dict[str, Any]) -> FileSummary:
    """Return the summary that `summary_json` wrote."""
    lists = ("names", "sheets", "sentences", "sample_lines", "row_numbers", "preview", "numbers", "scale")
    return FileSummary(
        **{
            **output,
            **{name: tuple(output[name]) for name in lists},
            "guessed": Columns(**output["guessed"]),
            "columns": Columns(**output["columns"]),
            "rows_by_kind": {kind: tuple(rows) for kind, rows in output["rows_by_kind"].items()},
            "left_out": tuple(LeftOutRow(**row) for row in output["left_out"]),
            "values": {text: ValueUse(**use) for text, use in output["values"].items()},
            "roles": {text: RoleUse(**use) for text, use in output["roles"].items()},
            "issues": tuple(Issue(*issue) for issue in output["issues"]),
            "days": tuple(map(date.fromisoformat, output["days"])) if output["days"] else None,
        }
    )


def _preview_rows(reading: Reading) -> list[dict[str, int | str]]:
    """Return the first people: the row's number as `row`, then the text of each column in use.

    The text of a cell that cannot be read says so.
    """
    columns = reading.columns
    uses = [use for use, column in ((NAME, columns.name), (ROLE, columns.role)) if column is not None]
    faulty = {fault.cell for fault in reading.faults}
    shown: list[dict[str, int | str]] = []
    for number, person in list(zip(reading.rows, reading.people, strict=True))[:_PREVIEW_ROWS]:
        cells = {q: short_answer_cell(person.answers.get(q, UNANSWERED), reading.scale) for q in columns.answers}
        cells |= {NAME: person.name, ROLE: person.role or ""}
        cells |= {use: "✗ not read" for column, use in columns.uses() if cell_name(number, column) in faulty}
        shown.append({"row": number} | {use: cells[use] for use in [*uses, *columns.answers]})
    return shown


def _questions(reading: Reading) -> list[str]:
    """Return as sentences what was guessed, and what may be meant otherwise."""
    sentences = []
    if reading.content.is_guess and reading.content.encoding:
        sentences += [imports.encoding_guessed(reading.content.encoding), *reading.content.sample_lines]
    if reading.asks_lowest:
        sentences.append(imports.lowest_asked(reading.numbers, reading.scale[0], reading.other_lowest))
    guessed_roles = {text: use.role for text, use in reading.roles.items() if use.is_guess and use.role}
    if guessed_roles:
        sentences.append(imports.roles_guessed(guessed_roles))
    return [*sentences, *imports.read_as_one_round(reading.several, reading.days)]


def _sentences(reading: Reading) -> list[str]:
    """Return as sentences which sheet and how many people were read, the rows left out, and the questions."""
    sheet, sheets = reading.table.sheet, len(reading.content.sheets)
    which = [imports.one_sheet_read(sheet, sheets)] if sheet is not None and sheets > 1 else []
    counts = Counter(row.kind for row in reading.left_out if row.kind not in ("above", "empty"))
    rows = [imports.rows_left_out(kind, count) for kind, count in counts.items()]
    return [*which, imports.people_read(len(reading.people)), *rows, *_questions(reading)]


def preview_json(reading: Reading) -> dict[str, Any]:
    """Return the output of `python -m cxmaturity preview`, with its `questions` to the person as sentences."""
    uses = dict(reading.columns.uses())
    counts: dict[str, Counter[int]] = {question_id: Counter() for question_id in reading.columns.answers}
    for person in reading.people:
        for question_id, answer in person.answers.items():
            if answer.level is not None and question_id in counts:
                counts[question_id][answer.level] += 1
    return {
        "questions": _questions(reading),
        "sheet": reading.table.sheet,
        "encoding": reading.content.encoding,
        "header_rows": reading.headings.count,
        "columns": {name: uses.get(column) for column, name in enumerate(reading.headings.names) if name},
        "values": {text: use.meaning for text, use in reading.values.items() if use.meaning is not None},
        "people": len(reading.people),
        "left_out": [{"row": row.row, "why": row.why} for row in reading.left_out],
        "faults": [
            {
                "cell": fault.cell,
                "what": f"{fault.use}: {fault.problem}" if fault.use else fault.problem,
                "mend": fault.fix,
            }
            for fault in reading.faults
        ],
        "answers": {
            question_id: {f"{reading.scale[level - 1]:g}": n for level, n in sorted(levels.items())}
            for question_id, levels in counts.items()
        },
    }
