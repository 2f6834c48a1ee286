"""The answer form on a Streamlit page. The browser sends answers to their own endpoint, not through Streamlit."""

from functools import cache
from pathlib import Path

import streamlit as st

from cxmaturity.answer_form import html, protocol
from cxmaturity.browser import assets
from cxmaturity.services.assessments.views import AssessmentView

_component = st.components.v2.component(
    "cx_answer_form",
    html='<div class="cx-answer-form"></div>',
    css=assets.styles("answer_form.css"),
    js=assets.script("answer_form_component.js"),
    isolate_styles=False,
)


def answer_form(at: AssessmentView, last: AssessmentView | None, place: str, view: str) -> bool:
    """Show the questions from `place` on, in the view 'question' or 'dimension'; True when the person is through."""
    shown = _component(
        key=f"answer-form-{at.assessment.id}",
        data={
            "storage_key": at.assessment.id,
            "save": f"{st.get_option('server.baseUrlPath').rstrip('/')}/answers/{at.assessment.id}",
            "html": html.answer_form_html(at),
            "place": place,
            "view": view,
            "previous_levels": html.previous_levels(last),
            "chart_files": _chart_files(),
            **protocol.answers_json(at),
        },
        on_review_change=lambda: None,
    )
    return bool(shown.review)


@cache
def _chart_files() -> list[str]:
    """Return the addresses of the files Streamlit loads for a plotly chart; none when their names have changed."""
    folder = Path(st.__file__).parent / "static" / "static" / "js"
    return [f"/static/js/{file.name}" for file in sorted(folder.glob("*[Pp]lotly*.js"))]
