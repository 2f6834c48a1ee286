"""Renders the answer form and its questions as HTML."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from cxmaturity.answers import MAX_TEXT_LENGTH
from cxmaturity.questionnaire.schema import APP_LANGUAGE, BOTH, Question, Questionnaire
from cxmaturity.services.assessments.views import AssessmentView
from cxmaturity.wording.questionnaire.answers import EVIDENCE_GRADE_LABELS
from cxmaturity.wording.questionnaire.levels import key_sentence, level_number, level_title
from cxmaturity.wording.questionnaire.quotes import split_quotes

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class QuestionCard:
    """One question as question.html shows it: number `place` of `count`; choices are (value, opening, statement).

    `lang` is the HTML attribute for elements with texts of the questionnaire, empty when it is in the app's language.
    """

    id: str
    dimension_id: str
    dimension: str
    capability: str
    place: int
    count: int
    prompt: str
    think_of: list[tuple[str, str]]
    why: str
    evidence: str
    choices: list[tuple[str, str, str]]
    may_not_apply: bool
    lang: Markup


def lang_attribute(language: str) -> Markup:
    """Return the HTML attribute with a questionnaire's language, after a space; empty for the app's own."""
    return Markup("") if language == APP_LANGUAGE else Markup(' lang="{}"').format(language)


def bearing(text: str, lang: Markup) -> Markup:
    """Return a text of a questionnaire as HTML with the attribute `lang`, see `lang_attribute`."""
    return Markup("<span{}>{}</span>").format(lang, text) if lang else escape(text)


def quoting(sentence: str, questionnaire: Questionnaire) -> Markup:
    """Return a sentence of the app as HTML in which what it quotes of a questionnaire bears its language."""
    if questionnaire.language == APP_LANGUAGE:
        return escape(sentence)
    span = Markup('<span lang="{}">{}</span>')
    parts = enumerate(split_quotes(sentence, questionnaire))
    return Markup("").join(span.format(questionnaire.language, part) if i % 2 else part for i, part in parts)


def templates(*folders: Path) -> Environment:
    """Return the templates of these folders and of this one; every text is escaped.

    In them `lang` is `lang_attribute`; `bearing` and `quoting` are the functions of these names.
    """
    loader = FileSystemLoader([*folders, FOLDER])
    made = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    made.globals |= {"lang": lang_attribute, "bearing": bearing, "quoting": quoting}
    return made


_form_template = templates().get_template("answer_form.html")
_question_template = templates().get_template("question.html")


def answer_form_html(view: AssessmentView) -> str:
    """Return the questions of an assessment as HTML, with every text escaped, and without any answers."""
    asked = {view.questionnaire.dimension_of[q.id].id for q in view.questions}
    return _form_template.render(
        cards=[question_card(view.questionnaire, view.questions, view.assessment.variant, q) for q in view.questions],
        dimensions=[(d.id, d.name) for d in view.questionnaire.dimensions if d.id in asked],
        shared=shared_context(view.questionnaire),
        keys=key_sentence(view.questionnaire),
    )


def question_html(questionnaire: Questionnaire, question: Question) -> str:
    """Return one question as people will see it, as HTML with every text escaped."""
    dimension = questionnaire.dimension_of[question.id]
    card = question_card(questionnaire, dimension.questions, BOTH, question)
    macro: Any = _question_template.module
    shown = macro.question(card, f"{card.dimension} · {card.capability}", shared_context(questionnaire))
    return str(shown).replace(" hidden>", ">", 1)


def shared_context(questionnaire: Questionnaire) -> dict[str, Any]:
    """Return the values of question.html that are the same for every question."""
    return {"grades": EVIDENCE_GRADE_LABELS, "longest": MAX_TEXT_LENGTH, "rule": questionnaire.rule}


def question_card(
    questionnaire: Questionnaire, questions: Sequence[Question], variant: str, question: Question
) -> QuestionCard:
    """Return the card of `question`, one of `questions`, in the words of a kind of organisation (`variant`)."""
    dimension = questionnaire.dimension_of[question.id]
    choices = [
        (str(level), _opening(questionnaire, level), words)
        for level, words in enumerate(question.levels_in(variant), start=1)
    ]
    lang = lang_attribute(questionnaire.language)
    ask = Markup("Ask: {}").format(bearing(question.ask, lang)) if question.ask else ""
    choices.append(("dont_know", "Don't know", ask))
    if question.may_not_apply:
        choices.append(("not_applicable", "Does not apply to us", "Tell us why"))
    return QuestionCard(
        id=question.id,
        dimension_id=dimension.id,
        dimension=dimension.name,
        capability=next(c.name for c in dimension.capabilities if c.id == question.capability),
        place=questions.index(question) + 1,
        count=len(questions),
        prompt=question.prompt_in(variant),
        think_of=think_of(questionnaire, variant, question),
        why=question.why,
        evidence=question.evidence,
        choices=choices,
        may_not_apply=question.may_not_apply,
        lang=lang,
    )


def _opening(questionnaire: Questionnaire, level: int) -> str:
    """Return the text before a statement: its level's number and, where the level is a stage, the stage's name."""
    is_stage = questionnaire.stages_are_levels
    return level_title(questionnaire, level) if is_stage else level_number(questionnaire, level)


def think_of(questionnaire: Questionnaire, asked: str, question: Question) -> list[tuple[str, str]]:
    """Return what to think of in this kind of organisation, as (lead, text)."""
    names = {v.id: v.name for v in questionnaire.variants}
    return [
        (f"{names[name]}, think of:" if asked == BOTH else "Think of:", wording.think_of)
        for name, wording in question.variants.items()
        if wording.think_of and asked in (name, BOTH)
    ]


def previous_levels(last: AssessmentView | None) -> dict[str, Any]:
    """Return the levels of the last assessment by question id, empty without one."""
    return {name: answer.level for name, answer in last.response.answers.items() if answer.level} if last else {}
