"""First steps on the console: the dot vote, then adding steps to the plan with owner and date."""

from collections.abc import Sequence
from datetime import timedelta

import streamlit as st

from cxmaturity.records import Action
from cxmaturity.services import plans
from cxmaturity.services.plans import PlannedStep
from cxmaturity.services.workshops.finishing import dot_votes
from cxmaturity.services.workshops.workshop_view import WorkshopView
from cxmaturity.ui.plan import adding, saving
from cxmaturity.ui.plan.action_row import change_notices, owner_field, review_field
from cxmaturity.ui.plan.visit import open_visit
from cxmaturity.ui.shared.escape import named, plain
from cxmaturity.ui.shared.forms import keys
from cxmaturity.ui.shared.frame import session
from cxmaturity.ui.shared.frame.errors import errors_shown_here
from cxmaturity.ui.workshop.action_buttons import action_button
from cxmaturity.ui.workshop.finishing.participant_steps import participant_steps
from cxmaturity.wording.plans import short_text
from cxmaturity.wording.surveys.participation import PAGE_TEXTS
from cxmaturity.wording.workshop import participant_texts as words
from cxmaturity.wording.workshop import votes as wording
from cxmaturity.workshops.dots import DOTS_EACH, StepCandidate, chosen_steps

_REVIEWED_AFTER = timedelta(days=14)


def dot_voting(workshop: WorkshopView) -> None:
    """Show the steps to vote on and those written by participants; dots are hidden until the vote is over."""
    st.header("Choose first steps", anchor=False)
    notice = wording.dots_notice(workshop.assessment.privacy)
    st.markdown(f"Everyone gives {DOTS_EACH} dots on their phone. {notice}")
    with errors_shown_here():
        candidates = dot_votes.step_candidates(session.database(), workshop.assessment.id, workshop.version)
    with st.container(horizontal=True, key="workshop-acts"):
        action_button(workshop, "steps", "Show what was chosen", type="primary", icon=":material/visibility:")
        action_button(workshop, "back", "Back to the question", icon=":material/arrow_back:")
    participant_steps(workshop)
    for candidate in candidates:
        st.markdown(_described(workshop, candidate))


def step_planning(workshop: WorkshopView) -> None:
    """Show the steps, those with most dots first, with buttons that add them to the plan and fields for owner and date.

    Each field saves itself when it is changed; the projected screen follows.
    """
    st.header("First steps", anchor=False)
    adding.planned_already_notices(workshop.assessment)
    open_visit(workshop.assessment.team_id)
    with errors_shown_here():
        candidates = dot_votes.step_candidates(session.database(), workshop.assessment.id, workshop.version)
        planned = plans.by_step(plans.open_actions(session.database(), workshop.assessment.team_id))
    chosen = [c for c in chosen_steps(candidates) if dot_votes.plan_key(c) not in planned]
    with st.container(horizontal=True, key="workshop-acts"):
        if chosen:
            st.button(
                words.put_chosen(len(chosen)),
                type="primary",
                icon=":material/add_task:",
                key=keys.scoped("step-take", workshop.assessment.id),
                on_click=_put_in_plan,
                args=(workshop, chosen),
            )
        action_button(
            workshop,
            "ask_worth",
            "Ask one last question",
            icon=":material/thumbs_up_down:",
            type="secondary" if chosen else "primary",
        )
        action_button(workshop, "dots", "Let everyone give dots", icon=":material/more_horiz:")
        action_button(workshop, "back", "Back to the question", icon=":material/arrow_back:")
    if not candidates:
        st.markdown(PAGE_TEXTS["no_step"])
    else:
        st.caption(words.SET_ON_SCREEN)
    for candidate in candidates:
        _step(workshop, candidate, planned.get(dot_votes.plan_key(candidate)))


def _step(workshop: WorkshopView, candidate: StepCandidate, action: Action | None) -> None:
    """Show one step: with its fields if it is in the plan (`action`), else with the button that adds it."""
    with st.container(border=True, key=f"workshop-step-{candidate.key}"):
        st.markdown(_described(workshop, candidate))
        if action is None:
            st.button(
                named("Add to plan", short_text(candidate.step.do)),
                key=keys.scoped(f"step-{candidate.key}", workshop.assessment.id),
                icon=":material/add_task:",
                on_click=_put_in_plan,
                args=(workshop, [candidate]),
            )
            return
        followed = saving.follow_action(action)
        st.markdown(":green[:material/check_circle:] In your plan.")
        with st.container(horizontal=True, vertical_alignment="bottom"):
            owner_field(action, is_labelled=True)
            review_field(action, is_labelled=True)
        change_notices(action, followed)


def _described(workshop: WorkshopView, candidate: StepCandidate) -> str:
    """Return a step as Markdown, with its question and its dots."""
    dots = f" · **{candidate.dots} {'dot' if candidate.dots == 1 else 'dots'}**" if candidate.dots else ""
    about = words.source_of_step(workshop.questionnaire, candidate)
    return f"**{plain(candidate.step.do)}**  \n:small[{plain(about)}]{dots}"


def _put_in_plan(workshop: WorkshopView, candidates: Sequence[StepCandidate]) -> None:
    soon = session.today() + _REVIEWED_AFTER
    chosen = [PlannedStep(c.question, c.level, c.step.owner, soon, c.step.do) for c in candidates]
    adding.put_in_plan(workshop.assessment, chosen)
