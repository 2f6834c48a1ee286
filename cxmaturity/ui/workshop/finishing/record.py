"""The record of a closed workshop: for each question its votes, the agreed level with its reason, and the notes."""

import streamlit as st

from cxmaturity.analysis.groups import GroupResult
from cxmaturity.questionnaire.schema import Question
from cxmaturity.services.workshops import private_notes
from cxmaturity.services.workshops.workshop_view import WorkshopView
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.frame import session
from cxmaturity.ui.shared.frame.errors import errors_shown_here
from cxmaturity.wording.questionnaire.levels import level_number
from cxmaturity.wording.workshop import votes as wording


def question_records(workshop: WorkshopView, group: GroupResult | None) -> None:
    """Show each question that was revealed or has a note, in the order of the workshop."""
    with errors_shown_here():
        notes = private_notes.load_private_notes(session.database(), workshop.assessment.id)
    shown = [name for name in workshop.order if name in notes or (group and group.rounds.get(name))]
    if not shown:
        return
    st.header("Question by question", anchor=False)
    if notes:
        st.markdown(":small[Only you see the notes.]")
    for name in shown:
        _question_record(workshop, workshop.questionnaire.by_id[name], group, notes.get(name))


def _question_record(workshop: WorkshopView, question: Question, group: GroupResult | None, note: str | None) -> None:
    with st.container(border=True, key=f"record-{question.id}"):
        prompt = question.prompt_in(workshop.assessment.variant)
        st.subheader(f"{question.id} · {plain(prompt)}", anchor=False)
        rounds = group.rounds.get(question.id, ()) if group else ()
        for result in rounds:
            sentence = wording.describe_reveal(result.shown, workshop.questionnaire)
            st.markdown(f"**{wording.round_name(result.round)}.** {plain(sentence)}")
        if group and question.id in group.agreed:
            agreed = group.agreed[question.id]
            st.markdown(
                f"**Agreed on level {level_number(workshop.questionnaire, agreed.level)}:** {plain(agreed.reason)}"
            )
        if note:
            st.markdown("**Your note:**")
            st.text(note)
