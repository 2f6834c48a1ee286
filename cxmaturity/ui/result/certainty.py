"""How sure a result is: its numbers, the effect of one more or one lower answer, and the stages by other rules."""

from html import escape

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from cxmaturity.analysis.one_answer_away import OneAnswerAway, best_proofs, one_answer_away
from cxmaturity.analysis.outcome import Outcome
from cxmaturity.analysis.sensitivity import stages_under_other_rules
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.scoring.result import Measure
from cxmaturity.tables.results import other_rules_table
from cxmaturity.ui.result.headline import tiles
from cxmaturity.ui.shared import charts
from cxmaturity.ui.shared.escape import plain
from cxmaturity.wording.language.numbers import NO_NUMBER, format_percent
from cxmaturity.wording.questionnaire.levels import level_span, shown_alike
from cxmaturity.wording.result import certainty


def how_sure(outcome: Outcome) -> DeltaGenerator:
    """Show, folded under one line, level, evidenced level, range and coverage; return the container for `explain`."""
    box = st.expander(f"**How sure is this?** {plain(certainty.sureness(outcome))}", key="how-sure")
    with box:
        _numbers(outcome.result.overall, outcome.questionnaire)
    return box


def explain(box: DeltaGenerator, outcome: Outcome) -> str:
    """Add to the container of `how_sure` how near the result is to another stage, and the stages by other rules.

    Return the same as HTML for printing, where it stands with the reasons. With hundreds of questions it takes seconds
    the first time, so call it after everything that is visible first.
    """
    if outcome.result.overall.stage is None:
        return ""
    lines = _near_results(outcome)
    with box:
        st.markdown("\n".join(f"- {plain(line)}" for line in lines))
        if rules := stages_under_other_rules(outcome.questionnaire, outcome.response, outcome.importance):
            about = certainty.other_rules_sentence(outcome, rules)
            st.markdown(plain(about))
            charts.table(other_rules_table(outcome, rules), about)
            lines.append(about)
    return f"<h3>How sure is this?</h3><ul>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul>"


def _near_results(outcome: Outcome) -> list[str]:
    """Return sentences on the effect of one more answer, one more proof, and one level less."""
    answers = [outcome.response.answer(q.id) for q in outcome.questionnaire.questions]
    counted = tuple((answer.level, answer.not_applicable is not None) for answer in answers)
    away = _one_answer_away(outcome.questionnaire.digest, counted, outcome)
    return certainty.near_sentences(outcome, away, best_proofs(outcome.questionnaire, outcome.response))


@st.cache_resource(show_spinner=False, max_entries=100)
def _one_answer_away(digest: str, counted: tuple[tuple[int | None, bool], ...], _outcome: Outcome) -> OneAnswerAway:
    """Return `one_answer_away`, cached by the questionnaire's digest and the scored part of each answer."""
    return one_answer_away(_outcome.questionnaire, _outcome.response)


def _numbers(overall: Measure, questionnaire: Questionnaire) -> None:
    """Show level and evidenced level with their meanings, and range and coverage when an answer is missing."""
    span = level_span(questionnaire)
    level, low, high, evidenced_level = shown_alike(
        questionnaire, overall.level, overall.low, overall.high, overall.evidenced_level
    )
    shown = [("Level", level, f"The mean of the dimensions, on {span}.")]
    if overall.missing:
        both = NO_NUMBER if overall.low is None else low if low == high else f"{low} – {high}"
        ends = "The level if every missing answer were the lowest, and if it were the highest."
        shown += [
            ("Range", both, ends),
            ("Coverage", format_percent(overall.coverage), "Rated questions of all that apply."),
        ]
    evidenced = "High answers read lower where no document, number or second person backs them."
    tiles("overall", *shown, ("Evidenced level", evidenced_level, evidenced))
