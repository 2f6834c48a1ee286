"""Workbooks recalculated by other programs after their answers were changed, compared with the app's figures.

`differences` is what `make exports` runs with LibreOffice; the tests recalculate a dozen with a library.
"""

import subprocess
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook

from cxmaturity.analysis.outcome import evaluate_with_targets
from cxmaturity.answers import Answer, EvidenceGrade, Response
from cxmaturity.export.workbook.source import WorkbookSource
from cxmaturity.export.workbook.writing import workbook
from cxmaturity.questionnaire.schema import OVERALL, Question, Questionnaire
from cxmaturity.records import DimensionTarget
from cxmaturity.report.document import Cover

COVER = Cover("CX", "Team", "Q1", "Full", "finished", date(2026, 5, 4), "cx 2.0.1", "96bf3006", (), "", "", "en")
_TOLERANCE = 1e-9
_INPUTS = {"Answers": ("Answer", "Evidence"), "Dimensions": ("Target you choose", "Importance you choose")}
_ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item>
</oor:items>
"""

Cells = Mapping[tuple[str, str], Any]


def random_source(questionnaire: Questionnaire, random: Random, is_full: bool = True) -> WorkbookSource:
    """Return a workbook's source with random answers, some of them missing, unknown or not applicable."""
    share_missing = random.choice((0.0, 0.05, 0.3, 0.6, 1.0))
    centre = random.uniform(1, questionnaire.scale_max)
    answers = {
        question.id: _random_answer(question, questionnaire.scale_max, random, share_missing, centre)
        for question in questionnaire.questions
    }
    chosen = {
        d.id: DimensionTarget(
            random.choice((None, *range(1, len(questionnaire.stages) + 1))), random.choice((None, 1, 2, 3, 4, 5))
        )
        for d in questionnaire.dimensions
        if random.random() < 0.5
    }
    outcome = evaluate_with_targets(questionnaire, Response(answers), chosen)
    return WorkbookSource(COVER, outcome, is_full, "both", chosen)


def _random_answer(question: Question, scale_max: int, random: Random, share_missing: float, centre: float) -> Answer:
    if random.random() < share_missing:
        return random.choice((Answer(), Answer(dont_know=True)))
    if question.may_not_apply and random.random() < 0.2:
        return Answer(not_applicable="We have none of it")
    grade = random.choice((None, *EvidenceGrade))
    level = min(scale_max, max(1, round(random.gauss(centre, 1))))
    return Answer(level=level, evidence_grade=grade)


def changed(written: WorkbookSource, wanted: WorkbookSource, file: Path) -> None:
    """Write the workbook of one source with the answers and choices of another entered in its yellow cells."""
    file.write_bytes(workbook(written))
    book, other = load_workbook(file), _opened(workbook(wanted), file.with_suffix(".wanted.xlsx"))
    for sheet, row, column in _input_places(book):
        book[sheet].cell(row, column).value = other[sheet].cell(row, column).value
    book.save(file)


def _opened(content: bytes, file: Path) -> Workbook:
    file.write_bytes(content)
    return load_workbook(file, data_only=True)


def formula_values(source: WorkbookSource, file: Path) -> Cells:
    """Return the value written in each formula cell of a source's workbook."""
    file.write_bytes(workbook(source))
    formulas, values = load_workbook(file), load_workbook(file, data_only=True)
    return {
        (sheet.title, cell.coordinate): values[sheet.title][cell.coordinate].value
        for sheet in formulas
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }


def unequal(wanted: Cells, calculated: Cells) -> Iterator[str]:
    """Yield each cell whose calculated value differs from the expected one."""
    for place, value in wanted.items():
        other = calculated.get(place)
        if not _is_same(value, other):
            yield f"{place[0]}!{place[1]}: {other!r} instead of {value!r}"


def _is_same(one: Any, other: Any) -> bool:
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) <= _TOLERANCE * max(1.0, abs(one))
    return (one or "") == (other or "")


def recalculate(files: Sequence[Path], folder: Path) -> None:
    """Recalculate workbooks with LibreOffice and save them under the same names in a folder."""
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True, exist_ok=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_ALWAYS_RECALCULATE, "utf-8")
    command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "xlsx"]
    subprocess.run([*command, "--outdir", folder, *files], check=True, capture_output=True, timeout=3600)


def differences(questionnaires: Sequence[Questionnaire], count: int, folder: Path) -> list[str]:
    """Return where LibreOffice and the app differ, for this many random sets of answers.

    Each workbook is written with the answers of another set, so stored values cannot be right.
    """
    random = Random(20260504)
    made, recalculated = folder / "written", folder / "recalculated"
    for each in (made, recalculated):
        each.mkdir(parents=True, exist_ok=True)
    wanted: dict[str, Cells] = {}
    for number in range(count):
        questionnaire = questionnaires[number % len(questionnaires)]
        is_full = number % 5 != 4 or not questionnaire.pulse
        before, after = (random_source(questionnaire, random, is_full) for _ in range(2))
        file = made / f"{number:03}.xlsx"
        changed(before, after, file)
        wanted[file.name] = formula_values(after, folder / "wanted.xlsx")
    recalculate([made / name for name in wanted], recalculated)
    changed_cells = []
    for name, cells in wanted.items():
        book = load_workbook(recalculated / name, data_only=True)
        calculated = {place: book[place[0]][place[1]].value for place in cells}
        changed_cells += [f"{name} {line}" for line in unequal(cells, calculated)]
    return changed_cells


class Calculation:
    """The workbook of a questionnaire, calculated with any answers by the library `formulas`."""

    def __init__(self, questionnaire: Questionnaire, folder: Path) -> None:
        from formulas import ExcelModel  # slow to import, and LibreOffice needs none of it

        self._folder, file = folder, folder / "book.xlsx"
        file.write_bytes(workbook(random_source(questionnaire, Random(0))))
        book = load_workbook(file)
        for sheet, row, column in _input_places(book):
            book[sheet].cell(row, column).value = 1  # a cell without content would be no input
        book.save(file)
        self._inputs = [f"'[book.xlsx]{sheet.upper()}'!{_coordinate(r, c)}" for sheet, r, c in _input_places(book)]
        self._model = ExcelModel().loads(str(file)).finish()

    def values(self, source: WorkbookSource) -> Cells:
        """Return the value of each cell with the answers and choices of a source."""
        from formulas.tokens.operand import XlError

        other = _opened(workbook(source), self._folder / "other.xlsx")
        typed = [other[sheet].cell(row, column).value for sheet, row, column in _input_places(other)]
        inputs = {name: "" if value is None else value for name, value in zip(self._inputs, typed, strict=True)}
        names = {sheet.title.upper(): sheet.title for sheet in other}
        cells: dict[tuple[str, str], Any] = {}
        for name, node in self._model.calculate(inputs=inputs).items():
            book, _, place = str(name).rpartition("]")
            sheet, _, coordinate = place.rpartition("'!")
            if book and sheet in names and ":" not in coordinate:
                value = node.value[0, 0]
                cells[names[sheet], coordinate] = str(value) if isinstance(value, XlError) else value
        return cells


def _input_places(book: Workbook) -> list[tuple[str, int, int]]:
    """Return sheet, row and column of each yellow cell."""
    places = []
    for sheet, headings in _INPUTS.items():
        if sheet not in book.sheetnames:
            continue
        columns = [cell.column for cell in book[sheet][1] if cell.value in headings]
        rows = [
            row for row in range(2, book[sheet].max_row + 1) if book[sheet].cell(row, 1).value not in (None, OVERALL)
        ]
        places += [(sheet, row, column) for row in rows for column in columns]
    return places


def _coordinate(row: int, column: int) -> str:
    return f"{get_column_letter(column)}{row}"
