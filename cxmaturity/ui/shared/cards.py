"""Pieces that several pages show: an assessment in a list, a first step to take on, the reasons trail."""

from datetime import timedelta
from html import escape

import streamlit as st

from cxmaturity.analysis.disclosure import may_reopen
from cxmaturity.analysis.gaps import Gap
from cxmaturity.analysis.outcome import Outcome
from cxmaturity.questionnaire.schema import Question
from cxmaturity.records import Assessment
from cxmaturity.services import plans
from cxmaturity.services.assessments import closing
from cxmaturity.services.assessments.listing import ListedAssessment
from cxmaturity.services.assessments.views import AssessmentView
from cxmaturity.ui.shared import session
from cxmaturity.ui.shared.errors import errors_shown_here
from cxmaturity.ui.shared.escape import plain
from cxmaturity.wording import results

WORKSHOP_ICON = ":material/groups_3:"


def assessment_kind(assessment: Assessment) -> str:
    """Return in a few words what an assessment is: who answers, and how much."""
    length = (
        "Pulse" if assessment.scope == "pulse" else "Full" if assessment.dimensions is None else "Chosen dimensions"
    )
    who = {"solo": "", "survey": ", several people", "workshop": ", workshop"}[assessment.mode]
    return f"{length}{who}{f', {assessment.privacy}' if who else ''}"


def assessment_card(row: ListedAssessment) -> None:
    """Show an assessment of the list with the way to go on, to see it, or to remove it."""
    of, address = row.assessment, {session.ASSESSMENT_PARAM: row.assessment.id}
    by_one = of.mode == "solo"
    with st.container(border=True, key=f"card-{of.id}"):
        people = f"{row.answered}{f' of {of.expected}' if of.expected else ''} people answered"
        answered = f"{row.answered} of {row.asked} answered" if by_one else people
        demo = " :blue-badge[demo]" if of.is_demo else ""
        with st.container(horizontal=True, vertical_alignment="center"):
            when = of.closed_at or of.opened_at
            dated = f"{'finished' if of.closed_at else 'begun'} {when:%-d %B %Y}"
            st.markdown(
                f"**{plain(of.team_name)} · {plain(of.label)}**{demo}  \n"
                f":small[{assessment_kind(of)} · {answered} · {dated}]",
                width="stretch",
            )
            if of.is_open and by_one:
                st.page_link("assess.py", label="Go on", icon=":material/play_arrow:", query_params=address, help="")
            if of.is_open and of.mode == "survey":
                st.page_link("survey.py", label="Survey", icon=":material/group:", query_params=address, help="")
            elif of.is_open and of.mode == "workshop":
                st.page_link("workshop.py", label="Console", icon=WORKSHOP_ICON, query_params=address, help="")
            else:
                st.page_link("result.py", label="Result", icon=":material/radar:", query_params=address, help="")
            with st.popover("More", key=f"more-{of.id}"):
                st.markdown("Removing takes the answers and the result away for good.")
                if st.button("Remove it", key=f"remove-{of.id}", icon=":material/delete:"):
                    with errors_shown_here():
                        closing.remove_assessment(session.database(), of.id)
                    st.rerun()


def reopen_button(view: AssessmentView) -> None:
    """Let a finished assessment be answered again, where it may be; its result so far is kept."""
    of = view.assessment
    if of.mode == "workshop" or (view.group and not may_reopen(view.group.disclosure, of.privacy)):
        return
    if st.button("Reopen", key="reopen", icon=":material/lock_open:", help="Answers can be changed again."):
        with errors_shown_here():
            closing.reopen_assessment(session.database(), of.id, session.now())
        if of.mode != "solo":
            st.switch_page("survey.py", query_params={session.ASSESSMENT_PARAM: of.id})
        st.rerun()


def step_card(
    view: AssessmentView, question: Question, level: int, is_planned: bool, why: str = "", factors: str = ""
) -> None:
    """Show the step from an answer's level to the next with all one needs to begin, and take it into the plan."""
    proposed = question.step_from(level)
    if proposed is None:
        return
    with st.container(border=True, key=f"card-step-{question.id}"):
        lead = f"**{plain(why)}** · " if why else ""
        reasons = f"  \n:small[{plain(factors)}]" if factors else ""
        st.markdown(
            f"{lead}{question.id}, from level {level} to {level + 1}\n\n"
            f"### {plain(proposed.do)}\n\n"
            f"**Effort:** {plain(proposed.effort)}  \n**Who:** {plain(proposed.owner)}  \n"
            f"**Worked if:** {plain(proposed.worked_if)}{reasons}"
        )
        _take_on(view, question, level, proposed.owner, is_planned)


def first_step_card(view: AssessmentView, gap: Gap, reason: str, is_planned: bool) -> None:
    """Show a proposed first step, why it was chosen and the three factors that ordered it."""
    ease = gap.step.ease if gap.step else 1
    factors = f"Gap {gap.gap} · importance {gap.importance} of 5 · ease {ease} of 5 ({results.EASE_LABELS[ease]})"
    step_card(view, gap.question, gap.level, is_planned, reason, factors)


def _take_on(view: AssessmentView, question: Question, level: int, owner: str, is_planned: bool) -> None:
    if is_planned:
        st.markdown(":green[:material/check_circle:] **In your plan.**")
        return
    with st.container(key=f"screen-only-take-{question.id}"):
        box = st.popover("Take it on", icon=":material/add_task:", key=f"taking-{question.id}", on_change="rerun")
    if not box.open:
        return
    with box:
        who = st.text_input("Who does it?", value=owner, max_chars=plans.MAX_OWNER_LENGTH, key=f"owner-{question.id}")
        due = st.date_input(
            "Review it on", value=session.today() + timedelta(days=14), key=f"due-{question.id}", format="YYYY-MM-DD"
        )
        if st.button("Put it in the plan", type="primary", key=f"take-{question.id}"):
            with errors_shown_here():
                plans.add_to_plan(session.database(), view.assessment, question, level, who, due, session.now())
            st.rerun()


Lines = list[tuple[str, str]]
"""Lines of one paragraph, each as (what stands in bold before it, the text)."""


def reason_trails(outcome: Outcome, strict: bool, variant: str) -> None:
    """Show why each dimension stands where it does, folded on the screen and in full on paper."""
    printed = ""
    for dimension in outcome.questionnaire.dimensions:
        measure = outcome.result.dimensions[dimension.id]
        reached = measure.strict_stage if strict else measure.stage
        named = "no stage yet" if reached is None else f"{reached} {outcome.questionnaire.stage(reached).name}"
        named = named if measure.applies else "does not apply"
        level = results.format_level(measure.level)
        trail = _trail(outcome, dimension.id, variant)
        label = f"**{plain(dimension.name)}** · {level} · {plain(named)}"
        box = st.expander(label, key=f"why-{dimension.id}", on_change="rerun")
        if box.open:
            box.markdown("\n\n".join("  \n".join(f"**{lead}** {plain(text)}" for lead, text in p) for p in trail))
        printed += f"<h4>{escape(dimension.name)} · {level} · {escape(named)}</h4>"
        for lines in trail:
            printed += f"<p>{'<br>'.join(f'<b>{escape(lead)}</b> {escape(text)}' for lead, text in lines)}</p>"
    st.html(f'<div class="cx-print-only" hidden>{printed}</div>')


def _trail(outcome: Outcome, dimension_id: str, variant: str) -> list[Lines]:
    """Return a dimension's trail: the sum, the rule, the answers behind it and the ones to reach."""
    reason = outcome.result.dimensions[dimension_id].reason
    trail: list[Lines] = [
        [("The level:", results.dimension_sum(outcome, dimension_id))],
        [("The stage:", results.explain_stage(outcome, dimension_id))],
    ]
    for question_id in (reason.blockers or reason.furthest or reason.nearest_to_falling)[:4]:
        question = outcome.questionnaire.by_id[question_id]
        chosen, following = results.chosen_and_next(outcome, question, variant)
        reach = [("To reach:", following)] if following else []
        trail.append([(f"{question.id} ·", question.prompt), ("Today:", chosen), *reach])
    return trail
