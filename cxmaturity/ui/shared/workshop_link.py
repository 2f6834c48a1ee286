"""The link from a result to its workshop."""

import streamlit as st

from cxmaturity.records import Assessment
from cxmaturity.ui.shared.frame import session


def workshop_link(assessment: Assessment) -> None:
    """Show the link to the record of a closed workshop; nothing for other assessments."""
    if assessment.mode == "workshop" and not assessment.is_open:
        address = {session.ASSESSMENT_PARAM: assessment.id}
        icon = ":material/groups_3:"
        st.page_link("workshop.py", label="How the workshop went", icon=icon, query_params=address, help="")
