"""Result: the stage and the numbers first, then why, what to do, and the pictures."""

import streamlit as st

from cxmaturity.analysis.gaps import next_steps_from_lowest
from cxmaturity.charts.dumbbells import dumbbells
from cxmaturity.charts.heatmap import heatmap
from cxmaturity.charts.radar import radar
from cxmaturity.files.answers_csv import answers_csv
from cxmaturity.scoring.result import score_pulse
from cxmaturity.services import plans
from cxmaturity.services.assessments import views
from cxmaturity.tables import results
from cxmaturity.ui.imports import file_in_hand
from cxmaturity.ui.result import group, headline
from cxmaturity.ui.result.targets import targets_form
from cxmaturity.ui.result.what_if import what_if
from cxmaturity.ui.shared import cards, charts, session
from cxmaturity.ui.shared.errors import errors_shown_here
from cxmaturity.ui.shared.escape import plain
from cxmaturity.wording import results as wording_results

with errors_shown_here():
    database = session.database()
    work = session.current_view()
outcome, questionnaire, assessment = work.outcome(), work.questionnaire, work.assessment
is_full = assessment.scope == "full"
address = {session.ASSESSMENT_PARAM: assessment.id}

st.title("Result", anchor=False)
state = "" if assessment.is_open else f" · finished {assessment.closed_at:%-d %B %Y}"
st.markdown(f"**{plain(assessment.team_name)} · {plain(assessment.label)}**{state}")
if work.group:
    group.group_header(work.group)
    if work.group.disclosure.is_suppressed:
        cards.reopen_button(work)
        st.stop()
if is_full:
    strict = bool(st.session_state.get("strict", st.query_params.get("strict") == "true"))
    headline.stage(outcome, strict)
    headline.numbers(outcome.result.overall, questionnaire.scale_max)
else:
    headline.pulse(score_pulse(questionnaire, work.response), questionnaire.scale_max)
if assessment.is_open and work.open_questions:
    st.info(f"{len(work.open_questions)} of {len(work.questions)} questions are still open, so this is a first view.")

# The browser shows what it has by now while the rest is worked out.
with errors_shown_here():
    last = views.previous_view(database, work)
    taken = plans.open_action_keys(database, work.assessment.team_id)
profile = results.dimension_profile(
    questionnaire, outcome.result, outcome.targets, last.outcome().result if last else None
)
gaps = results.capability_gaps(questionnaire, outcome.result, outcome.targets)
answers = results.answer_table(questionnaire, work.questions, work.response, last.response if last else None)
pictures = {
    "radar": radar(profile, questionnaire.scale_max),
    "dumbbells": dumbbells(gaps, questionnaire.scale_max),
    "heatmap": heatmap(answers, [s.name for s in questionnaire.stages]),
}

with st.container(horizontal=True, vertical_alignment="center", key="screen-only-actions"):
    if assessment.is_open:
        st.page_link("assess.py", label="Go on answering", icon=":material/checklist:", query_params=address, help="")
    else:
        cards.reopen_button(work)
    if is_full:
        st.toggle("Strict reading", key="strict", bind="query-params", help="No stage above the lowest answer.")

if is_full:
    st.header("What holds you back, and why", anchor=False)
    st.markdown(f"**The overall level:** {plain(wording_results.overall_sum(outcome))}")
    cards.reason_trails(outcome, strict, assessment.variant)

st.header("First steps", anchor=False)
for step in outcome.first_steps if is_full else []:
    is_taken = (step.gap.question.id, step.gap.level) in taken
    cards.first_step_card(work, step.gap, wording_results.STEP_REASONS[step.reason], is_taken)
if not is_full or not outcome.first_steps:
    lowest = next_steps_from_lowest(work.questions, work.response)
    st.markdown("From your lowest answers, the easiest first:" if lowest else "Answer a question to see its next step.")
    for question, level in lowest:
        cards.step_card(work, question, level, (question.id, level) in taken)
if work.response.unknown_questions(work.questions):
    st.subheader("To find out", anchor=False)
    for question in work.response.unknown_questions(work.questions):
        st.markdown(f"{question.id} · {plain(question.prompt)}  \n**Ask today:** {plain(question.ask)}")

if is_full:
    charts.section("The profile", pictures["radar"], profile, wording_results.profile_takeaway(outcome), "radar")
    charts.section(
        "Gaps by capability", pictures["dumbbells"], gaps, wording_results.gap_takeaway(outcome), "dumbbells"
    )
if work.group:
    group.group_agreement(work, work.group)
takeaway = wording_results.answers_takeaway(outcome, work.questions)
charts.section("Every answer", pictures["heatmap"], answers, takeaway, "heatmap")

if work.group:
    with st.container(key="screen-only-download"):
        file_in_hand.download_answers(work, answers_csv)

if is_full:
    with st.container(key="screen-only-try"):
        st.header("What if?", anchor=False)
        if st.toggle("Try out other answers", key="try", help="Nothing you try here changes your answers."):
            what_if(work)
        st.header("Targets and importance", anchor=False)
        box = st.expander("Set them for each dimension", key="aims", on_change="rerun", icon=":material/flag:")
        if box.open:
            with box:
                targets_form(work, outcome)
