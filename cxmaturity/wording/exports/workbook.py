"""Texts of the workbook: names of sheets, headings, explanations."""

from collections.abc import Sequence

SUMMARY, ANSWERS, DIMENSIONS, STAGE = "Summary", "Answers", "Dimensions", "Stage"
GAPS, PLAN, SESSION, QUESTIONNAIRE, METHOD = "Gaps", "Plan", "Session", "Questionnaire", "Method"
"""The names of the sheets in order."""

DONT_KNOW, NOT_APPLICABLE = "don't know", "does not apply"
"""Texts in place of a level."""

ANSWER_HEADINGS = (
    "Id", "Question", "Dimension", "Answer", "Evidence", "Weight", "Level", "Applies", "Missing", "Weight counted",
    "Weight × level", "Weight missing", "Evidenced level", "Weight × evidenced", "Holds the stage", "Statement", "Note",
    "Evidence in words",
)  # fmt: skip
PRACTICE_HEADINGS = ("Needed for", "Allows at most", "Allows once the missing are done", "Allows as evidenced")
"""Headings of the columns after the answers in a model of practices: the stage that needs it, the levels open."""

DIMENSION_HEADINGS = (
    "Dimension", "Rated", "Missing", "Asked", "Coverage", "Weight rated", "Weight missing", "Sum of weight × level",
    "Level", "Lowest possible level", "Highest possible level", "Lowest answer", "Stage of the average", "Stage",
    "Strict stage", "Evidenced level", "Index", "Lowest possible stage", "Highest possible stage", "Target you choose",
    "Target", "Importance you choose", "Importance", "Level for the charts",
)  # fmt: skip
STAGE_HEADINGS = (
    "Part",
    "Level",
    "Stage of the average",
    "Lowest part",
    "At most above it",
    "Stage",
    "Name",
    "Why",
    "Rises needed",
    "Next boundary",
    "Between",
)
STAGE_TABLE_HEADINGS = ("Stage", "Name", "Begins at", "Meaning")
LEVEL_TABLE_HEADINGS = ("Level", "Name")
GAP_HEADINGS = (
    "Id", "Question", "Dimension", "Level", "Target", "Gap", "Importance", "Ease", "Priority", "Order", "Quick win",
    "Holds the stage", "In the lowest dimension", "What to do", "Time", "Who", "Worked if", "As the answer that holds",
    "As a quick win", "As a step of the lowest",
)  # fmt: skip
PLAN_HEADINGS = ("What to do", "Who", "Review on", "Status", "Worked", "Worked if", "What was seen", "Question")
FIRST_STEP_HEADINGS = ("Why", "What to do", "Who usually does it", "Time", "Worked if", "Question")
SUMMARY_HEADINGS = ("Dimension", "Level", "Stage", "Name of the stage", "Target", "Rated")

FIRST_STEP_REASONS = ("It holds a stage back", "A quick win", "It lifts the lowest dimension")
QUICK_WIN, HOLDS, NOT_SAID = "quick win", "yes", "not said"
BY_PLACE = (
    "The other sheets count stages and targets by their place, 1 for the lowest; the sheet Stage says their names."
)

OPEN_FROM, OPEN_TO = "; the missing answers leave open from ", " to "
"""What follows the name of a stage that missing answers leave open, around the lowest and the highest possible one."""
BETWEEN, BETWEEN_AND = "between stage ", " and "
"""What surrounds the two stages between which a result lies."""

INDEX = "Index of the pulse, 0 to 100"
FIRST_STEPS = "Do this first"
NO_STAGE, NOT_APPLICABLE_AT_ALL = "No stage", "Does not apply"
HELD, TOP, AVERAGE_DECIDES = "Held by its lowest part", "The highest stage", "Nothing holds it below its average"
PRACTICES_DECIDE = "The practices still to do decide"

HOW_TO = (
    "Change an answer: type over a yellow cell on the sheet Answers, and every number of this file follows by the "
    "formulas that stand in the cells."
)

PARAMETERS: dict[str, str] = {
    "min_coverage": "The least share of questions that must be rated for a level",
    "min_rated": "The least number of questions that must be rated, where there are as many",
    "pass_mark": "In a model of practices: the number of an answer from which on it is done",
    "practice_cap": "How far the stage of a dimension may stand above its lowest answer",
    "dimension_cap": "How far the overall stage may stand above the lowest dimension",
    "near_boundary": "How close to the boundary of a stage the overall level counts as between two stages",
    "quick_importance": "The least importance of a quick win",
    "quick_ease": "The least ease of a quick win",
    "tolerance": "Numbers no further apart are equal: decimals leave traces far behind the point",
}
"""The parameters that formulas refer to by name, with their meanings."""
PARAMETER_HEADINGS = ("Name in formulas", "Value", "What it is")

QUESTION_HEADINGS = ("Id", "Question", "Capability")


def level_heading(number: str) -> str:
    """Return the heading of the statements of a level."""
    return f"Level {number}"


def step_headings(number: str) -> tuple[str, str, str, str, str]:
    """Return the headings of the parts of the steps from a level to the next."""
    return tuple(f"{part} from level {number}" for part in ("Ease", "What to do", "Time", "Who", "Worked if"))  # type: ignore[return-value]  # five


def chart_title(kind: str) -> str:
    """Return the title of a chart of the dimensions."""
    return f"Levels of the dimensions, {kind}"


def answer_choices(numbers: Sequence[str], may_not_apply: bool) -> list[str]:
    """Return the choices for an answer cell."""
    return [*numbers, DONT_KNOW, *([NOT_APPLICABLE] if may_not_apply else [])]


def answer_help(numbers: Sequence[str]) -> str:
    """Return what can be typed into the cells of answers and of evidence."""
    return (
        f"{', '.join(answer_choices(numbers, may_not_apply=True))}, or nothing. Evidence: 0 opinion, 1 an example, "
        "2 a document or number, 3 seen by a second person."
    )
