"""Method: the rules in plain words, with the figures of the user's own result if there is one; sources and limits."""

import streamlit as st

from cxmaturity.services import questionnaires
from cxmaturity.services.assessments import views
from cxmaturity.ui.method.crosswalk import crosswalk
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.frame import session
from cxmaturity.ui.shared.frame.errors import errors_shown_here, show_error
from cxmaturity.ui.shared.frame.language import mark_questionnaire, mark_texts
from cxmaturity.wording import method
from cxmaturity.wording.language.plurals import counted
from cxmaturity.wording.questionnaire.quotes import background_texts
from cxmaturity.wording.result import stages, sums
from cxmaturity.wording.trends.power import power_table

st.title("Method", anchor=False)
named = st.query_params.get(session.ASSESSMENT_PARAM)
with errors_shown_here():
    view = views.load_view(session.database(), named) if named else session.last_viewed()
sound, faulty = questionnaires.list_questionnaires()
for faults in faulty:
    show_error(faults)
if view is None and not sound:
    st.stop()
questionnaire = view.questionnaire if view else sound[0]
mark_questionnaire(questionnaire)
mark_texts(questionnaire.language, background_texts(questionnaire))
outcome = view.outcome() if view and view.assessment.scope == "full" else None

st.markdown(method.introduction(questionnaire, plain))
st.header("From answers to a stage", anchor=False)
st.markdown(method.scoring_rules(questionnaire, plain))
if outcome and view:
    st.header(f"With your numbers: {plain(view.assessment.team_name)} · {plain(view.assessment.label)}", anchor=False)
    for dimension in questionnaire.dimensions:
        st.markdown(f"**{plain(dimension.name)}:** {plain(sums.dimension_sum(outcome, dimension.id))}")
        st.markdown(plain(stages.explain_stage(outcome, dimension.id)))
    st.markdown(f"**Overall:** {plain(sums.overall_sum(outcome))}")
    st.markdown(plain(stages.explain_stage(outcome)))
st.header("From gaps to first steps", anchor=False)
st.markdown(method.first_step_rules())
st.header("The pulse", anchor=False)
st.markdown(method.pulse_rule(questionnaire))
st.header("Several people", anchor=False)
st.markdown(method.several_people_rules())
st.header("Over time", anchor=False)
st.markdown(method.over_time_rules())
st.subheader("What so many people can show", anchor=False)
st.markdown(power_table(len(questionnaire.dimensions), questionnaire.scale_max))
st.header("What this is not", anchor=False)
st.markdown(method.limits(questionnaire, plain))
if questionnaire.claims:
    st.header("Sources", anchor=False)
    st.markdown("Each question traces to claims drawn, in our own words, from these texts:")
    for source in questionnaire.sources:
        claims = [claim for claim in questionnaire.claims if claim.source == source.id]
        with st.expander(f"{plain(source.title)} · {counted('claim', len(claims))}", key=f"source-{source.id}"):
            for claim in claims:
                cited = ", ".join(q.id for q in questionnaire.questions if claim.id in q.claims)
                st.markdown(f"{claim.id} · {plain(claim.text)} *({cited})*")
crosswalk(questionnaire)
