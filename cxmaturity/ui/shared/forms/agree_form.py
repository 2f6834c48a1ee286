"""The form for agreeing on a question's level after a discussion, on the result page and on the console.

A submitted level is kept in the session with its question: when another window has moved on to the next question, the
form is not drawn in the run that follows the click.
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
from cxmaturity.ui.shared.frame.errors import errors_shown_above
from cxmaturity.ui.shared.frame.page_frame import announce
from cxmaturity.ui.shared.frame.uninterrupted import uninterrupted
from cxmaturity.ui.shared.sure_button import sure_button
from cxmaturity.wording.questionnaire.levels import level_number
from cxmaturity.wording.result.groups import agreed_over

_SENT = "agreement-sent"  # session key: the level submitted by the click before this run
_OVERWRITTEN = (
    "agreement-overwritten"  # session key: (assessment id, question id, the level agreed on in another window)
)


@dataclass(frozen=True, slots=True)
class _Agreement:
    """A level submitted for a question, with its reason (None: back to the votes); `shown` is the one shown before."""

    question_id: str
    level: int | None
    reason: str
    shown: AgreedLevel | None


def agree_form(questionnaire: Questionnaire, variant: str, question: Question, agreed: AgreedLevel | None) -> None:
    """Show the form, filled with the level agreed on before; `store_agreement` stores the level submitted."""
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
    """Return whether a submitted level is not stored yet."""
    return _SENT in st.session_state


def store_agreement(assessment_id: str) -> None:
    """Store the submitted level, and keep the one of another window that it overwrites; raises Refused and NotFound."""
    with uninterrupted():
        sent: _Agreement = st.session_state.pop(_SENT)
        stored = load_agreed_levels(session.database(), assessment_id).get(sent.question_id)
        agree_on_level(session.database(), assessment_id, sent.question_id, sent.level, sent.reason, session.now())
        announce("The votes count again." if sent.level is None else "The agreed level is kept.")
        if stored not in (None, sent.shown) and stored != AgreedLevel(sent.level or 0, sent.reason.strip()):
            st.session_state[_OVERWRITTEN] = (assessment_id, sent.question_id, stored)


def show_overwritten(assessment_id: str, questionnaire: Questionnaire) -> None:
    """Show the level of another window that this one has overwritten, with the button that restores it."""
    overwritten_id, question_id, theirs = st.session_state.get(_OVERWRITTEN, (None, "", None))
    if overwritten_id != assessment_id:
        return
    st.info(plain(agreed_over(questionnaire, question_id, theirs)))
    args = (assessment_id, question_id, theirs)
    sure_button("Put theirs back", key="agree-put-back", action=_put_back, args=args)


def _put_back(assessment_id: str, question_id: str, theirs: AgreedLevel) -> None:
    st.session_state.pop(_OVERWRITTEN, None)
    with errors_shown_above():
        now = session.now()
        agree_on_level(session.database(), assessment_id, question_id, theirs.level, theirs.reason, now)
        announce("Their level is back.")
