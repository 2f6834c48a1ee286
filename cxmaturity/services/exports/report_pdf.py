"""Makes the report of an assessment as a PDF, with the portable file that verifies it and the organisation's logo."""

from cxmaturity.export.pdf import pdf
from cxmaturity.records import Assessment
from cxmaturity.report.document import Report
from cxmaturity.services.exports.house_style import own_logo
from cxmaturity.services.portable.writing import Selection, write_portable
from cxmaturity.store.database.engine import Database


def report_pdf(database: Database, assessment: Assessment, report: Report) -> bytes:
    """Return the report as a PDF; raises NotFound, and Refused when the stored logo is not a picture.

    While several people are answering, no portable file is attached, because there is no result to verify yet.
    """
    is_running = assessment.is_open and assessment.mode != "solo"
    portable_file = None if is_running else write_portable(database, Selection(assessment_id=assessment.id))
    return pdf(report, portable_file, own_logo())
