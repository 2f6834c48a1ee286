"""The sample on Home: the newest result of the demo as a small picture, and the button that opens it."""

from typing import Literal

import streamlit as st

from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.services.assessments import listing
from cxmaturity.services.demo import loading
from cxmaturity.store.database.engine import Database
from cxmaturity.ui.result.reasons import dimension_bars
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.frame import session
from cxmaturity.ui.shared.frame.errors import errors_shown_here
from cxmaturity.ui.shared.frame.page_frame import announce
from cxmaturity.wording.result.stages import stage_headline


def sample_card(database: Database, questionnaire: Questionnaire) -> None:
    """Show stage and bars of the sample result, and the button that opens it."""
    view, last = loading.sample_views(questionnaire, session.now())
    outcome = view.outcome()
    with st.container(border=True, key="sample"):
        st.markdown(
            f":small[What you get: the result of an invented organisation]  \n**{plain(stage_headline(outcome))}**"
        )
        was = ("last time", last.outcome().result)
        dimension_bars(outcome, view.questions, view.assessment.variant, last=was, has_reasons=False)
        sample_result_button(database, questionnaire, width="stretch")


def sample_result_button(
    database: Database, questionnaire: Questionnaire, width: Literal["content", "stretch"] = "content"
) -> None:
    """Show the button that opens the newest result of the demo; a click loads the demo first where it is missing."""
    if not st.button("See a sample result", icon=":material/visibility:", key="demo-in", width=width):
        return
    with errors_shown_here():
        loading.load_demo(database, questionnaire, session.now())
        sample = listing.sample_result(database)
    if sample is None:  # somebody has removed it from the demo
        return
    announce("This is the result of an invented organisation.", is_quiet=True)
    st.switch_page("result.py", query_params={session.ASSESSMENT_PARAM: sample.id})
