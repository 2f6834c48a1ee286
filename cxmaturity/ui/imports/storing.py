"""Storing a past round that was read from a file: the form for team, date and privacy, the progress, and the links."""

from collections.abc import Collection

import streamlit as st

from cxmaturity.analysis.disclosure import may_show_result_of
from cxmaturity.files.imports.mapping import NO_MAPPING
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.services.imports import mappings, rounds
from cxmaturity.text_cleaning import MAX_NAME_LENGTH, alphabetical
from cxmaturity.ui.imports.fault_list import PREVIEW
from cxmaturity.ui.imports.file_in_hand import FileInHand, clear_file
from cxmaturity.ui.imports.running import Progress, RunningImport
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.forms import choosers
from cxmaturity.ui.shared.frame import session
from cxmaturity.ui.shared.frame.errors import errors_shown_here
from cxmaturity.ui.shared.frame.page_frame import announce
from cxmaturity.ui.shared.frame.uninterrupted import uninterrupted
from cxmaturity.ui.shared.page_links import page_link
from cxmaturity.ui.shared.sure_button import sure_button
from cxmaturity.wording import imports

_STORED = "imported-round"  # session key: the round stored last, as (assessment id, its name)
_RUNNING = "import-running"  # session key: the import in progress, which continues when the page is left
_ASKED = "import-asked"  # session key: the file whose import a click has asked for
_DAY_OF = "import-date-of"  # session key: the file from whose times the day was proposed


def last_import() -> None:
    """Show the round imported last, with links to its result and to Over time; waits for an import in progress."""
    _wait_for_import()
    if _STORED not in st.session_state:
        return
    assessment_id, name = st.session_state[_STORED]
    st.success(f"{plain(name)} is imported.", icon=":material/check_circle:")
    with st.container(horizontal=True, key="imported"):
        page_link("result", "See the result", assessment=assessment_id)
        page_link("over_time", "Compare over time")


def offer_kept_choices(in_hand: FileInHand) -> None:
    """Offer the choices made for the last file with the same headings, as long as none are made for this one."""
    if in_hand.mapping != NO_MAPPING:
        return
    with errors_shown_here():
        kept = mappings.kept_mapping(session.database(), in_hand.questionnaire, in_hand.summary.names)
    if kept is None:
        return
    with st.container(key="import-kept"):
        st.info(imports.KEPT_CHOICES, icon=":material/history:")
        choices = {name: getattr(kept, name) for name in kept.model_fields_set}
        key = in_hand.key("kept-choices")
        st.button("Use the choices of last time", key=key, on_click=in_hand.ask, args=(PREVIEW,), kwargs=choices)


def import_form(in_hand: FileInHand, questionnaire: Questionnaire, team_names: Collection[str]) -> None:
    """Show the fields about the round, and the button that stores it completely or not at all."""
    st.header("Import it", anchor=False)
    team = choosers.choose_team(team_names, "import")
    with st.container():  # a place of its own: the name typed above does not draw the next field anew, where Tab went
        if team_names and team:
            st.caption(plain(imports.known_teams(team, sorted(team_names, key=alphabetical))))
    left, right = st.columns(2)
    with left:
        label = st.text_input(
            "Name of this assessment", "Past round", max_chars=MAX_NAME_LENGTH, key="import-label"
        ).strip()
        choosers.offer_free_label(team, label, "import")
    if st.session_state.get(_DAY_OF) != in_hand.upload.file_id:
        st.session_state[_DAY_OF] = in_hand.upload.file_id
        named, today = in_hand.summary.days and in_hand.summary.days[1], session.today()
        st.session_state["import-date"] = named if named and rounds.EARLIEST_DAY <= named <= today else today
    day = right.date_input(
        "Date of this round",
        min_value=rounds.EARLIEST_DAY,
        max_value=session.today(),
        format="YYYY-MM-DD",
        key="import-date",
    )
    variant = choosers.choose_variant(questionnaire, "import")
    privacy = choosers.choose_privacy("What were people told about their answers?", "import")
    summary = in_hand.summary
    if summary.people_count and not may_show_result_of(summary.people_count, privacy):
        st.warning(imports.TOO_FEW_TO_SHOW)
    has_faults = bool(summary.issues) and bool(summary.columns.answers)
    missing = imports.missing_for_import(has_faults, summary.has_answers, team, label)
    if missing:
        st.markdown(f":material/block: {missing}")
    sure_button(
        imports.import_button(summary.people_count),
        type="primary",
        icon=":material/upload_file:",
        key="import",
        disabled=bool(missing),
        action=_ask,
        args=(in_hand.upload.file_id,),
    )
    is_asked = st.session_state.pop(_ASKED, None) == in_hand.upload.file_id and not missing
    if is_asked and _RUNNING not in st.session_state:  # a second click may come before the page says that it is done
        closed_at = min(session.now(), session.middle_of(day))
        database, now = session.database(), session.now()

        def store(progress: Progress) -> str:
            stored = rounds.import_round(
                database, questionnaire, team, label, variant, in_hand.people(), privacy, closed_at, now, progress
            )
            mappings.keep_mapping(database, questionnaire, in_hand.summary.names, in_hand.mapping)
            return stored

        with uninterrupted():  # else it would run without this session's knowing it
            st.session_state[_RUNNING] = RunningImport(f"{team} · {label}", store)
    if _wait_for_import():
        clear_file()
        announce("The round is imported.", focus="imported")
        st.rerun()


def _ask(file_id: str) -> None:
    st.session_state[_ASKED] = file_id


def _wait_for_import() -> bool:
    """Show the progress of the import until it has ended; return whether there was one."""
    running: RunningImport | None = st.session_state.get(_RUNNING)
    if running is None:
        return False
    bar = st.progress(0.0, text="Storing the answers")
    while not running.is_over(within=0.1):
        text = imports.import_progress(running.done, running.total) if running.total else "Storing the answers"
        bar.progress(running.done / max(running.total, 1), text=text)
    del st.session_state[_RUNNING]
    with errors_shown_here():
        stored = running.result()
    st.session_state[session.ASSESSMENT_PARAM] = stored
    st.session_state[_STORED] = (stored, running.name)
    return True
