"""Steps and the plan: why a step is proposed, what it takes, and how an action stands."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from cxmaturity.records import Action, Status, Worked
from cxmaturity.wording.dates import format_day
from cxmaturity.wording.plurals import counted, joined

STEP_REASONS = {
    "blocker": "It holds your stage back",
    "quick_win": "A quick win",
    "lowest_dimension": "It lifts your lowest dimension",
}
"""Why a first step is proposed, by its reason."""

EASE_LABELS = {
    5: "one person, an hour at most",
    4: "half a day",
    3: "a week",
    2: "another department or a quarter",
    1: "needs budget",
}
"""What each degree of ease means."""

STATUS_LABELS: dict[Status, str] = {"planned": "Planned", "started": "Started", "done": "Done", "dropped": "Dropped"}
WORKED_LABELS: dict[Worked, str] = {"yes": "Yes", "partly": "Partly", "no": "No"}
WORKED_SENTENCES: dict[Worked, str] = {
    "yes": "it worked",
    "partly": "it worked in part",
    "no": "it did not work",
}
"""Whether an action worked, by its outcome."""


def step_factors(gap: int, importance: int, ease: int) -> str:
    """Return the three factors that put a proposed step where it is in the order."""
    return f"Gap {gap} · importance {importance} of 5 · ease {ease} of 5 ({EASE_LABELS[ease]})"


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
