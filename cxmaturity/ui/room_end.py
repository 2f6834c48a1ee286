"""The end of a workshop: what goes with it, and afterwards how the room moved."""

import streamlit as st

from cxmaturity import frames
from cxmaturity.charts.rounds import rounds
from cxmaturity.disclosure import FLOOR
from cxmaturity.services import assessments, deciding
from cxmaturity.services import room_wording as wording
from cxmaturity.services.workshops import Room
from cxmaturity.ui import charts, session
from cxmaturity.ui.plain import plain
from cxmaturity.ui.room_acting import button
from cxmaturity.ui.room_hints import all_notes
from cxmaturity.ui.trouble import shown_here


def ending(of: Room) -> None:
    """Let the facilitator go on to the first steps, or end the workshop, also early, knowing what goes with it."""
    with shown_here():
        agreed = deciding.agreed(session.database(), of.assessment.id)
    if of.state.phase in ("vote", "reveal"):
        button(of, "dots", "Choose first steps", icon=":material/more_horiz:", shortcut="D")
    with st.popover("End the workshop", icon=":material/flag:", key="room-ending"):
        st.markdown(plain(wording.ending(of.state, len(agreed))))
        st.markdown("Ending freezes the result. Nobody can join or vote after that.")
        if of.assessment.privacy == "anonymous" and of.joined < FLOOR:
            st.warning(f"Fewer than {FLOOR} people are in the room, so no votes are shown, to protect them.")
        button(of, "end", "End it and keep the result", type="primary")


def closed(of: Room) -> None:
    """Show where to go on from here, and how the room moved between its votes."""
    address = {session.ASSESSMENT: of.assessment.id}
    st.info("The result is frozen. What you decided is in the plan.", title="This workshop has ended.")
    with st.container(horizontal=True, key="room-onward"):
        st.page_link("result.py", label="The result", icon=":material/radar:", query_params=address, help="")
        st.page_link("plan.py", label="The plan", icon=":material/task_alt:", help="")
        st.page_link("over_time.py", label="Over time", icon=":material/timeline:", help="")
    st.session_state[session.ASSESSMENT] = of.assessment.id  # plan and over time begin with this team
    with shown_here():
        group = assessments.work(session.database(), of.assessment.id).group
    shown = {name: {r.round: r.shown for r in found} for name, found in group.rounds.items()} if group else {}
    again = [q for q in of.questions if len(shown.get(q.id, {})) > 1 or (group and q.id in group.agreed)]
    if group and again:
        agreed = {name: a.level for name, a in group.agreed.items()}
        rows = frames.rounds(of.questionnaire, again, shown, agreed)
        charts.section(
            "How the room moved", rounds(rows, of.questionnaire.top), rows, wording.rounds_takeaway(rows), "rounds"
        )
        for name, a in group.agreed.items():
            st.markdown(f"**{name}, agreed on level {a.level}:** {plain(a.reason)}")
    all_notes(of)
