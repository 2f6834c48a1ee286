"""The report of an assessment as a PDF, with the portable file by which it can be checked, and their logo."""

from cxmaturity.export.pdf import pdf
from cxmaturity.records import Assessment
from cxmaturity.report.document import Report
from cxmaturity.services.exports.house_style import own_logo
from cxmaturity.services.portable.writing import Selection, write_portable
from cxmaturity.store.database.engine import Database


def report_pdf(database: Database, assessment: Assessment, report: Report) -> bytes:
    """Return the report of an assessment as a PDF; raises NotFound, and Refused for a logo that is no picture.

    Of a round that several people still answer nothing is attached: there is nothing yet to check it by.
    """
    is_running = assessment.is_open and assessment.mode != "solo"
    portable_file = None if is_running else write_portable(database, Selection(assessment_id=assessment.id))
    return pdf(report, portable_file, own_logo())
