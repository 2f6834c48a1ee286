"""Builds the report of an assessment: the cover and, in order, the sections that have content."""

from cxmaturity.analysis.outcome import Outcome
from cxmaturity.report import method_sections, people_sections, result_sections, step_sections, time_sections
from cxmaturity.report.document import Cover, Report, Section
from cxmaturity.report.source import ReportSource
from cxmaturity.wording.assessments import assessment_kind, result_date
from cxmaturity.wording.report import headlines
from cxmaturity.wording.report.headlines import TITLES
from cxmaturity.wording.result import certainty
from cxmaturity.wording.result import groups as group_wording


def build_report(source: ReportSource) -> Report:
    """Return the report of `source`; for a suppressed result, a report with the reason and nothing else of it."""
    outcome, group = source.outcome, source.group
    is_sealed = group is not None and group.disclosure.is_suppressed
    sections: tuple[Section | None, ...]
    if outcome is None or is_sealed:
        sections = (_hidden(source), time_sections.actions(source), method_sections.method_and_limits(source))
    else:
        sections = _sections(source, outcome)
    return Report(_cover(source), tuple(s for s in sections if s is not None))


def _sections(source: ReportSource, outcome: Outcome) -> tuple[Section | None, ...]:
    group = source.group
    return (
        step_sections.decision(source, outcome),
        result_sections.stage(source, outcome),
        result_sections.holds_back(source, outcome),
        result_sections.dimensions(source, outcome),
        time_sections.moved(source),
        people_sections.people(source, outcome, group) if group else None,
        result_sections.strengths(source, outcome),
        step_sections.priorities(source, outcome),
        step_sections.now_next_later(source, outcome),
        time_sections.actions(source),
        time_sections.planned_steps(source),
        method_sections.method_and_limits(source),
        method_sections.appendix(source, outcome),
        people_sections.session(source, group) if group and source.assessment.mode == "workshop" else None,
    )


def _hidden(source: ReportSource) -> Section:
    """Return the section with the reason why no result is shown."""
    group = source.group
    if group is None:
        sentences: tuple[str, ...] = (headlines.still_open(source.assessment),)
    else:
        sentences = (group_wording.who_answered(group), group_wording.suppressed_result(group))
    return Section("hidden", TITLES["hidden"], headlines.hidden_headline(group is not None), sentences)


def _cover(source: ReportSource) -> Cover:
    assessment, questionnaire = source.assessment, source.questionnaire
    return Cover(
        title=questionnaire.title,
        team=assessment.team_name,
        label=assessment.label,
        kind=assessment_kind(assessment),
        dated=result_date(assessment, source.day, source.corrected),
        day=source.day,
        questionnaire=f"{questionnaire.id} {questionnaire.version}",
        digest=questionnaire.digest,
        missing=tuple(_missing(source)),
        address=source.address,
        notice=headlines.DEMO_NOTICE if assessment.is_demo else "",
        language=questionnaire.language,
    )


def _missing(source: ReportSource) -> list[str]:
    """Return what is missing from a result, one sentence each."""
    outcome, group = source.outcome, source.group
    if outcome is None or (group is not None and group.disclosure.is_suppressed):
        return []
    sentences = [headlines.WORKSHOP_RUNS] if group is not None and source.assessment.is_open else []
    if group is not None and (hidden := group_wording.suppressed_questions(group)):
        sentences.append(hidden)
    unanswered = sum(not outcome.response.answer(q.id).is_answered for q in source.questions)
    if group is None and unanswered:
        notice = certainty.first_view_notice if source.assessment.is_open else certainty.unanswered_notice
        sentences.append(notice(unanswered, len(source.questions)))
    is_whole = not source.assessment.is_part
    if source.is_full and is_whole and outcome.result.overall.missing:
        sentences.append(certainty.sureness(outcome))
    return sentences
