"""Small Excel workbooks written by hand, valid or not."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

Cell = str | float | bool | date | None
Rows = Sequence[Sequence[Cell]]

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_PLAIN_AND_DATE = '<xf numFmtId="0"/><xf numFmtId="14"/>'
_FIRST_DAY = datetime(1899, 12, 30)  # noqa: DTZ001 - workbooks know no zones


def workbook(sheets: Mapping[str, Rows | str], hidden: Sequence[str] = (), shared: str = "") -> bytes:
    """Return a workbook of these sheets, given as rows of cells or as XML; `shared` is the XML of shared strings."""
    names = list(sheets)
    places = range(1, len(names) + 1)
    states = ["hidden" if name in hidden else "visible" for name in names]
    listed = "".join(
        f'<sheet name="{escape(name)}" sheetId="{i}" state="{state}" r:id="r{i}"/>'
        for i, name, state in zip(places, names, states, strict=True)
    )
    links = "".join(
        f'<Relationship Id="r{i}" Type="{_OFFICE}/worksheet" Target="worksheets/s{i}.xml"/>' for i in places
    )
    kinds = "".join(f'<Override PartName="/xl/worksheets/s{i}.xml" ContentType="application/xml"/>' for i in places)
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="xml" ContentType="application/xml"/>{kinds}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="r" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{links}'
        f'<Relationship Id="t" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
        f'<Relationship Id="s" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}">{shared}</sst>',
        "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><cellXfs>{_PLAIN_AND_DATE}</cellXfs></styleSheet>',
    }
    for i, rows in zip(places, sheets.values(), strict=True):
        inner = rows if isinstance(rows, str) else "".join(_row(n, row) for n, row in enumerate(rows, start=1))
        parts[f"xl/worksheets/s{i}.xml"] = f'<worksheet xmlns="{_MAIN}"><sheetData>{inner}</sheetData></worksheet>'
    return zipped(parts)


def zipped(parts: Mapping[str, str]) -> bytes:
    """Return an archive of these files."""
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def column(place: int) -> str:
    """Return the letters of a column counted from 0."""
    return (column(place // 26 - 1) if place >= 26 else "") + chr(ord("A") + place % 26)


def _row(number: int, cells: Sequence[Cell]) -> str:
    inner = "".join(_cell(f"{column(place)}{number}", cell) for place, cell in enumerate(cells))
    return f'<row r="{number}">{inner}</row>'


def _cell(place: str, cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return f'<c r="{place}" t="b"><v>{int(cell)}</v></c>'
    if isinstance(cell, date):
        moment = cell if isinstance(cell, datetime) else datetime(cell.year, cell.month, cell.day)  # noqa: DTZ001
        return f'<c r="{place}" s="1"><v>{(moment - _FIRST_DAY).total_seconds() / 86_400}</v></c>'
    if isinstance(cell, str):
        return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{_text(cell)}</t></is></c>'
    return f'<c r="{place}"><v>{cell}</v></c>'


def _text(cell: str) -> str:
    """Return a text as Excel writes it, with text that looks like _x000D_ escaped."""
    return escape(re.sub("_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", cell))
