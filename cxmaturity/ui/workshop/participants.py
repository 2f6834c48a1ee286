"""The participants of a workshop on the console: presence, renaming, removing, and locking the workshop.

The list updates itself while it is expanded. The page identifies people by their phone's number only.
"""

from collections.abc import Mapping

import streamlit as st

from cxmaturity.records import Assessment
from cxmaturity.services.surveys import admission
from cxmaturity.services.surveys.participation import NameTaken
from cxmaturity.services.workshops import workshop_view
from cxmaturity.services.workshops.people import participants as people
from cxmaturity.services.workshops.people.participants import Participant
from cxmaturity.services.workshops.workshop_view import WorkshopView
from cxmaturity.text_cleaning import MAX_NAME_LENGTH
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.forms import keys
from cxmaturity.ui.shared.frame import session
from cxmaturity.ui.shared.frame.errors import errors_shown_above, errors_shown_here
from cxmaturity.ui.shared.frame.page_frame import announce, live_text
from cxmaturity.ui.shared.sure_button import sure_button
from cxmaturity.wording.workshop import participants as wording

_REFRESH_SECONDS = 3
_CHANGES = "workshop-people-changes"  # session key: how many people were renamed or removed in this window
# Session key: (the field, the name in it that another person has, the one with a number).
_TAKEN = "workshop-name-taken"


def participants(workshop: WorkshopView) -> None:
    """Show the participants of an open workshop with the controls for each, and the lock."""
    box = st.expander("People", key="workshop-people", on_change="rerun", icon=":material/group:")
    if not box.open:
        return
    with errors_shown_here():
        attendance = people.attendance(session.database(), workshop)
    names = {person.number: _name(person) for person in attendance.people}
    with box:
        if names:
            _one_person(workshop, names)
        if not workshop.assessment.is_locked:
            _lock(workshop)
        _attendance(workshop.assessment.id, names)


@st.fragment(run_every=_REFRESH_SECONDS)
def _attendance(assessment_id: str, names: Mapping[int, str]) -> None:
    """Show who is present, updated every few seconds; `names` are those that the rest of the page shows.

    The page reruns only when somebody joins or leaves for good, because a rerun would close an open list of people.
    """
    with errors_shown_here():
        workshop = workshop_view.load_workshop(session.database(), assessment_id)
        attendance = people.attendance(session.database(), workshop)
    if {person.number: _name(person) for person in attendance.people} != names:
        st.rerun()
    live_text(wording.attendance_summary(attendance.connected, attendance.away, attendance.gone), "workshop-attendance")
    st.caption(wording.PRESENCE_HELP)
    if any(person.presence is None for person in attendance.people):
        st.caption(wording.PRESENCE_HIDDEN)
        st.markdown(plain(", ".join(_name(person) for person in attendance.people)))
    for presence, label in wording.PRESENCE_LABELS.items():
        in_state = [_name(person) for person in attendance.people if person.presence == presence]
        if in_state:
            st.markdown(f"**{label}:** {plain(', '.join(in_state))}")
    phase = workshop.state.phase
    if workshop.assessment.privacy == "open" and attendance.people and phase in ("vote", "self_paced"):
        missing = [_name(person) for person in attendance.people if person.is_missing]
        st.markdown(f"**{plain(wording.missing_people(missing, phase == 'self_paced'))}**")


def _name(person: Participant) -> str:
    return person.name or wording.phone_name(person.number)


def _one_person(workshop: WorkshopView, names: Mapping[int, str]) -> None:
    """Show the choice of a participant, and the controls that rename or remove them."""
    with st.container(key="workshop-person"):
        number = st.selectbox(
            "Rename or remove somebody",
            list(names),
            index=None,
            format_func=names.__getitem__,
            placeholder="Choose a person",
            # a new widget once the names have changed
            key=keys.scoped(f"workshop-person-{st.session_state.setdefault(_CHANGES, 0)}", workshop.assessment.id),
        )
        if number is None:
            return
        if workshop.assessment.privacy == "open":
            _renaming(workshop, number, names[number])
        st.markdown(wording.removal_consequences(workshop.assessment.privacy))
        sure_button(
            f"Remove {plain(names[number])}",
            icon=":material/person_remove:",
            key=keys.scoped(f"workshop-remove-{number}", workshop.assessment.id),
            action=_remove,
            args=(workshop, number, names[number]),
        )


def _remove(workshop: WorkshopView, number: int, name: str) -> None:
    st.session_state[_CHANGES] += 1
    with errors_shown_above():
        people.remove_participant(session.database(), workshop, number)
        announce(wording.removed(name), focus="workshop-person")


def _renaming(workshop: WorkshopView, number: int, name: str) -> None:
    names = ("workshop-rename", "workshop-rename-send", "workshop-namesake")
    form, send, namesake = (keys.scoped(f"{name}-{number}", workshop.assessment.id) for name in names)
    field = _name_field(workshop, number)
    with st.form(form, border=False):
        st.text_input("New name", name, max_chars=MAX_NAME_LENGTH, key=field)
        st.form_submit_button(f"Rename {plain(name)}", key=send, on_click=_rename, args=(workshop, number))
    taken = st.session_state.get(_TAKEN)
    if taken and taken[0] == field:
        st.warning(plain(wording.name_taken_on_console(taken[1], taken[2])))
        label, args = f"Call them {plain(taken[2])}", (workshop, number, taken[1])
        sure_button(label, key=namesake, action=_rename, args=args)


def _name_field(workshop: WorkshopView, number: int) -> str:
    return keys.scoped(f"workshop-name-{number}", workshop.assessment.id)


def _rename(workshop: WorkshopView, number: int, namesake: str = "") -> None:
    """Give a person the name typed; for one that is taken, ask first whether this is a second person of that name.

    `namesake` is a taken name that was confirmed.
    """
    st.session_state.pop(_TAKEN, None)
    field = _name_field(workshop, number)
    name = namesake or st.session_state[field]
    with errors_shown_above():
        try:
            stored = people.rename_participant(session.database(), workshop, number, name, is_namesake=bool(namesake))
            announce(wording.renamed(stored), focus="workshop-person")
            st.session_state[_CHANGES] += 1
        except NameTaken as taken:
            st.session_state[_TAKEN] = (field, taken.name, taken.marked_name)
            announce(
                taken.message, focus=keys.scoped(f"workshop-namesake-{number}", workshop.assessment.id), is_quiet=True
            )


def _lock(workshop: WorkshopView) -> None:
    icon, key = ":material/lock:", keys.scoped("workshop-lock", workshop.assessment.id)
    args = (workshop.assessment,)
    sure_button("Lock the workshop", icon=icon, key=key, help=wording.LOCK_HELP, action=_lock_it, args=args)


def _lock_it(row: Assessment) -> None:
    with errors_shown_above():
        admission.set_lock(session.database(), row, is_locked=True)
        announce(wording.LOCKED, focus="admission")
