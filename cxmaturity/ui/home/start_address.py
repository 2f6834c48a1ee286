"""The form that Home shows, kept in its address: a way to start an assessment, or the next round of a finished one."""

from collections.abc import Sequence
from typing import Literal

import streamlit as st

from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.ui.shared.frame import session
from cxmaturity.ui.shared.frame.page_frame import announce
from cxmaturity.wording import home as words

Way = Literal["pulse", "full", "survey"]
BEGIN_PARAM, QUESTIONNAIRE_PARAM = "begin", "questionnaire"  # names in the address
STEP = "begin-step"  # key of the container that the focus moves to
_NEXT = "next"


def open_step(way: str, questionnaire_id: str) -> None:
    """Callback: show the form that starts an assessment in this way."""
    st.query_params.update({BEGIN_PARAM: way, QUESTIONNAIRE_PARAM: questionnaire_id})
    announce(words.NEXT_STEP, focus=STEP, is_quiet=True)


def leave_step() -> None:
    """Callback: close the form and show Home."""
    for name in (BEGIN_PARAM, QUESTIONNAIRE_PARAM, session.ASSESSMENT_PARAM):
        st.query_params.pop(name, None)
    announce("Nothing was started.", is_quiet=True)


def chosen_way(questionnaires: Sequence[Questionnaire]) -> tuple[Questionnaire, Way] | None:
    """Return the questionnaire and the way to start named in the address, None unless both exist."""
    named = st.query_params.get(QUESTIONNAIRE_PARAM)
    questionnaire = next((q for q in questionnaires if named in (None, q.id)), None)
    if questionnaire is None:
        return None
    match st.query_params.get(BEGIN_PARAM):
        case "pulse" if questionnaire.pulse:
            return questionnaire, "pulse"
        case "full":
            return questionnaire, "full"
        case "survey":
            return questionnaire, "survey"
    return None


def chosen_round() -> str | None:
    """Return the id of the assessment whose next round the address asks for, None without one."""
    return st.query_params.get(session.ASSESSMENT_PARAM) if st.query_params.get(BEGIN_PARAM) == _NEXT else None
