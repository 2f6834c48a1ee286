"""A team's plan as CSV."""

from collections.abc import Mapping, Sequence

from cxmaturity.files.csv_writer import write_csv
from cxmaturity.records import Action
from cxmaturity.wording.plans import AskedQuestion

COLUMNS = ("step", "owner", "review on", "status", "worked", "note", "worked if", "question", "from level", "taken on")


def plan_csv(actions: Sequence[Action], asked: Mapping[str, AskedQuestion]) -> bytes:
    """Return `actions` as CSV, one row per action, with the columns COLUMNS.

    `asked` are their questions by action id; levels have the numbers that the questionnaire gives them.
    """
    rows = []
    for action in actions:
        taken_on = f"{action.created_at:%Y-%m-%d}"
        level = asked[action.id].from_level if action.id in asked else None
        cells = (
            action.do,
            action.owner,
            action.due,
            action.status,
            action.outcome,
            action.outcome_note,
            action.worked_if,
            action.question_id,
            None if level is None else f"{level:g}",
        )
        rows.append(["" if cell is None else str(cell) for cell in (*cells, taken_on)])
    return write_csv(COLUMNS, rows)
