"""The cards in the lists of assessments, open and removed ones."""

import streamlit as st

from cxmaturity.records import Assessment, Mode
from cxmaturity.services.assessments import next_round, removal, renaming
from cxmaturity.services.assessments.listing import ListedAssessment
from cxmaturity.text_cleaning import MAX_NAME_LENGTH, clean_name
from cxmaturity.ui.shared.escape import named, plain
from cxmaturity.ui.shared.forms.field_errors import errors_shown_below, field_error
from cxmaturity.ui.shared.frame import session
from cxmaturity.ui.shared.frame.errors import errors_shown_above
from cxmaturity.ui.shared.frame.page_frame import announce, open_next
from cxmaturity.ui.shared.page_links import page_link, workshop_link
from cxmaturity.ui.shared.sure_button import sure_button
from cxmaturity.wording import assessments as words
from cxmaturity.wording.home import NEXT_STEP

_UNDO = ":material/undo:"
_RESULT = ("result", "Result", None)
_WAYS_ON: dict[Mode, list[tuple[str, str, str | None]]] = {
    "solo": [("assess", "Continue", ":material/play_arrow:"), _RESULT],
    "survey": [("survey", "Survey", None)],
    "workshop": [("workshop", "Console", None)],
}
"""By mode: page, label and icon (None: the page's) of the links from an open assessment."""
_REMOVED = "assessment-removed"  # session key: the assessment removed last in this window
_RENAMED = "assessment-renamed"  # session key: the assessment renamed last, as it was shown then, and its name since


def assessment_card(row: ListedAssessment) -> None:
    """Show an assessment with the links that continue it or open its result, and folded the ways to change it."""
    assessment = row.assessment
    name = f"{assessment.team_name} · {assessment.label}"
    with st.container(border=True, key=f"card-{assessment.id}"):
        demo = " :blue-badge[demo]" if assessment.is_demo else ""
        progress = words.assessment_progress(assessment, row.answered, row.asked)
        dated = words.assessment_date(assessment, session.day_of(assessment.dated_at))
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(
                f"**{plain(name)}**{demo}  \n:small[{words.assessment_kind(assessment)} · {progress} · {dated}]",
                width="stretch",
            )
            for page, label, icon in _WAYS_ON[assessment.mode] if assessment.is_open else [_RESULT]:
                page_link(page, named(label, name), icon=icon, assessment=assessment.id)
            workshop_link(assessment)
        more = st.expander(
            _label("More", assessment),
            key=f"more-{assessment.id}",
            type="compact",
            on_change="rerun",
        )
        if more.open:  # else its content would be drawn for each card of a long list
            with more:
                _more(assessment)


def _more(assessment: Assessment) -> None:
    """Show the controls that rename an assessment, start its next round, and remove it."""
    if not assessment.is_demo:
        _renaming(assessment)
        label = _label("Begin the next round", assessment)
        icon, key = ":material/replay:", f"next-{assessment.id}"
        sure_button(label, key=key, icon=icon, action=open_next_round, args=(assessment.id,))
    label, icon = _label("Remove", assessment), ":material/delete:"
    sure_button(label, key=f"remove-{assessment.id}", icon=icon, action=_remove, args=(assessment,))


def open_next_round(assessment_id: str) -> None:
    """Callback: open the form that starts the next round of an assessment."""
    with errors_shown_above():
        next_round.find_last_round(session.database(), assessment_id)  # else another window has removed it
        announce(NEXT_STEP, focus="begin-step", is_quiet=True)
        open_next("home.py", begin="next", assessment=assessment_id)


def _remove(assessment: Assessment) -> None:
    with errors_shown_above():
        removal.remove_assessment(session.database(), assessment.id, session.now())
        st.session_state[_REMOVED] = assessment
        announce(words.removed(assessment), focus="removed-undo")


def _renaming(assessment: Assessment) -> None:
    key = f"rename-{assessment.id}"
    st.text_input(_label("Name", assessment), value=assessment.label, max_chars=MAX_NAME_LENGTH, key=key)
    field_error(key)
    st.button(_label("Rename", assessment), key=f"save-{key}", on_click=_rename, args=(assessment, key))


def _rename(assessment: Assessment, key: str) -> None:
    renamed, label_since = st.session_state.get(_RENAMED, (None, ""))
    known = label_since if renamed == assessment else assessment.label
    with errors_shown_below(key):
        label = clean_name(st.session_state[key], "The assessment")
        renaming.rename_assessment(session.database(), assessment.id, label, known)
        st.session_state[_RENAMED] = (assessment, label)
        announce(words.renamed(label), focus=f"card-{assessment.id}")


def removed_notice() -> None:
    """Show the assessment removed last in this window and the button that restores it; nothing once it is restored."""
    assessment: Assessment | None = st.session_state.get(_REMOVED)
    with st.container(horizontal=True, vertical_alignment="center", key="removed-notice"):
        if assessment is None:
            return
        st.markdown(f":material/delete: {plain(words.removed(assessment))}")
        sure_button("Undo", key="removed-undo", icon=_UNDO, action=_put_back, args=(assessment,))


def removed_card(assessment: Assessment) -> None:
    """Show a removed assessment with the buttons that restore it or delete it for good."""
    with st.container(border=True, key=f"card-removed-{assessment.id}"):
        day = session.day_of(assessment.dated_at)
        st.markdown(
            f"**{plain(assessment.team_name)} · {plain(assessment.label)}**  \n"
            f":small[{words.assessment_kind(assessment)} · {words.assessment_date(assessment, day)}]"
        )
        label, args = _label("Put back", assessment), (assessment,)
        sure_button(label, key=f"put-back-{assessment.id}", icon=_UNDO, action=_put_back, args=args)
        label, icon = _label("Remove for good", assessment), ":material/delete_forever:"
        sure_button(label, key=f"remove-for-good-{assessment.id}", icon=icon, action=_delete, args=args)


def _delete(assessment: Assessment) -> None:
    _forget(assessment)
    with errors_shown_above():
        removal.delete_assessment(session.database(), assessment.id)
        announce(words.removed_for_good(assessment))


def _put_back(assessment: Assessment) -> None:
    _forget(assessment)
    with errors_shown_above():
        removal.restore_assessment(session.database(), assessment.id)
        announce(words.put_back(assessment))


def _forget(assessment: Assessment) -> None:
    if st.session_state.get(_REMOVED) == assessment:
        del st.session_state[_REMOVED]


def _label(words_of_control: str, assessment: Assessment) -> str:
    return plain(words.of_assessment(words_of_control, assessment))
