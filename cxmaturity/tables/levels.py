"""Replaces positions of levels in tables by the numbers that the model gives its levels."""

from typing import Any

import pandas as pd

from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.wording.questionnaire.levels import level_numbers

_LEVELS = ("level", "last", "leaders", "others", "agreed")


def with_level_numbers(rows: pd.DataFrame, questionnaire: Questionnaire) -> pd.DataFrame:
    """Return a table of answers or votes with numbers of levels in place of positions, in cells and headings.

    It changes the columns level, last, leaders, others, gap and agreed, and the headings "1" .. "K" of counts. With the
    numbers 1..K the table is unchanged.
    """
    numbers, values = level_numbers(questionnaire), questionnaire.level_numbers
    if numbers == [str(place) for place in range(1, len(numbers) + 1)]:
        return rows
    named: dict[str, Any] = {
        name: [None if pd.isna(place) else numbers[int(place) - 1] for place in rows[name]]
        for name in _LEVELS
        if name in rows
    }
    if "gap" in rows:
        named["gap"] = [
            None if pd.isna(one) or pd.isna(other) else f"{values[int(one) - 1] - values[int(other) - 1]:g}"
            for one, other in zip(rows["leaders"], rows["others"], strict=True)
        ]
    headings = {str(place): number for place, number in enumerate(numbers, start=1)}
    return rows.assign(**named).rename(columns=headings)
