"""The questions of a result that were answered with don't know, each with whom to ask."""

from html import escape

import streamlit as st

from cxmaturity.questionnaire.schema import Question
from cxmaturity.services.assessments.views import AssessmentView
from cxmaturity.wording.plans import more_to_find_out

_MOST_TO_ASK = 3  # questions to find out that are not folded


def questions_to_ask(view: AssessmentView) -> None:
    """Show each question answered with don't know, and whom to ask; of many the rest is folded; nothing without any."""
    unknown = view.response.unknown_questions(view.questions)
    if not unknown:
        return
    st.subheader("To find out", anchor=False)
    lines = [_question_to_ask(view, question) for question in unknown]
    shown, rest = (lines, []) if len(lines) <= _MOST_TO_ASK + 1 else (lines[:_MOST_TO_ASK], lines[_MOST_TO_ASK:])
    folded = f"<details><summary>{more_to_find_out(len(rest))}</summary>{''.join(rest)}</details>"
    st.html(f'<div class="cx-to-ask">{"".join(shown)}{folded if rest else ""}</div>')


def _question_to_ask(view: AssessmentView, question: Question) -> str:
    prompt = escape(question.prompt_in(view.assessment.variant))
    ask = f"<br><b>Ask today:</b> {escape(question.ask)}" if question.ask else ""
    return f"<p>{prompt} <small>{escape(question.id)}</small>{ask}</p>"
