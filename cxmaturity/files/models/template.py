"""The template for `plain_table`: a workbook with the sheets questions and levels, each with an example."""

from io import BytesIO

import xlsxwriter

_HEADINGS = (
    *("dimension", "capability", "id", "question", "why", "evidence", "ask", "weight", "pulse", "may not apply"),
    *(f"level {level}" for level in range(1, 6)),
    *(f"step from {level}" for level in range(1, 5)),
)
_EXAMPLE = (
    *("Teamwork", "Meetings", "T1", "Do meetings end with who does what?"),
    *("", "The last three notes", "", 1, "yes", ""),
    *("Nobody notes it.", "Someone does at times.", "Each note has names."),
    *("The next meeting looks at them.", "Others do it like us."),
    *("Note it once today.", "", "", ""),
)
_QUESTIONS = (_HEADINGS, _EXAMPLE)
_LEVELS = (
    ("level", "name", "meaning"),
    (1, "By chance", "It happens as it happens."),
    (2, "By effort", "Some make it happen."),
    (3, "By design", "It is agreed."),
    (4, "By habit", "It holds everywhere."),
    (5, "By nature", "It lasts and spreads."),
)


def template_workbook() -> bytes:
    """Return the template, which `plain_table` reads without changes."""
    packed = BytesIO()
    book = xlsxwriter.Workbook(packed, {"in_memory": True})
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    for name, rows in (("questions", _QUESTIONS), ("levels", _LEVELS)):
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(rows[0]) - 1, 24, wrapped)
        sheet.write_row(0, 0, rows[0], bold)
        for place, row in enumerate(rows[1:], start=1):
            sheet.write_row(place, 0, row, wrapped)
    book.close()
    return packed.getvalue()
