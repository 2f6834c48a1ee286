"""Loads everything that the report of an assessment contains, and builds the report for all formats of export."""

from datetime import date, datetime

from cxmaturity.analysis.frozen.closed_assessment import ClosedAssessment, named_alike
from cxmaturity.analysis.pulse import PulsePoint
from cxmaturity.analysis.trends.comparison import Comparison
from cxmaturity.errors import NotFound, Refused, StillOpen
from cxmaturity.records import Action, Assessment
from cxmaturity.report.building import build_report
from cxmaturity.report.document import Report
from cxmaturity.report.source import ReportSource, SessionRecord
from cxmaturity.services import plans, questionnaires
from cxmaturity.services.assessments import views
from cxmaturity.services.assessments.choosing import freezing_dates
from cxmaturity.services.assessments.views import AssessmentView
from cxmaturity.services.trends import milestones
from cxmaturity.services.trends.comparison import compare_assessments
from cxmaturity.services.trends.planned_steps import planned_between
from cxmaturity.services.workshops import workshop_view
from cxmaturity.services.workshops.finishing.session_record import load_session
from cxmaturity.store import assessments
from cxmaturity.store.database.engine import Database
from cxmaturity.wording.assessments import last_time
from cxmaturity.wording.errors import NO_ASSESSMENT


def report(
    database: Database,
    assessment_id: str,
    now: datetime,
    address: str = "",
    *,
    with_private_notes: bool = False,
) -> Report:
    """Return the report of an assessment; when its result may not be shown, a report with the reason. Raises NotFound.

    For a running workshop it contains the result of the revealed votes. `now` is the current time in the reader's time
    zone, in which all days are given. `address` is the URL of the result's page. With `with_private_notes` it contains
    the notes of a workshop's facilitator.
    """
    try:
        view = views.load_view(database, assessment_id)
    except StillOpen as error:
        if error.kind != "workshop":
            return build_report(_open_source(database, assessment_id, now, address))
        view = workshop_view.result_so_far(database, assessment_id)
    return build_report(_source(database, view, now, address, with_private_notes))


def _day(moment: datetime, now: datetime) -> date:
    return moment.astimezone(now.tzinfo).date()


def _open_source(database: Database, assessment_id: str, now: datetime, address: str) -> ReportSource:
    """Return the source of the report of an open assessment of several people, without any result."""
    with database.reading() as connection:
        row = assessments.assessment(connection, assessment_id)
    if row is None:
        raise NotFound(*NO_ASSESSMENT)
    questionnaire = questionnaires.archived_questionnaire(database, row.digest)
    return ReportSource(row, questionnaire, _day(row.opened_at, now), now.date(), address)


def _source(
    database: Database, view: AssessmentView, now: datetime, address: str, with_private_notes: bool
) -> ReportSource:
    assessment = view.assessment
    before = views.previous_view(database, view)
    plan = plans.list_plan(database, assessment.team_id, now.date())
    points = _milestones(database, assessment)
    corrected_at = freezing_dates(database, assessment).corrected_at
    is_workshop = assessment.mode == "workshop"
    return ReportSource(
        assessment,
        view.questionnaire,
        _day(assessment.dated_at, now),
        now.date(),
        address,
        corrected=_day(corrected_at, now) if corrected_at else None,
        outcome=view.outcome(),
        group=view.group,
        last=before.outcome() if before else None,
        last_label=last_time(before.assessment) if before else "",
        comparison=_comparison(database, assessment, before),
        milestones=points,
        pulse_points=_pulse_points(database, assessment),
        planned_last_time=_planned_last_time(plan, assessment, before),
        planned_after=before.assessment.label if before else "",
        plan=plan,
        asked=plans.asked_questions_of(database, plan),
        session=load_session(database, assessment.id, with_private_notes) if is_workshop else SessionRecord(),
    )


def _comparison(database: Database, assessment: Assessment, before: AssessmentView | None) -> Comparison | None:
    """Return the comparison with the previous assessment, None when the two do not compare."""
    if before is None or assessment.is_open or "pulse" in (assessment.scope, before.assessment.scope):
        return None
    try:
        return compare_assessments(database, before.assessment.id, assessment.id)
    except Refused:
        return None


def _milestones(database: Database, assessment: Assessment) -> list[ClosedAssessment]:
    """Return the team's milestones up to this assessment."""
    if assessment.scope != "full":
        return []
    newest = milestones.milestone_page(database, assessment.team_id)
    return named_alike([m for m in newest if _is_until(m, assessment)])


def _pulse_points(database: Database, assessment: Assessment) -> list[PulsePoint]:
    if assessment.scope != "pulse":
        return []
    points = milestones.newest_pulse_points(database, assessment.team_id)
    return [point for point in points if _is_until(point.closed, assessment)]


def _is_until(closed: ClosedAssessment, assessment: Assessment) -> bool:
    return assessment.closed_at is None or closed.closed_at <= assessment.closed_at


def _planned_last_time(plan: list[Action], assessment: Assessment, before: AssessmentView | None) -> list[Action]:
    """Return the actions planned after the previous assessment and not after this one, oldest first."""
    planned = planned_between(plan, before.assessment, assessment) if before else []
    return sorted(planned, key=lambda action: action.created_at)
