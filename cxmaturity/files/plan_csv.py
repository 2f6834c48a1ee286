"""A team's plan as CSV."""

from collections.abc import Sequence

from cxmaturity.files.csv_writer import write_csv
from cxmaturity.records import Action

COLUMNS = ("step", "owner", "review on", "status", "worked", "note", "worked if", "question", "from level", "taken on")


def plan_csv(actions: Sequence[Action]) -> bytes:
    """Return `actions` as CSV, one row per action, with the columns COLUMNS."""
    rows = []
    for action in actions:
        taken_on = f"{action.created_at:%Y-%m-%d}"
        cells = (
            action.do,
            action.owner,
            action.due,
            action.status,
            action.outcome,
            action.outcome_note,
            action.worked_if,
            action.question_id,
            action.from_level,
        )
        rows.append(["" if cell is None else str(cell) for cell in (*cells, taken_on)])
    return write_csv(COLUMNS, rows)
