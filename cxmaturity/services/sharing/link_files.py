"""The files behind a published link: made from the published report or, for participants, from the whole result."""

from datetime import datetime
from typing import get_args

from cxmaturity.errors import NotFound
from cxmaturity.files.file_names import file_name
from cxmaturity.records import PublishedLink
from cxmaturity.report.document import Report
from cxmaturity.services.exports.assessment_files import ExportedFile, export_assessment
from cxmaturity.services.exports.formats import FORMATS, MEDIA_TYPES, Format
from cxmaturity.services.exports.report_files import ReportFormat, report_file
from cxmaturity.services.sharing.published_links import published_report
from cxmaturity.store.database.engine import Database
from cxmaturity.wording.exports import exported_files as words

_OF_WHAT_IS_SHOWN: tuple[ReportFormat, ...] = get_args(ReportFormat)


def link_formats(link: PublishedLink) -> tuple[Format, ...]:
    """Return the formats of a link's files: all formats for a link of participants."""
    return FORMATS if link.is_whole else _OF_WHAT_IS_SHOWN


def link_file_name(report: Report, format: Format) -> str:
    """Return the name of a file behind a link."""
    return file_name([report.cover.team, report.cover.label, report.cover.day.isoformat()], format)


def link_file(database: Database, secret: str, format: str, now: datetime) -> ExportedFile:
    """Return a link's file in a format; raises NotFound, and Gone for an expired or withdrawn link."""
    report, link = published_report(database, secret, now)
    known = next((known for known in link_formats(link) if known == format), None)
    if known is None:
        raise NotFound(*words.UNKNOWN_FORMAT)
    if known not in _OF_WHAT_IS_SHOWN:
        return export_assessment(database, link.assessment_id, known, now)
    portable_file = None
    if known == "pdf" and link.is_whole:
        from cxmaturity.services.portable.writing import Selection, write_portable  # slow to import

        portable_file = write_portable(database, Selection(assessment_id=link.assessment_id))
    return ExportedFile(link_file_name(report, known), MEDIA_TYPES[known], report_file(report, known, portable_file))
