"""How sure the overall stage is: what one answer more or less would do to it, and what other rules would say."""

import streamlit as st

from cxmaturity.analysis.one_answer_away import best_proofs, one_answer_away
from cxmaturity.analysis.outcome import Outcome
from cxmaturity.analysis.sensitivity import stages_under_other_rules
from cxmaturity.tables.results import other_rules_table
from cxmaturity.ui.shared import charts
from cxmaturity.ui.shared.escape import plain
from cxmaturity.wording import certainty


def how_sure(outcome: Outcome) -> None:
    """Show how near the overall stage is to another, and the stage that other rules would give; nothing without one."""
    if outcome.result.overall.stage is None:
        return
    away = one_answer_away(outcome.questionnaire, outcome.response)
    lines = [
        certainty.lifting_sentence(outcome, away),
        certainty.lowering_sentence(away),
        certainty.settling_sentence(outcome, away),
        certainty.proofs_sentence(best_proofs(outcome.questionnaire, outcome.response)),
    ]
    st.header("How sure is this?", anchor=False)
    st.markdown("\n".join(f"- {plain(line)}" for line in lines if line))
    rules = stages_under_other_rules(outcome.questionnaire, outcome.response, outcome.importance)
    if rules:
        about = certainty.other_rules_sentence(outcome, rules)
        st.markdown(plain(about))
        charts.table(other_rules_table(outcome, rules), about)
