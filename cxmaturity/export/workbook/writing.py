"""Writing the workbook of an assessment."""

from datetime import datetime, time
from io import BytesIO

import xlsxwriter

from cxmaturity.export.workbook.answers import write_answers
from cxmaturity.export.workbook.dimensions import write_dimensions
from cxmaturity.export.workbook.gaps import write_gaps
from cxmaturity.export.workbook.layout import Layout
from cxmaturity.export.workbook.sheets import Book
from cxmaturity.export.workbook.source import WorkbookSource
from cxmaturity.export.workbook.stage import write_stage
from cxmaturity.export.workbook.summary import write_summary
from cxmaturity.export.workbook.texts import write_method, write_plan, write_questionnaire, write_session
from cxmaturity.wording.exports import workbook as words

_TEXTS_STAY_TEXTS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_WIDTHS = {
    words.SUMMARY: [22, 38, 18, 16, 30, 40, 3],
    words.ANSWERS: [6, 46, 18, 14, 9, 8, 8, 8, 8, 9, 9, 9, 10, 10, 9, 60, 40, 40],
    words.DIMENSIONS: [26, *[10] * (len(words.DIMENSION_HEADINGS) - 1)],
    words.STAGE: [26, 8, 10, 9, 10, 8, 18, 26, 9, 9, 22, 3, 8, 18, 8, 60],
    words.GAPS: [6, 46, 18, 8, 8, 8, 11, 8, 9, 8, 10, 9, 10, 60, 16, 24, 40, 10, 10, 10],
    words.PLAN: [60, 24, 12, 11, 9, 40, 40, 46],
    words.SESSION: [50, 60, 46, 46, 46],
    words.QUESTIONNAIRE: [6, 46, 22, *[40] * 60],
    words.METHOD: [18, 10, 110],
}


def workbook(source: WorkbookSource) -> bytes:
    """Return the workbook of an assessment (.xlsx); the same source gives the same bytes."""
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, **_TEXTS_STAY_TEXTS}) as written:
        cover = source.cover
        written.set_properties(
            {
                "title": f"{cover.team} · {cover.label}",
                "subject": cover.title,
                "comments": cover.foot,
                "created": datetime.combine(cover.day, time()),
            }
        )
        written.set_calc_mode("auto")
        book, layout = Book(written), Layout(source)
        absent = set() if source.is_full else {words.DIMENSIONS, words.GAPS}
        absent |= set() if source.session else {words.SESSION}
        names = [name for name in _WIDTHS if name not in absent]
        widths = {**_WIDTHS, words.ANSWERS: _WIDTHS[words.ANSWERS] + ([9, 9, 14, 12] if source.has_practices else [])}
        sheets = {name: book.sheet(name, widths[name]) for name in names}
        written.define_name("level_numbers", f"={layout.numbers}")
        written.define_name("stage_begins", f"={layout.thresholds}")
        write_summary(book, sheets[words.SUMMARY], source, layout)
        write_answers(sheets[words.ANSWERS], source, layout)
        write_stage(sheets[words.STAGE], source, layout)
        if source.is_full:
            write_dimensions(sheets[words.DIMENSIONS], source, layout)
            write_gaps(sheets[words.GAPS], source, layout)
        write_plan(sheets[words.PLAN], source)
        if source.session:
            write_session(sheets[words.SESSION], source)
        write_questionnaire(sheets[words.QUESTIONNAIRE], source)
        write_method(book, sheets[words.METHOD], source)
    return content.getvalue()
