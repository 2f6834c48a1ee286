"""Screen: the way to what is projected, which opens by a link of its own, on this or on another machine."""

import streamlit as st

from cxmaturity.services import workshops
from cxmaturity.ui import inviting, session
from cxmaturity.ui.plain import plain
from cxmaturity.ui.trouble import shown_here

st.title("Screen", anchor=False)
with shown_here():
    room = workshops.room(session.database(), session.named())
assessment = room.assessment
screen = f"{inviting.origin()}/join/screen/{room.screen}"
st.markdown(
    f"**{plain(assessment.team_name)} · {plain(assessment.label)}**  \n"
    "The screen follows the console by itself: the code to join, the question and its levels, how many have voted, and "
    "after the reveal what the room may see. Nothing private is ever on it, and nothing can be changed from it."
)
st.link_button("Open the screen", screen, icon=":material/present_to_all:", type="primary", key="screen-open")
st.markdown("On another machine, for example the one at the projector, open this link. It needs no key:")
st.code(screen, language=None, wrap_lines=True)
inviting.out_of_reach()
address = {session.ASSESSMENT: assessment.id}
st.page_link("workshop.py", label="Go to the console", icon=":material/groups_3:", query_params=address, help="")
