"""The faults of a file with the choices that import it anyway, and a preview of the first people."""

from collections.abc import Callable, Iterable

import pandas as pd
import streamlit as st

from cxmaturity.errors import Issue
from cxmaturity.files.imports.preview import MAX_LISTED
from cxmaturity.files.imports.reading import MAX_ERRORS
from cxmaturity.ui.imports.file_in_hand import FileInHand
from cxmaturity.ui.shared import charts
from cxmaturity.ui.shared.escape import plain
from cxmaturity.wording import imports

_FAULTS = "import-fault-list"  # key of the container that gets the focus
PREVIEW = "import-preview"
"""The key of the container with the preview."""
_ROWS_AT_ONCE, _LIST_HEIGHT = 8, 480  # a list of more rows scrolls within this height, in pixels


def faults(in_hand: FileInHand, as_csv: Callable[[Iterable[Issue]], bytes]) -> None:
    """Show the first faults of the file, and a download with all of them, which `as_csv` makes."""
    summary = in_hand.summary
    with st.container(key=_FAULTS):
        st.header("What cannot be read", anchor=False)
        message = imports.too_many_faults(MAX_ERRORS) if summary.is_cut else imports.faults_in_file(summary.issue_count)
        st.error(imports.HOW_TO_MEND, title=plain(message))
        if summary.issue_count > MAX_LISTED:
            st.markdown(imports.faults_listed(MAX_LISTED, summary.issue_count))
        with st.container(horizontal=True, key="import-fault-actions"):
            if summary.open_count and not summary.asks_lowest_first:
                _read_open(in_hand)
            st.download_button(
                "Download every fault",
                lambda: as_csv(in_hand.all_issues()),
                file_name="faults.csv",
                mime="text/csv",
                icon=":material/download:",
                on_click="ignore",
                key="import-faults",
            )
        listed = [(i.place or "the file", i.problem, i.fix) for i in summary.issues]
        with st.container(height=_LIST_HEIGHT if len(listed) > _ROWS_AT_ONCE else "content", border=False):
            table = pd.DataFrame(listed, columns=["where", "what is wrong", "how to mend it"])
            charts.table(table, "What is wrong in the file, where, and how to mend it")


def _read_open(in_hand: FileInHand) -> None:
    """Show the buttons that read all unreadable answers as don't know or as unanswered."""
    count = in_hand.summary.open_count
    _unreadable_button(in_hand, imports.leave_open_button(count), "leave-open", PREVIEW, "missing")
    _unreadable_button(in_hand, imports.dont_know_button(count), "dont-know", PREVIEW, "dont_know")


def _unreadable_button(in_hand: FileInHand, label: str, name: str, focus: str, meaning: str | None) -> None:
    """Show the button that gives all unreadable answers a meaning, or with None makes them faults again."""
    key, kwargs = in_hand.key(name), {"unreadable": meaning}
    st.button(label, key=key, on_click=in_hand.ask, args=(focus,), kwargs=kwargs)


def preview(in_hand: FileInHand) -> None:
    """Show the first people as they are read."""
    summary = in_hand.summary
    with st.container(key=PREVIEW):
        st.header("Preview", anchor=False)
        if in_hand.mapping.unreadable:
            st.markdown(imports.UNREADABLE[in_hand.mapping.unreadable])
            _unreadable_button(in_hand, "Show them as faults again", "faults-again", _FAULTS, None)
        st.markdown(imports.preview_caption(len(summary.preview), summary.people_count))
        about = "The first people in the file with their answers as read"
        charts.table(pd.DataFrame(summary.preview), about, is_file=True)
