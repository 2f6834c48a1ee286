"""First steps on a result: what to do, for which question, the effort, and the button that adds it to the plan."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from html import escape

import streamlit as st

from cxmaturity.analysis.gaps import next_steps_from_lowest
from cxmaturity.analysis.outcome import Outcome
from cxmaturity.questionnaire.schema import Question, Step
from cxmaturity.records import Action
from cxmaturity.services import plans
from cxmaturity.services.assessments.views import AssessmentView
from cxmaturity.services.plans import PlannedStep, StepKey
from cxmaturity.ui.plan import adding
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.forms import keys
from cxmaturity.ui.shared.frame import session
from cxmaturity.ui.shared.page_links import page_link
from cxmaturity.wording import plans as wording
from cxmaturity.wording.language.dates import format_day
from cxmaturity.wording.language.numbers import NO_NUMBER
from cxmaturity.wording.questionnaire.steps import step_to_do

_REVIEW_AFTER = timedelta(days=14)
_MOST_PRINTED = 3  # actions of the plan on the page for a board


def first_steps(view: AssessmentView, outcome: Outcome, open_actions: Sequence[Action]) -> None:
    """Show the proposed first steps and why they are few; without any, the next steps from the lowest answers.

    `open_actions` are those of the team's plan.
    """
    planned = plans.by_step(open_actions)
    st.header("Do this first", anchor=False)
    adding.planned_already_notices(view.assessment)
    proposed = outcome.first_steps if view.assessment.scope == "full" else []
    if proposed:
        with st.grid(max(2, len(proposed)), min_column_width=270):
            for step in proposed:
                gap = step.gap
                factors = wording.step_factors(view.questionnaire, gap)
                reason = wording.step_reason(outcome, step)
                _card(view, gap.question, gap.level, planned, reason, factors)
        if why := wording.why_fewer_steps(outcome):
            st.markdown(plain(why))
        return
    lowest = next_steps_from_lowest(view.questions, view.response)
    is_rated = any(view.response.level_of(question.id) is not None for question in view.questions)
    to_answer = len(view.open_questions) if view.assessment.is_open else 0
    st.markdown(wording.steps_from_lowest(bool(lowest), to_answer, is_rated))
    with st.grid(3, min_column_width=270):
        for question, level in lowest:
            _card(view, question, level, planned)


def _card(
    view: AssessmentView,
    question: Question,
    level: int,
    planned: Mapping[StepKey, Action],
    reason: str = "",
    factors: str = "",
) -> None:
    """Show the step from an answer's level to the next, with the button that adds it unless it is in the plan."""
    step = question.step_from(level)
    if step is None:
        return
    do = step_to_do(question, level, view.assessment.variant)
    with st.container(border=True, key=f"card-step-{question.id}", gap="xsmall", height="stretch"):
        if reason:
            st.markdown(f":small[**{plain(reason)}**]")
        st.subheader(plain(do), anchor=False)
        prompt = plain(question.prompt_in(view.assessment.variant))
        lead = f"{question.id} · {wording.step_lead(view.questionnaire, level, step.effort)}"
        st.markdown(f":small[{prompt} {plain(lead)}]")
        if more := _more(question.id, step, factors):
            st.html(more)
        if action := planned.get(plans.step_key(question.id, level, do)):
            st.markdown(f":green[:material/check_circle:] **{plain(wording.in_plan(action))}**")
            page_link("plan", wording.of_question("See the plan", question.id), team=view.assessment.team_id)
        else:
            _add_to_plan(view, question, level, step)


def _more(question_id: str, step: Step, factors: str) -> str:
    lines = [f"<b>Who:</b> {escape(step.owner)}"] if step.owner else []
    lines += [f"<b>Worked if:</b> {escape(step.worked_if)}"] if step.worked_if else []
    lines += [escape(factors)] if factors else []
    summary = "Who, and how you see that it worked" if step.owner or step.worked_if else "Why this one"
    summary += f' <span class="cx-visually-hidden">({escape(question_id)})</span>'
    more = f'<details class="cx-more"><summary>{summary}</summary><p>{"<br>".join(lines)}</p></details>'
    return more if lines else ""


def _add_to_plan(view: AssessmentView, question: Question, level: int, step: Step) -> None:
    shown_id = view.assessment.id
    with st.container(key=f"screen-only-take-{question.id}"):
        label, icon = wording.of_question("Add to plan", question.id), ":material/add_task:"
        box = st.expander(label, icon=icon, key=keys.scoped(f"taking-{question.id}", shown_id), on_change="rerun")
    if not box.open:
        return
    with box:
        st.text_input(
            wording.of_question("Who does it?", question.id),
            value=step.owner,
            max_chars=plans.MAX_OWNER_LENGTH,
            key=keys.scoped(f"owner-{question.id}", shown_id),
        )
        st.date_input(
            wording.of_question("Review it on", question.id),
            value=session.today() + _REVIEW_AFTER,
            key=keys.scoped(f"due-{question.id}", shown_id),
            format="YYYY-MM-DD",
        )
        st.button(
            wording.of_question("Put it in the plan", question.id),
            type="primary",
            key=keys.scoped(f"take-{question.id}", shown_id),
            on_click=_put_in_plan,
            args=(view, question, level),
        )


def _put_in_plan(view: AssessmentView, question: Question, level: int) -> None:
    owner, due = (
        st.session_state[keys.scoped(f"{name}-{question.id}", view.assessment.id)] for name in ("owner", "due")
    )
    adding.put_in_plan(view.assessment, [PlannedStep(question, level, owner, due)])


def printed_plan(open_actions: Sequence[Action]) -> None:
    """Show the plan's next actions in print only; on the screen they have a page of their own."""
    listed = sorted(open_actions, key=lambda action: action.due or date.max)[:_MOST_PRINTED]
    rows = "".join(
        f"<tr><td>{escape(a.do)}</td><td>{escape(a.owner)}</td><td>{format_day(a.due) if a.due else NO_NUMBER}</td>"
        f"<td>{escape(a.worked_if)}</td></tr>"
        for a in listed
    )
    heads = "".join(f'<th scope="col">{name}</th>' for name in ("Do", "Who", "Review on", "Worked if"))
    table = f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    heading = escape(wording.printed_plan_heading(len(open_actions), len(listed)))
    plan = f'<h2>{heading}</h2><div class="cx-table">{table}</div>'
    st.html(f'<div class="cx-print-only cx-board-end" hidden>{plan if listed else ""}</div>')
