"""The form for agreeing on a question's level after a talk: on the result page and on the console."""

from typing import NamedTuple

import streamlit as st

from cxmaturity.analysis.groups import AgreedLevel
from cxmaturity.answers import MAX_TEXT_LENGTH
from cxmaturity.questionnaire.schema import Question, Questionnaire
from cxmaturity.ui.shared.escape import plain


class Agreement(NamedTuple):
    """What was sent: the agreed level with its reason; `level` is None to go back to the votes."""

    level: int | None
    reason: str


def agree_form(
    questionnaire: Questionnaire, variant: str, question: Question, agreed: AgreedLevel | None
) -> Agreement | None:
    """Show the form with what was agreed before; return what was sent in this run, None when nothing was."""
    statements = question.levels_in(variant)
    with st.form(f"agree-form-{question.id}", border=False):
        level = st.radio(
            "Agreed level",
            list(range(1, questionnaire.scale_max + 1)),
            index=agreed.level - 1 if agreed else None,
            format_func=lambda level: f"{level} · {plain(statements[level - 1])}",
            key=f"agree-level-{question.id}",
        )
        reason = st.text_area(
            "Why?",
            value=agreed.reason if agreed else "",
            max_chars=MAX_TEXT_LENGTH,
            key=f"agree-reason-{question.id}",
            height=80,
        )
        is_kept = st.form_submit_button("Keep the agreed level", key=f"agree-keep-{question.id}")
        is_dropped = agreed is not None and st.form_submit_button("Back to the votes", key=f"agree-drop-{question.id}")
    if is_dropped:
        return Agreement(None, "")
    if is_kept and level is None:
        st.warning("Choose the level you agreed on first.")
    return Agreement(level, reason) if is_kept and level is not None else None
