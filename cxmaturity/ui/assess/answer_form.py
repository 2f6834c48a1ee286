"""The answer form on a Streamlit page. The browser sends answers to their own endpoint, not through Streamlit."""

import streamlit as st

from cxmaturity.answer_form import html, protocol
from cxmaturity.browser import assets
from cxmaturity.services.assessments.views import AssessmentView, PersonView
from cxmaturity.ui.shared.frame import server_address

_component = st.components.v2.component(
    "cx_answer_form",
    html='<div class="cx-answer-form"></div>',
    css=assets.styles("choices.css", "answer_form.css"),
    js=assets.script("answering/answer_form_component.js"),
    isolate_styles=False,
)


def form_key(assessment_id: str) -> str:
    """Return the widget key of an assessment's answer form, so that the focus can move to it."""
    return f"answer-form-{assessment_id}"


def answer_form(
    person_view: PersonView, previous: AssessmentView | None, question_id: str, view: str, *, is_named: bool
) -> bool:
    """Show the answer form; return True in the one run after a click on Continue at its last question.

    `view` is 'question' (one at a time) or 'dimension' (all of one). The form starts at `question_id`. With `is_named`
    False, nobody asked for that question: the form then starts at the one this window showed last, if there is one.
    `previous` is the team's assessment before this one; its levels are marked.
    """
    shown = _component(
        key=form_key(person_view.assessment.id),
        data={
            "storage_key": person_view.assessment.id,
            "save": f"{server_address.base_path()}/answers/{person_view.assessment.id}",
            "html": html.answer_form_html(person_view),
            "question": question_id,
            "is_named": is_named,
            "view": view,
            "previous_levels": html.previous_levels(previous),
            "chart_files": server_address.chart_files(),
            **protocol.answers_json(person_view),
        },
        on_review_change=lambda: None,
    )
    return bool(shown.review)
