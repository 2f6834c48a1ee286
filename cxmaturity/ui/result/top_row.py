"""The row that stays visible while the result is scrolled: links to its parts, and its buttons."""

from collections.abc import Sequence

import streamlit as st

from cxmaturity.browser import assets
from cxmaturity.services.assessments.views import AssessmentView
from cxmaturity.ui.result.reopening import confirmation, reopen_button
from cxmaturity.ui.shared.frame import session
from cxmaturity.ui.shared.page_links import page_link
from cxmaturity.wording.exports.exported_files import DOWNLOAD

_download_and_print = st.components.v2.component(
    "cx_download_and_print",
    html=f'<a class="cx-action" href="#download-and-share">{DOWNLOAD}</a>'
    '<button type="button" class="cx-action">Print</button>',
    js=assets.script("controls/print_button.js"),
    isolate_styles=False,
)


def top_row(view: AssessmentView, parts: Sequence[str]) -> None:
    """Show links to the parts of the page, given by their headings, the buttons, and beneath them a confirmation."""
    assessment = view.assessment
    with st.container(horizontal=True, vertical_alignment="center", key="screen-only-actions", gap="small"):
        links = "".join(f'<a href="#{_anchor(part)}">{part}</a>' for part in parts)
        if links:
            st.html(f'<nav class="cx-parts" aria-label="Parts of this result">{links}</nav>')
        if assessment.is_open:
            page_link("assess", "Continue answering", **session.answering_address(assessment.id))
        _download_and_print(key=f"print-{assessment.id}", width="content", height="content")
        reopen_button(view)
    confirmation(view)


def _anchor(heading: str) -> str:
    """Return the HTML id that Streamlit gives a heading."""
    return "-".join(heading.lower().replace("?", "").split())
