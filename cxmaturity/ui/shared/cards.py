"""Cards of the list of assessments."""

import streamlit as st

from cxmaturity.records import Assessment
from cxmaturity.services.assessments import closing
from cxmaturity.services.assessments.listing import ListedAssessment
from cxmaturity.ui.shared import session
from cxmaturity.ui.shared.errors import errors_shown_here
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.page_frame import announce
from cxmaturity.ui.shared.workshop_link import workshop_link
from cxmaturity.wording.assessments import assessment_date, assessment_kind, assessment_progress

WORKSHOP_ICON = ":material/groups_3:"


def assessment_card(row: ListedAssessment) -> None:
    """Show an assessment of the list with the ways to continue it, to see its result, and to remove it."""
    assessment = row.assessment
    address = {session.ASSESSMENT_PARAM: assessment.id}
    with st.container(border=True, key=f"card-{assessment.id}"):
        demo = " :blue-badge[demo]" if assessment.is_demo else ""
        progress = assessment_progress(assessment, row.answered, row.asked)
        dated = assessment_date(assessment, session.day_of(assessment.closed_at or assessment.opened_at))
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(
                f"**{plain(assessment.team_name)} · {plain(assessment.label)}**{demo}  \n"
                f":small[{assessment_kind(assessment)} · {progress} · {dated}]",
                width="stretch",
            )
            if assessment.is_open and assessment.mode == "solo":
                st.page_link("assess.py", label="Continue", icon=":material/play_arrow:", query_params=address, help="")
            if assessment.is_open and assessment.mode == "survey":
                st.page_link("survey.py", label="Survey", icon=":material/group:", query_params=address, help="")
            elif assessment.is_open and assessment.mode == "workshop":
                st.page_link("workshop.py", label="Console", icon=WORKSHOP_ICON, query_params=address, help="")
            else:
                st.page_link("result.py", label="Result", icon=":material/radar:", query_params=address, help="")
            workshop_link(assessment)
        more = st.expander("More", key=f"more-{assessment.id}", type="compact", on_change="rerun")
        if more.open:  # else what is in it would be drawn for each card of a long list
            with more:
                _removal(assessment)


def _removal(assessment: Assessment) -> None:
    st.markdown("Removing takes the answers and the result away for good.")
    if st.button("Remove it", key=f"remove-{assessment.id}", icon=":material/delete:"):
        with errors_shown_here():
            closing.remove_assessment(session.database(), assessment.id)
        announce("The assessment is removed.")
        st.rerun()
