"""Why each dimension stands where it does: the sum, the rule, the answers behind it and the ones to reach."""

from html import escape

import streamlit as st

from cxmaturity.analysis.outcome import Outcome
from cxmaturity.ui.shared.escape import plain
from cxmaturity.wording import results, stages, sums
from cxmaturity.wording.numbers import format_level

Paragraph = list[tuple[str, str]]
"""Lines of one paragraph, each as (the lead in bold, the text)."""

_MOST_ANSWERS = 4  # answers shown in one dimension's reasons


def dimension_reasons(outcome: Outcome, strict: bool, variant: str) -> None:
    """Show the reasons of each dimension, folded on the screen and in full on paper."""
    printed = ""
    for dimension in outcome.questionnaire.dimensions:
        level = format_level(outcome.result.dimensions[dimension.id].level)
        stage = stages.dimension_stage(outcome, dimension.id, strict)
        paragraphs = _paragraphs(outcome, dimension.id, variant)
        label = f"**{plain(dimension.name)}** · {level} · {plain(stage)}"
        box = st.expander(label, key=f"why-{dimension.id}", on_change="rerun")
        if box.open:
            box.markdown("\n\n".join("  \n".join(f"**{lead}** {plain(text)}" for lead, text in p) for p in paragraphs))
        printed += f"<h4>{escape(dimension.name)} · {level} · {escape(stage)}</h4>"
        for lines in paragraphs:
            printed += f"<p>{'<br>'.join(f'<b>{escape(lead)}</b> {escape(text)}' for lead, text in lines)}</p>"
    st.html(f'<div class="cx-print-only" hidden>{printed}</div>')


def _paragraphs(outcome: Outcome, dimension_id: str, variant: str) -> list[Paragraph]:
    reason = outcome.result.dimensions[dimension_id].reason
    paragraphs: list[Paragraph] = [
        [("The level:", sums.dimension_sum(outcome, dimension_id))],
        [("The stage:", stages.explain_stage(outcome, dimension_id))],
    ]
    for question_id in (reason.blockers or reason.furthest or reason.nearest_to_falling)[:_MOST_ANSWERS]:
        question = outcome.questionnaire.by_id[question_id]
        chosen, following = results.chosen_and_next(outcome, question, variant)
        reach = [("To reach:", following)] if following else []
        paragraphs.append([(f"{question.id} ·", question.prompt), ("Today:", chosen), *reach])
    return paragraphs
