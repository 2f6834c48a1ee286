"""Levels as horizontal bars, each a row that opens what is behind it.

They are HTML, not a figure: there at once with the stage, read aloud as text, worked by keyboard, sharp on paper.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st

from cxmaturity.charts.palette import in_both_themes, stage_colours
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.wording.questionnaire.levels import level_names, level_numbers


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar. `level`, `target` and `last` are None where there is none; `stage`, a position, gives it its colour.

    `value` is the level as text, `mark` what stands out about it, `spoken` what the whole row says to those who
    cannot see it. `is_lowest` sets it off. `reasons` is HTML, made safe, that opens beneath the row; without it the row
    does not open.
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
    """The scale of bars: its ends, and (place, number, name) of each of its `marks`, lowest first.

    A bar's colour is that of one of the marks, by position.
    """

    lowest: float
    highest: float
    marks: Sequence[tuple[float, str, str]]

    def place(self, level: float) -> str:
        """Return where a level stands on the track."""
        return f"{(level - self.lowest) / (self.highest - self.lowest):.2%}"


def stage_scale(questionnaire: Questionnaire) -> BarScale:
    """Return the scale of the levels of dimensions, marked with the stages."""
    marks = [
        (questionnaire.level_at_stage(place), str(stage.level), stage.name)
        for place, stage in enumerate(questionnaire.stages, start=1)
    ]
    return BarScale(*questionnaire.level_range, marks)


def answer_scale(questionnaire: Questionnaire) -> BarScale:
    """Return the scale of the levels of answers, by position."""
    pairs = zip(level_numbers(questionnaire), level_names(questionnaire), strict=True)
    marks = [(float(place), number, name) for place, (number, name) in enumerate(pairs, start=1)]
    return BarScale(1.0, questionnaire.scale_max, marks)


def bars(rows: Sequence[tuple[str, Sequence[Bar]]], scale: BarScale, about: str, last: str | None) -> None:
    """Show groups of bars, each as (heading, its bars); an empty heading is none.

    `about` says what the bars show. `last` is what the marks of last time are called, None where there are none.
    """
    groups = "".join(
        (f'<h3 class="cx-bars-group">{escape(heading)}</h3>' if heading else "")
        + "".join(_row(bar, scale) for bar in group)
        for heading, group in rows
    )
    has_target = any(bar.target for _, group in rows for bar in group)
    html = f"{_legend(has_target, last)}{_scale(scale)}{groups}"
    st.html(f'<div class="cx-bars" role="group" aria-label="{escape(about)}">{html}</div>')


def _row(bar: Bar, scale: BarScale) -> str:
    marks = ""
    if bar.level is not None:
        colour = stage_colours(len(scale.marks))[(bar.stage or 1) - 1]
        marks += f'<i class="cx-bar-fill" style="width:{scale.place(bar.level)};--fill:{in_both_themes(colour)}"></i>'
    if bar.last is not None:
        marks += f'<i class="cx-bar-last" style="left:{scale.place(bar.last)}"></i>'
    if bar.target is not None:
        marks += f'<i class="cx-bar-target" style="left:{scale.place(bar.target)}"></i>'
    beside = "".join(f" <small>{escape(text)}</small>" for text in (bar.id, bar.mark) if text)
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
    return f'<div class="cx-bars-scale" aria-hidden="true"><span></span><span>{names}</span><span></span></div>'


def _legend(has_target: bool, last: str | None) -> str:
    shown = '<span><i class="cx-bar-fill"></i>now</span>'
    if last is not None:
        shown += f'<span><i class="cx-bar-last"></i>{escape(last)}</span>'
    if has_target:
        shown += '<span><i class="cx-bar-target"></i>target</span>'
    return f'<div class="cx-bars-legend" aria-hidden="true">{shown}</div>'
