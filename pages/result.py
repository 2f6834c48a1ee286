"""Result: the stage and the first steps on one screen; then the reasons, charts and targets."""

import streamlit as st

from cxmaturity.charts.radar import MAX_RADAR_DIMENSIONS
from cxmaturity.scoring.result import score_pulse
from cxmaturity.services import plans
from cxmaturity.services.assessments import choosing, views
from cxmaturity.ui.result import certainty, first_steps, group, headline, pictures, reasons, top_row
from cxmaturity.ui.result.questions_to_ask import questions_to_ask
from cxmaturity.ui.result.styles import result_styles
from cxmaturity.ui.result.take_away.export_links import export_links
from cxmaturity.ui.result.targets.targets_form import targets_form
from cxmaturity.ui.result.targets.what_if import what_if
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.forms.assessment_picker import pick_assessment
from cxmaturity.ui.shared.frame import page_frame, session
from cxmaturity.ui.shared.frame.errors import errors_shown_here
from cxmaturity.ui.shared.page_links import workshop_link
from cxmaturity.wording.assessments import dated_result, last_time, result_date, result_foot
from cxmaturity.wording.result import stages, sums
from cxmaturity.wording.result.certainty import first_view_notice

with errors_shown_here("Result"):
    database = session.database()
    view = session.current_view()
    last = views.previous_view(database, view)
    open_actions = plans.open_actions(database, view.assessment.team_id)
    frozen = choosing.freezing_dates(database, view.assessment)
outcome, questionnaire, assessment = view.outcome(), view.questionnaire, view.assessment
is_full, is_sealed = assessment.scope == "full", view.group is not None and view.group.disclosure.is_suppressed
day = session.day_of(assessment.dated_at)
corrected = session.day_of(frozen.corrected_at) if frozen.corrected_at else None
dated = dated_result(result_date(assessment, day, corrected), [session.day_of(m) for m in frozen.earlier])
before, last_label = (last.outcome(), last_time(last.assessment)) if last else (None, "")

page_frame.window_title("Result", assessment.team_name)
result_styles(result_foot(assessment, day))
pick_assessment(assessment)
parts = ["Why", "Gaps", "Answers", "Agreement", "What if?", "Targets"] if is_full else ["Answers", "Agreement"]
shown_parts = [part for part in parts if part != "Agreement" or view.group]
top_row.top_row(view, [] if is_sealed else shown_parts)
workshop_link(assessment)
if view.group and is_sealed:
    headline.title(assessment, dated)
    group.group_header(view.group)
    export_links(view)
    st.stop()
left, right = st.columns([5, 6], gap="large")
with left:
    headline.title(assessment, dated)
    if view.group:
        group.group_header(view.group)
    if is_full:
        strict = bool(st.session_state.get("strict", st.query_params.get("strict", "").lower() == "true"))
        headline.stage(view, outcome, strict)
    else:
        headline.pulse(score_pulse(questionnaire, view.response), len(view.questions), questionnaire.level_range)
with right:
    if is_full:
        was = (last_label, before.result) if before else None
        on_paper = reasons.dimension_bars(outcome, view.questions, assessment.variant, strict, was)
    else:
        answered = (last_label, last.response) if last else None
        reasons.question_bars(view, outcome, answered)
with left:
    sure = certainty.how_sure(outcome) if is_full and assessment.dimensions is None else None
    if assessment.is_open and view.open_questions:
        st.info(first_view_notice(len(view.open_questions), len(view.questions)))
has_many_bars = not is_full or len(questionnaire.dimensions) > MAX_RADAR_DIMENSIONS
with left if has_many_bars else st.container():
    first_steps.first_steps(view, outcome, open_actions)
first_steps.printed_plan(open_actions)
questions_to_ask(view)
page_frame.show_first()

if is_full:
    st.header("Why", anchor=False)
    st.markdown(f"**The overall level:** {plain(sums.overall_sum(outcome))}")
    st.markdown(f"**The stage:** {plain(stages.explain_stage(outcome))}")
    st.container(key="screen-only-reasons").markdown("Each bar above opens its own reasons.")
    paper = st.empty()
    st.toggle("Strict reading", key="strict", bind="query-params", help="No stage above the lowest answer.")
    pictures.profile_and_gaps(outcome, before)
pictures.answers(view, outcome, last)
if view.group:
    group.group_agreement(view, view.group)

if is_full:
    with st.container(key="screen-only-try"):
        st.header("What if?", anchor=False)
        if st.toggle("Try out other answers", key="try", help="Nothing you try here changes your answers."):
            what_if(view)
        st.header("Targets", anchor=False)
        box = st.expander(
            "Set target and importance for each dimension", key="targets", on_change="rerun", icon=":material/flag:"
        )
        if box.open:
            with box:
                targets_form(view, outcome)
    if sure is not None:
        on_paper += certainty.explain(sure, outcome)
    paper.html(f'<div class="cx-print-only" hidden>{on_paper}</div>')
export_links(view)
