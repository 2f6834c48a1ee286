"""Reads all sheets of a workbook with a model as rows of texts."""

from io import BytesIO

from cxmaturity.errors import Refused

MAX_CELL = 20_000
"""The longest text of a cell that is read, in characters: longer than any text of a questionnaire."""

_MAX_CELLS = 2_000_000
_MAX_TEXT = 10_000_000  # characters in all sheets


def model_sheets(data: bytes, name: str) -> dict[str, list[list[str]]]:
    """Return the rows of each sheet of a workbook, by its name in lower case; raises Refused.

    A workbook of one kilobyte can take any amount of memory, so `reader_process` calls this in a limited process.
    """
    from python_calamine import CalamineError, CalamineWorkbook  # most tasks of that process read no model

    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        sheets, length = dict[str, list[list[str]]](), 0
        for title in book.sheet_names:
            rows = book.get_sheet_by_name(title).to_python(skip_empty_area=False)
            texts = [[_text(cell)[:MAX_CELL] for cell in row] for row in rows]
            length += sum(len(text) for row in texts for text in row)
            if sum(map(len, rows)) > _MAX_CELLS or length > _MAX_TEXT:
                raise Refused(f"The sheet {title} of {name} is too large.", "Leave out what is no part of the model.")
            sheets[title.strip().lower()] = texts
    except CalamineError:
        raise Refused(f"{name} is damaged or protected by a password.", "Save it anew as a workbook.") from None
    return sheets


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return str(cell)
