"""Other frameworks compared with the questionnaire: the questions for each part, and parts with few or none."""

import streamlit as st

from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.ui.shared.escape import plain
from cxmaturity.wording.questionnaire.frameworks import CROSSWALK_INTRODUCTION, covering_questions, framework_title


def crosswalk(questionnaire: Questionnaire) -> None:
    """Show each framework that the questionnaire is compared with, folded, with its parts; nothing without any."""
    if not questionnaire.frameworks:
        return
    st.header("Beside other frameworks", anchor=False)
    st.markdown(CROSSWALK_INTRODUCTION)
    for framework in questionnaire.frameworks:
        with st.expander(plain(framework_title(framework)), key=f"framework-{framework.id}"):
            st.caption(plain(framework.source))
            for part in framework.parts:
                text = f"**{plain(part.name)}.** {plain(part.about)} *({plain(covering_questions(part))})*"
                st.markdown(f"{text} {plain(part.missing)}" if part.missing else text)
