"""A chart on a page: with the takeaway for those who cannot see it, and its numbers as a table."""

from html import escape

import pandas as pd
import streamlit as st

from cxmaturity.charts import Figure
from cxmaturity.charts.style import CONFIG
from cxmaturity.ui.shared.escape import plain
from cxmaturity.wording.language.numbers import NO_NUMBER, format_level

_AS_TABLE = "The same as a table"
_TABLE_FOLLOWS = "The same follows as a table."


def section(heading: str, figure: Figure, rows: pd.DataFrame, takeaway: str, key: str) -> None:
    """Show a chart with its table below its heading and its takeaway in words."""
    with st.container(key=f"section-{key}"):
        st.header(heading, anchor=False)
        st.markdown(plain(takeaway))
        chart(figure, rows, takeaway, key, heading)


def chart(figure: Figure, rows: pd.DataFrame, takeaway: str, key: str, heading: str = "") -> None:
    """Show a figure with its table folded beneath; `takeaway` is what it says, for screen readers.

    `heading` tells the table from others on the page.
    """
    picture(figure, takeaway, key)
    twin_table(rows, takeaway, key, heading)


def picture(figure: Figure, takeaway: str, key: str) -> None:
    """Show a figure whose table follows; `takeaway` is what it says, for screen readers."""
    st.plotly_chart(figure, key=key, alt=f"{takeaway} {_TABLE_FOLLOWS}", config=CONFIG)


def twin_table(rows: pd.DataFrame, takeaway: str, key: str, heading: str = "") -> None:
    """Show the numbers of the figures above as a folded table; see `chart`."""
    # Only sent when it is opened: three tables that nobody looks at would hold up the numbers above.
    label = f"{plain(heading)}: {_AS_TABLE.lower()}" if heading else _AS_TABLE
    box = st.expander(label, key=f"table-{key}", icon=":material/table:", on_change="rerun")
    if box.open:
        with box:
            table(rows, takeaway)


def table(rows: pd.DataFrame, about: str) -> None:
    """Show rows as a table that can be read aloud and printed; whole numbers stay whole, missing is a dash.

    `about` is its caption. The first column names the rows. Not Streamlit's own table: where that is wider than the
    page, it cannot be scrolled without a mouse.
    """
    head = "".join(f'<th scope="col">{escape(str(name))}</th>' for name in rows.columns)
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
