"""The charts of a result, each with its takeaway in words and its numbers as a table."""

import streamlit as st

from cxmaturity.analysis.outcome import Outcome
from cxmaturity.charts.dumbbells import dumbbells
from cxmaturity.charts.heatmap import heatmap
from cxmaturity.charts.priorities import priorities
from cxmaturity.charts.radar import fits_radar, radar
from cxmaturity.services.assessments.views import AssessmentView
from cxmaturity.tables import results
from cxmaturity.tables.levels import with_level_numbers
from cxmaturity.ui.shared import charts
from cxmaturity.ui.shared.escape import plain
from cxmaturity.wording.questionnaire.levels import level_names, level_numbers
from cxmaturity.wording.result import takeaways as wording
from cxmaturity.wording.result.groups import unanswered_word


def profile_and_gaps(outcome: Outcome, last: Outcome | None) -> None:
    """Show the profile beside the gaps of the capabilities, then the gaps of the questions by importance and ease.

    With too few or too many dimensions for a radar there is no profile; the bars above show the same levels.
    """
    if fits_radar(len(outcome.questionnaire.dimensions)):
        with st.container(key="side-by-side"):
            left, right = st.columns(2, gap="large")
            with left:
                _profile(outcome, last)
            with right:
                _gaps(outcome)
    else:
        _gaps(outcome)
    _priorities(outcome)


def _profile(outcome: Outcome, last: Outcome | None) -> None:
    questionnaire = outcome.questionnaire
    rows = results.dimension_profile(questionnaire, outcome.result, outcome.targets, last.result if last else None)
    takeaway = wording.profile_takeaway(outcome)
    with st.container(key="section-radar"):
        st.subheader("The profile", anchor=False)
        st.markdown(plain(takeaway))
        if rows["level"].isna().all():
            return
        charts.chart(
            radar(rows, questionnaire.level_range[1], lowest=questionnaire.level_range[0]),
            results.profile_as_shown(rows, questionnaire),
            takeaway,
            "radar",
            heading="The profile",
        )


def _gaps(outcome: Outcome) -> None:
    rows = results.capability_gaps(outcome.questionnaire, outcome.result, outcome.targets)
    takeaway = wording.gap_takeaway(outcome)
    lowest, highest = outcome.questionnaire.level_range
    picture = dumbbells(rows, highest, lowest) if rows["gap"].notna().any() else None
    charts.section("Gaps", picture, results.gaps_as_shown(rows), takeaway, "dumbbells")
    if without := wording.capabilities_without_level(outcome):
        st.markdown(plain(without))


def _priorities(outcome: Outcome) -> None:
    steps = results.priority_table(outcome)
    graded = steps if steps.empty else steps[steps["ease"].notna()]
    if graded.empty:  # no gap, or a model whose steps have no ease
        return
    takeaway = wording.priority_takeaway(outcome)
    with st.container(key="section-priorities"):
        st.subheader("Importance and ease", anchor=False)
        st.markdown(plain(takeaway))
        charts.chart(priorities(graded), steps, takeaway, "priorities", heading="Importance and ease")


def answers(view: AssessmentView, outcome: Outcome, last: AssessmentView | None) -> None:
    """Show the heat map of all answers."""
    questionnaire = view.questionnaire
    unanswered = unanswered_word(view.assessment, view.group)
    before = last.response if last else None
    rows = results.answer_table(questionnaire, view.questions, view.response, before, unanswered)
    takeaway = wording.answers_takeaway(outcome, view.questions, unanswered)
    picture = heatmap(rows, level_names(questionnaire), level_numbers(questionnaire))
    table = with_level_numbers(rows, questionnaire)
    charts.section("Answers", picture, table, takeaway, "heatmap")
