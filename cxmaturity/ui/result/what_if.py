"""What if? Levels tried out in place: stage and radar follow each click, and can be kept as targets."""

from dataclasses import replace

import streamlit as st

from cxmaturity.analysis.what_if import reached_targets, with_levels
from cxmaturity.charts.radar import radar
from cxmaturity.records import DimensionTarget
from cxmaturity.services.assessments import targets
from cxmaturity.services.assessments.views import AssessmentView
from cxmaturity.tables import results as tables_results
from cxmaturity.ui.result import headline
from cxmaturity.ui.shared import charts, follow, keys, session
from cxmaturity.ui.shared.errors import errors_shown_here
from cxmaturity.ui.shared.escape import plain
from cxmaturity.wording import results, stages

_TRIED = "tried-levels"
_AFRESH = "try-afresh"


def what_if(view: AssessmentView) -> None:
    """Show the tried levels, what they come to beside today, and the way to keep that as targets."""
    today = view.outcome()
    questionnaire, tops = view.questionnaire, range(1, view.questionnaire.scale_max + 1)
    tried: dict[str, int] = st.session_state.setdefault(f"{_TRIED}-{view.assessment.id}", {})
    kept: dict[str, int] | None = st.session_state.pop(_AFRESH, None)
    if kept is not None:  # set here, before the widgets are drawn: after that they cannot be
        st.session_state.update({keys.what_if(name): view.response.level_of(name) for name in tried})
        st.session_state.update({keys.target(name): stage for name, stage in kept.items()})
        tried.clear()
    names = {d.id: d.name for d in questionnaire.dimensions}
    chosen = st.segmented_control(
        "Dimension to try",
        list(names),
        format_func=lambda d: plain(names[d]),
        key="what-if-dimension",
        required=True,
        default=next(iter(today.result.lowest_dimensions), questionnaire.dimensions[0].id),
    )
    tryable = next(d.questions for d in questionnaire.dimensions if d.id == chosen)
    # An answer that another window changes meanwhile was not tried here.
    follow.follow(
        f"what-if-{view.assessment.id}-{chosen}",
        {q.id: view.response.level_of(q.id) for q in tryable},
        {q.id: keys.what_if(q.id) for q in tryable},
    )
    with st.grid(2, min_column_width=320):
        for q in tryable:
            answered, key = view.response.level_of(q.id), keys.what_if(q.id)
            label = f"{q.id} · {q.prompt} (now {'open' if answered is None else answered})"
            with st.container(gap="xxsmall"):  # the widget's own label would be read aloud with its backslashes
                st.markdown(f":small[{plain(label)}]")
                level = st.segmented_control(
                    label, list(tops), key=key, default=tried.get(q.id, answered), label_visibility="collapsed"
                )
            if level is None or level == answered:
                tried.pop(q.id, None)
            else:
                tried[q.id] = level
    tried_outcome = view.outcome(instead=with_levels(view.response, tried))
    left, right = st.columns([1, 2], vertical_alignment="center")
    with left:
        shown = []
        for heading, outcome in (("Today", today), ("What if", tried_outcome)):
            shown.append((heading, *stages.stage_and_level(outcome)))
        headline.tiles("what-if", *shown)
        st.markdown(results.tried_answers(len(tried)))
        if st.button("Save as targets", key="what-if-save", type="primary", disabled=not tried, icon=":material/flag:"):
            with errors_shown_here():
                st.session_state[_AFRESH] = _keep(view, reached_targets(today.result, tried_outcome.result))
            st.rerun()
        if st.button("Start over", key="what-if-reset", disabled=not tried, icon=":material/undo:"):
            st.session_state[_AFRESH] = {}
            st.rerun()
    with right:
        picture = tables_results.dimension_profile(questionnaire, tried_outcome.result, {}, today.result)
        figure = radar(picture, questionnaire.scale_max, names=("What if", "Today"))
        table = picture.rename(columns={"level": "what if", "last": "today"})[["dimension", "what if", "today"]]
        charts.chart(figure, table, f"What if: {results.profile_takeaway(tried_outcome)}", "what-if-radar")


def _keep(view: AssessmentView, reached: dict[str, int]) -> dict[str, int]:
    """Store the stages that the dimensions reach as their targets; return them."""
    unset = DimensionTarget(None, None)
    changed = {name: replace(view.targets.get(name, unset), target=stage) for name, stage in reached.items()}
    targets.set_targets(session.database(), view.assessment.id, changed, shown=view.targets)
    return reached
