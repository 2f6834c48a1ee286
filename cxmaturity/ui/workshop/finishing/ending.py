"""Ending a workshop, and the summary of a closed one."""

import streamlit as st

from cxmaturity.analysis.disclosure import MIN_GROUP_SIZE, may_show_result_of
from cxmaturity.charts.rounds import rounds as rounds_chart
from cxmaturity.services.assessments import views
from cxmaturity.services.assessments.agreed_levels import load_agreed_levels
from cxmaturity.services.workshops import facilitation
from cxmaturity.services.workshops.workshop_view import WorkshopView
from cxmaturity.tables import groups
from cxmaturity.tables.levels import with_level_numbers
from cxmaturity.ui.result.take_away.export_links import export_links
from cxmaturity.ui.result.take_away.publishing import sharing_with_participants
from cxmaturity.ui.shared import charts
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.forms import keys
from cxmaturity.ui.shared.frame import session
from cxmaturity.ui.shared.frame.errors import errors_shown_here
from cxmaturity.ui.shared.page_links import page_link
from cxmaturity.ui.workshop.action_buttons import action_button
from cxmaturity.ui.workshop.finishing.record import question_records
from cxmaturity.ui.workshop.polls import worth_result
from cxmaturity.wording.questionnaire.levels import level_numbers
from cxmaturity.wording.result.groups import with_agreement_labels
from cxmaturity.wording.workshop import votes as wording
from cxmaturity.wording.workshop import workshop_console
from cxmaturity.wording.workshop.workshop_console import END


def ending_controls(workshop: WorkshopView) -> None:
    """Show the buttons that start the dot vote and end the workshop, with what its result will contain."""
    with errors_shown_here():
        agreed = load_agreed_levels(session.database(), workshop.assessment.id)
    is_last_result = workshop.state.phase == "reveal" and "next" not in facilitation.allowed_actions(workshop)
    with st.container(key="workshop-dots"):
        if workshop.state.phase in ("vote", "reveal") and not is_last_result:  # there it is the button that continues
            action_button(workshop, "dots", "Choose first steps", icon=":material/more_horiz:")
    key = keys.scoped("workshop-ending", workshop.assessment.id)
    with st.expander("End the workshop", icon=":material/flag:", key=key):
        st.markdown(plain(workshop_console.ending_notice(workshop.state, len(agreed))))
        st.markdown("Ending freezes the result. Nobody can join or vote after that.")
        if not may_show_result_of(workshop.people.participants, workshop.assessment.privacy):
            st.warning(f"Fewer than {MIN_GROUP_SIZE} people are in the room, so no votes are shown, to protect them.")
        action_button(workshop, "end", END)


def closed_summary(workshop: WorkshopView) -> None:
    """Show links to result and plan, how levels changed between votes, and the record of each question."""
    st.info("The result is frozen. What you decided is in the plan.", title="This workshop has ended.")
    with st.container(horizontal=True, key="workshop-onward"):
        page_link("result", "The result", assessment=workshop.assessment.id)
        page_link("plan", "The plan", team=workshop.assessment.team_id)
        page_link("over_time", "Over time", team=workshop.assessment.team_id)
    st.session_state[session.ASSESSMENT_PARAM] = workshop.assessment.id  # from the menu too, these begin with this team
    with errors_shown_here():
        view = views.load_view(session.database(), workshop.assessment.id)
    group = view.group
    if group and not group.disclosure.is_suppressed:
        sharing_with_participants(workshop.assessment)
    shown = {name: {r.round: r.shown for r in rounds} for name, rounds in group.rounds.items()} if group else {}
    changed = [q for q in workshop.questions if len(shown.get(q.id, {})) > 1 or (group and q.id in group.agreed)]
    if group and changed:
        agreed = {name: a.level for name, a in group.agreed.items()}
        rows = groups.round_table(workshop.questionnaire, changed, shown, agreed)
        charts.section(
            "How the votes moved",
            rounds_chart(rows, level_numbers(workshop.questionnaire)),
            with_level_numbers(with_agreement_labels(rows), workshop.questionnaire),
            wording.rounds_takeaway(rows),
            "rounds",
        )
    export_links(view)
    worth_result(workshop)
    question_records(workshop, group)
