"""A questionnaire to read, search and print: every question with its levels and steps."""

from collections.abc import Collection
from html import escape

import streamlit as st

from cxmaturity.browser import assets
from cxmaturity.questionnaire.schema import Dimension, Question, Questionnaire
from cxmaturity.text_cleaning import searchable
from cxmaturity.ui.shared.escape import plain_lines
from cxmaturity.ui.shared.frame.language import mark_questionnaire
from cxmaturity.ui.shared.frame.page_frame import live_text
from cxmaturity.wording.questionnaire import editor as words
from cxmaturity.wording.questionnaire.levels import level_title

_print_button = st.components.v2.component(
    "cx_print_questionnaire",
    html='<button type="button" class="cx-print">Print</button>',
    js=assets.script("controls/print_button.js"),
    isolate_styles=False,
)


def read_questionnaire(questionnaire: Questionnaire) -> None:
    """Show the search field and the whole questionnaire, or only the questions that contain the search text."""
    mark_questionnaire(questionnaire)
    st.html(f"<style>{assets.styles('questionnaires.css')}</style>")
    with st.container(horizontal=True, vertical_alignment="bottom", key="screen-only-questionnaire"):
        searched = st.text_input("Search in the questions", key="questionnaire-search", type="default")
        _print_button(key="print-questionnaire", width="content", height="content")
    wanted = {q.id for q in questionnaire.questions if _has(q, searched)}
    if searched.strip():
        live_text(words.matches(len(wanted)) if wanted else words.NO_MATCH, "questionnaire-search")
    else:
        _whole(questionnaire)
    groups = {group.id: group for group in questionnaire.groups}
    group = None
    for dimension in questionnaire.dimensions:
        if not wanted.intersection(q.id for q in dimension.questions):
            continue
        if dimension.group != group and dimension.group in groups:
            group = dimension.group
            st.html(f'<p class="cx-model-group">{escape(groups[group].name)}</p>')
        _dimension(questionnaire, dimension, wanted)


def _has(question: Question, searched: str) -> bool:
    text = words.searched_text(question)
    return all(word in text for word in searchable(searched[:200]).split())


def _whole(questionnaire: Questionnaire) -> None:
    st.markdown(plain_lines(questionnaire.about))
    st.markdown(plain_lines(questionnaire.rule))
    rows = "".join(
        f"<li><b>{stage.level} · {escape(stage.name)}.</b> {escape(stage.meaning)}</li>"
        for stage in questionnaire.stages
    )
    st.html(f'<section class="cx-model"><h2>Stages</h2><ul class="cx-model-levels">{rows}</ul></section>')


def _dimension(questionnaire: Questionnaire, dimension: Dimension, wanted: Collection[str]) -> None:
    parts = [f"<h2>{escape(dimension.name)}</h2>", _paragraph("", dimension.about)]
    for capability in dimension.capabilities:
        questions = [q for q in dimension.questions if q.capability == capability.id and q.id in wanted]
        if questions:
            about = _paragraph("", capability.about)
            parts += [f"<h3>{escape(capability.name)}</h3>", about, *(_question(questionnaire, q) for q in questions)]
    language = escape(questionnaire.language)
    st.html(f'<section class="cx-model" lang="{language}">{"".join(parts)}</section>')


def _question(questionnaire: Questionnaire, question: Question) -> str:
    marks = [question.id]
    marks += ["pulse"] if question.pulse else []
    marks += [f"weight {question.weight:g}"] if question.weight != 1 else []
    marks += [f"needed for stage {question.level}"] if question.level is not None else []
    marks += ["may not apply"] if question.may_not_apply else []
    levels = "".join(
        f"<li><b>{escape(level_title(questionnaire, level))}.</b> {escape(text)}{_step(question, level)}</li>"
        for level, text in enumerate(question.levels, start=1)
    )
    helps = (("", question.why), ("Look at:", question.evidence), ("Ask:", question.ask))
    return (
        f"<article><h4>{escape(question.prompt)} <small>{escape(' · '.join(marks))}</small></h4>"
        f'{"".join(_paragraph(lead, text) for lead, text in helps)}<ul class="cx-model-levels">{levels}</ul></article>'
    )


def _step(question: Question, level: int) -> str:
    step = question.step_from(level)
    line = words.step_line(step) if step else ""
    return f'<p class="cx-model-step">→ {escape(line)}</p>' if line else ""


def _paragraph(lead: str, text: str) -> str:
    return f"<p>{f'<b>{lead}</b> ' if lead else ''}{escape(text)}</p>" if text else ""
