"""Export files, each in comparison with a bare document of the same size made by the same library."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.table import Row, number, ratio
from cxmaturity.questionnaire.loading import load_questionnaire
from cxmaturity.services import reports
from cxmaturity.services.assessments import listing
from cxmaturity.services.demo import loading
from cxmaturity.services.settings import QUESTIONNAIRES
from cxmaturity.store.database.engine import Database, open_database

_NOW = datetime(2030, 1, 1, tzinfo=UTC)


def deck(rounds: int) -> list[Row]:
    """Measure the deck of the demo's newest full result, including its report; bare: as many slides with a title."""
    import pptx

    from cxmaturity.export.deck import deck as make_deck

    def bare_deck() -> None:
        presentation = pptx.Presentation()
        for place in range(slides):
            presentation.slides.add_slide(presentation.slide_layouts[5]).shapes.title.text = f"Slide {place}"
        presentation.save(BytesIO())

    with TemporaryDirectory() as folder:
        database, assessment_id = _demo(Path(folder))
        slides = len(pptx.Presentation(BytesIO(make_deck(reports.report(database, assessment_id, _NOW)))).slides)
        ours, theirs = _in_turns(rounds, lambda: make_deck(reports.report(database, assessment_id, _NOW)), bare_deck)
        database.close()
    what = f"deck of {slides} slides, to {slides} slides with a title alone by python-pptx"
    return [ratio(what, ours, theirs, "ms", at_most=10), number("deck, warm", min(ours), "ms", 1500)]


def pdf(rounds: int) -> list[Row]:
    """Measure the PDF report of the demo's newest full result, with the portable file; bare: nearly empty pages."""
    from pypdf import PdfReader

    from cxmaturity.export.glyphs import FONTS
    from cxmaturity.export.typesetting import typeset
    from cxmaturity.services.exports.assessment_files import export_assessment

    with TemporaryDirectory() as folder:
        database, assessment_id = _demo(Path(folder))

        def our_pdf() -> bytes:
            return export_assessment(database, assessment_id, "pdf", _NOW).content

        pages = len(PdfReader(BytesIO(our_pdf())).pages)
        bare = Path(folder) / "bare.typ"
        bare.write_text(
            '#set document(title: "Bare")\n#set text(font: "Source Sans Pro")\n'
            f"#for page in range({pages}) [= Page #page \n #if page < {pages - 1} {{ pagebreak() }}]",
            encoding="utf-8",
        )
        ours, theirs = _in_turns(rounds, our_pdf, lambda: typeset(bare, FONTS, 1_900_000_000))
        database.close()
    what = f"report as a PDF of {pages} pages, to {pages} nearly empty pages by typst"
    return [ratio(what, ours, theirs, "ms", at_most=10), number("report as a PDF, warm", min(ours), "ms", 1500)]


def workbook(rounds: int) -> list[Row]:
    """Measure the workbook of the demo's newest full result; bare: a workbook with as many cells."""
    import xlsxwriter
    from openpyxl import load_workbook

    from cxmaturity.services.exports.assessment_files import export_assessment

    def bare_workbook() -> None:
        with xlsxwriter.Workbook(BytesIO(), {"in_memory": True}) as book:
            sheet = book.add_worksheet()
            for place in range(cells):
                sheet.write_string(place // 20, place % 20, f"Cell {place}")

    with TemporaryDirectory() as folder:
        database, assessment_id = _demo(Path(folder))
        book = load_workbook(BytesIO(export_assessment(database, assessment_id, "xlsx", _NOW).content))
        cells = sum(cell.value is not None for sheet in book for row in sheet.iter_rows() for cell in row)
        ours, theirs = _in_turns(
            rounds, lambda: export_assessment(database, assessment_id, "xlsx", _NOW), bare_workbook
        )
        database.close()
    what = f"workbook of {cells} cells, report and all, to as many cells of text by XlsxWriter"
    return [ratio(what, ours, theirs, "ms", at_most=15), number("workbook, warm", min(ours), "ms", 1000)]


def _demo(folder: Path) -> tuple[Database, str]:
    """Return a database with the demo, and the id of its newest full solo result."""
    database = open_database(f"sqlite:///{folder / 'demo.db'}")
    loading.load_demo(database, load_questionnaire(QUESTIONNAIRES / "cx"), _NOW)
    sample = listing.sample_result(database)
    assert sample is not None
    reports.report(database, sample.id, _NOW)
    return database, sample.id


def _in_turns(rounds: int, ours: Callable[[], object], theirs: Callable[[], object]) -> tuple[list[float], list[float]]:
    """Return the milliseconds of each, measured in turns after a first run that does not count."""
    times: tuple[list[float], list[float]] = ([], [])
    for place in range(rounds + 1):
        for work, taken in zip((ours, theirs), times, strict=True):
            began = time.perf_counter()
            work()
            if place:
                taken.append((time.perf_counter() - began) * 1000)
    return times
