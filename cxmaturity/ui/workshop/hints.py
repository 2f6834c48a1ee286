"""Beside each question, for the facilitator alone: why it matters, what to ask for, and their own notes."""

from dataclasses import dataclass

import streamlit as st

from cxmaturity.answer_form import html
from cxmaturity.answers import MAX_TEXT_LENGTH
from cxmaturity.questionnaire.schema import Question
from cxmaturity.services.workshops import decisions
from cxmaturity.services.workshops.facilitation import WorkshopView
from cxmaturity.ui.shared import follow, keys, session
from cxmaturity.ui.shared.errors import errors_shown_here
from cxmaturity.ui.shared.escape import plain
from cxmaturity.wording import workshops as wording

_SENT = "note-sent"  # in the session: the note that the click before this run has sent


@dataclass(slots=True)
class _SentNote:
    """A note as it was sent; `shown` stood there before, `theirs` is what another window had stored meanwhile."""

    question_id: str
    text: str
    shown: str
    theirs: str = ""


def question_hints(workshop: WorkshopView, question: Question) -> None:
    """Show what helps to lead the talk about a question, and the form for the facilitator's notes on it."""
    with st.container(border=True, key="room-hints"):
        think_of = html.think_of(workshop.questionnaire, workshop.assessment.variant, question)
        st.markdown(
            ":small[Only you see this.]\n\n"
            + "".join(f"**{plain(lead)}** {plain(text)}\n\n" for lead, text in think_of)
            + f"**Why it matters:** {plain(question.why)}\n\n"
            f"**Evidence to ask for:** {plain(question.evidence)}\n\n"
            f"**When nobody knows, ask:** {plain(question.ask)}"
        )
        statements = zip(workshop.questionnaire.stages, question.levels_in(workshop.assessment.variant), strict=True)
        with st.expander("What each level means", key=f"levels-{question.id}", icon=":material/stairs:"):
            st.markdown("\n\n".join(f"**{s.level} {plain(s.name)}:** {plain(text)}" for s, text in statements))
        _note(workshop, question)


def _note(workshop: WorkshopView, question: Question) -> None:
    with errors_shown_here():
        note = decisions.private_notes(session.database(), workshop.assessment.id).get(question.id, "")
    key = keys.private_note(question.id)
    followed = follow.follow(f"note-{workshop.assessment.id}-{question.id}", {"note": note}, {"note": key})
    sent: _SentNote | None = st.session_state.pop(_SENT, None)
    if sent and sent.theirs:
        st.info(plain(wording.note_over(sent.theirs)))
    # A form, so that a window left open never writes its old text by itself over a newer one.
    with st.form(f"note-form-{question.id}", border=False):
        st.text_area("Your notes", value=note, max_chars=MAX_TEXT_LENGTH, key=key, height=120, help="Kept private.")
        shown = followed.shown["note"]
        st.form_submit_button(
            "Save the notes", key=f"note-save-{question.id}", on_click=_send, args=(question.id, shown)
        )
        if sent and sent.question_id == question.id:
            st.markdown(":green[:material/check_circle:] Saved.")


def _send(question_id: str, shown: str) -> None:
    st.session_state[_SENT] = _SentNote(question_id, st.session_state[keys.private_note(question_id)], shown)


def store_sent_note(workshop: WorkshopView) -> None:
    """Store the note that was sent by the last click, whatever question the workshop has moved on to since."""
    sent: _SentNote | None = st.session_state.get(_SENT)
    if sent is None:
        return
    with errors_shown_here():
        stored = decisions.private_notes(session.database(), workshop.assessment.id).get(sent.question_id, "")
        decisions.save_private_note(session.database(), workshop.assessment.id, sent.question_id, sent.text)
    sent.theirs = "" if stored in (sent.shown, sent.text) else stored


def all_notes(workshop: WorkshopView) -> None:
    """Show the notes on all questions, for afterwards."""
    box = st.expander("Your private notes", key="room-notes", on_change="rerun", icon=":material/edit_note:")
    if not box.open:
        return
    with errors_shown_here():
        notes = decisions.private_notes(session.database(), workshop.assessment.id)
    if not notes:
        box.markdown("You wrote none.")
    for question in workshop.questions:
        if question.id in notes:
            box.markdown(f"**{question.id}** · {plain(question.prompt_in(workshop.assessment.variant))}")
            box.text(notes[question.id])
