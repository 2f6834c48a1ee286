"""Admission to surveys and workshops: people beyond the expected number, and one-time slips."""

import streamlit as st

from cxmaturity.files.file_names import file_name
from cxmaturity.files.slips_html import slips_html
from cxmaturity.records import Assessment
from cxmaturity.services.surveys import admission
from cxmaturity.services.surveys.admission import AdmissionStatus
from cxmaturity.ui.shared import downloads
from cxmaturity.ui.shared.forms import keys
from cxmaturity.ui.shared.frame import session
from cxmaturity.ui.shared.frame.errors import errors_shown_above, errors_shown_here
from cxmaturity.ui.shared.frame.page_frame import announce
from cxmaturity.ui.shared.sure_button import sure_button
from cxmaturity.ui.surveys.invitations import invitation_link
from cxmaturity.wording.surveys import admission as wording

_SLIPS = "slips-to-print"  # session key: by assessment id, the printable page of slips, made once


def admission_status(row: Assessment) -> AdmissionStatus:
    """Return how many people wait to be admitted beyond the expected number, and whether that is locked."""
    with errors_shown_here():
        return admission.admission_status(session.database(), row)


def admission_controls(row: Assessment, status: AdmissionStatus) -> None:
    """Show how many people wait to be admitted, with the controls; nothing while nobody does."""
    if status.asking or status.is_locked:
        _decision(row, status)


def _decision(row: Assessment, status: AdmissionStatus) -> None:
    with st.container(border=True, key="admission"):
        if status.is_locked:
            st.markdown(wording.NOBODY_ELSE)
            args = (row, False, "People may ask again.")
            key = keys.scoped("admission-unlock", row.id)
            sure_button("Let people ask again", key=key, action=_set_lock, args=args)
            return
        st.markdown(f"**{wording.asking_to_be_let_in(status.asking, row.places or row.expected)}**")
        with st.container(horizontal=True, key="admission-choice"):
            icon, key = ":material/person_add:", keys.scoped("admission-let-in", row.id)
            sure_button("Let them in", key=key, icon=icon, action=_let_in, args=(row,))
            icon, key = ":material/lock:", keys.scoped("admission-lock", row.id)
            args = (row, True, "Nobody else is let in.")
            sure_button("Let nobody else in", key=key, icon=icon, action=_set_lock, args=args)


def _let_in(row: Assessment) -> None:
    with errors_shown_above():
        admission.admit_waiting(session.database(), row)
        announce("They are let in.")


def _set_lock(row: Assessment, is_locked: bool, done: str) -> None:
    with errors_shown_above():
        admission.set_lock(session.database(), row, is_locked=is_locked)
        announce(done)


def slips(row: Assessment) -> None:
    """Show the one-time slips that make each person count once; in anonymous rounds only."""
    if row.privacy == "open":
        return
    with errors_shown_here():
        status = admission.admission_status(session.database(), row)
    if status.slips is None:
        st.caption(wording.COUNTED_AS_PEOPLE)
    else:
        st.markdown(wording.slips_used(status.slips_used, status.slips))
    _slips_to_print(row, status)


def _make_slips(row: Assessment, count: str) -> None:
    """Callback: make as many slips as the field with the key `count` holds."""
    with errors_shown_above():
        codes = admission.make_slips(session.database(), row, int(st.session_state[count]))
        address, title = invitation_link(row), f"{row.team_name} · {row.label}"
        st.session_state[_SLIPS] = {row.id: slips_html(title, address, codes)}
        announce("The slips are made.", focus="slips")


def _slips_to_print(row: Assessment, status: AdmissionStatus) -> None:
    made = st.session_state.get(_SLIPS, {}).get(row.id)
    with st.expander(
        "One-time slips", key="slips", icon=":material/content_cut:", expanded=made is not None or status.slips == 0
    ):
        st.markdown(wording.SLIPS_ABOUT)
        usual = 1 if status.slips else min(row.expected or 1, admission.MAX_SLIPS)
        names = (f"slips-{status.slips}", "slips-form", "slips-make")
        count, form, key = (keys.scoped(name, row.id) for name in names)
        with st.form(form, border=False):
            st.number_input("How many slips?", 1, admission.MAX_SLIPS, value=usual, key=count)
            sure_button("Make the slips", key=key, action=_make_slips, args=(row, count), fields=(count,))
        if made:
            st.markdown("**They are here only now.** Save the page, open it and print it; then delete it.")
            name = file_name([row.team_name, row.label, wording.SLIPS_FILE], "html")
            file = downloads.ending_with(row.id, made)
            st.download_button("Save the page with slips", file, name, "text/html", key="slips-save")
