"""The levels of several teams at two dates as tidy DataFrames."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from cxmaturity.questionnaire.schema import OVERALL, Questionnaire
from cxmaturity.wording.language.numbers import NO_NUMBER
from cxmaturity.wording.questionnaire.levels import shown_level_change, shown_level_in_time


@dataclass(frozen=True, slots=True)
class MeasuredLevel:
    """A level of a team at a date; `measured` is its source, or why it is missing.

    `assessment_id` is None without an assessment.
    """

    assessment_id: str | None
    level: float | None
    measured: str


def team_change_table(
    rows: Sequence[tuple[str, MeasuredLevel, MeasuredLevel]], level_name: str, questionnaire: Questionnaire
) -> pd.DataFrame:
    """Return one row per (team, its level at the first date, its level at the second), in the same order.

    `level_name` is the name of a dimension of `questionnaire`, or of the overall level. Columns: team (str), then,
    now (float, in the numbers of the levels, NaN without one), shown then, shown now, measured then, measured now
    (str), change (float, NaN unless the two levels come from two assessments), shown change (str), is_measured_again
    (bool). Levels are shown as by `shown_level_change`.
    """
    names = ["team", "then", "shown then", "measured then", "now", "shown now", "measured now"]
    names += ["change", "shown change", "is_measured_again"]
    frame = pd.DataFrame([_row(team, then, now, level_name, questionnaire) for team, then, now in rows], columns=names)
    return frame.astype(dict.fromkeys(("then", "now", "change"), "float64"))


def _row(
    team: str, then: MeasuredLevel, now: MeasuredLevel, level_name: str, questionnaire: Questionnaire
) -> list[object]:
    is_overall = level_name == OVERALL
    shown = [shown_level_in_time(questionnaire, each.level, is_overall=is_overall) for each in (then, now)]
    is_again, change, shown_by = then.assessment_id != now.assessment_id, None, NO_NUMBER
    if is_again and then.level is not None and now.level is not None:
        change = now.level - then.level
        *pair, by = shown_level_change(questionnaire, then.level, now.level, is_overall=is_overall)
        shown, shown_by = [f"{level:f}" for level in pair], f"{by:+f}"
    return [team, then.level, shown[0], then.measured, now.level, shown[1], now.measured, change, shown_by, is_again]


def team_changes_to_read(changes: pd.DataFrame) -> pd.DataFrame:
    """Return a `team_change_table` for reading: team, then, measured then, now, measured now, change."""
    shown = changes[["team", "shown then", "measured then", "shown now", "measured now", "shown change"]]
    return shown.rename(columns=lambda name: name.removeprefix("shown "))
