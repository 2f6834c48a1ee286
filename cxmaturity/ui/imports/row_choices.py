"""The rows that are left out, each with its reason, and the choices to read them anyway."""

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
    kept = in_hand.mapping.keep_rows
    table = frozenset(in_hand.summary.rows_by_kind.get("table", ()))
    if table and st.button(imports.leave_out_table_button(len(table)), key=in_hand.key("leave-out-table")):
        in_hand.change(_ROWS, leave_out_rows=in_hand.mapping.leave_out_rows | table)
    for kind in _READ_ON_DEMAND:
        numbers = in_hand.summary.rows_by_kind.get(kind, ())
        if numbers and st.button(imports.read_rows_button(kind, len(numbers)), key=in_hand.key(f"read-{kind}")):
            in_hand.change(_ROWS, keep_rows=kept | frozenset(numbers))
    if kept:
        st.markdown(imports.rows_kept(len(kept)))
        if st.button("Leave them out again", key=in_hand.key("read-none")):
            in_hand.change(_ROWS, keep_rows=frozenset())
    if in_hand.mapping.leave_out_rows and st.button("Read every row again", key=in_hand.key("leave-out-none")):
        in_hand.change(_ROWS, leave_out_rows=frozenset())


def _same_person(in_hand: FileInHand) -> None:
    current = in_hand.mapping.same_person or "last"
    key = in_hand.show_as_read(in_hand.key("same-person"), current)
    label = "What is read of people who are in the file more than once?"
    chosen = st.radio(label, list(imports.KEPT), format_func=imports.KEPT.__getitem__, key=key)
    if chosen != current:
        in_hand.change(_ROWS, same_person=chosen)


def _hidden(in_hand: FileInHand) -> None:
    current = in_hand.mapping.hidden_rows
    key = in_hand.show_as_read(in_hand.key("hidden-rows"), current)
    label = imports.hidden_rows_asked(in_hand.summary.hidden_count) if current is None else "Rows that are hidden"
    chosen = st.radio(label, list(imports.HIDDEN), index=None, format_func=imports.HIDDEN.__getitem__, key=key)
    if chosen is not None and chosen != current:
        in_hand.change(_ROWS, hidden_rows=chosen)
