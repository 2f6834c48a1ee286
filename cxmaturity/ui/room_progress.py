"""How far a workshop is, and the way to any of its questions."""

import streamlit as st

from cxmaturity.services import deciding
from cxmaturity.services import room_wording as wording
from cxmaturity.services.workshops import Room
from cxmaturity.ui import session
from cxmaturity.ui.plain import plain
from cxmaturity.ui.room_acting import button
from cxmaturity.ui.trouble import shown_here


def progress(of: Room) -> None:
    """Show what was revealed, agreed and skipped, in the order of walking through, with a way to each question."""
    with shown_here():
        agreed = deciding.agreed(session.database(), of.assessment.id)
    label = f"All questions · {wording.so_far(of.state, len(agreed))}"
    box = st.expander(label, key="room-questions", on_change="rerun", icon=":material/list:")
    if not box.open:
        return
    with shown_here():
        group = deciding.result_so_far(session.database(), of.assessment.id).group
    with box:
        if of.pace == "own" and of.state.revealed:
            st.markdown("In the order of disagreement, as far as it may be shown.")
        for question_id in of.order:
            rounds = group.rounds.get(question_id, ()) if group else ()
            settled = agreed[question_id].level if question_id in agreed else None
            said = wording.standing(rounds[-1].shown if rounds else None, settled, question_id in of.state.skipped)
            prompt = of.questionnaire.by_id[question_id].prompt_in(of.assessment.variant)
            with st.container(horizontal=True, vertical_alignment="center", key=f"room-question-{question_id}"):
                here = ":material/arrow_right: " if question_id == of.state.question else ""
                st.markdown(f"{here}**{question_id}** · {plain(prompt)}  \n:small[{plain(said)}]", width="stretch")
                button(of, "go", "Go to it" if rounds else "Vote", question=question_id)
