"""The top of a result: the stage and what it means, the numbers behind it."""

from html import escape

import streamlit as st

from cxmaturity.analysis.outcome import Outcome
from cxmaturity.charts.palette import ink_on, stage_colours
from cxmaturity.scoring.result import Measure, PulseResult
from cxmaturity.ui.shared.escape import plain
from cxmaturity.wording import results, stages
from cxmaturity.wording.numbers import format_level, format_overall_level, format_percent


def stage(outcome: Outcome, strict: bool) -> None:
    """Show the overall stage in words, in the strict reading when asked for."""
    overall = outcome.result.overall
    reached = overall.strict_stage if strict else overall.stage
    by_the_rule = None if strict and reached else stages.stage_by_the_rule(outcome)
    sentences = [f"{plain(by_the_rule)}"] if by_the_rule else []
    if reached is None:
        st.subheader(stages.stage_headline(outcome), anchor=False)
        st.markdown("\n\n".join([plain(stages.explain_stage(outcome)), *sentences]))
        return
    _stage_scale(outcome, reached)
    st.header(plain(stages.strict_headline(outcome) if strict else stages.stage_headline(outcome)), anchor=False)
    reason = "Strict reading: no stage above the lowest answer." if strict else stages.explain_stage(outcome)
    meaning = outcome.questionnaire.stage(reached).meaning
    st.markdown("\n\n".join([*sentences, plain(meaning), plain(reason)]))


def _stage_scale(outcome: Outcome, reached: int) -> None:
    """Show the stages side by side, those reached in their colours, the current one marked."""
    items = ""
    colours = stage_colours(outcome.questionnaire.scale_max)
    for stage, colour in zip(outcome.questionnaire.stages, colours, strict=True):
        fill = f' style="background:{colour};color:{ink_on(colour)}"' if stage.level <= reached else ""
        current = ' aria-current="true"' if stage.level == reached else ""
        items += f"<li{fill}{current}>{stage.level} {escape(stage.name)}</li>"
    with st.container(key="rungs"):
        st.html(f'<ol class="cx-stages" aria-label="The stages">{items}</ol>')


def numbers(overall: Measure, scale_max: int) -> None:
    """Show level and evidenced level, each with what it means; range and coverage where an answer is missing."""
    shown = [("Level", format_overall_level(overall.level), f"The mean of the dimensions, on 1 to {scale_max}.")]
    if overall.missing:
        shown += _what_is_missing(overall.low, overall.high, overall.coverage, scale_max)
    evidenced = "High answers read lower where no document, number or second person backs them."
    tiles("overall", *shown, ("Evidenced level", format_level(overall.evidenced_level), evidenced))


def _what_is_missing(
    low: float | None, high: float | None, coverage: float | None, scale_max: int
) -> list[tuple[str, str, str]]:
    """Return the range and the coverage as tiles."""
    ends = f"The level if every missing answer were 1, and if it were {scale_max}."
    return [
        ("Range", results.format_range(low, high), ends),
        ("Coverage", format_percent(coverage), "Rated questions of all that apply."),
    ]


def pulse(result: PulseResult, scale_max: int) -> None:
    """Show the pulse's index and what is missing from it. A pulse has no stage."""
    st.header(results.pulse_headline(result.index), anchor=False)
    st.markdown("Ten questions give a direction, not a stage: the full assessment says which stage and why.")
    shown = [("Mean level", format_level(result.level), f"On 1 to {scale_max}.")]
    if result.coverage is not None and result.coverage < 1:
        shown += _what_is_missing(result.low, result.high, result.coverage, scale_max)
    tiles("pulse", *shown)


def tiles(key: str, *shown: tuple[str, str, str]) -> None:
    """Show numbers side by side, each as (name, number as text, meaning).

    They are one piece of text, not `st.metric`: the code of that reaches the browser seconds after the charts' code.
    """
    with st.container(key=f"numbers-{key}"):
        st.markdown("\n\n".join(f"{plain(n)}  \n**{plain(v)}**  \n:small[{plain(m)}]" for n, v, m in shown))
