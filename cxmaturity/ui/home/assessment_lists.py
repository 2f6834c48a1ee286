"""The lists of all own assessments on Home: unfinished, finished and removed; a list is drawn once it is expanded."""

from collections.abc import Sequence

import streamlit as st

from cxmaturity.records import Assessment
from cxmaturity.services.assessments import listing, removal
from cxmaturity.services.assessments.listing import ListedAssessment
from cxmaturity.store.database.engine import Database
from cxmaturity.ui.shared import cards
from cxmaturity.ui.shared.page_links import page_link
from cxmaturity.wording import home as words


def all_assessments(database: Database, unfinished_count: int, finished_count: int) -> None:
    """Show the lists of all own assessments."""
    if unfinished_count:
        unfinished = st.expander(words.list_label("unfinished", unfinished_count), key="unfinished", on_change="rerun")
        if unfinished.open:
            with unfinished:
                is_all = st.session_state.get("all-unfinished", False)
                most = None if is_all else listing.MOST_LISTED
                _rows(listing.list_assessments(database, most_open=most, most_closed=0, is_demo=False))
                if unfinished_count > listing.MOST_LISTED:
                    st.toggle(f"Show all {unfinished_count} unfinished assessments", key="all-unfinished")
    if finished_count:
        finished = st.expander(words.list_label("finished", finished_count), key="finished", on_change="rerun")
        if finished.open:
            with finished:
                page_link("over_time", "Compare over time")
                _rows(listing.list_assessments(database, most_open=0, is_demo=False))
    if removed := removal.list_removed(database):
        _removed(removed)


def _rows(rows: Sequence[ListedAssessment]) -> None:
    for row in rows:
        cards.assessment_card(row)


def _removed(rows: Sequence[Assessment]) -> None:
    box = st.expander(words.list_label("removed", len(rows)), key="removed", on_change="rerun")
    if box.open:
        with box:
            st.markdown("Nobody sees these, and no result counts them. They are kept until you remove them for good.")
            for row in rows:
                cards.removed_card(row)
