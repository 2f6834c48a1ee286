"""Hints beside each question, for the facilitator alone: why it matters, what to ask for, and private notes."""

from dataclasses import dataclass

import streamlit as st

from cxmaturity.answer_form import html
from cxmaturity.answers import MAX_TEXT_LENGTH
from cxmaturity.errors import CxMaturityError
from cxmaturity.questionnaire.schema import Question
from cxmaturity.services.workshops import private_notes
from cxmaturity.services.workshops.workshop_view import WorkshopView
from cxmaturity.ui.shared.escape import plain, plain_lines
from cxmaturity.ui.shared.forms import follow, keys
from cxmaturity.ui.shared.frame import session
from cxmaturity.ui.shared.frame.errors import errors_shown_here, show_error
from cxmaturity.ui.workshop.action_buttons import actions_performed
from cxmaturity.wording.questionnaire.levels import level_title
from cxmaturity.wording.workshop.workshop_console import SAVES_ITSELF, note_over

_TYPED = "notes-typed"  # session key: by ids of assessment and question, the edited notes that are not stored
_NOT_STORED = "note-not-stored"  # session key: why this run could not store it
_THEIRS = "note-theirs"  # session key: (its field, actions performed by then), the other window's overwritten note


@dataclass(frozen=True, slots=True)
class _TypedNote:
    """An edited note; `shown` is the text before the edit."""

    text: str
    shown: str


def question_hints(workshop: WorkshopView, question: Question) -> None:
    """Show hints for the discussion of a question, and the field for the facilitator's private note."""
    with st.container(border=True, key="workshop-hints"):
        helps = (
            ("Why it matters", question.why),
            ("Evidence to ask for", question.evidence),
            ("When nobody knows, ask", question.ask),
        )
        think_of = html.think_of(workshop.questionnaire, workshop.assessment.variant, question)
        st.markdown(
            ":small[Only you see this.]\n\n"
            + "".join(f"**{plain(lead)}** {plain(text)}\n\n" for lead, text in think_of)
            + "\n\n".join(f"**{lead}:** {plain_lines(text)}" for lead, text in helps if text)
        )
        statements = enumerate(question.levels_in(workshop.assessment.variant), start=1)
        box = st.expander("What each level means", key=f"levels-{question.id}", icon=":material/stairs:")
        with box:
            titles = (
                f"**{plain(level_title(workshop.questionnaire, level))}:** {plain_lines(text)}"
                for level, text in statements
            )
            st.markdown("\n\n".join(titles))
        _note(workshop, question)


def _note(workshop: WorkshopView, question: Question) -> None:
    with errors_shown_here():
        note = private_notes.load_private_notes(session.database(), workshop.assessment.id).get(question.id, "")
    key = keys.private_note(workshop.assessment.id, question.id)
    followed = follow.follow(f"note-{workshop.assessment.id}-{question.id}", {"note": note}, {"note": key})
    place, theirs = st.session_state.get(_THEIRS, (None, ""))
    with st.container(key="workshop-note-over"):
        if place == (key, actions_performed()):
            st.info(plain(note_over(theirs)))
    with st.container(key="workshop-note"):  # browser/workshop/live_status.js sends the text after a pause in typing
        st.text_area(
            "Your notes",
            value=note,
            max_chars=MAX_TEXT_LENGTH,
            key=key,
            height=120,
            on_change=_remember,
            args=(workshop.assessment.id, question.id, followed.shown["note"]),
        )
        if error := st.session_state.get(_NOT_STORED):
            show_error(error)
            st.button("Try again", icon=":material/refresh:", key="note-again")
            return
        is_saved = note and follow.is_as_stored(st.session_state.get(key), note)
        st.markdown(":small[:material/check_circle: Saved]" if is_saved else f":small[{SAVES_ITSELF}]")


def _remember(assessment_id: str, question_id: str, shown: str) -> None:
    note = _TypedNote(st.session_state[keys.private_note(assessment_id, question_id)], shown)
    st.session_state.setdefault(_TYPED, {})[assessment_id, question_id] = note


def save_typed_notes(workshop: WorkshopView) -> str | None:
    """Store the notes of this workshop edited before this run and return the last one's question id; None without any.

    Each is stored for its own question even if the workshop has moved to another one. A note that cannot be stored
    stays in its field, and the next run tries again.
    """
    st.session_state.pop(_NOT_STORED, None)
    assessment_id, saved = workshop.assessment.id, None
    typed: dict[tuple[str, str], _TypedNote] = st.session_state.get(_TYPED, {})
    for key, note in list(typed.items()):
        if key[0] != assessment_id:
            continue
        saved = key[1]
        try:
            database = session.database()
            stored = private_notes.load_private_notes(database, assessment_id).get(saved, "")
            private_notes.save_private_note(database, assessment_id, saved, note.text)
        except CxMaturityError as error:
            st.session_state[_NOT_STORED] = error
            break
        del typed[key]
        if stored not in (note.shown.strip(), note.text.strip()):
            st.session_state[_THEIRS] = ((keys.private_note(assessment_id, saved), actions_performed()), stored)
    return saved
