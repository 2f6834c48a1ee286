"""The form for agreeing on a question's level after a talk: on the result page and on the console.

What was sent is kept for its question also when another window has moved on to the next one: then the form is no longer
drawn in the run that follows the click.
"""

from dataclasses import dataclass

import streamlit as st

from cxmaturity.analysis.groups import AgreedLevel
from cxmaturity.answers import MAX_TEXT_LENGTH
from cxmaturity.questionnaire.schema import Question, Questionnaire
from cxmaturity.services.assessments.agreed_levels import agree_on_level, load_agreed_levels
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.forms import follow, keys
from cxmaturity.ui.shared.frame import session
from cxmaturity.ui.shared.frame.errors import errors_shown_here
from cxmaturity.ui.shared.frame.page_frame import announce
from cxmaturity.wording.questionnaire.levels import level_number
from cxmaturity.wording.surveys.groups import agreed_over

_SENT = "agreement-sent"  # in the session: what was sent by the click before this run
_OVERWRITTEN = (
    "agreement-overwritten"  # in the session: (assessment id, question id, what another window had agreed on)
)


@dataclass(frozen=True, slots=True)
class _Agreement:
    """What was sent for a question: a level with its reason (None: back to the votes); `shown` stood there before."""

    question_id: str
    level: int | None
    reason: str
    shown: AgreedLevel | None


def agree_form(questionnaire: Questionnaire, variant: str, question: Question, agreed: AgreedLevel | None) -> None:
    """Show the form with what was agreed before; `store_agreement` then stores what is sent."""
    statements = question.levels_in(variant)
    level_key, reason_key = keys.agreed_level(question.id), keys.agreed_reason(question.id)
    stored = {"level": agreed and agreed.level, "reason": agreed.reason if agreed else ""}
    followed = follow.follow(f"agree-{question.id}", stored, {"level": level_key, "reason": reason_key})
    shown_level = followed.shown["level"]
    shown = AgreedLevel(shown_level, followed.shown["reason"]) if shown_level else None
    with st.form(f"agree-form-{question.id}", border=False):
        level = st.radio(
            "Agreed level",
            list(range(1, questionnaire.scale_max + 1)),
            index=agreed.level - 1 if agreed else None,
            format_func=lambda level: f"{level_number(questionnaire, level)} · {plain(statements[level - 1])}",
            key=level_key,
        )
        st.text_area("Why?", value=stored["reason"], max_chars=MAX_TEXT_LENGTH, key=reason_key, height=80)
        is_kept = st.form_submit_button(
            "Keep the agreed level", key=f"agree-keep-{question.id}", on_click=_send, args=(question.id, shown, True)
        )
        if agreed:
            st.form_submit_button(
                "Back to the votes", key=f"agree-drop-{question.id}", on_click=_send, args=(question.id, shown, False)
            )
    if is_kept and level is None:
        st.warning("Choose the level you agreed on first.")


def _send(question_id: str, shown: AgreedLevel | None, is_kept: bool) -> None:
    level, reason = st.session_state[keys.agreed_level(question_id)], st.session_state[keys.agreed_reason(question_id)]
    if not is_kept:
        st.session_state[_SENT] = _Agreement(question_id, None, "", shown)
    elif level is not None:
        st.session_state[_SENT] = _Agreement(question_id, level, reason, shown)


def is_agreement_sent() -> bool:
    """Return whether something was sent that is not stored yet."""
    return _SENT in st.session_state


def store_agreement(assessment_id: str) -> None:
    """Store what was sent, and remember what another window had agreed on meanwhile; raises Refused and NotFound."""
    sent: _Agreement = st.session_state.pop(_SENT)
    stored = load_agreed_levels(session.database(), assessment_id).get(sent.question_id)
    agree_on_level(session.database(), assessment_id, sent.question_id, sent.level, sent.reason, session.now())
    announce("The votes count again." if sent.level is None else "The agreed level is kept.")
    if stored not in (None, sent.shown) and stored != AgreedLevel(sent.level or 0, sent.reason.strip()):
        st.session_state[_OVERWRITTEN] = (assessment_id, sent.question_id, stored)


def show_overwritten(assessment_id: str, questionnaire: Questionnaire) -> None:
    """Show what another window had agreed on before this one did, with the way back."""
    overwritten_id, question_id, theirs = st.session_state.get(_OVERWRITTEN, (None, "", None))
    if overwritten_id != assessment_id:
        return
    st.info(plain(agreed_over(questionnaire, question_id, theirs)))
    if st.button("Put theirs back", key="agree-put-back"):
        del st.session_state[_OVERWRITTEN]
        with errors_shown_here():
            now = session.now()
            agree_on_level(session.database(), assessment_id, question_id, theirs.level, theirs.reason, now)
        announce("Their level is back.")
        st.rerun()
