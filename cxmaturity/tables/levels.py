"""Replaces positions of levels in tables by the numbers that the model gives its levels."""

from typing import Any

import pandas as pd

from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.wording.questionnaire.levels import level_numbers

_LEVELS = ("level", "last", "leaders", "others", "agreed")


def with_level_numbers(rows: pd.DataFrame, questionnaire: Questionnaire) -> pd.DataFrame:
    """Return a table of answers or votes with numbers of levels in place of positions, in cells and headings.

    It changes the columns level, last, leaders, others and agreed, and the headings "1" .. "K" of counts. With the
    numbers 1..K the table is unchanged.
    """
    numbers = level_numbers(questionnaire)
    if numbers == [str(place) for place in range(1, len(numbers) + 1)]:
        return rows
    named: dict[str, Any] = {
        name: [None if pd.isna(place) else numbers[int(place) - 1] for place in rows[name]]
        for name in _LEVELS
        if name in rows
    }
    headings = {str(place): number for place, number in enumerate(numbers, start=1)}
    return rows.assign(**named).rename(columns=headings)
