"""Slide templates that people might upload, as files."""

from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pptx
from pptx.enum.shapes import PP_PLACEHOLDER


def as_potx(content: bytes) -> bytes:
    return _with_types(content, b"presentation.main+xml", b"template.main+xml")


def broken_template(kind: str) -> bytes:
    """Return a template with macros, without a title in any layout, or a workbook."""
    file = BytesIO()
    if kind == "workbook":
        openpyxl.Workbook().save(file)
        return file.getvalue()
    theirs = pptx.Presentation()
    if kind == "without title":
        for layout in list(theirs.slide_layouts):
            for shape in list(layout.placeholders):
                if shape.placeholder_format.type in (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE):
                    shape._element.getparent().remove(shape._element)
    theirs.save(file)
    if kind == "macros":
        main = b"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
        return _with_types(file.getvalue(), main, b"application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml")
    return file.getvalue()


def _with_types(content: bytes, before: bytes, after: bytes) -> bytes:
    changed = BytesIO()
    with ZipFile(BytesIO(content)) as package, ZipFile(changed, "w") as copy:
        for entry in package.infolist():
            body = package.read(entry)
            copy.writestr(entry, body.replace(before, after) if entry.filename == "[Content_Types].xml" else body)
    return changed.getvalue()
