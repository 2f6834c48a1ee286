"""The report of an assessment as a PDF, with the portable file by which it can be checked, and their logo."""

from contextlib import suppress

from cxmaturity.export.pdf import MAX_LOGO_BYTES, pdf
from cxmaturity.records import Assessment
from cxmaturity.report.document import Report
from cxmaturity.services.portable.writing import Selection, write_portable
from cxmaturity.services.settings import DATA_FOLDER
from cxmaturity.store.database.engine import Database

LOGO = DATA_FOLDER / "logo.png"
"""Where the owner puts a logo for the first page of reports, a PNG or a JPEG whatever it is called."""


def report_pdf(database: Database, assessment: Assessment, report: Report) -> bytes:
    """Return the report of an assessment as a PDF; raises NotFound, and Refused for a logo that is no picture.

    Of a round that several people still answer nothing is attached: there is nothing yet to check it by.
    """
    is_running = assessment.is_open and assessment.mode != "solo"
    portable_file = None if is_running else write_portable(database, Selection(assessment_id=assessment.id))
    return pdf(report, portable_file, _logo())


def _logo() -> bytes | None:
    with suppress(OSError), LOGO.open("rb") as file:
        return file.read(MAX_LOGO_BYTES + 1)
    return None
