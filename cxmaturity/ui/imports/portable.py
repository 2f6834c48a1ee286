"""A portable file, or a report that contains one, on the page Import: its check, its content, and the import."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
import streamlit as st

from cxmaturity.errors import ValidationErrors
from cxmaturity.files.portable.content import Portable
from cxmaturity.files.portable.reading import read_portable
from cxmaturity.services.portable.importing import (
    ImportChoices,
    ImportedContent,
    import_portable,
    name_collisions,
)
from cxmaturity.services.portable.known_assessments import KnownAssessment, differing_assessments
from cxmaturity.services.portable.team_collisions import SameName, TeamCollision
from cxmaturity.services.portable.verifying import Difference, verify
from cxmaturity.text_cleaning import alphabetical
from cxmaturity.ui.imports.file_in_hand import clear_file
from cxmaturity.ui.shared import charts
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.forms import keys
from cxmaturity.ui.shared.frame import session
from cxmaturity.ui.shared.frame.errors import errors_shown_here
from cxmaturity.ui.shared.frame.page_frame import announce
from cxmaturity.ui.shared.frame.uninterrupted import uninterrupted
from cxmaturity.ui.shared.page_links import page_link
from cxmaturity.ui.shared.sure_button import sure_button
from cxmaturity.wording.exports import portable as wording
from cxmaturity.wording.language.dates import format_day

_CHECKED, _IMPORTED = "portable-checked", "portable-imported"  # session keys
_ASKED = "portable-asked"  # session key: the file whose import a click has asked for
_MOST_LISTED = 200


@dataclass(frozen=True)
class _CheckedFile:
    """A portable file that was read: its id, its content without any answers, and the differences found by the check.

    `portable` is None when the file cannot be imported; the differences then name the reasons. `known` are the
    assessments that this database holds already with another content.
    """

    file_id: str
    portable: Portable | None
    differences: tuple[Difference, ...]
    known: tuple[KnownAssessment, ...] = ()


def import_if_portable(upload: Any) -> None:
    """Show a portable file or a report with its import, and stop the page; return at once for any other file."""
    data: bytes = upload.getvalue()
    is_report = data.startswith(b"%PDF") and b"/EmbeddedFile" in data
    is_portable = data.startswith(b"PK") and b"manifest.json" in data[:100]
    if not (is_report or is_portable or upload.name.casefold().endswith(".cxm")):
        return
    with errors_shown_here():
        checked = _check(upload.file_id, data)
    if checked.differences:
        st.error(wording.NO_MATCH_HINT, title=plain(wording.differ(len(checked.differences))))
        for difference in checked.differences[:_MOST_LISTED]:
            st.text(str(difference))
    else:
        st.success(wording.MATCHES, icon=":material/verified:")
    if checked.portable is None:
        st.markdown(wording.NOT_IMPORTED)
    else:
        _content(checked.portable)
        _import_form(upload, checked.portable, checked.known)
    st.stop()


def _check(file_id: str, data: bytes) -> _CheckedFile:
    """Read and check a file, once for each file; raises Refused and ValidationErrors."""
    kept: _CheckedFile | None = st.session_state.get(_CHECKED)
    if kept is None or kept.file_id != file_id:
        differences = verify(data)
        try:
            portable = read_portable(data)
            known = differing_assessments(session.database(), portable)
            kept = _CheckedFile(file_id, _outline(portable), differences, known)
        except ValidationErrors:
            kept = _CheckedFile(file_id, None, differences)
        st.session_state[_CHECKED] = kept
    return kept


def _outline(portable: Portable) -> Portable:
    """Return the content of a file without answers and results, which would fill the session's memory."""
    outlines = [replace(one, people=(), response=None, frozen=()) for one in portable.assessments]
    return replace(portable, questionnaires={}, assessments=tuple(outlines))


def _content(portable: Portable) -> None:
    st.header(wording.CONTENT, anchor=False)
    by_team = sorted(
        (one.assessment for one in portable.assessments),
        key=lambda a: (alphabetical(a.team_name), a.team_id, a.dated_at),
    )
    listed = by_team[:_MOST_LISTED]
    rows = [(a.team_name, a.label, format_day(session.day_of(a.dated_at))) for a in listed]
    charts.table(pd.DataFrame(rows, columns=list(wording.CONTENT_HEADINGS)), wording.CONTENT_CAPTION)
    if len(portable.assessments) > _MOST_LISTED:
        st.markdown(wording.more_in_file(len(portable.assessments) - _MOST_LISTED))
    if portable.left_out:
        st.markdown(plain(wording.left_out([f"{row.team_name}, {row.label}" for row in portable.left_out])))


def _import_form(upload: Any, portable: Portable, known: Sequence[KnownAssessment]) -> None:
    """Show the choices that the file needs, and the button that imports it completely or not at all."""
    st.header("Import it", anchor=False)
    with errors_shown_here():
        collisions = name_collisions(session.database(), portable)
    chosen = {collision.team_id: choice for collision in collisions if (choice := _ask(collision, upload.file_id))}
    replaced = {one.assessment.id: one.version for one in known if one.version and _ask_to_replace(one, upload.file_id)}
    is_open = len(chosen) < len(collisions)
    if is_open:
        st.markdown(f":material/block: {wording.SAY_FOR_EACH_TEAM}")
    sure_button(
        wording.import_button(len(portable.assessments)),
        type="primary",
        icon=":material/upload_file:",
        key=keys.scoped("import-portable", upload.file_id),
        disabled=is_open,
        action=_ask_to_import,
        args=(upload.file_id,),
    )
    if st.session_state.pop(_ASKED, None) == upload.file_id and not is_open:
        with uninterrupted(), errors_shown_here(), st.spinner("Storing it"):
            st.session_state.pop(_CHECKED, None)
            choices = ImportChoices(chosen, replace=replaced)
            done = import_portable(session.database(), upload.getvalue(), choices, session.now())
            st.session_state[_IMPORTED] = done
            if done.added:
                st.session_state[session.ASSESSMENT_PARAM] = done.added[-1].id
            clear_file()
            text = wording.imported(done.added, done.replaced, done.actions_added, len(done.kept))
            announce(text, focus="imported-portable")
        st.rerun()


def _ask_to_import(file_id: str) -> None:
    st.session_state[_ASKED] = file_id


def _ask(collision: TeamCollision, file_id: str) -> SameName | None:
    """Ask what to do with a team whose name exists here already; return the choice, None before there is one."""
    answers: dict[SameName, str] = {"join": wording.JOIN, "rename": wording.RENAME}
    return st.radio(
        plain(wording.collision(collision.name, is_archived=collision.is_archived)),
        list(answers),
        index=None,
        format_func=lambda choice: answers[choice],
        key=keys.scoped(f"same-name-{collision.team_id}", file_id),
    )


def _ask_to_replace(known: KnownAssessment, file_id: str) -> bool:
    """Ask whether an assessment that exists here is to be replaced by the one in the file; return the choice."""
    st.markdown(plain(wording.kept_otherwise(known.assessment, known.differs)))
    label = plain(wording.replace_by_file(known.assessment))
    return st.checkbox(label, key=keys.scoped(f"replace-{known.assessment.id}", file_id))


def last_portable_import() -> None:
    """Show what was imported from the last portable file, and a link to it."""
    done: ImportedContent | None = st.session_state.get(_IMPORTED)
    if done is None:
        return
    st.success(
        plain(wording.imported(done.added, done.replaced, done.actions_added, len(done.kept))),
        icon=":material/check_circle:",
    )
    for kept in done.kept:
        if kept.differs:
            st.markdown(plain(wording.kept_otherwise(kept.assessment, kept.differs)))
    if done.left_out:
        st.markdown(plain(wording.left_out([f"{row.team_name}, {row.label}" for row in done.left_out])))
    with st.container(horizontal=True, key="imported-portable"):
        if done.added:
            page_link("result", "See the result", assessment=done.added[-1].id)
        page_link("home", "Go to Home")
