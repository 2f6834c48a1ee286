"""Screen: the link to the projected screen, which opens on this or another machine."""

import streamlit as st

from cxmaturity.services.workshops import workshop_view
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.frame import session
from cxmaturity.ui.shared.frame.errors import errors_shown_here
from cxmaturity.ui.shared.frame.page_frame import window_title
from cxmaturity.ui.shared.page_links import ICONS, page_link
from cxmaturity.ui.surveys import invitations

st.title("Screen", anchor=False)
with errors_shown_here():
    room = workshop_view.load_workshop(session.database(), session.current_assessment_id())
assessment = room.assessment
window_title("Screen", assessment.team_name)
screen = invitations.screen_link(room)
st.markdown(
    f"**{plain(assessment.team_name)} · {plain(assessment.label)}**  \n"
    "The screen follows the console by itself: the code to join, the question and its levels, how many have voted, and "
    "after the reveal what the room may see. Nothing private is ever on it. "
    "From it the screen can be made blank for a moment; nothing else can be changed."
)
st.link_button("Open the screen", screen, icon=ICONS["screen"], type="primary", key="screen-open")
st.markdown("On another machine, for example the one at the projector, open this link. It needs no key:")
st.code(screen, language=None, wrap_lines=True)
invitations.network_hint()
page_link("workshop", "Go to the console", assessment=assessment.id)
