"""The top of a result: team, name and date, the stage with its meaning, and what holds it back."""

from html import escape

import streamlit as st

from cxmaturity.analysis.outcome import Outcome
from cxmaturity.charts.palette import in_both_themes, stage_colours
from cxmaturity.records import Assessment
from cxmaturity.scoring.result import PulseResult
from cxmaturity.services.assessments.views import AssessmentView
from cxmaturity.ui.shared.escape import plain
from cxmaturity.wording.result import stages
from cxmaturity.wording.result.certainty import pulse_sureness
from cxmaturity.wording.result.holding_back import ONLY_SOME_ASKED, holding_back
from cxmaturity.wording.result.pulse import PULSE_IS_A_DIRECTION, pulse_headline


def title(assessment: Assessment, dated: str) -> None:
    """Show team and name, and the sentence that says when the result is from."""
    st.title(f"{plain(assessment.team_name)} · {plain(assessment.label)}", anchor=False)
    st.markdown(f":small[{plain(dated)}]")


def stage(view: AssessmentView, outcome: Outcome, strict: bool) -> None:
    """Show the overall stage in words and what holds it back; with `strict`, that of the lowest answer."""
    overall = outcome.result.overall
    reached = overall.strict_stage if strict else overall.stage
    headline = stages.strict_headline(outcome) if strict and reached else stages.stage_headline(outcome)
    st.header(plain(headline), anchor=False)
    if reached is not None:
        _stage_scale(outcome, reached, headline)
    lines = []
    if strict and reached:
        lines.append("Strict reading: no stage above the lowest answer.")
    elif view.assessment.dimensions is None:
        lines += [plain(sentence)] if (sentence := stages.stage_by_the_rule(outcome)) else []
    if meaning := "" if reached is None else outcome.questionnaire.stage(reached).meaning:
        lines.append(f":small[{plain(meaning)}]")  # after the sentence that says which stage it is by the rule
    is_part = reached is None and view.assessment.dimensions is not None
    lead, rest = ONLY_SOME_ASKED if is_part else holding_back(outcome, view.assessment.variant)
    st.markdown("\n\n".join([*lines, f"**{plain(lead)}** {plain(rest)}"]))


def pulse(result: PulseResult, asked: int, ends: tuple[float, float]) -> None:
    """Show the index of a pulse of `asked` questions, between `ends`, and what is missing. A pulse has no stage."""
    st.header(pulse_headline(result.index), anchor=False)
    sureness = pulse_sureness(result, asked, ends)
    st.markdown(f"{plain(sureness)} {PULSE_IS_A_DIRECTION}")


def _stage_scale(outcome: Outcome, reached: int, headline: str) -> None:
    """Show the stages as a row of steps, those up to `reached` in their colours, with the headline for those who do not
    see it.
    """
    steps = "".join(
        f'<i style="--fill:{in_both_themes(colour)}"></i>' if level <= reached else "<i></i>"
        for level, colour in enumerate(stage_colours(len(outcome.questionnaire.stages)), start=1)
    )
    st.html(f'<div class="cx-ramp" role="img" aria-label="{escape(headline)}">{steps}</div>')


def tiles(key: str, *shown: tuple[str, str, str]) -> None:
    """Show numbers side by side, each as (name, number as text, meaning); `key` is the container's.

    They are text, not `st.metric`, whose script a browser loads only seconds later, after that of the charts.
    """
    with st.container(key=f"numbers-{key}"):
        st.markdown("\n\n".join(f"{plain(n)}  \n**{plain(v)}**  \n:small[{plain(m)}]" for n, v, m in shown))
