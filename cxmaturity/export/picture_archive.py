"""Every figure of a report as SVG and as PNG in one archive, with what each of them says."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from cxmaturity.export.pictures import png, svg
from cxmaturity.report.document import Report
from cxmaturity.wording.report.headlines import figure_lines

ABOUT = "about.txt"
"""The file that says what the pictures show."""


def picture_archive(report: Report) -> bytes:
    """Return a .zip of the figures, each under its key; of a report without any, the text alone, which says why.

    Raises RuntimeError and TimeoutError where a PNG cannot be made.
    """
    hidden = report.section("hidden")
    reasons = (hidden.headline, *hidden.sentences) if hidden else ()
    figures = [(figure.title, figure.alt, figure.key) for figure in report.figures]
    files = {ABOUT: "\n".join(figure_lines(report.cover.foot, reasons, figures)).encode()}
    for figure in report.figures:
        files[f"{figure.key}.svg"] = svg(figure).encode()
        files[f"{figure.key}.png"] = png(figure)
    content, day = BytesIO(), report.cover.day
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        for name, body in files.items():
            archive.writestr(ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0)), body, ZIP_DEFLATED)
    return content.getvalue()
