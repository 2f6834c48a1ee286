"""A chart on a page, with a takeaway as its text alternative, and its numbers as a table."""

from html import escape

import pandas as pd
import streamlit as st

from cxmaturity.answer_form.html import lang_attribute
from cxmaturity.charts import Figure
from cxmaturity.charts.style import CONFIG
from cxmaturity.questionnaire.schema import APP_LANGUAGE
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.frame.language import NAMES, in_language
from cxmaturity.wording.language.numbers import NO_NUMBER, format_level

_AS_TABLE = "The same as a table"
_TABLE_FOLLOWS = "The same follows as a table."
_NAMED_BY_QUESTIONNAIRE = ("dimension", "capability", "question", "do", "effort")
"""The columns whose texts are in the questionnaire's language."""


def section(
    heading: str, figure: Figure, rows: pd.DataFrame, takeaway: str, key: str, language: str = APP_LANGUAGE
) -> None:
    """Show a heading, the takeaway, and the chart with its table; `language` as for `chart`."""
    with st.container(key=f"section-{key}"):
        st.header(heading, anchor=False)
        st.markdown(plain(takeaway))
        chart(figure, rows, takeaway, key, heading, language)


def chart(
    figure: Figure, rows: pd.DataFrame, takeaway: str, key: str, heading: str = "", language: str = APP_LANGUAGE
) -> None:
    """Show a figure with its table folded beneath; `takeaway` is its text alternative for screen readers.

    `heading` distinguishes the table from others on the page. `language` is that of the questionnaire's texts in both.
    """
    picture(figure, takeaway, key, language)
    twin_table(rows, takeaway, key, heading, language)


def picture(figure: Figure, takeaway: str, key: str, language: str = APP_LANGUAGE) -> None:
    """Show a figure with `takeaway` as its text alternative, which announces a table: call `twin_table` after it."""
    with in_language(language, f"{NAMES}{key}"):
        st.plotly_chart(figure, key=key, alt=f"{takeaway} {_TABLE_FOLLOWS}", config=CONFIG)


def twin_table(rows: pd.DataFrame, takeaway: str, key: str, heading: str = "", language: str = APP_LANGUAGE) -> None:
    """Show the numbers of the figures above as a folded table; parameters as for `chart`."""
    # Sent only when it is expanded: tables that nobody opens would delay the rest of the page.
    label = f"{plain(heading)}: {_AS_TABLE.lower()}" if heading else _AS_TABLE
    box = st.expander(label, key=f"table-{key}", icon=":material/table:", on_change="rerun")
    if box.open:
        with box:
            table(rows, takeaway, language)


def table(rows: pd.DataFrame, about: str, language: str = APP_LANGUAGE) -> None:
    """Show rows as an HTML table; whole numbers stay whole, a missing value is a dash.

    `about` is its caption. The first column names the rows. `language` is that of the questionnaire's texts in it. Not
    `st.table`: one that is wider than the page cannot be scrolled by keyboard.
    """
    head = "".join(f'<th scope="col">{escape(str(name))}</th>' for name in rows.columns)
    bearing = lang_attribute(language)
    first_lang, *langs = (bearing if name in _NAMED_BY_QUESTIONNAIRE else "" for name in rows.columns)
    body = "".join(
        f'<tr><th scope="row"{first_lang}>{_cell(first)}</th>'
        f"{''.join(f'<td{lang}>{_cell(value)}</td>' for lang, value in zip(langs, rest, strict=True))}</tr>"
        for first, *rest in rows.to_numpy()
    )
    caption = f'<caption class="cx-visually-hidden">{escape(about)}</caption>'
    attributes = f'class="cx-table" role="region" tabindex="0" aria-label="{escape(about)}"'
    st.html(f"<div {attributes}><table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>")


def _cell(value: object) -> str:
    if value is None or value is pd.NA:
        return NO_NUMBER
    return format_level(value) if isinstance(value, float) else escape(str(value))
