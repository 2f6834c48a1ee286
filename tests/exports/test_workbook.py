"""The workbook: its figures, read back by another library, and recalculated after answers were changed."""

from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from cxmaturity.analysis.outcome import evaluate
from cxmaturity.errors import Refused
from cxmaturity.export.workbook.source import WorkbookSource
from cxmaturity.export.workbook.writing import workbook
from cxmaturity.files.imports.opening.table_reader import read_file
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.report.figures import Bars
from cxmaturity.wording.exports import workbook as words
from tests.build import filled, questionnaire
from tests.exports.conftest import Samples
from tests.exports.recalculation import COVER, Calculation, formula_values, random_source, unequal
from tests.exports.samples import HOSTILE, KINDS
from tests.own_scales import of_practices


def opened(made: Samples, kind: str, *, values: bool = True) -> Workbook:
    return load_workbook(BytesIO(made.workbook_of(kind)), data_only=values)


def column(book: Workbook, sheet: str, heading: str) -> list[Any]:
    [place] = [cell.column for cell in book[sheet][1] if cell.value == heading]
    return [row[0].value for row in book[sheet].iter_rows(min_row=2, min_col=place, max_col=place)]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_assessment(made: Samples, kind: str) -> None:
    """Its sheets in order, no error value except charts' gaps, and no typed text as a formula."""
    book = opened(made, kind, values=False)
    with pytest.raises(Refused, match="that CX Maturity exported"):  # its answers are no table of people
        read_file(f"{kind}.xlsx", made.workbook_of(kind))
    full = [words.SUMMARY, words.ANSWERS, words.DIMENSIONS, words.STAGE, words.GAPS, words.PLAN]
    wanted = [*full, *([words.SESSION] if kind == "workshop" else []), words.QUESTIONNAIRE, words.METHOD]
    if made.report_of(kind).cover.kind.startswith("Pulse"):
        wanted = [name for name in wanted if name not in (words.DIMENSIONS, words.GAPS)]
    assert book.sheetnames == wanted
    shown = opened(made, kind)
    for sheet in shown:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "e" or sheet.title == words.DIMENSIONS, (sheet.title, cell.coordinate)
    assert book.properties.title


def test_the_figures_of_a_result(made: Samples) -> None:
    """Levels, stages and gaps stored in the file equal those of the report."""
    book = opened(made, "solo")
    bars = next(figure for figure in made.report_of("solo").figures if figure.key == "dimensions")
    levels = column(book, words.DIMENSIONS, "Level")
    assert isinstance(bars, Bars)
    assert levels[:-1] == pytest.approx([bar.level for bar in bars.bars])
    assert levels[-1] == pytest.approx(sum(levels[:-1]) / 5)
    assert column(book, words.DIMENSIONS, "Rated")[-1] == 37
    assert column(book, words.ANSWERS, "Answer")[-1] == words.DONT_KNOW
    assert book[words.SUMMARY]["A1"].value == "Bakery · Spring"


def test_hostile_texts_stay_texts(made: Samples) -> None:
    """A note that looks like a formula is text, also after its cell is edited."""
    book = opened(made, "solo", values=False)
    [note] = [
        row[0]
        for row in book[words.ANSWERS].iter_rows(min_row=2, min_col=17, max_col=17)
        if str(row[0].value).startswith("=HYPERLINK")
    ]
    assert (note.value, note.data_type) == (HOSTILE, "s")
    assert note.quotePrefix
    formulas = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert not any("HYPERLINK" in str(formula) for formula in formulas)


def test_hidden_answers_are_missing_in_the_workbook(made: Samples) -> None:
    """Every answer of a hidden result and of an open survey is missing, with the reason on the sheet."""
    for kind in ("sealed", "open_survey"):
        book = opened(made, kind)
        for heading in ("Answer", "Level", "Evidence", "Statement", "Note", "Evidence in words"):
            assert not any(column(book, words.ANSWERS, heading))
        assert column(book, words.DIMENSIONS, "Rated")[-1] == 0
        hidden = made.report_of(kind).section("hidden")
        assert hidden is not None
        texts = [str(row[0].value) for row in book[words.SUMMARY].iter_rows(max_col=1)]
        assert hidden.headline in texts


SMALL = (
    questionnaire([[1, 2, 0.5], [1, 3]], 4, 1, 0, ease={"A1": 5, "B2": 1}),
    of_practices((1, 1, 2), (1, 3)),
)


@pytest.mark.parametrize("small", SMALL, ids=("means", "practices"))
def test_a_changed_answer_changes_every_figure(small: Questionnaire, tmp_path: Path) -> None:
    """After answers, targets and importance were changed, every formula gives the app's figures.

    Six sets each, calculated by an independent and slow library: so of five questions with uneven weights and binding
    caps, or of practices. `make exports` recalculates 200 whole questionnaires with LibreOffice.
    """
    random, calculation = Random(12), Calculation(small, tmp_path)
    for _ in range(6):
        source = random_source(small, random)
        wanted = formula_values(source, tmp_path / "wanted.xlsx")
        assert list(unequal(wanted, calculation.values(source))) == []


def test_a_level_of_practices_follows_from_what_is_done() -> None:
    """Stages 1, 1 and 2 with the third not done: level 1. Stages 1, 2 and 3 with only the second not done: also 1."""
    model = of_practices((1, 1, 2), (1, 2, 3))
    source = WorkbookSource(COVER, evaluate(model, filled(model, (2, 2, 1), (2, 1, 2)), {}, {}), True, "both")
    book = load_workbook(BytesIO(workbook(source)), data_only=True)
    assert column(book, words.DIMENSIONS, "Level")[:2] == [1, 1]
    assert column(book, words.ANSWERS, "Allows at most") == [3, 3, 1, 3, 1, 3]
    assert column(book, words.ANSWERS, "Holds the stage") == [None, None, words.HOLDS, None, words.HOLDS, None]
    assert [row[0].value for row in book[words.STAGE].iter_rows(min_row=3, max_row=4, min_col=8, max_col=8)] == [
        words.PRACTICES_DECIDE
    ] * 2


def test_a_result_between_two_stages_is_said_to_be() -> None:
    """2 and 3 in both dimensions: the level is 2.5, where stage 3 begins; so the sheet says what the screen does."""
    model = questionnaire([[1, 1], [1, 1]])
    source = WorkbookSource(COVER, evaluate(model, filled(model, (2, 3), (2, 3)), {}, {}), True, "both")
    book = load_workbook(BytesIO(workbook(source)), data_only=True)
    [stage] = [row[2].value for row in book[words.SUMMARY].iter_rows() if row[0].value == "Stage"]
    assert stage == "Stage 3; between stage 2 and 3"
