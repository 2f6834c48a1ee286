"""Makes the files of one assessment, in every format.

The module that writes a format is imported when a file of that format is requested, because most of them are slow to
import.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from cxmaturity.errors import NotFound
from cxmaturity.files.answers_table import answers_csv
from cxmaturity.files.file_names import file_name
from cxmaturity.records import Assessment
from cxmaturity.report.document import Report, SectionKey
from cxmaturity.services.assessments.views import AssessmentView
from cxmaturity.services.exports.exportable import exportable_responses, exportable_view
from cxmaturity.services.exports.formats import MEDIA_TYPES, PICTURE_TYPES, Format
from cxmaturity.services.exports.report_files import report_file
from cxmaturity.services.exports.result_json import answers_file
from cxmaturity.store.database.engine import Database
from cxmaturity.wording.exports import exported_files as words


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """A file that leaves the app: its name, its media type and its content."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """A request for a file: the assessment, and the current time in the reader's time zone.

    `address` is the URL of the result's page, empty when there is none. `template` is a deck whose layouts are used in
    place of the organisation's own. With `with_private_notes` the file contains the notes of a workshop's facilitator;
    a portable file never does.
    """

    database: Database
    view: AssessmentView
    now: datetime
    address: str
    template: bytes | None = None
    with_private_notes: bool = False

    @property
    def assessment(self) -> Assessment:
        """The assessment to export."""
        return self.view.assessment


def export_assessment(
    database: Database,
    assessment_id: str,
    format: Format,
    now: datetime,
    address: str = "",
    template: bytes | None = None,
    *,
    with_private_notes: bool = False,
) -> ExportedFile:
    """Return the file of an assessment in a format; parameters as the fields of `ExportRequest`.

    Raises NotFound, Gone, Refused and DatabaseUnavailable.
    """
    view = exportable_view(database, assessment_id)
    request = ExportRequest(database, view, now, address, template, with_private_notes)
    return ExportedFile(export_name(request.assessment, format, now), MEDIA_TYPES[format], _WRITERS[format](request))


def export_picture(database: Database, assessment_id: str, key: str, kind: str, now: datetime) -> ExportedFile:
    """Return a figure of an assessment's report as a picture: the figure with this `key`, as "svg" or "png".

    Raises NotFound, also when the report has no such figure, and DatabaseUnavailable.
    """
    if kind not in PICTURE_TYPES:
        raise NotFound(*words.UNKNOWN_FORMAT)
    from cxmaturity.export.pictures import png, svg
    from cxmaturity.services.reports import report

    shown = report(database, assessment_id, now)
    figure = next((figure for figure in shown.figures if figure.key == key), None)
    if figure is None:
        raise NotFound(*words.UNKNOWN_FORMAT)
    content = svg(figure).encode() if kind == "svg" else png(figure)
    return ExportedFile(
        file_name([shown.cover.team, shown.cover.label, figure.title], kind), PICTURE_TYPES[kind], content
    )


def export_name(row: Assessment, format: str, now: datetime) -> str:
    """Return the file name for an assessment: its team, its label and the day on which it was finished or started."""
    day = row.dated_at.astimezone(now.tzinfo).date()
    return file_name([row.team_name, row.label, day.isoformat()], format)


def _csv(request: ExportRequest) -> bytes:
    people = exportable_responses(request.database, request.view)
    return answers_csv(request.assessment, request.view.questionnaire, people)


def _json(request: ExportRequest) -> bytes:
    session = None
    if request.assessment.mode == "workshop":
        from cxmaturity.services.workshops.finishing.session_record import load_session

        session = load_session(request.database, request.assessment.id, request.with_private_notes)
    return json.dumps(answers_file(request.view, session), indent=2, ensure_ascii=False).encode()


def _report(request: ExportRequest) -> Report:
    from cxmaturity.services.reports import report

    notes = request.with_private_notes
    return report(request.database, request.assessment.id, request.now, request.address, with_private_notes=notes)


def _deck(request: ExportRequest) -> bytes:
    return report_file(_report(request), "pptx", template=request.template)


def _pdf(request: ExportRequest) -> bytes:
    # Without a result there is nothing to verify.
    return report_file(_report(request), "pdf", _portable(request) if request.assessment.has_result else None)


def _markdown(request: ExportRequest) -> bytes:
    return report_file(_report(request), "md")


def _workbook(request: ExportRequest) -> bytes:
    from cxmaturity.export.workbook.source import WorkbookSource
    from cxmaturity.export.workbook.writing import workbook
    from cxmaturity.services import plans

    view, database, team_id = request.view, request.database, request.assessment.team_id
    report = _report(request)
    plan = plans.list_plan(database, team_id, request.now.date())
    hidden, method, session = (report.section(key) for key in _SECTIONS_OF_WORKBOOK)
    return workbook(
        WorkbookSource(
            cover=report.cover,
            outcome=view.outcome(),
            is_full=request.assessment.scope == "full",
            variant=request.assessment.variant,
            chosen=view.targets,
            plan=plan,
            asked=plans.asked_questions_of(database, plan),
            notices=(hidden.headline, *hidden.sentences) if hidden else (),
            method=(*method.reasons, *method.sentences) if method else (),
            session=session.tables if session else (),
        )
    )


_SECTIONS_OF_WORKBOOK: tuple[SectionKey, ...] = ("hidden", "method", "session")


def _portable(request: ExportRequest) -> bytes:
    from cxmaturity.services.portable.writing import Selection, write_portable

    return write_portable(request.database, Selection(assessment_id=request.assessment.id))


_WRITERS: Mapping[Format, Callable[[ExportRequest], bytes]] = {
    "pptx": _deck,
    "pdf": _pdf,
    "xlsx": _workbook,
    "cxm": _portable,
    "csv": _csv,
    "json": _json,
    "md": _markdown,
}
