"""Writes a report as a deck, as a PDF or as Markdown, in the organisation's house style."""

from typing import Literal

from cxmaturity.report.document import Report
from cxmaturity.services.exports.house_style import own_logo, own_template

ReportFormat = Literal["pptx", "pdf", "md"]


def report_file(
    report: Report, format: ReportFormat, portable_file: bytes | None = None, template: bytes | None = None
) -> bytes:
    """Return a report as a file; raises Refused when the organisation's template or logo cannot be used.

    `portable_file` is attached to a PDF; `template` as for `ExportRequest`. The module that writes a format is imported
    here, because each is slow to import.
    """
    if format == "pptx":
        from cxmaturity.export.deck import deck

        return deck(report, template or own_template())
    if format == "pdf":
        from cxmaturity.export.pdf import pdf

        return pdf(report, portable_file, own_logo())
    from cxmaturity.export.markdown import markdown

    return markdown(report).encode()
