"""Result: the stage and the numbers first, then why, what to do, and the pictures."""

import streamlit as st

from cxmaturity.analysis.gaps import next_steps_from_lowest
from cxmaturity.charts.dumbbells import dumbbells
from cxmaturity.charts.heatmap import heatmap
from cxmaturity.charts.radar import radar
from cxmaturity.files.answers_table import answers_csv
from cxmaturity.scoring.result import score_pulse
from cxmaturity.services import plans
from cxmaturity.services.assessments import views
from cxmaturity.tables import results
from cxmaturity.ui.imports import file_in_hand
from cxmaturity.ui.result import certainty, first_steps, group, headline, reasons
from cxmaturity.ui.result.targets import targets_form
from cxmaturity.ui.result.what_if import what_if
from cxmaturity.ui.shared import cards, charts, page_frame, session
from cxmaturity.ui.shared.errors import errors_shown_here
from cxmaturity.ui.shared.escape import plain
from cxmaturity.wording import plans as plan_words
from cxmaturity.wording import results as words
from cxmaturity.wording import sums
from cxmaturity.wording.assessments import assessment_date

with errors_shown_here("Result"):
    database = session.database()
    view = session.current_view()
outcome, questionnaire, assessment = view.outcome(), view.questionnaire, view.assessment
is_full = assessment.scope == "full"
address = {session.ASSESSMENT_PARAM: assessment.id}

st.title("Result", anchor=False)
page_frame.window_title("Result", assessment.team_name)
closed_at = None if assessment.is_open else assessment.closed_at
finished = f" · {assessment_date(assessment, session.day_of(closed_at))}" if closed_at else ""
st.markdown(f"**{plain(assessment.team_name)} · {plain(assessment.label)}**{finished}")
if view.group:
    group.group_header(view.group)
    if view.group.disclosure.is_suppressed:
        cards.reopen_button(view)
        st.stop()
if is_full:
    strict = bool(st.session_state.get("strict", st.query_params.get("strict") == "true"))
    headline.stage(outcome, strict)
    headline.numbers(outcome.result.overall, questionnaire.scale_max)
else:
    headline.pulse(score_pulse(questionnaire, view.response), questionnaire.scale_max)
if assessment.is_open and view.open_questions:
    st.info(words.first_view_notice(len(view.open_questions), len(view.questions)))

# The browser shows what it has by now while the rest is worked out.
with errors_shown_here():
    last = views.previous_view(database, view)
    planned = plans.open_action_keys(database, view.assessment.team_id)
profile = results.dimension_profile(
    questionnaire, outcome.result, outcome.targets, last.outcome().result if last else None
)
gaps = results.capability_gaps(questionnaire, outcome.result, outcome.targets)
answers = results.answer_table(questionnaire, view.questions, view.response, last.response if last else None)
pictures = {
    "radar": radar(profile, questionnaire.scale_max),
    "dumbbells": dumbbells(gaps, questionnaire.scale_max),
    "heatmap": heatmap(answers, [s.name for s in questionnaire.stages]),
}

with st.container(horizontal=True, vertical_alignment="center", key="screen-only-actions"):
    if assessment.is_open:
        st.page_link(
            "assess.py", label="Continue answering", icon=":material/checklist:", query_params=address, help=""
        )
    else:
        cards.reopen_button(view)
    if is_full:
        st.toggle("Strict reading", key="strict", bind="query-params", help="No stage above the lowest answer.")

if is_full:
    st.header("What holds you back, and why", anchor=False)
    st.markdown(f"**The overall level:** {plain(sums.overall_sum(outcome))}")
    reasons.dimension_reasons(outcome, strict, assessment.variant)
    certainty.how_sure(outcome)

first_steps.header(assessment)
for step in outcome.first_steps if is_full else []:
    is_planned = (step.gap.question.id, step.gap.level) in planned
    first_steps.first_step_card(view, step.gap, plan_words.step_reason(outcome, step), is_planned)
if is_full and (why := plan_words.why_fewer_steps(outcome)):
    st.markdown(plain(why))
if not is_full or not outcome.first_steps:
    lowest = next_steps_from_lowest(view.questions, view.response)
    st.markdown(plan_words.steps_from_lowest(bool(lowest), len(view.open_questions)))
    for question, level in lowest:
        first_steps.step_card(view, question, level, (question.id, level) in planned)
first_steps.questions_to_ask(view)

if is_full:
    rows, takeaway = results.profile_as_shown(profile), words.profile_takeaway(outcome)
    charts.section("The profile", pictures["radar"], rows, takeaway, "radar")
    rows, takeaway = results.gaps_as_shown(gaps), words.gap_takeaway(outcome)
    charts.section("Gaps by capability", pictures["dumbbells"], rows, takeaway, "dumbbells")
if view.group:
    group.group_agreement(view, view.group)
takeaway = words.answers_takeaway(outcome, view.questions)
charts.section("Every answer", pictures["heatmap"], answers, takeaway, "heatmap")

if view.group:
    with st.container(key="screen-only-download"):
        file_in_hand.download_answers(view, answers_csv)

if is_full:
    with st.container(key="screen-only-try"):
        st.header("What if?", anchor=False)
        if st.toggle("Try out other answers", key="try", help="Nothing you try here changes your answers."):
            what_if(view)
        st.header("Targets and importance", anchor=False)
        box = st.expander("Set them for each dimension", key="targets", on_change="rerun", icon=":material/flag:")
        if box.open:
            with box:
                targets_form(view, outcome)
