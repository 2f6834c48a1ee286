"""The results of the two questions that are not scored: the warm-up and the closing question."""

import streamlit as st

from cxmaturity.services.workshops.voting import polls
from cxmaturity.services.workshops.workshop_view import WorkshopView
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.frame import session
from cxmaturity.ui.shared.frame.errors import errors_shown_here
from cxmaturity.wording.workshop import polls as wording
from cxmaturity.workshops.polls import PollName


def warm_up_result(workshop: WorkshopView) -> None:
    """Show the result of the warm-up, as participants saw it."""
    _result(workshop, "warm_up")


def worth_result(workshop: WorkshopView) -> None:
    """Show the answers to whether a closed workshop was worth people's time, if that was asked."""
    _result(workshop, "worth", wording.WORTH)


def _result(workshop: WorkshopView, poll: PollName, heading: str = "") -> None:
    with errors_shown_here():
        result = polls.poll_results(session.database(), [workshop.assessment.id], poll).get(workshop.assessment.id)
    if result is None:
        return
    if heading:
        st.header(heading, anchor=False)
    labels = wording.option_labels(poll, workshop.state.warm_up)
    st.markdown(plain(wording.describe_result(result, labels)))
    if counts := wording.describe_counts(result, labels):
        st.markdown(f":small[{plain(counts)}]")
