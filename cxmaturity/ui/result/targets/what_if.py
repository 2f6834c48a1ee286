"""What if: levels are tried out without changing answers; stage and profile follow, and can be saved as targets."""

import streamlit as st

from cxmaturity.analysis.outcome import Outcome
from cxmaturity.analysis.what_if import target_changes, with_levels
from cxmaturity.charts.radar import fits_radar, radar
from cxmaturity.services.assessments.views import AssessmentView
from cxmaturity.tables import results as tables
from cxmaturity.ui.result import headline, reasons
from cxmaturity.ui.result.targets import save_targets
from cxmaturity.ui.shared import charts
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.forms import follow, keys
from cxmaturity.ui.shared.frame.page_frame import live_text
from cxmaturity.ui.shared.sure_button import sure_button
from cxmaturity.wording.questionnaire.answers import describe_answer
from cxmaturity.wording.questionnaire.levels import level_number
from cxmaturity.wording.result import takeaways
from cxmaturity.wording.result.groups import unanswered_word
from cxmaturity.wording.result.stages import stage_and_level
from cxmaturity.wording.result.targets import tried_result
from cxmaturity.wording.result.ties import dimension_levels

_TRIED = "tried-levels"
# Session key, scoped to an assessment: whether the next run that shows it resets all of its fields to the answers.
_AFRESH = "try-afresh"


def what_if(view: AssessmentView) -> None:
    """Show the fields for tried levels, their result beside today's, and the button that saves them as targets."""
    today = view.outcome()
    tried: dict[str, int] = st.session_state.setdefault(f"{_TRIED}-{view.assessment.id}", {})
    # Before the widgets are drawn, after which they cannot be set.
    if st.session_state.pop(keys.scoped(_AFRESH, view.assessment.id), False):
        st.session_state.update({keys.what_if(view.assessment.id, q): view.response.level_of(q) for q in tried})
        tried.clear()
    _try_levels(view, _chosen_dimension(view, today), tried)
    outcome = view.outcome(instead=with_levels(view.response, tried))
    left, right = st.columns([1, 2], vertical_alignment="center")
    with left:
        _compare(today, outcome)
        live_text(tried_result(len(tried), *stage_and_level(outcome)), "what-if")
        save_targets.save_as_targets(view, target_changes(today, outcome), bool(tried), _start_over)
        icon = ":material/undo:"
        key, args = keys.scoped("what-if-reset", view.assessment.id), (view.assessment.id,)
        sure_button("Start over", key=key, disabled=not tried, icon=icon, action=_start_over, args=args)
    with right:
        _picture(view, today, outcome)


def _start_over(assessment_id: str) -> None:
    st.session_state[keys.scoped(_AFRESH, assessment_id)] = True


def _chosen_dimension(view: AssessmentView, today: Outcome) -> str:
    names = {d.id: d.name for d in view.questionnaire.dimensions}
    return st.segmented_control(
        "Dimension to try",
        list(names),
        format_func=lambda d: plain(names[d]),
        key=keys.scoped("what-if-dimension", view.assessment.id),
        required=True,
        default=next(iter(today.result.lowest_dimensions), next(iter(names))),
    )


def _try_levels(view: AssessmentView, dimension_id: str, tried: dict[str, int]) -> None:
    """Show each question of a dimension with its levels, and add to `tried` the levels that differ from the answers."""
    dimension = next(d for d in view.questionnaire.dimensions if d.id == dimension_id)
    # An answer that another window changes meanwhile must not count as a tried level.
    follow.follow(
        f"what-if-{view.assessment.id}-{dimension_id}",
        {question.id: view.response.level_of(question.id) for question in dimension.questions},
        {question.id: keys.what_if(view.assessment.id, question.id) for question in dimension.questions},
    )
    unanswered = unanswered_word(view.assessment, view.group)
    with st.grid(2, min_column_width=320):
        for question in dimension.questions:
            answer, key = view.response.answer(question.id), keys.what_if(view.assessment.id, question.id)
            prompt = question.prompt_in(view.assessment.variant)
            now = f"now: {describe_answer(view.questionnaire, answer, unanswered)}"
            with st.container(gap="xxsmall"):  # the widget's own label would be read aloud with its backslashes
                st.markdown(f":small[{plain(prompt)} {plain(question.id)} · {plain(now)}]")
                level = st.segmented_control(
                    f"{prompt} {now}",
                    list(range(1, view.questionnaire.scale_max + 1)),
                    format_func=lambda level: level_number(view.questionnaire, level),
                    key=key,
                    default=tried.get(question.id, answer.level),
                    label_visibility="collapsed",
                    on_change=_take,
                    args=(tried, question.id, key, answer.level),
                )
            _keep(tried, question.id, level, answer.level)


def _take(tried: dict[str, int], question_id: str, key: str, answered: int | None) -> None:
    """Callback: keep a level, whose field the coming run may not draw, because another dimension is chosen already."""
    _keep(tried, question_id, st.session_state[key], answered)


def _keep(tried: dict[str, int], question_id: str, level: int | None, answered: int | None) -> None:
    if level is None or level == answered:
        tried.pop(question_id, None)
    else:
        tried[question_id] = level


def _compare(today: Outcome, tried: Outcome) -> None:
    headline.tiles("what-if", ("Today", *stage_and_level(today)), ("What if", *stage_and_level(tried)))


def _picture(view: AssessmentView, today: Outcome, tried: Outcome) -> None:
    """Show the tried profile beside today's: a radar, or bars where the dimensions do not fit one."""
    if not fits_radar(len(view.questionnaire.dimensions)):
        reasons.dimension_bars(tried, view.questions, view.assessment.variant, last=("today", today.result))
        return
    profile = tables.dimension_profile(view.questionnaire, tried.result, {}, today.result)
    levels = dimension_levels(view.questionnaire, today.result)
    table = profile[["dimension", "shown"]].rename(columns={"shown": "what if"})
    table["today"] = [levels[dimension.id] for dimension in view.questionnaire.dimensions]
    lowest, highest = view.questionnaire.level_range
    figure = radar(profile, highest, names=("What if", "Today"), lowest=lowest)
    charts.chart(figure, table, f"What if: {takeaways.profile_takeaway(tried)}", "what-if-radar")
