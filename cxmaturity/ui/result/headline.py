"""The top of a result: whose it is and when, the stage and its meaning, what holds it back, how sure it is."""

from collections.abc import Sequence
from datetime import date
from html import escape

import streamlit as st

from cxmaturity.analysis.outcome import Outcome
from cxmaturity.charts.palette import in_both_themes, stage_colours
from cxmaturity.records import Assessment
from cxmaturity.scoring.result import PulseResult
from cxmaturity.services.assessments.views import AssessmentView
from cxmaturity.ui.shared.escape import plain
from cxmaturity.wording.assessments import assessment_date, kept_results
from cxmaturity.wording.questionnaire.levels import highest_stage, stage_number
from cxmaturity.wording.result import results, stages
from cxmaturity.wording.result.certainty import pulse_sureness
from cxmaturity.wording.result.holding_back import ONLY_SOME_ASKED, holding_back


def title(assessment: Assessment, day: date, kept: Sequence[date]) -> None:
    """Show team, name and date; `kept` are the days of results from before it was reopened."""
    st.title(f"{plain(assessment.team_name)} · {plain(assessment.label)}", anchor=False)
    dated = assessment_date(assessment, day)
    earlier = f" {kept_results(sorted(set(kept)))}" if kept else ""
    st.markdown(f":small[{plain(f'{dated[0].upper()}{dated[1:]}.{earlier}')}]")


def stage(view: AssessmentView, outcome: Outcome, strict: bool) -> None:
    """Show the overall stage in words, in the strict reading when asked for, and what holds it back."""
    overall = outcome.result.overall
    reached = overall.strict_stage if strict else overall.stage
    headline = stages.strict_headline(outcome) if strict and reached else stages.stage_headline(outcome)
    st.header(plain(headline), anchor=False)
    if reached is not None:
        _stage_scale(outcome, reached)
    meaning = "" if reached is None else outcome.questionnaire.stage(reached).meaning
    lines = [f":small[{plain(meaning)}]"] if meaning else []
    if strict and reached:
        lines.append("Strict reading: no stage above the lowest answer.")
    elif view.assessment.dimensions is None:
        lines += [plain(sentence)] if (sentence := stages.stage_by_the_rule(outcome)) else []
    is_part = reached is None and view.assessment.dimensions is not None
    lead, rest = ONLY_SOME_ASKED if is_part else holding_back(outcome, view.assessment.variant)
    st.markdown("\n\n".join([*lines, f"**{plain(lead)}** {plain(rest)}"]))


def pulse(result: PulseResult, asked: int, ends: tuple[float, float]) -> None:
    """Show the one number of a pulse of so many questions, and what is missing from it. A pulse has no stage."""
    st.header(results.pulse_headline(result.index), anchor=False)
    sureness = pulse_sureness(result, asked, ends)
    st.markdown(f"{plain(sureness)} {results.PULSE_IS_A_DIRECTION}")


def _stage_scale(outcome: Outcome, reached: int) -> None:
    """Show the stages as a row of steps, those reached in their colours; the headline says the same in words."""
    steps = "".join(
        f'<i style="--fill:{in_both_themes(colour)}"></i>' if level <= reached else "<i></i>"
        for level, colour in enumerate(stage_colours(len(outcome.questionnaire.stages)), start=1)
    )
    about = escape(f"Stage {stage_number(outcome.questionnaire, reached)} of {highest_stage(outcome.questionnaire)}")
    st.html(f'<div class="cx-ramp" role="img" aria-label="{about}">{steps}</div>')


def tiles(key: str, *shown: tuple[str, str, str]) -> None:
    """Show numbers side by side, each as (name, number as text, meaning).

    They are one piece of text, not `st.metric`: the code of that reaches the browser seconds after the charts' code.
    """
    with st.container(key=f"numbers-{key}"):
        st.markdown("\n\n".join(f"{plain(n)}  \n**{plain(v)}**  \n:small[{plain(m)}]" for n, v, m in shown))
