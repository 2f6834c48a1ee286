"""One question as people see it: the prompt, why, what to look at, the described levels, note and evidence."""

from typing import Any

import streamlit as st

from cxmaturity.answers import MAX_TEXT, Answer, EvidenceGrade
from cxmaturity.frames import GRADES
from cxmaturity.questionnaire import BOTH, Question
from cxmaturity.services.assessments import Work
from cxmaturity.ui import keys, saving
from cxmaturity.ui.plain import plain
from cxmaturity.ui.saving import Settled

DONT_KNOW = "dont-know"
NOT_APPLICABLE = "not-applicable"


def heading(at: Work, question: Question) -> None:
    """Show the prompt with what helps to answer it."""
    variant = at.assessment.variant
    st.subheader(plain(question.prompt_in(variant)), anchor=False)
    names = {v.id: v.name for v in at.questionnaire.variants}
    for name, wording in question.variants.items():
        if wording.think_of and variant in (name, BOTH):
            lead = f"{plain(names[name])}, think of:" if variant == BOTH else "Think of:"
            st.markdown(f"**{lead}** {plain(wording.think_of)}")
    st.markdown(f"{plain(question.why)} **Look at:** {plain(question.evidence)}.")


def answer(at: Work, question: Question, last: Work | None) -> Answer | None:
    """Show the choice and its note and evidence, and return what they now say.

    None while 'does not apply' waits for its reason.
    """
    kept = saving.stored(at, question.id)
    before = saving.agreed(at, question.id)
    if before is not None and _in_session(question, before) == before != kept:
        _set(question, kept)  # another window has changed it, this one has not
    choice = _choose(at, question, kept, last)
    reason = _reason(question, kept) if choice == NOT_APPLICABLE else None
    _note_and_evidence(question, kept)
    shown = _answer(choice, reason, question, kept)
    return None if choice == NOT_APPLICABLE and not shown.not_applicable else shown


def status(question_id: str, settled: Settled | None, shown: Answer | None) -> None:
    """Say truthfully whether what the page shows is stored."""
    if settled is None:
        st.warning("Not saved yet: say in a few words why it does not apply.", icon=":material/edit:")
    elif settled.trouble:
        st.error(plain(settled.trouble.mend), title=f"Not saved. {plain(settled.trouble.what)}")
        st.button("Save again", key=f"save-again-{question_id}", icon=":material/refresh:")
    elif settled.state == "elsewhere":
        st.warning("This answer was changed in another window; that one is shown. Choose again to change it.")
    elif settled.state == "saved":
        written = " · with a note or evidence" if shown and (shown.note or shown.evidence) else ""
        st.markdown(f":green[:material/check_circle:] **Saved**{written}")
    else:
        st.markdown(":material/radio_button_unchecked: Not answered yet")


def _choose(at: Work, question: Question, kept: Answer, last: Work | None) -> Any:
    key, variant = keys.answer(question.id), at.assessment.variant
    levels = list(range(1, at.questionnaire.top + 1))
    options: list[Any] = [*levels, DONT_KNOW, *([NOT_APPLICABLE] if question.may_not_apply else [])]
    before = last.response.level_of(question.id) if last else None

    asks = question.levels_in(variant)

    def label(option: Any) -> str:
        if option == DONT_KNOW:
            return f"**Don't know.** Someone who would: {plain(question.ask)}"
        if option == NOT_APPLICABLE:
            return "**Does not apply to us.** You will be asked why"
        mark = "  :blue-badge[last time]" if option == before else ""
        return f"**{option} · {plain(at.questionnaire.stage(option).name)}.** {plain(asks[option - 1])}{mark}"

    chosen = _choice(kept)
    return st.radio(
        question.prompt_in(variant),  # never seen, only read aloud, so without the backslashes of `plain`
        options,
        index=options.index(chosen) if chosen in options else None,
        format_func=label,
        label_visibility="collapsed",
        key=key,
        width="stretch",
    )


def _reason(question: Question, kept: Answer) -> str:
    value = kept.not_applicable or ""
    return st.text_input("Why does it not apply?", value, key=keys.reason(question.id), max_chars=MAX_TEXT).strip()


def _note_and_evidence(question: Question, kept: Answer) -> None:
    # Its name never changes: a box of another name would be another box, and close while someone writes in it.
    box = st.expander("Note and evidence", key=f"details-{question.id}", icon=":material/edit_note:", on_change="rerun")
    if not box.open:
        return
    note, grade, evidence = keys.note(question.id), keys.grade(question.id), keys.evidence(question.id)
    with box:
        st.text_area("Note: what made you choose this?", kept.note, key=note, max_chars=MAX_TEXT, height=90)
        st.selectbox(
            "What does your answer rest on?",
            list(range(len(GRADES))),
            index=kept.evidence_grade,
            format_func=GRADES.__getitem__,
            key=grade,
            placeholder="Choose, if you like",
        )
        st.text_input("Evidence: a link, a document, a number", kept.evidence, key=evidence, max_chars=MAX_TEXT)


def _choice(kept: Answer) -> Any:
    if kept.dont_know:
        return DONT_KNOW
    return NOT_APPLICABLE if kept.not_applicable is not None else kept.level


def _answer(choice: Any, reason: str | None, question: Question, kept: Answer) -> Answer:
    """Put the answer together. A note of a box just closed is still in the session, so nothing typed is lost."""
    grade = st.session_state.get(keys.grade(question.id), kept.evidence_grade)
    return Answer(
        level=choice if isinstance(choice, int) else None,
        not_applicable=reason or None if choice == NOT_APPLICABLE else None,
        dont_know=choice == DONT_KNOW,
        note=_typed(keys.note(question.id), kept.note),
        evidence_grade=None if grade is None else EvidenceGrade(grade),
        evidence=_typed(keys.evidence(question.id), kept.evidence),
    )


def _typed(key: str, kept: str) -> str:
    return str(st.session_state.get(key, kept) or "").strip()


def _in_session(question: Question, before: Answer) -> Answer:
    """Return what this window shows before its widgets are drawn again; what is not drawn is as it was `before`."""
    key = keys.answer(question.id)
    if key not in st.session_state:
        return before
    reason = _typed(keys.reason(question.id), before.not_applicable or "")
    return _answer(st.session_state[key], reason, question, before)


def _set(question: Question, kept: Answer) -> None:
    """Make the widgets show `kept`."""
    values = {
        keys.answer(question.id): _choice(kept),
        keys.reason(question.id): kept.not_applicable or "",
        keys.note(question.id): kept.note,
        keys.grade(question.id): kept.evidence_grade,
        keys.evidence(question.id): kept.evidence,
    }
    for key, value in values.items():
        if key in st.session_state:
            st.session_state[key] = value
