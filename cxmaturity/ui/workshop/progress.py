"""The progress of a workshop, with a button for each of its questions."""

import streamlit as st

from cxmaturity.services.assessments.agreed_levels import load_agreed_levels
from cxmaturity.services.workshops import workshop_view
from cxmaturity.services.workshops.workshop_view import WorkshopView
from cxmaturity.ui.shared.counting_box import counting_box
from cxmaturity.ui.shared.escape import named, plain
from cxmaturity.ui.shared.frame import session
from cxmaturity.ui.shared.frame.errors import errors_shown_here
from cxmaturity.ui.workshop.action_buttons import action_button
from cxmaturity.wording.questionnaire.levels import level_numbers
from cxmaturity.wording.workshop import workshop_console


def question_overview(workshop: WorkshopView) -> None:
    """Show the status of each question (revealed, agreed on, skipped) in order, with a button that goes to it.

    The one on the console has none: in a second vote, a button beside it leads back to its result.
    """
    with errors_shown_here():
        agreed = load_agreed_levels(session.database(), workshop.assessment.id)
    label = f"All questions · {workshop_console.progress_summary(workshop.state, len(agreed))}"
    box = counting_box(label, key="workshop-questions", icon=":material/list:")
    if not box.open:
        return
    with errors_shown_here():
        group = workshop_view.result_so_far(session.database(), workshop.assessment.id).group
    with box:
        if workshop.pace == "self_paced" and workshop.state.revealed:
            st.markdown("In the order of disagreement, as far as it may be shown.")
        for question_id in workshop.order:
            rounds = group.rounds.get(question_id, ()) if group else ()
            agreed_level = agreed[question_id].level if question_id in agreed else None
            status = workshop_console.question_status(
                rounds[-1].shown if rounds else None,
                agreed_level,
                question_id in workshop.state.skipped,
                level_numbers(workshop.questionnaire),
            )
            prompt = workshop.questionnaire.by_id[question_id].prompt_in(workshop.assessment.variant)
            with st.container(horizontal=True, vertical_alignment="center", key=f"workshop-question-{question_id}"):
                is_current = question_id == workshop.state.question
                here = ":material/arrow_right: " if is_current else ""
                st.markdown(f"{here}**{question_id}** · {plain(prompt)}  \n:small[{plain(status)}]", width="stretch")
                if not is_current or workshop.state.phase not in ("vote", "reveal"):
                    label = named("Go to it" if rounds else "Vote", question_id)
                    action_button(workshop, "go", label, question=question_id)
