"""A chart on a page, with a takeaway as its text alternative, and its numbers as a table."""

from html import escape

import pandas as pd
import streamlit as st

from cxmaturity.charts import Figure
from cxmaturity.charts.style import CONFIG
from cxmaturity.tables.frame import sentence_case
from cxmaturity.ui.shared.escape import plain
from cxmaturity.wording.language.numbers import NO_NUMBER, format_level

_AS_TABLE = "The same as a table"
_TABLE_FOLLOWS = "The same follows as a table."


def section(heading: str, figure: Figure | None, rows: pd.DataFrame, takeaway: str, key: str) -> None:
    """Show a heading, the takeaway, and the chart with its table; neither of these where there is nothing to draw."""
    with st.container(key=f"section-{key}"):
        st.header(heading, anchor=False)
        st.markdown(plain(takeaway))
        if figure is not None:
            chart(figure, rows, takeaway, key, heading)


def chart(figure: Figure, rows: pd.DataFrame, takeaway: str, key: str, heading: str = "") -> None:
    """Show a figure with its table folded beneath; `takeaway` is its text alternative for screen readers.

    `heading` distinguishes the table from others on the page.
    """
    picture(figure, takeaway, key)
    twin_table(rows, takeaway, key, heading)


def picture(figure: Figure, takeaway: str, key: str) -> None:
    """Show a figure with `takeaway` as its text alternative, which announces a table: call `twin_table` after it."""
    # Without Streamlit's theme, with which each figure would be drawn twice; texts have the page's colour by app.css.
    st.plotly_chart(figure, key=key, alt=f"{takeaway} {_TABLE_FOLLOWS}", theme=None, config=CONFIG)


def twin_table(rows: pd.DataFrame, takeaway: str, key: str, heading: str = "") -> None:
    """Show the numbers of the figures above as a folded table; parameters as for `chart`."""
    # Sent only when it is expanded: tables that nobody opens would delay the rest of the page.
    label = f"{plain(heading)}: {_AS_TABLE.lower()}" if heading else _AS_TABLE
    box = st.expander(label, key=f"table-{key}", icon=":material/table:", on_change="rerun")
    if box.open:
        with box:
            table(rows, takeaway)


def table(rows: pd.DataFrame, about: str, *, is_file: bool = False) -> None:
    """Show rows as an HTML table; whole numbers stay whole, a missing value is a dash.

    `about` is its caption. The first column names the rows. Headings begin with a capital letter, except in rows of a
    file, whose headings stand as they are written there. Not `st.table`: one that is wider than the page cannot be
    scrolled by keyboard.
    """
    headings = [str(name) if is_file else sentence_case(str(name)) for name in rows.columns]
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in headings)
    body = "".join(
        f'<tr><th scope="row">{_cell(first)}</th>{"".join(f"<td>{_cell(value)}</td>" for value in rest)}</tr>'
        for first, *rest in rows.to_numpy()
    )
    caption = f'<caption class="cx-visually-hidden">{escape(about)}</caption>'
    attributes = f'class="cx-table" role="region" tabindex="0" aria-label="{escape(about)}"'
    st.html(f"<div {attributes}><table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>")


def _cell(value: object) -> str:
    if value is None or value is pd.NA:
        return NO_NUMBER
    return format_level(value) if isinstance(value, float) else escape(str(value))
