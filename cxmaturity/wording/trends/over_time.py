"""Texts of Over time: why levels are missing or left out of a comparison, and the rows of the pulse."""

from collections.abc import Sequence

from cxmaturity.analysis.disclosure import MIN_GROUP_SIZE
from cxmaturity.analysis.frozen.closed_assessment import ClosedAssessment
from cxmaturity.analysis.groups import GroupResult
from cxmaturity.analysis.pulse import PulsePoint
from cxmaturity.analysis.trends.comparison import Comparison
from cxmaturity.questionnaire.schema import OVERALL, Dimension
from cxmaturity.scoring.levels import MIN_COVERAGE
from cxmaturity.wording.assessments import assessment_kind
from cxmaturity.wording.language.numbers import NO_NUMBER, format_index, format_percent, half_up, signed
from cxmaturity.wording.language.plurals import joined, plural
from cxmaturity.wording.result.groups import TOO_SOON

NO_TEAM = "There is no team yet. Start an assessment on Home and finish it: its result stands here then."
START_NEXT = "Start the next one on Home"

_TOO_FEW = f"fewer than {MIN_GROUP_SIZE} people rated some of its questions"
MISSING_LEVEL_MARKS = {
    "sealed": f"sealed, {_TOO_FEW}, anonymously",
    "too soon": f"sealed, {TOO_SOON}",
    "not asked": "it was not asked there",
    "–": "no level: too few of its questions were rated, or it does not apply",
}
"""The marks in place of a missing level, each with its meaning."""


def missing_level_mark(milestone: ClosedAssessment, name: str) -> str:
    """Return the mark of a dimension's, or OVERALL's, missing level: a key of MISSING_LEVEL_MARKS."""
    if name not in milestone.levels or name in milestone.unasked_dimensions:
        return "not asked"
    hidden = milestone.suppressed_dimensions
    if not (milestone.is_suppressed or name in hidden or (name == OVERALL and hidden)):
        return "–"
    dimensions = [d for d in milestone.questionnaire.dimensions if name in (d.name, OVERALL)]
    return "too soon" if any(_is_too_soon(milestone, d) for d in dimensions) else "sealed"


def _is_too_soon(milestone: ClosedAssessment, dimension: Dimension) -> bool:
    """Return whether a question of a dimension is hidden although enough people rated it; see TOO_SOON."""
    too_soon = milestone.group.disclosure.too_soon if milestone.group else ()
    return any(q.id in too_soon and q.id in milestone.suppressed_questions for q in dimension.questions)


def why_sealed(group: GroupResult | None) -> str:
    """Return why nothing is shown of the result of a group, which is suppressed."""
    if group is not None and group.disclosure.too_soon:
        return f"Sealed: {TOO_SOON}."
    return (
        f"Sealed: fewer than {MIN_GROUP_SIZE} people rated each question, anonymously, "
        "too few to show without revealing who said what."
    )


def explain_missing_levels(milestone: ClosedAssessment) -> str | None:
    """Return why levels of a milestone are missing, None when it has all."""
    if milestone.is_suppressed:
        return why_sealed(milestone.group)
    if milestone.answered == 0:
        return "Nobody answered it."
    missing: dict[str, list[str]] = {}
    for name, level in milestone.levels.items():
        if level is None and name != OVERALL:
            missing.setdefault(missing_level_mark(milestone, name), []).append(name)
    return " ".join(f"{joined(names)}: {MISSING_LEVEL_MARKS[mark]}." for mark, names in missing.items()) or None


def no_milestone(team_name: str) -> str:
    """Return the message that a team has no milestone yet, and what the page will show."""
    return (
        f"{team_name} has finished no full assessment yet. The first one shows its levels here, the second what moved."
    )


def reopened_notice(labels: Sequence[str]) -> str:
    """Return which assessments are missing because they were reopened."""
    are, they_are = plural(len(labels), "is", "are"), plural(len(labels), "it is", "they are")
    return f"{joined(labels)} {are} open again and not among these until {they_are} finished."


def first_ever(label: str) -> str:
    """Return the label of a team's first assessment in a list of the newest ones."""
    return f"The first ever: {label}"


def nothing_to_compare(finished: int, shown: int) -> str:
    """Return why no two assessments are comparable, from the numbers of finished ones and of shown results."""
    if finished == 1:
        return "With the next finished full assessment you will see here what moved."
    if shown < 2:
        sealed = "The others are sealed" if shown else "All of these are sealed"
        return f"{sealed}. With the next finished full assessment you will see here what moved."
    return (
        "The questionnaire changed too much between these to compare any two of them. The next finished full "
        "assessment will compare with the newest."
    )


def explain_left_out(comparison: Comparison) -> list[str]:
    """Return for each dimension that is left out of the comparison its reason, as a sentence."""
    left_out = [d for d in comparison.dimensions if comparison.parts[d.id] is None]
    gone = [d for d in comparison.earlier.questionnaire.dimensions if d.id not in comparison.parts]
    reasons = [f"{d.name}: {_why_left_out(comparison, d)}" for d in left_out]
    return reasons + [f"{d.name}: it is not asked any more." for d in gone]


def _why_left_out(comparison: Comparison, dimension: Dimension) -> str:
    if dimension.id not in comparison.earlier.frozen.result.dimensions:
        return "it was not asked then."
    if comparison.later.questionnaire.has_practices:
        return "its level is reached by practices, so no answer has a share in the change that could be named."
    reasons = [
        f"{when} {_why_no_level(side, dimension)}"
        for when, side in (("then", comparison.earlier), ("now", comparison.later))
        if side.frozen.level_of(dimension.id) is None
    ]
    return f"{', and '.join(reasons)}." if reasons else "no question was rated both times."


def _why_no_level(side: ClosedAssessment, dimension: Dimension) -> str:
    if dimension.name in side.unasked_dimensions:
        return "it was not asked"
    measure = side.frozen.result.dimensions[dimension.id]
    if _is_too_soon(side, dimension):
        return TOO_SOON
    if any(q.id in side.suppressed_questions for q in dimension.questions):
        return _TOO_FEW
    if not measure.applies:
        return "it did not apply"
    return f"only {format_percent(measure.coverage)} of it was rated, and a level needs {format_percent(MIN_COVERAGE)}"


def pulse_row(point: PulsePoint, name: str, day: str) -> tuple[str, str, str, str, str]:
    """Return a point of the pulse as (name, kind, day, index, change); the change is that of the rounded indices."""
    if point.index is None or point.previous is None:
        change = NO_NUMBER
    else:
        change = signed(float(half_up(point.index) - half_up(point.previous)), 0)
    return name, assessment_kind(point.closed.assessment), day, format_index(point.index), change
