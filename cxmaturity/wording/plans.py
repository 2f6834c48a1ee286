"""Steps and the plan: why a step is proposed, what it takes, and how an action stands."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from cxmaturity.analysis.gaps import MOST_FIRST_STEPS, FirstStep
from cxmaturity.analysis.outcome import Outcome
from cxmaturity.records import Action, Status, Worked
from cxmaturity.wording.language.dates import format_day
from cxmaturity.wording.language.plurals import counted, joined, noun, plural, spelled

EASE_LABELS = {
    5: "one person, an hour at most",
    4: "half a day",
    3: "a week",
    2: "another department or a quarter",
    1: "needs budget",
}
"""What each degree of ease means."""

EASE_SHORT_LABELS = {5: "an hour", 4: "half a day", 3: "a week", 2: "others or a quarter", 1: "needs budget"}
"""The same in so few words that they fit beneath a chart on a phone."""

STATUS_LABELS: dict[Status, str] = {"planned": "Planned", "started": "Started", "done": "Done", "dropped": "Dropped"}
WORKED_LABELS: dict[Worked, str] = {"yes": "Yes", "partly": "Partly", "no": "No"}
WORKED_SENTENCES: dict[Worked, str] = {
    "yes": "it worked",
    "partly": "it worked in part",
    "no": "it did not work",
}
"""Whether an action worked, by its outcome."""


def steps_added(count: int) -> str:
    """Return that so many steps are in the plan now."""
    return f"{counted('step', count)} {plural(count, 'is', 'are')} in the plan now."


def step_reason(outcome: Outcome, step: FirstStep) -> str:
    """Return why a first step is proposed: what it holds back, that it is quickly done, or what it lifts."""
    name = outcome.questionnaire.dimension_of[step.gap.question.id].name
    if step.reason == "blocker":
        return f"It holds {name} at stage {outcome.result.dimensions[step.gap.dimension].stage}"
    if step.reason == "quick_win":
        return "A quick win"
    if len(outcome.result.lowest_dimensions) > 1:
        return f"It lifts {name}, one of your lowest dimensions"
    return f"It lifts your lowest dimension, {name}"


def why_fewer_steps(outcome: Outcome) -> str | None:
    """Return why fewer than three first steps are proposed; None where there are three, or none."""
    count = len(outcome.first_steps)
    if not 0 < count < MOST_FIRST_STEPS:
        return None
    lowest = joined([d.name for d in outcome.questionnaire.dimensions if d.id in outcome.result.lowest_dimensions])
    missing = {
        "blocker": "no answer holds a stage back",
        "quick_win": "no other gap that matters can be closed in half a day",
        "lowest_dimension": f"no other gap is left in {lowest}" if lowest else "no dimension has a level yet",
    }
    there = {step.reason for step in outcome.first_steps}
    reasons = joined([why for reason, why in missing.items() if reason not in there])
    return f"Only {spelled(count)} {noun('step', count)}: {reasons}."


def steps_from_lowest(has_steps: bool, open_questions: int) -> str:
    """Return what introduces the next steps from the lowest answers, or why there are none."""
    if has_steps:
        return "From your lowest answers, the easiest first:"
    if open_questions:
        return "Answer a question to see its next step."
    return "No answer has a next step."


def step_factors(gap: int, importance: int, ease: int) -> str:
    """Return the three factors that put a proposed step where it is in the order."""
    return f"Gap {gap} · importance {importance} of 5 · ease {ease} of 5 ({EASE_LABELS[ease]})"


def in_plan(action: Action) -> str:
    """Return that a step is in the plan, with whoever was named there and the day it is reviewed."""
    due = f", review on {format_day(action.due)}" if action.due else ""
    return f"In your plan: {action.owner or 'nobody named yet'}{due}."


def of_question(label: str, question_id: str) -> str:
    """Return a label that several steps on a page have, with the question that tells them apart when read aloud."""
    return f"{label} ({question_id})"


def printed_plan_heading(actions: int, listed: int) -> str:
    """Return the heading of the plan on paper, of whose open actions so many are listed."""
    return "In the plan" if actions == listed else f"In the plan: the next {listed} of {counted('action', actions)}"


def step_lead(level: int, effort: str) -> str:
    """Return from which level to which a step leads, and the time it needs."""
    return f"level {level} to {level + 1} · {effort}"


def empty_plan(team_name: str) -> str:
    """Return that a team has no plan yet, and where its steps come from."""
    return f"{team_name} has no step in its plan yet. Add one from a result."


def action_state(action: Action) -> str:
    """Return who does an action, how far it is, and whether it worked."""
    outcome = f", {WORKED_SENTENCES[action.outcome]}" if action.outcome else ""
    return f"{action.owner or 'Nobody'} · {action.status}{outcome}"


def overdue_notice(due: date) -> str:
    """Return since when an action is overdue."""
    return f"Overdue since {format_day(due)}"


def _described(name: str, value: Any) -> str:
    """Return what a field of an action holds."""
    match name:
        case "owner":
            return f"owner “{value}”"
        case "due":
            return f"review on {format_day(value)}" if value else "no review date"
        case "status":
            return f"status “{STATUS_LABELS[value]}”"
        case "outcome":
            return f"“Did it work?” answered with “{WORKED_LABELS[value]}”" if value else "“Did it work?” not answered"
        case _:
            return f"note “{value}”" if value else "no note"


def changed_elsewhere(values: Mapping[str, Any]) -> str:
    """Return that another window changed an action; `values` are those that were shown here before, by field."""
    before = joined([_described(*item) for item in values.items()])
    return f"This was changed in another window; that one is shown. Here it was: {before}."


def overwritten(values: Mapping[str, Any]) -> str:
    """Return that another window had changed an action shortly before; `values` are what it had stored, by field."""
    theirs = joined([_described(*item) for item in values.items()])
    return f"You saved over what another window had changed meanwhile to: {theirs}."


def planned_already(action: Action) -> str:
    """Return that a step is in the plan already, and as whose."""
    due = f", review on {format_day(action.due)}" if action.due else ""
    return f"“{action.do}” is in the plan already: {action_state(action)}{due}. It stays as it is."


def more_actions(count: int) -> str:
    """Return the label of the button that shows more of the actions that are not shown yet."""
    return f"Show more of the {counted('action', count)} below"
