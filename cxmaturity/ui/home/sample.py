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
from cxmaturity.ui.shared.frame.errors import errors_shown_above
from cxmaturity.ui.shared.frame.page_frame import announce, open_next
from cxmaturity.ui.shared.sure_button import sure_button
from cxmaturity.wording.report.charts import LAST_TIME
from cxmaturity.wording.result.stages import stage_headline


def sample_card(database: Database, questionnaire: Questionnaire) -> None:
    """Show stage and bars of the sample result, and the button that opens it."""
    view, last = loading.sample_views(questionnaire, session.now())
    outcome = view.outcome()
    with st.container(border=True, key="sample"):
        st.markdown(
            f":small[What you get: the result of an invented organisation]  \n**{plain(stage_headline(outcome))}**"
        )
        was = (LAST_TIME, last.outcome().result)
        dimension_bars(outcome, view.questions, view.assessment.variant, last=was, has_reasons=False)
        sample_result_button(database, questionnaire, width="stretch")


def sample_result_button(
    database: Database, questionnaire: Questionnaire, width: Literal["content", "stretch"] = "content"
) -> None:
    """Show the button that opens the newest result of the demo; a click loads the demo first where it is missing."""
    label, icon = "See a sample result", ":material/visibility:"
    sure_button(label, icon=icon, key="demo-in", width=width, action=_open_sample, args=(database, questionnaire))


def _open_sample(database: Database, questionnaire: Questionnaire) -> None:
    with errors_shown_above():
        loading.load_demo(database, questionnaire, session.now())
        if sample := listing.sample_result(database):  # else somebody has removed it from the demo
            announce("This is the result of an invented organisation.", is_quiet=True)
            open_next("result.py", assessment=sample.id)
