"""Files of one assessment, in every format that leaves the app."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cxmaturity.files.answers_table import answers_csv
from cxmaturity.files.file_names import file_name
from cxmaturity.records import Assessment
from cxmaturity.services.assessments.exporting import exportable_responses
from cxmaturity.services.assessments.views import AssessmentView
from cxmaturity.services.exports.formats import MEDIA_TYPES, Format
from cxmaturity.services.exports.result_json import answers_file
from cxmaturity.store.database.engine import Database


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """A file that leaves the app: its name, what it is, and its content."""

    name: str
    media_type: str
    content: bytes


def export_assessment(database: Database, view: AssessmentView, format: Format) -> ExportedFile:
    """Return the file of an assessment in a format; `view` is what `exportable_view` returns of it.

    Raises Refused and DatabaseUnavailable.
    """
    return ExportedFile(export_name(view.assessment, format), MEDIA_TYPES[format], _WRITERS[format](database, view))


def export_name(row: Assessment, format: str) -> str:
    """Return the name of the file of an assessment: its team, its own name and its day."""
    day = (row.closed_at or row.opened_at).date()
    return file_name([row.team_name, row.label, day.isoformat()], format)


def _csv(database: Database, view: AssessmentView) -> bytes:
    return answers_csv(view.assessment, view.questionnaire, exportable_responses(database, view))


def _json(_database: Database, view: AssessmentView) -> bytes:
    return json.dumps(answers_file(view), indent=2, ensure_ascii=False).encode()


_WRITERS: Mapping[Format, Callable[[Database, AssessmentView], bytes]] = {"csv": _csv, "json": _json}
