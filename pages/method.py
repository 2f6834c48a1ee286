"""Method: the rules in plain words, with the numbers of your own result where there is one; sources and limits."""

import streamlit as st

from cxmaturity.analysis.disclosure import MIN_GROUP_FOR_DISTRIBUTION, MIN_GROUP_SIZE
from cxmaturity.services import questionnaires
from cxmaturity.services.assessments import views
from cxmaturity.ui.method.crosswalk import crosswalk
from cxmaturity.ui.shared import session
from cxmaturity.ui.shared.errors import errors_shown_here, show_error
from cxmaturity.ui.shared.escape import plain
from cxmaturity.wording import results
from cxmaturity.wording.plurals import counted

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
outcome = view.outcome() if view and view.assessment.scope == "full" else None
caps, scale_max = questionnaire.caps, questionnaire.scale_max
asked = len(questionnaire.questions)

st.markdown(
    f"**{plain(questionnaire.title)}**, version {questionnaire.version}: {asked} questions in "
    f"{len(questionnaire.dimensions)} dimensions. Anyone can redo every number here with a pencil."
)
st.header("From answers to a stage", anchor=False)
st.markdown(f"""
1. **Answers.** {plain(questionnaire.rule)} *Don't know* and open questions count as missing; missing is never low.
   *Does not apply* needs a reason and leaves the sum.
2. **Level of a dimension.** The mean of its rated answers, on 1 to {scale_max}. It exists once 70 % of the questions
   that apply are rated, at least three of them.
3. **Range.** The same mean with every missing answer at 1, then at {scale_max}. It is shown while anything is missing.
4. **Overall level.** The plain mean of the dimensions: each weighs the same, however many questions it has.
5. **Stage of a dimension.** The level rounded (halves up), but at most {caps.practice} above its weakest answer.
6. **Overall stage.** The overall level rounded, but at most {caps.dimension} above the lowest dimension's stage.
7. **Strict reading.** A dimension is no higher than its lowest answer, the whole no higher than its lowest dimension.
8. **Evidenced level.** The same sums with answers of {scale_max - 1} and {scale_max} read as {max(1, scale_max - 2)}
   unless a document, a number or a second person backs them.
9. **Index.** 100 × (level − 1) ÷ {scale_max - 1}, for those who like a hundred.
""")
if outcome and view:
    st.header(f"With your numbers: {plain(view.assessment.team_name)} · {plain(view.assessment.label)}", anchor=False)
    for dimension in questionnaire.dimensions:
        st.markdown(f"**{plain(dimension.name)}:** {plain(results.dimension_sum(outcome, dimension.id))}")
        st.markdown(plain(results.explain_stage(outcome, dimension.id)))
    st.markdown(f"**Overall:** {plain(results.overall_sum(outcome))}")
    st.markdown(plain(results.explain_stage(outcome)))
st.header("From gaps to first steps", anchor=False)
st.markdown("""
A **target** is the next stage of each dimension unless you set another. A **gap** is how far an answer is below it.
Steps are ordered by gap × importance × ease. These are ranks, so only the order means something.
Three are proposed: the one that lifts what **holds your stage back**, the best **quick win** (half a day at most), and
the most pressing one of your **lowest dimension**. For each *don't know* the step is to ask.
""")
st.header("The pulse", anchor=False)
st.markdown(
    f"{len(questionnaire.pulse)} of the {asked} questions. It shows their levels and an index, never a stage, and "
    "compares only with the same questions."
)
st.header("Several people", anchor=False)
st.markdown(f"""
- **The group's level** of a question is the middle answer; of two middle ones, the lower. One outlier cannot lift or
  hold a stage. A level the group agrees on, with its reason, is used instead; the votes stay beside it.
- **Agreement**: how far votes lie from their mean on average. On five levels up to 0.8 they are *close together*, up to
  1.2 they *vary*, above that they are *far apart*.
- **Anonymous** means: below {MIN_GROUP_SIZE} answers to a question nothing of it is shown, and it
  counts as missing in every sum; from {MIN_GROUP_SIZE} on its level and how close the votes are;
  from {MIN_GROUP_FOR_DISTRIBUTION} on how many chose each level.
  Leaders and others are shown apart only with {MIN_GROUP_SIZE} each, and then without the counts and the agreement of
  the whole, which could tell what one side said. A result that was shown is never replaced: the difference would tell
  what latecomers said.
- What this cannot prevent: people telling each other, or someone answering for others. Whoever runs the app holds its
  database; it has no names and no private codes in it, yet each person's answers together.
""")
st.header("Over time", anchor=False)
st.markdown("""
Two assessments compare on the questions rated in both. **Real** is a change of a dimension that chance would hardly
bring: below 5 in 100 after correcting for the number of dimensions, its 95 % interval without 0, and at least a quarter
of a level. **Too few people to tell** means that no answers whatever could have shown it. Everything else is **too
close to call**. One person's answers get no verdict.
""")
st.header("What this is not", anchor=False)
st.markdown(f"""
- The statements, the caps ({caps.practice} and {caps.dimension}), the 70 % floor and equal weights are design
  judgements. They have not been calibrated against business outcomes yet.
- Maturity is not performance: a high stage says that good experience is repeatable, not that customers are happy today.
- The sources say little about social responsibility, so that part leans on ISO 26000, the guidance on it.
- Two truths pull against each other and both stay: people mostly want ease, and they remember delight. So extras count
  only once the basics are easy.
- For context only: in a survey of CX practitioners in 2024 (234 answers), 41, 30, 18, 9 and 2 % placed themselves in
  its five stages, lowest first. It measured something else in another way; it is no yardstick for yours.
""")
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
