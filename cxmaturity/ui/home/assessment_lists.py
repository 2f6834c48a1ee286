"""The lists of all own assessments on Home: unfinished, finished and removed; a list is drawn once it is expanded."""

from collections.abc import Sequence

import streamlit as st

from cxmaturity.records import Assessment
from cxmaturity.services.assessments import listing, removal
from cxmaturity.store.database.engine import Database
from cxmaturity.ui.shared import cards
from cxmaturity.ui.shared.counting_box import counting_box
from cxmaturity.ui.shared.page_links import page_link
from cxmaturity.wording import home as words


def all_assessments(database: Database, unfinished_count: int, finished_count: int) -> None:
    """Show the lists of all own assessments."""
    for status, count in (("unfinished", unfinished_count), ("finished", finished_count)):
        if count:
            box = counting_box(words.list_label(status, count), key=status)
            if box.open:
                with box:
                    _listed(database, status, count)
    if removed := removal.list_removed(database):
        _removed(removed)


def _listed(database: Database, status: str, count: int) -> None:
    """Show the newest `unfinished` or `finished` assessments, or all of them once they are asked for."""
    is_finished = status == "finished"
    if is_finished:
        page_link("over_time", "Compare over time")
    most = None if st.session_state.get(f"all-{status}") else listing.MOST_LISTED
    limits = (0, most) if is_finished else (most, 0)
    for row in listing.list_assessments(database, most_open=limits[0], most_closed=limits[1], is_demo=False):
        cards.assessment_card(row)
    if count > listing.MOST_LISTED:
        st.toggle(words.all_listed(status, count), key=f"all-{status}")


def _removed(rows: Sequence[Assessment]) -> None:
    box = counting_box(words.list_label("removed", len(rows)), key="removed")
    if box.open:
        with box:
            st.markdown("Nobody sees these, and no result counts them. They are kept until you remove them for good.")
            for row in rows:
                cards.removed_card(row)
