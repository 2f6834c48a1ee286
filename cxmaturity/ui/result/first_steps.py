"""First steps on a result: each with all one needs to begin, and the way into the plan."""

from datetime import timedelta

import streamlit as st

from cxmaturity.analysis.gaps import Gap
from cxmaturity.questionnaire.schema import Question
from cxmaturity.records import Assessment
from cxmaturity.services import plans
from cxmaturity.services.assessments.views import AssessmentView
from cxmaturity.services.plans import PlannedStep
from cxmaturity.ui.plan import adding
from cxmaturity.ui.shared import session
from cxmaturity.ui.shared.escape import plain
from cxmaturity.wording.plans import step_factors

_REVIEW_AFTER = timedelta(days=14)


def header(assessment: Assessment) -> None:
    """Show the heading, and below it what became of steps that were put into the plan here."""
    st.header("First steps", anchor=False)
    adding.put_in_plan(assessment)


def first_step_card(view: AssessmentView, gap: Gap, reason: str, is_planned: bool) -> None:
    """Show a proposed first step, why it was chosen and the three factors that ordered it."""
    factors = step_factors(gap.gap, gap.importance, gap.step.ease if gap.step else 1)
    step_card(view, gap.question, gap.level, is_planned, reason, factors)


def step_card(
    view: AssessmentView, question: Question, level: int, is_planned: bool, reason: str = "", factors: str = ""
) -> None:
    """Show the step from an answer's level to the next, with the way into the plan unless it is there already."""
    step = question.step_from(level)
    if step is None:
        return
    with st.container(border=True, key=f"card-step-{question.id}"):
        lead = f"**{plain(reason)}** · " if reason else ""
        order = f"  \n:small[{plain(factors)}]" if factors else ""
        st.markdown(
            f"{lead}{question.id}, from level {level} to {level + 1}\n\n"
            f"### {plain(step.do)}\n\n"
            f"**Effort:** {plain(step.effort)}  \n**Who:** {plain(step.owner)}  \n"
            f"**Worked if:** {plain(step.worked_if)}{order}"
        )
        if is_planned:
            st.markdown(":green[:material/check_circle:] **In your plan.**")
        else:
            _add_to_plan(view, question, level, step.owner)


def _add_to_plan(view: AssessmentView, question: Question, level: int, owner: str) -> None:
    with st.container(key=f"screen-only-take-{question.id}"):
        box = st.popover("Add to plan", icon=":material/add_task:", key=f"taking-{question.id}", on_change="rerun")
    if not box.open:
        return
    with box:
        st.text_input("Who does it?", value=owner, max_chars=plans.MAX_OWNER_LENGTH, key=f"owner-{question.id}")
        st.date_input(
            "Review it on", value=session.today() + _REVIEW_AFTER, key=f"due-{question.id}", format="YYYY-MM-DD"
        )
        st.button(
            "Put it in the plan",
            type="primary",
            key=f"take-{question.id}",
            on_click=_ask_for,
            args=(view, question, level),
        )


def _ask_for(view: AssessmentView, question: Question, level: int) -> None:
    owner, due = st.session_state[f"owner-{question.id}"], st.session_state[f"due-{question.id}"]
    adding.ask_for(view.assessment, [PlannedStep(question, level, owner, due)])


def questions_to_ask(view: AssessmentView) -> None:
    """Show each question that nobody knew the answer to, with whom to ask; nothing where there is none."""
    unknown = view.response.unknown_questions(view.questions)
    if not unknown:
        return
    st.subheader("To find out", anchor=False)
    for question in unknown:
        st.markdown(f"{question.id} · {plain(question.prompt)}  \n**Ask today:** {plain(question.ask)}")
