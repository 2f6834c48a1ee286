"""What the command line says of teams, assessments and results."""

from collections.abc import Sequence

from cxmaturity.analysis.groups import GroupResult
from cxmaturity.analysis.outcome import Outcome
from cxmaturity.questionnaire.schema import Question
from cxmaturity.records import Assessment, Team
from cxmaturity.scoring.result import PulseResult
from cxmaturity.text_cleaning import to_one_line
from cxmaturity.wording.assessments import assessment_kind
from cxmaturity.wording.groups import suppressed_questions, suppressed_result, who_answered
from cxmaturity.wording.language.numbers import format_level, format_overall_level, format_percent
from cxmaturity.wording.result.holding_back import holding_back
from cxmaturity.wording.result.results import format_range, pulse_headline
from cxmaturity.wording.result.stages import dimension_stage, stage_headline

NO_TEAMS = "There is no team yet. Start an assessment in the app, or put the demo data in: cxmaturity demo"
NO_ASSESSMENTS = "There is no assessment yet. Start one in the app, or put the demo data in: cxmaturity demo"
DEMO_LOADED = "The demo data is in. To see it: cxmaturity assessments"
DEMO_THERE = "The demo data was in already; nothing was changed."

STILL_OPEN = "It is still open: nothing of the answers is shown before it is closed."

TEAM_HEADINGS = ("id", "team", "kind")
ASSESSMENT_HEADINGS = ("id", "team", "name", "kind", "status")


def team_row(team: Team, *, is_archived: bool) -> tuple[str, str, str]:
    """Return a team as a row beneath TEAM_HEADINGS."""
    return team.id, team.name, ", ".join(["demo"] * team.is_demo + ["archived"] * is_archived)


def assessment_row(row: Assessment) -> tuple[str, str, str, str, str]:
    """Return an assessment as a row beneath ASSESSMENT_HEADINGS."""
    status = f"finished {row.closed_at.date()}" if row.closed_at else "open"
    return row.id, row.team_name, row.label, assessment_kind(row), status


def no_such_team(name: str) -> tuple[str, str]:
    """Return that no assessment is of a team of this name, and what to do."""
    return f"There is no assessment of a team “{to_one_line(name)}”.", "Look at the names: cxmaturity teams"


def no_such_assessment(assessment_id: str) -> tuple[str, str]:
    """Return that no assessment has this id, and what to do."""
    return (
        f"There is no assessment with the id “{to_one_line(assessment_id)}”.",
        "Look at the ids: cxmaturity assessments",
    )


def _about(assessment: Assessment, group: GroupResult | None) -> list[str]:
    """Return whose result it is; of a group also who answered, and what of it is not shown."""
    lines = [f"{assessment.team_name} · {assessment.label}"]
    if group is None:
        return lines
    lines.append(who_answered(group))
    if assessment.is_open:
        return [*lines, STILL_OPEN]
    hidden = suppressed_result(group) if group.disclosure.is_suppressed else suppressed_questions(group)
    return [*lines, hidden] if hidden else lines


def result_lines(assessment: Assessment, outcome: Outcome, group: GroupResult | None) -> list[str]:
    """Return the result of a full assessment: the stage, what holds it back, each dimension, the first steps."""
    overall = outcome.result.overall
    lines = [*_about(assessment, group), stage_headline(outcome)]
    lines.append(
        _level_line("Overall", format_overall_level(overall.level), overall.low, overall.high, overall.coverage)
    )
    lines.append(" ".join(part for part in holding_back(outcome, assessment.variant) if part))
    for dimension in outcome.questionnaire.dimensions:
        measure = outcome.result.dimensions[dimension.id]
        level = _level_line(dimension.name, format_level(measure.level), measure.low, measure.high, measure.coverage)
        lines.append(f"{level}, {dimension_stage(outcome, dimension.id, strict=False)}")
    lines += [f"Do this first: {step.gap.step.do}" for step in outcome.first_steps if step.gap.step]
    return lines


def pulse_lines(
    assessment: Assessment, result: PulseResult, questions: Sequence[Question], group: GroupResult | None
) -> list[str]:
    """Return the result of a pulse: its index and each question with its level."""
    levels = [f"{q.id} {result.levels.get(q.id) or '–'}: {q.prompt_in(assessment.variant)}" for q in questions]
    return [*_about(assessment, group), pulse_headline(result.index), *levels]


def _level_line(name: str, level: str, low: float | None, high: float | None, coverage: float | None) -> str:
    """Return a level, with its range and coverage where an answer is missing."""
    is_complete = coverage is None or coverage == 1
    return (
        f"{name}: level {level}"
        if is_complete
        else (f"{name}: level {level}, between {format_range(low, high)}, {format_percent(coverage)} rated")
    )
