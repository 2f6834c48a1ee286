"""How sure the result is: its numbers, what one answer more or less would do, and what other rules would say."""

from html import escape

import streamlit as st

from cxmaturity.analysis.one_answer_away import best_proofs, one_answer_away
from cxmaturity.analysis.outcome import Outcome
from cxmaturity.analysis.sensitivity import stages_under_other_rules
from cxmaturity.scoring.result import Measure
from cxmaturity.tables.results import other_rules_table
from cxmaturity.ui.result.headline import tiles
from cxmaturity.ui.shared import charts
from cxmaturity.ui.shared.escape import plain
from cxmaturity.wording.language.numbers import format_level, format_overall_level, format_percent
from cxmaturity.wording.result import certainty, results


def how_sure(outcome: Outcome) -> str:
    """Show, folded under one line, what the result rests on, how near it is to another, and what other rules give.

    Return the same as HTML for the paper, where it stands with the reasons.
    """
    with st.expander(f"**How sure is this?** {plain(certainty.sureness(outcome))}", key="how-sure"):
        _numbers(outcome.result.overall, outcome.questionnaire.scale_max)
        if outcome.result.overall.stage is None:
            return ""
        lines = _near_results(outcome)
        st.markdown("\n".join(f"- {plain(line)}" for line in lines))
        if rules := stages_under_other_rules(outcome.questionnaire, outcome.response, outcome.importance):
            about = certainty.other_rules_sentence(outcome, rules)
            st.markdown(plain(about))
            charts.table(other_rules_table(outcome, rules), about)
            lines.append(about)
    return f"<h3>How sure is this?</h3><ul>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul>"


def _near_results(outcome: Outcome) -> list[str]:
    """Return what one answer or proof more, and one level less, would do."""
    away = one_answer_away(outcome.questionnaire, outcome.response)
    lines = [
        certainty.lifting_sentence(outcome, away),
        certainty.lowering_sentence(outcome, away),
        certainty.settling_sentence(outcome, away),
        certainty.proofs_sentence(outcome, best_proofs(outcome.questionnaire, outcome.response)),
    ]
    return [line for line in lines if line]


def _numbers(overall: Measure, scale_max: int) -> None:
    """Show level and evidenced level, each with what it means; range and coverage where an answer is missing."""
    shown = [("Level", format_overall_level(overall.level), f"The mean of the dimensions, on 1 to {scale_max}.")]
    if overall.missing:
        ends = f"The level if every missing answer were 1, and if it were {scale_max}."
        shown += [
            ("Range", results.format_range(overall.low, overall.high), ends),
            ("Coverage", format_percent(overall.coverage), "Rated questions of all that apply."),
        ]
    evidenced = "High answers read lower where no document, number or second person backs them."
    tiles("overall", *shown, ("Evidenced level", format_level(overall.evidenced_level), evidenced))
