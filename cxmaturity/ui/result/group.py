"""A group's result: how close the votes are, leaders beside others, comments, and agreed levels."""

import pandas as pd
import streamlit as st

from cxmaturity.analysis.groups import GroupResult
from cxmaturity.charts.votes import votes
from cxmaturity.services.assessments.views import AssessmentView
from cxmaturity.tables import groups
from cxmaturity.tables.levels import with_level_numbers
from cxmaturity.ui.shared import charts
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.forms import agree_form, keys
from cxmaturity.wording.questionnaire.levels import level_names, level_number, level_numbers
from cxmaturity.wording.report.headlines import SEALED
from cxmaturity.wording.result import groups as wording


def group_header(group: GroupResult) -> None:
    """Show how many answered, and whether anything is suppressed."""
    st.markdown(plain(wording.who_answered(group)))
    if group.disclosure.is_suppressed:
        st.info(
            plain(f"{wording.suppressed_result(group)} {wording.way_to_show(group)}".strip()),
            title=SEALED,
            icon=":material/lock:",
        )
    elif hidden := wording.suppressed_questions(group):
        st.info(plain(hidden), icon=":material/lock:")


def group_agreement(view: AssessmentView, group: GroupResult) -> None:
    """Show how close the votes on each question are, the widest apart first, with details and the agreed levels."""
    rows = groups.vote_table(view.questionnaire, view.questions, group.disclosure.questions, group.disclosure.agreed)
    picture = votes(rows, level_names(view.questionnaire), level_numbers(view.questionnaire))
    takeaway = wording.agreement_takeaway(rows, view.questionnaire)
    charts.section(
        "Agreement",
        picture,
        with_level_numbers(wording.with_agreement_labels(rows), view.questionnaire),
        takeaway,
        "votes",
    )
    if (perceived := wording.perception_takeaway(rows, view.questionnaire)) not in (None, takeaway):
        st.markdown(plain(str(perceived)))
    _details(view, group)
    _votes_and_comments(view, group)
    _agree(view, group, rows)


def _details(view: AssessmentView, group: GroupResult) -> None:
    box = st.expander("Agreement in figures", key="details", on_change="rerun", icon=":material/functions:")
    if not box.open:
        return
    with box:
        if not group.details:
            st.markdown("Shown only where the number of answers at each level is shown for a whole dimension.")
            return
        rows = groups.agreement_table(view.questionnaire, group.details)
        st.markdown(
            "**r\\*wg**: 1 is full agreement, 0 as by chance, over a dimension's questions. **Ordinal alpha** "
            "(Krippendorff): the same, compared with how much the answers differ between questions; there is none when "
            "all answers are alike. **Cronbach's alpha**: whether a dimension's questions go together, from 30 people."
        )
        charts.table(rows, "Measures of agreement by dimension")
        by_question = groups.rwg_table(view.questionnaire, group.disclosure.questions)
        st.markdown("**rwg** of each question:")
        charts.table(by_question, "Agreement by question")


def _votes_and_comments(view: AssessmentView, group: GroupResult) -> None:
    """Show the comments on each question, and in open mode who chose which level."""
    if not group.comments and not group.votes:
        return
    is_named = group.privacy == "open"
    label = "Who chose what, and what they wrote" if is_named else "What people wrote, without names"
    box = st.expander(label, key="said", on_change="rerun", icon=":material/chat:")
    if not box.open:
        return
    for question in view.questions:
        votes_by_name = plain(wording.chosen_by_names(view.questionnaire, group.votes.get(question.id, ())))
        comments = group.comments.get(question.id, ())
        if not votes_by_name and not comments:
            continue
        heading = f"**{plain(question.prompt)}** :small[{question.id}]"
        box.markdown(f"{heading}  \n{votes_by_name}" if votes_by_name else heading)
        for comment in comments:
            box.markdown(f"- {plain(wording.comment_text(comment))}")


def _agree(view: AssessmentView, group: GroupResult, rows: pd.DataFrame) -> None:
    """Show the agreed levels beside the votes, and the form that records one."""
    by_id = view.questionnaire.by_id
    with st.container(key="agreed-levels"):  # a place of its own: one more does not draw the form anew
        for name, agreed in group.agreed.items():
            voted = group.disclosure.questions[name].answer.level
            beside = f" (votes: {level_number(view.questionnaire, voted)})" if voted else ""
            question = f"{plain(by_id[name].prompt)} :small[{name}]"
            level = level_number(view.questionnaire, agreed.level)
            st.markdown(f"{question}  \n**Agreed on level {level}**{beside}: {plain(agreed.reason)}")
    with st.container(key="screen-only-agree"):
        box = st.expander("Agree on a level", key="agree", on_change="rerun", icon=":material/handshake:")
        if not box.open:
            return
        with box:
            st.markdown(wording.AGREE_ON_LEVEL)
            key = keys.scoped("agree-question", view.assessment.id)
            name = st.selectbox("Question", list(rows["id"]), format_func=lambda i: f"{by_id[i].prompt} ({i})", key=key)
            agree_form.show_overwritten(view.assessment.id, view.questionnaire)
            agree_form.agree_form(view.assessment, view.questionnaire, by_id[name], group.agreed.get(name))
