"""The facilitator's console: one workshop from the lobby to its end. Only the owner sees it; it is never projected."""

from collections.abc import Callable, Mapping

import streamlit as st

from cxmaturity.services import workshops
from cxmaturity.services.room_wording import ABOUT_PACE
from cxmaturity.services.workshops import Room
from cxmaturity.ui import cards, inviting, room_deciding, room_end, session
from cxmaturity.ui.plain import plain
from cxmaturity.ui.room_acting import button, timer, told
from cxmaturity.ui.room_live import live
from cxmaturity.ui.room_progress import progress
from cxmaturity.ui.room_question import question
from cxmaturity.workshop import Phase

SCREEN = ":material/present_to_all:"


def console(of: Room) -> None:
    """Show the workshop where it stands, and what can be done there."""
    told(of)
    row = of.assessment
    st.title(f"{plain(row.team_name)} · {plain(row.label)}", anchor=False)
    with st.container(horizontal=True, vertical_alignment="center", key="room-head"):
        st.markdown(cards.kind(row), width="stretch")
        if row.is_open:
            if of.state.phase != "lobby":
                with st.popover(f"Join: {workshops.shown_code(of.code)}", icon=":material/qr_code:", key="room-join"):
                    _joining(of)
            screen = f"{inviting.origin()}/join/screen/{of.screen}"
            st.link_button("Open the screen", screen, icon=SCREEN, key="room-screen")
    if row.is_open:
        live(of)
    _PARTS[of.state.phase](of)
    if row.is_open:
        if of.state.phase != "lobby":
            progress(of)
        with st.container(horizontal=True, vertical_alignment="bottom", key="room-foot"):
            if of.state.phase in ("lobby", "vote", "reveal"):
                timer()
            room_end.ending(of)


def _joining(of: Room) -> None:
    """Show how people come in: by the code, or by the link."""
    st.markdown(
        f"Scan the code on the screen, or open **{plain(inviting.origin())}/join** and type "
        f"**{workshops.shown_code(of.code)}**. By link:"
    )
    st.code(f"{inviting.origin()}/join/{of.assessment.invitation}", language=None, wrap_lines=True)
    if of.expires_at < session.now():
        st.markdown("The code has expired; the link still works.")


def _lobby(of: Room) -> None:
    st.header("Lobby", anchor=False)
    with st.container(border=True, key="room-code"):
        st.markdown(f"### {workshops.shown_code(of.code)}")
        _joining(of)
        address = {session.ASSESSMENT: of.assessment.id}
        st.page_link("screen.py", label="The screen on another machine", icon=SCREEN, query_params=address, help="")
        st.caption(f"Everyone is told before the first vote: {inviting.ABOUT_PRIVACY[of.assessment.privacy]}")
    inviting.out_of_reach()
    st.markdown(plain(ABOUT_PACE[of.pace]))
    begin = "Start the first vote" if of.pace == "together" else "Let everyone begin"
    button(of, "begin", begin, type="primary", icon=":material/play_arrow:", shortcut="G")


def _own(of: Room) -> None:
    st.header("Everyone answers at their own pace", anchor=False)
    with st.container(horizontal=True, key="room-acts"):
        with st.popover(
            "Walk through the answers", icon=":material/directions_walk:", key="room-walking", type="primary"
        ):
            st.markdown(
                "This ends the answering: what was answered is shown from then on and stays as it is. "
                "Where the room disagrees, it can vote again."
            )
            button(of, "walk", "End the answering and walk through", type="primary")
        button(of, "pause", "Pause", icon=":material/pause:", shortcut="P")
        button(of, "resume", "Resume", icon=":material/play_arrow:", shortcut="P")


_PARTS: Mapping[Phase, Callable[[Room], None]] = {
    "lobby": _lobby,
    "own": _own,
    "vote": question,
    "reveal": question,
    "dots": room_deciding.dots,
    "steps": room_deciding.steps,
    "closed": room_end.closed,
}
