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
    """Return the key of an assessment's answer form, which the focus can move to."""
    return f"answer-form-{assessment_id}"


def answer_form(
    person_view: PersonView, previous: AssessmentView | None, question_id: str, view: str, *, is_named: bool
) -> bool:
    """Show the answer form; return True in the one run after the person went on from its last question.

    It shows one question at a time, or one dimension, as `view` says: 'question' or 'dimension'. It begins at
    `question_id`; where that is not one that somebody named (`is_named`), at the question shown last in this window.
    `previous` is the assessment before, whose levels are marked.
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
