"""The form for agreeing on a question's level after a discussion, on the result page and on the console.

A submitted level is stored by its click, for the assessment and question that the form showed, even if another window
has moved on to the next question.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager

import streamlit as st

from cxmaturity.analysis.groups import AgreedLevel
from cxmaturity.answers import MAX_TEXT_LENGTH
from cxmaturity.questionnaire.schema import Question, Questionnaire
from cxmaturity.records import Assessment
from cxmaturity.services.assessments.agreed_levels import agree_on_level, load_agreed_levels
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.forms import follow, keys
from cxmaturity.ui.shared.forms.field_errors import field_error, set_field_errors
from cxmaturity.ui.shared.frame import session
from cxmaturity.ui.shared.frame.errors import errors_shown_above
from cxmaturity.ui.shared.frame.page_frame import announce
from cxmaturity.ui.shared.sure_button import sure_button
from cxmaturity.wording.questionnaire.levels import level_number
from cxmaturity.wording.result.groups import agreed_over

# Session key: (assessment id, question id, the level agreed on in another window).
_OVERWRITTEN = "agreement-overwritten"

Storing = Callable[[], AbstractContextManager[None]]
"""What shows the error of a level that cannot be stored."""


def agree_form(
    assessment: Assessment,
    questionnaire: Questionnaire,
    question: Question,
    agreed: AgreedLevel | None,
    storing: Storing = errors_shown_above,
) -> None:
    """Show the form, filled with the level agreed on before; a submitted level is stored within `storing`."""
    shown_id, statements = assessment.id, question.levels_in(assessment.variant)
    fields = level_key, reason_key = _field_keys(shown_id, question.id)
    form, keep, drop = (keys.scoped(f"agree-{name}-{question.id}", shown_id) for name in ("form", "keep", "drop"))
    stored = {"level": agreed and agreed.level, "reason": agreed.reason if agreed else ""}
    followed = follow.follow(form, stored, {"level": level_key, "reason": reason_key})
    shown_level = followed.shown["level"]
    shown = AgreedLevel(shown_level, followed.shown["reason"]) if shown_level else None
    with st.form(form, border=False):
        st.radio(
            "Agreed level",
            list(range(1, questionnaire.scale_max + 1)),
            index=agreed.level - 1 if agreed else None,
            format_func=lambda level: f"{level_number(questionnaire, level)} · {plain(statements[level - 1])}",
            key=level_key,
        )
        field_error(level_key)
        st.text_area("Why?", value=stored["reason"], max_chars=MAX_TEXT_LENGTH, key=reason_key, height=80)
        args = (shown_id, question.id, shown, storing)
        sure_button("Save agreed level", key=keep, action=_keep, args=args, fields=fields)
        if agreed:
            sure_button("Use the votes instead", key=drop, action=_drop, args=args, fields=fields)


def _field_keys(assessment_id: str, question_id: str) -> tuple[str, str]:
    return keys.agreed_level(assessment_id, question_id), keys.agreed_reason(assessment_id, question_id)


def _keep(assessment_id: str, question_id: str, shown: AgreedLevel | None, storing: Storing) -> bool:
    level_key, reason_key = _field_keys(assessment_id, question_id)
    level = st.session_state[level_key]
    if level is None:
        set_field_errors({level_key: "Choose the level you agreed on first."})
        return False
    return _store(assessment_id, question_id, AgreedLevel(level, st.session_state[reason_key].strip()), shown, storing)


def _drop(assessment_id: str, question_id: str, shown: AgreedLevel | None, storing: Storing) -> bool:
    return _store(assessment_id, question_id, None, shown, storing)


def _store(
    assessment_id: str, question_id: str, agreed: AgreedLevel | None, shown: AgreedLevel | None, storing: Storing
) -> bool:
    """Store the level, or with None the votes; keep the one of another window that this overwrites.

    `shown` is the level that the form showed. Return False if it was refused.
    """
    is_stored = False
    with storing():
        before = load_agreed_levels(session.database(), assessment_id).get(question_id)
        _write(assessment_id, question_id, agreed)
        announce("The agreed level is kept." if agreed else "The votes count again.")
        if before not in (None, shown, agreed):
            st.session_state[_OVERWRITTEN] = (assessment_id, question_id, before)
        is_stored = True
    return is_stored


def _write(assessment_id: str, question_id: str, agreed: AgreedLevel | None) -> None:
    level, reason = (agreed.level, agreed.reason) if agreed else (None, "")
    agree_on_level(session.database(), assessment_id, question_id, level, reason, session.now())


def show_overwritten(assessment_id: str, questionnaire: Questionnaire) -> None:
    """Show the level of another window that this one has overwritten, with the button that restores it."""
    overwritten_id, question_id, theirs = st.session_state.get(_OVERWRITTEN, (None, "", None))
    with st.container(key="agree-overwritten"):
        if overwritten_id != assessment_id:
            return
        st.info(plain(agreed_over(questionnaire, question_id, theirs)))
        key, args = keys.scoped("agree-put-back", assessment_id), (assessment_id, question_id, theirs)
        sure_button("Put theirs back", key=key, action=_put_back, args=args)


def _put_back(assessment_id: str, question_id: str, theirs: AgreedLevel) -> None:
    st.session_state.pop(_OVERWRITTEN, None)
    with errors_shown_above():
        _write(assessment_id, question_id, theirs)
        announce("Their level is back.")
