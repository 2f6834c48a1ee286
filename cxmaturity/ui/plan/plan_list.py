"""The actions of a plan in groups, a few at a time, because each row takes a while to draw."""

from collections.abc import Mapping, Sequence

import streamlit as st

from cxmaturity.records import Action
from cxmaturity.services import plans
from cxmaturity.text_cleaning import alphabetical
from cxmaturity.ui.plan import saving
from cxmaturity.ui.plan.action_row import action_row, deleted_row
from cxmaturity.ui.plan.visit import Group, current_place, current_visit, end_visit
from cxmaturity.ui.shared.counting_box import counting_box
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.forms import keys
from cxmaturity.ui.shared.frame import session
from cxmaturity.ui.shared.frame.page_frame import announce
from cxmaturity.wording import plans as words
from cxmaturity.wording.plans import AskedQuestion

_AT_ONCE, _MORE = 8, 20  # rows drawn at first, and added by each click
_HEADINGS: dict[Group, str] = {
    "overdue": words.OVERDUE,
    "this_month": words.THIS_MONTH,
    "later": words.LATER,
    "to_ask_about": words.DONE_TO_ASK_ABOUT,
}


def has_actions(team_id: str) -> bool:
    """Return whether a team's plan has any action."""
    return bool(plans.all_actions(session.database(), team_id))


def owner_filter(actions: Sequence[Action], team_id: str) -> list[Action]:
    """Show a filter of a team's actions by owner when there are several; return the matching ones.

    Those changed in this window stay.
    """
    owners, key = sorted({action.owner for action in actions}, key=alphabetical), keys.scoped("plan-owner", team_id)
    if st.session_state.get(key) not in owners:
        st.session_state.pop(key, None)
    if len(owners) < 2:
        return list(actions)
    chosen = st.selectbox(
        "Actions of",
        owners,
        index=None,
        format_func=lambda owner: plain(words.owner_choice(owner)),
        placeholder=words.ALL_OWNERS,
        label_visibility="collapsed",
        key=key,
        width=220,
    )
    if chosen is None:
        return list(actions)
    return [action for action in actions if action.owner == chosen or action.id in current_visit().places]


def action_list(actions: Sequence[Action], asked: Mapping[str, AskedQuestion]) -> None:
    """Show actions under the headings of their groups; one that was deleted leaves a line in its place for this visit.

    Of many actions only the first are drawn, with a button for more.
    """
    visit = current_visit()
    for action in actions:  # the other window may have put it back
        visit.gone.pop(action.id, None)
    left_over = visit.deleted | visit.gone
    rows = [*actions, *left_over.values()]
    rows.sort(key=lambda row: (visit.place(row).due, row.created_at, row.id))
    groups = {group: [row for row in rows if visit.place(row).group == group] for group in _HEADINGS}
    settled = [row for row in rows if visit.place(row).group == "settled"]
    listed = [row for group in groups.values() for row in group]
    drawn = {row.id for row in listed[: _AT_ONCE + visit.drawn]} | visit.places.keys()
    for group, members in groups.items():
        if any(row.id in drawn for row in members):
            with st.container(key=f"plan-{group}", gap="small"):
                there = [row for row in members if row.id not in left_over]
                st.header(words.group_heading(_HEADINGS[group], len(there)), anchor=False)
                _rows([row for row in members if row.id in drawn], asked)
    if left := [row for row in listed if row.id not in drawn]:
        st.button(words.more_actions(len(left)), key="more-actions", on_click=_show_more, args=(left[0],))
    if settled:
        _settled(settled, asked)
    moved = sum(visit.place(row) != current_place(row) for row in rows)
    if moved:
        with st.container(horizontal=True, vertical_alignment="center", key="plan-moved"):
            st.markdown(words.moved_actions(moved))
            st.button("Sort again", key="sort-again", icon=":material/sort:", on_click=_sort_again)


def _settled(actions: Sequence[Action], asked: Mapping[str, AskedQuestion]) -> None:
    """Show the actions that need nothing more (dropped, or done with an outcome), folded."""
    box = counting_box(words.settled_heading(actions), key="settled", icon=":material/inventory_2:")
    if box.open:
        with box:
            newest_first = sorted(actions, key=lambda action: action.done_at or action.created_at, reverse=True)
            most = _AT_ONCE + current_visit().drawn
            _rows(newest_first[:most], asked)
            if left := newest_first[most:]:
                st.button(words.more_actions(len(left)), key="more-settled", on_click=_show_more, args=(left[0],))


def _rows(actions: Sequence[Action], asked: Mapping[str, AskedQuestion]) -> None:
    for action in actions:
        if action.id in current_visit().deleted:
            deleted_row(action)
        elif action.id in current_visit().gone:
            st.info(plain(words.deleted_elsewhere(action)))
        else:
            action_row(action, asked.get(action.id))


def _show_more(first: Action) -> None:
    current_visit().drawn += _MORE
    announce("More actions are shown.", focus=saving.row_key(first), is_quiet=True)


def _sort_again() -> None:
    end_visit()
    announce("The list is sorted again.", focus="page-head")
