"""Steps and the plan: why a step is proposed, what it takes, and how an action stands."""

from datetime import date

from cxmaturity.records import Action, Status, Worked
from cxmaturity.wording.dates import format_day

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
