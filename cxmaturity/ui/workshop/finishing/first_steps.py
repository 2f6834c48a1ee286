"""First steps on the console: the dot vote, then the chosen steps become actions with owner and date."""

from datetime import timedelta

import streamlit as st

from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.services import plans
from cxmaturity.services.plans import PlannedStep
from cxmaturity.services.workshops import decisions
from cxmaturity.services.workshops.facilitation import WorkshopView
from cxmaturity.ui.plan import adding
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.frame import session
from cxmaturity.ui.shared.frame.errors import errors_shown_here
from cxmaturity.ui.workshop.actions import action_button
from cxmaturity.wording.plans import step_lead
from cxmaturity.wording.workshop import workshops as wording
from cxmaturity.workshops.dots import DOTS_EACH, MAX_CHOSEN_STEPS, StepCandidate


def dot_voting(workshop: WorkshopView) -> None:
    """Show the steps to vote on; the dots are shown only once the vote is over."""
    st.header("Choose first steps", anchor=False)
    notice = wording.dots_notice(workshop.assessment.privacy)
    st.markdown(f"Everyone gives {DOTS_EACH} dots on their phone. {notice}")
    with errors_shown_here():
        candidates = decisions.step_candidates(session.database(), workshop.assessment.id, workshop.version)
    with st.container(horizontal=True, key="room-acts"):
        action_button(workshop, "steps", "Show what was chosen", type="primary", icon=":material/visibility:")
        action_button(workshop, "back", "Back to the question", icon=":material/arrow_back:")
    for candidate in candidates:
        st.markdown(_named(workshop.questionnaire, candidate))


def step_planning(workshop: WorkshopView) -> None:
    """Show the steps, the most dots first, and add the chosen ones to the plan with owner and date."""
    st.header("First steps", anchor=False)
    adding.put_in_plan(workshop.assessment)
    with errors_shown_here():
        candidates = decisions.step_candidates(session.database(), workshop.assessment.id, workshop.version)
        planned = plans.open_actions(session.database(), workshop.assessment.team_id)
    waiting = [c for c in candidates if (c.question.id, c.level) not in planned]
    for candidate in candidates:
        if candidate not in waiting:
            st.markdown(
                f":green[:material/check_circle:] **In your plan.** {_named(workshop.questionnaire, candidate)}"
            )
    if waiting:
        _form(workshop, waiting, is_first=len(waiting) == len(candidates))
    elif not candidates:
        st.markdown("Nothing was revealed that leaves a step to take.")
    with st.container(horizontal=True, key="room-acts"):
        action_button(workshop, "dots", "Let everyone give dots", icon=":material/more_horiz:")
        action_button(workshop, "back", "Back to the question", icon=":material/arrow_back:")


def are_planned(workshop: WorkshopView) -> bool:
    """Return whether a step is in the plan or none is to be taken, so that nothing is left but to end the workshop."""
    candidates = decisions.step_candidates(session.database(), workshop.assessment.id, workshop.version)
    planned = plans.open_actions(session.database(), workshop.assessment.team_id)
    return not candidates or any((c.question.id, c.level) in planned for c in candidates)


def _named(questionnaire: Questionnaire, candidate: StepCandidate) -> str:
    dots = f" · **{candidate.dots} {'dot' if candidate.dots == 1 else 'dots'}**" if candidate.dots else ""
    lead = step_lead(questionnaire, candidate.level, candidate.step.effort)
    about = f"{candidate.question.id}, from {lead}"
    return f"{plain(candidate.step.do)}  \n:small[{plain(about)}]{dots}"


def _form(workshop: WorkshopView, waiting: list[StepCandidate], is_first: bool) -> None:
    with st.form("room-steps"):
        st.markdown("Tick what to add to the plan, with a name and a date for each.")
        for position, candidate in enumerate(waiting):
            name = candidate.question.id
            st.markdown(_named(workshop.questionnaire, candidate))
            st.checkbox(f"Add to plan ({name})", value=position < MAX_CHOSEN_STEPS, key=f"step-{name}")
            left, right = st.columns(2)
            left.text_input(
                f"Who does it? ({name})",
                value=candidate.step.owner,
                max_chars=plans.MAX_OWNER_LENGTH,
                key=f"step-owner-{name}",
            )
            soon = session.today() + timedelta(days=14)
            right.date_input(f"Review it on ({name})", value=soon, key=f"step-due-{name}", format="YYYY-MM-DD")
        st.form_submit_button(
            "Put them in the plan",
            type="primary" if is_first else "secondary",
            icon=":material/add_task:",
            key="step-take",
            on_click=_ask_for,
            args=(workshop, waiting),
        )


def _ask_for(workshop: WorkshopView, waiting: list[StepCandidate]) -> None:
    typed = st.session_state
    chosen = [
        PlannedStep(c.question, c.level, typed[f"step-owner-{c.question.id}"], typed[f"step-due-{c.question.id}"])
        for c in waiting
        if typed[f"step-{c.question.id}"]
    ]
    adding.ask_for(workshop.assessment, chosen)
