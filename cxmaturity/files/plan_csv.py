"""A team's plan as CSV."""

import csv
from collections.abc import Sequence
from io import StringIO

from cxmaturity.records import Action
from cxmaturity.text_cleaning import escape_formula

COLUMNS = ("step", "owner", "review on", "status", "worked", "note", "worked if", "question", "from level", "taken on")


def plan_csv(actions: Sequence[Action]) -> bytes:
    """Return `actions` as CSV in UTF-8 with a byte-order mark, which spreadsheets need to read accents right."""
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for a in actions:
        taken_on = f"{a.created_at:%Y-%m-%d}"
        row = (a.do, a.owner, a.due, a.status, a.outcome, a.outcome_note, a.worked_if, a.question_id, a.from_level)
        writer.writerow([escape_formula("" if value is None else str(value)) for value in (*row, taken_on)])
    return text.getvalue().encode("utf-8-sig")
