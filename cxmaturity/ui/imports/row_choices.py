"""The rows that are left out, each with its reason, and the choices to read them anyway."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from cxmaturity.files.imports.left_out.kinds import RowKind
from cxmaturity.ui.imports.file_in_hand import FileInHand
from cxmaturity.ui.shared import charts
from cxmaturity.wording import imports

_ROWS = "import-rows"  # key of the container that gets the focus
_READ_ON_DEMAND: tuple[RowKind, ...] = ("preview", "unfinished", "summary", "footer")


def rows(in_hand: FileInHand) -> None:
    """Show the rows that are left out, their reasons and the choices about them; nothing when all rows are read."""
    summary, mapping = in_hand.summary, in_hand.mapping
    is_chosen = mapping.hidden_rows or mapping.keep_rows or mapping.same_person or mapping.leave_out_rows
    if not (summary.rows_by_kind or summary.hidden_count or is_chosen):
        return
    with st.container(key=_ROWS):
        st.header("Rows left out", anchor=False)
        for kind, numbers in summary.rows_by_kind.items():
            st.markdown(imports.rows_left_out(kind, len(numbers)))
        if summary.left_out:
            listed = pd.DataFrame([(row.row, row.why) for row in summary.left_out], columns=["row", "why"])
            charts.table(listed, "Rows of the file that are not read, and why")
        _read_all_the_same(in_hand)
        if summary.rows_by_kind.get("again") or mapping.same_person:
            _same_person(in_hand)
        if summary.hidden_count or mapping.hidden_rows:
            _hidden(in_hand)


def _read_all_the_same(in_hand: FileInHand) -> None:
    def button(label: str, name: str, choice: str, numbers: Sequence[int]) -> None:
        args = (_ROWS, choice, numbers)
        st.button(label, key=in_hand.key(name), on_click=in_hand.ask_for_rows, args=args)

    if table := in_hand.summary.rows_by_kind.get("table", ()):
        button(imports.leave_out_table_button(len(table)), "leave-out-table", "leave_out_rows", table)
    for kind in _READ_ON_DEMAND:
        if numbers := in_hand.summary.rows_by_kind.get(kind, ()):
            button(imports.read_rows_button(kind, len(numbers)), f"read-{kind}", "keep_rows", numbers)
    if in_hand.mapping.keep_rows:
        st.markdown(imports.rows_kept(len(in_hand.mapping.keep_rows)))
        key, no_rows = in_hand.key("read-none"), {"keep_rows": frozenset[int]()}
        st.button("Leave them out again", key=key, on_click=in_hand.ask, args=(_ROWS,), kwargs=no_rows)
    if in_hand.mapping.leave_out_rows:
        key, no_rows = in_hand.key("leave-out-none"), {"leave_out_rows": frozenset[int]()}
        st.button("Read every row again", key=key, on_click=in_hand.ask, args=(_ROWS,), kwargs=no_rows)


def _same_person(in_hand: FileInHand) -> None:
    current = in_hand.mapping.same_person or "last"
    key = in_hand.show_as_read(in_hand.key("same-person"), current)
    label = "What is read of people who are in the file more than once?"
    ask, args = in_hand.ask_for_chosen, (_ROWS, "same_person", key)
    st.radio(label, list(imports.KEPT), format_func=imports.KEPT.__getitem__, key=key, on_change=ask, args=args)


def _hidden(in_hand: FileInHand) -> None:
    current = in_hand.mapping.hidden_rows
    key = in_hand.show_as_read(in_hand.key("hidden-rows"), current)
    label = imports.hidden_rows_asked(in_hand.summary.hidden_count) if current is None else "Rows that are hidden"
    st.radio(
        label,
        list(imports.HIDDEN),
        index=None,
        format_func=imports.HIDDEN.__getitem__,
        key=key,
        on_change=in_hand.ask_for_chosen,
        args=(_ROWS, "hidden_rows", key),
    )
