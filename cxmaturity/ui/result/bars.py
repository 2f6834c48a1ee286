"""Levels as horizontal bars, each a row that expands to its reasons.

They are HTML, not a plotly figure: shown at once, read aloud as text, usable by keyboard, sharp on paper.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st

from cxmaturity.charts.palette import in_both_themes, stage_colours
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.wording.questionnaire.levels import level_names, level_numbers
from cxmaturity.wording.report.charts import NOW, TARGET

_TRACK, _CHARACTER, _BETWEEN = 327, 5.1, 4  # pixels: of a track at 1280, of a character above it, between two names
_BESIDE = 60  # pixels beside the track that the last name may use


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: `level`, `target` and `last` (the level last time) on the scale, None when missing.

    `stage` is the position of the scale's mark that gives the colour. `value` is the level as text, `mark` a short
    remark such as "lowest", `spoken` the whole row for screen readers. `is_lowest` sets the bar off. `reasons` is safe
    HTML that expands beneath the row; an empty one makes a row that does not expand.
    """

    name: str
    level: float | None
    stage: int | None
    value: str
    spoken: str
    target: float | None = None
    last: float | None = None
    mark: str = ""
    is_lowest: bool = False
    id: str = ""
    reasons: str = ""


@dataclass(frozen=True, slots=True)
class BarScale:
    """The scale of bars: its ends, and its `marks` as (level, number, name), lowest first.

    A bar takes its colour from one of the marks, by position.
    """

    lowest: float
    highest: float
    marks: Sequence[tuple[float, str, str]]

    def place(self, level: float) -> str:
        """Return a level's position on the track as a CSS percentage."""
        return f"{(level - self.lowest) / (self.highest - self.lowest):.2%}"


def stage_scale(questionnaire: Questionnaire) -> BarScale:
    """Return the scale for levels of dimensions, marked with the stages."""
    marks = [
        (questionnaire.level_at_stage(place), str(stage.level), stage.name)
        for place, stage in enumerate(questionnaire.stages, start=1)
    ]
    return BarScale(*questionnaire.level_range, marks)


def answer_scale(questionnaire: Questionnaire) -> BarScale:
    """Return the scale for levels of answers, marked with the levels' names."""
    pairs = zip(level_numbers(questionnaire), level_names(questionnaire), strict=True)
    marks = [(float(place), number, name) for place, (number, name) in enumerate(pairs, start=1)]
    return BarScale(1.0, questionnaire.scale_max, marks)


def bars(rows: Sequence[tuple[str, Sequence[Bar]]], scale: BarScale, about: str, last: str | None) -> None:
    """Show groups of bars, each as (heading, bars); an empty heading is not shown.

    `about` is the accessible name of the whole. `last` is the legend of the marks for the last assessment, None without
    them.
    """
    groups = "".join(
        (f'<h3 class="cx-bars-group">{escape(heading)}</h3>' if heading else "")
        + "".join(_row(bar, scale) for bar in group)
        for heading, group in rows
    )
    has_target = any(bar.target for _, group in rows for bar in group)
    html = f"{_legend(has_target, last)}{_scale(scale)}{groups}"
    lines = f"--cx-gaps:{len(scale.marks) - 1}"
    st.html(f'<div class="cx-bars" style="{lines}" role="group" aria-label="{escape(about)}">{html}</div>')


def _row(bar: Bar, scale: BarScale) -> str:
    marks = ""
    if bar.level is not None:
        colour = stage_colours(len(scale.marks))[(bar.stage or 1) - 1]
        marks += f'<i class="cx-bar-fill" style="width:{scale.place(bar.level)};--fill:{in_both_themes(colour)}"></i>'
    if bar.last is not None:
        marks += f'<i class="cx-bar-last" style="left:{scale.place(bar.last)}"></i>'
    if bar.target is not None:
        marks += f'<i class="cx-bar-target" style="left:{scale.place(bar.target)}"></i>'
    beside = f" <small>{escape(bar.id)}</small>" if bar.id else ""
    beside += f' <small class="cx-bar-mark">{escape(bar.mark)}</small>' if bar.mark else ""
    row = (
        f'<span class="cx-bar-name">{escape(bar.name)}{beside}</span>'
        f'<span class="cx-bar-track" aria-hidden="true">{marks}</span>'
        f'<b class="cx-bar-value" aria-hidden="true">{escape(bar.value)}</b>'
        f'<span class="cx-visually-hidden">{escape(bar.spoken)}</span>'
    )
    lowest = " cx-bar-lowest" if bar.is_lowest else ""
    if not bar.reasons:
        return f'<div class="cx-bar{lowest}"><div class="cx-bar-row">{row}</div></div>'
    return (
        f'<details class="cx-bar{lowest}"><summary class="cx-bar-row">{row}</summary>'
        f'<div class="cx-bar-why">{bar.reasons}</div></details>'
    )


def _scale(scale: BarScale) -> str:
    names = "".join(
        f'<i style="left:{scale.place(place)}">{escape(number)}<span> {escape(name)}</span></i>'
        for place, number, name in scale.marks
    )
    kind = {1: "", 2: " cx-two-rows", 0: " cx-numbers-only"}[rows_of_names(scale)]
    return f'<div class="cx-bars-scale{kind}" aria-hidden="true"><span></span><span>{names}</span><span></span></div>'


def rows_of_names(scale: BarScale) -> int:
    """Return in how many rows the names of the marks fit above the narrowest track that has names: 1 or 2, else 0."""
    ends: list[tuple[float, float]] = []
    for place, number, name in scale.marks:
        width, middle = _CHARACTER * len(f"{number} {name}"), float(scale.place(place).rstrip("%")) / 100 * _TRACK
        is_last = len(ends) == len(scale.marks) - 1
        left = min(middle - width / 2, _TRACK + _BESIDE - width) if is_last else middle - width / 2
        ends.append((left, left + width))
    for rows in (1, 2):
        if all(right + _BETWEEN <= left for (_, right), (left, _) in zip(ends, ends[rows:], strict=False)):
            return rows
    return 0


def _legend(has_target: bool, last: str | None) -> str:
    shown = f'<span><i class="cx-bar-fill"></i>{NOW}</span>'
    if last is not None:
        shown += f'<span><i class="cx-bar-last"></i>{escape(last)}</span>'
    if has_target:
        shown += f'<span><i class="cx-bar-target"></i>{TARGET}</span>'
    return f'<div class="cx-bars-legend" aria-hidden="true">{shown}</div>'
