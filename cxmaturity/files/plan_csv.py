"""A team's plan as CSV."""

from collections.abc import Sequence

from cxmaturity.files.csv_writer import write_csv
from cxmaturity.records import Action

COLUMNS = ("step", "owner", "review on", "status", "worked", "note", "worked if", "question", "from level", "taken on")


def plan_csv(actions: Sequence[Action]) -> bytes:
    """Return `actions` as CSV, one row per action, with the columns COLUMNS."""
    rows = []
    for a in actions:
        taken_on = f"{a.created_at:%Y-%m-%d}"
        cells = (a.do, a.owner, a.due, a.status, a.outcome, a.outcome_note, a.worked_if, a.question_id, a.from_level)
        rows.append(["" if cell is None else str(cell) for cell in (*cells, taken_on)])
    return write_csv(COLUMNS, rows)
