"""Files of one assessment, in every format that leaves the app.

What writes a format is imported when a file of it is asked for: most of it is large.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from cxmaturity.files.answers_table import answers_csv
from cxmaturity.files.file_names import file_name
from cxmaturity.records import Assessment
from cxmaturity.services.assessments.exporting import exportable_responses
from cxmaturity.services.assessments.views import AssessmentView
from cxmaturity.services.exports.exportable import exportable_view
from cxmaturity.services.exports.formats import MEDIA_TYPES, Format
from cxmaturity.services.exports.result_json import answers_file
from cxmaturity.store.database.engine import Database


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """A file that leaves the app: its name, what it is, and its content."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """What is to be exported: an assessment, at this moment in the reader's time zone.

    `address` is that of the result's page, empty where it has none.
    """

    database: Database
    view: AssessmentView
    now: datetime
    address: str

    @property
    def assessment(self) -> Assessment:
        """The assessment."""
        return self.view.assessment


def export_assessment(
    database: Database, assessment_id: str, format: Format, now: datetime, address: str = ""
) -> ExportedFile:
    """Return the file of an assessment in a format.

    `now` is this moment in the time zone of the reader; `address` is that of the result's page. Raises NotFound, Gone,
    Refused and DatabaseUnavailable.
    """
    request = ExportRequest(database, exportable_view(database, assessment_id), now, address)
    return ExportedFile(export_name(request.assessment, format, now), MEDIA_TYPES[format], _WRITERS[format](request))


def export_name(row: Assessment, format: str, now: datetime) -> str:
    """Return the name of the file of an assessment: its team, its own name and its day."""
    day = (row.closed_at or row.opened_at).astimezone(now.tzinfo).date()
    return file_name([row.team_name, row.label, day.isoformat()], format)


def _csv(request: ExportRequest) -> bytes:
    people = exportable_responses(request.database, request.view)
    return answers_csv(request.assessment, request.view.questionnaire, people)


def _json(request: ExportRequest) -> bytes:
    return json.dumps(answers_file(request.view), indent=2, ensure_ascii=False).encode()


def _markdown(request: ExportRequest) -> bytes:
    from cxmaturity.export.markdown import markdown
    from cxmaturity.services.reports import report

    return markdown(report(request.database, request.assessment.id, request.now, request.address)).encode()


def _portable(request: ExportRequest) -> bytes:
    from cxmaturity.services.portable.writing import Selection, write_portable

    return write_portable(request.database, Selection(assessment_id=request.assessment.id))


_WRITERS: Mapping[Format, Callable[[ExportRequest], bytes]] = {
    "cxm": _portable,
    "csv": _csv,
    "json": _json,
    "md": _markdown,
}
