"""The top of a result: the stage and what it means, the numbers behind it."""

from html import escape

import streamlit as st

from cxmaturity.analysis.outcome import Outcome
from cxmaturity.charts.palette import ink_on, stage_colours
from cxmaturity.scoring.result import Measure, PulseResult
from cxmaturity.ui.shared.escape import plain
from cxmaturity.wording import results
from cxmaturity.wording.numbers import format_level, format_percent


def stage(outcome: Outcome, strict: bool) -> None:
    """Show the overall stage in words, in the strict reading when asked for."""
    overall = outcome.result.overall
    reached = overall.strict_stage if strict else overall.stage
    if reached is None:
        st.subheader("No stage yet", anchor=False)
        st.markdown(plain(results.explain_stage(outcome)))
        return
    named = outcome.questionnaire.stage(reached)
    _stage_scale(outcome, reached)
    st.header(f"Stage {named.level} of {outcome.questionnaire.scale_max}: {plain(named.name)}", anchor=False)
    st.markdown(plain(named.meaning))
    reason = "Strict reading: no stage above the lowest answer." if strict else results.explain_stage(outcome)
    st.markdown(plain(reason))


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
    """Show level, range, coverage and evidenced level, each with what it means."""
    tiles(
        "overall",
        ("Level", format_level(overall.level), f"The mean of the dimensions, on 1 to {scale_max}."),
        (
            "Range",
            results.format_range(overall.low, overall.high),
            f"The level if every missing answer were 1, and if it were {scale_max}.",
        ),
        ("Coverage", format_percent(overall.coverage), "Rated questions of all that apply."),
        (
            "Evidenced level",
            format_level(overall.evidenced_level),
            "High answers read lower where no document, number or second person backs them.",
        ),
    )


def pulse(result: PulseResult, scale_max: int) -> None:
    """Show the pulse's index and what is missing from it. A pulse has no stage."""
    st.header(results.pulse_headline(result.index), anchor=False)
    st.markdown("Ten questions give a direction, not a stage: the full assessment says which stage and why.")
    tiles(
        "pulse",
        ("Mean level", format_level(result.level), f"On 1 to {scale_max}."),
        (
            "Range",
            results.format_range(result.low, result.high),
            "With every missing answer at the lowest, and at the highest.",
        ),
        ("Coverage", format_percent(result.coverage), "Rated questions of all that apply."),
    )


def tiles(key: str, *shown: tuple[str, str, str]) -> None:
    """Show numbers side by side, each as (name, number as text, meaning).

    They are one piece of text, not `st.metric`: the code of that reaches the browser seconds after the charts' code.
    """
    with st.container(key=f"numbers-{key}"):
        st.markdown("\n\n".join(f"{plain(n)}  \n**{plain(v)}**  \n:small[{plain(m)}]" for n, v, m in shown))
