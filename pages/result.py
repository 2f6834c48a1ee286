"""Result: the stage and the numbers first, then why, what to do, and the pictures."""

import streamlit as st

from cxmaturity import frames
from cxmaturity.charts.dumbbells import dumbbells
from cxmaturity.charts.heatmap import heatmap
from cxmaturity.charts.radar import radar
from cxmaturity.export.answers_csv import answers_csv
from cxmaturity.gaps import next_from_lowest
from cxmaturity.scoring.result import pulse
from cxmaturity.services import assessments, plans, wording
from cxmaturity.ui import bringing, cards, charts, group, headline, session
from cxmaturity.ui.aims import aims
from cxmaturity.ui.plain import plain
from cxmaturity.ui.trouble import shown_here
from cxmaturity.ui.trying import what_if

with shown_here():
    database = session.database()
    work = session.work()
outcome, questionnaire, assessment = work.outcome(), work.questionnaire, work.assessment
is_full = assessment.scope == "full"
address = {session.ASSESSMENT: assessment.id}

st.title("Result", anchor=False)
state = "" if assessment.is_open else f" · finished {assessment.closed_at:%-d %B %Y}"
st.markdown(f"**{plain(assessment.team_name)} · {plain(assessment.label)}**{state}")
if work.group:
    group.who(work.group)
    if work.group.seen.is_sealed:
        cards.reopening(work)
        st.stop()
if is_full:
    strict = bool(st.session_state.get("strict", st.query_params.get("strict") == "true"))
    headline.stage(outcome, strict)
    headline.numbers(outcome.result.overall, questionnaire.top)
else:
    headline.pulse(pulse(questionnaire, work.response), questionnaire.top)
if assessment.is_open and work.open_questions:
    st.info(f"{len(work.open_questions)} of {len(work.questions)} questions are still open, so this is a first view.")

# The browser shows what it has by now while the rest is worked out.
with shown_here():
    last = assessments.last_time(database, work)
    taken = plans.taken(database, work.assessment.team_id)
profile = frames.profile(questionnaire, outcome.result, outcome.targets, last.outcome().result if last else None)
gaps = frames.capability_gaps(questionnaire, outcome.result, outcome.targets)
answers = frames.answers(questionnaire, work.questions, work.response, last.response if last else None)
pictures = {
    "radar": radar(profile, questionnaire.top),
    "dumbbells": dumbbells(gaps, questionnaire.top),
    "heatmap": heatmap(answers, [s.name for s in questionnaire.stages]),
}

with st.container(horizontal=True, vertical_alignment="center", key="screen-only-actions"):
    if assessment.is_open:
        st.page_link("assess.py", label="Go on answering", icon=":material/checklist:", query_params=address, help="")
    else:
        cards.reopening(work)
    if is_full:
        st.toggle("Strict reading", key="strict", bind="query-params", help="No stage above the lowest answer.")

if is_full:
    st.header("What holds you back, and why", anchor=False)
    st.markdown(f"**The overall level:** {plain(wording.overall_sum(outcome))}")
    cards.trails(outcome, strict, assessment.variant)

st.header("First steps", anchor=False)
for step in outcome.first_steps if is_full else []:
    is_taken = (step.gap.question.id, step.gap.level) in taken
    cards.first_step(work, step.gap, wording.WHY_THIS_STEP[step.reason], is_taken)
if not is_full or not outcome.first_steps:
    lowest = next_from_lowest(work.questions, work.response)
    st.markdown("From your lowest answers, the easiest first:" if lowest else "Answer a question to see its next step.")
    for question, level in lowest:
        cards.step(work, question, level, (question.id, level) in taken)
if work.response.unknown(work.questions):
    st.subheader("To find out", anchor=False)
    for question in work.response.unknown(work.questions):
        st.markdown(f"{question.id} · {plain(question.prompt)}  \n**Ask today:** {plain(question.ask)}")

if is_full:
    charts.section("The profile", pictures["radar"], profile, wording.profile_takeaway(outcome), "radar")
    charts.section("Gaps by capability", pictures["dumbbells"], gaps, wording.gap_takeaway(outcome), "dumbbells")
if work.group:
    group.spread(work, work.group)
takeaway = wording.answers_takeaway(outcome, work.questions)
charts.section("Every answer", pictures["heatmap"], answers, takeaway, "heatmap")

if work.group:
    with st.container(key="screen-only-download"):
        bringing.download_answers(work, answers_csv)

if is_full:
    with st.container(key="screen-only-try"):
        st.header("What if?", anchor=False)
        if st.toggle("Try out other answers", key="try", help="Nothing you try here changes your answers."):
            what_if(work)
        st.header("Targets and importance", anchor=False)
        box = st.expander("Set them for each dimension", key="aims", on_change="rerun", icon=":material/flag:")
        if box.open:
            with box:
                aims(work, outcome)
