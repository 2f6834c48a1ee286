"""Targets and importance of each dimension, set by the user and stored at once."""

from collections.abc import Mapping

import streamlit as st

from cxmaturity.analysis.gaps import DEFAULT_IMPORTANCE
from cxmaturity.analysis.outcome import Outcome
from cxmaturity.records import DimensionTarget
from cxmaturity.services.assessments import targets
from cxmaturity.services.assessments.views import AssessmentView
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.forms import follow, keys
from cxmaturity.ui.shared.frame import session
from cxmaturity.ui.shared.frame.errors import errors_shown_here
from cxmaturity.ui.shared.frame.page_frame import announce
from cxmaturity.wording.assessments import TARGETS_CHANGED_ELSEWHERE

NEXT_STAGE = 0  # no target set: the rule then takes the next stage


def targets_form(view: AssessmentView, outcome: Outcome) -> None:
    """Show and store target stage and importance of each dimension; a target that is not set is the next stage."""
    stages = {place: f"{s.level} · {s.name}" for place, s in enumerate(view.questionnaire.stages, start=1)}
    if outcome.targets and all(t == len(stages) for t in outcome.targets.values()):
        st.warning("Every target is the highest stage. That is not the goal everywhere: choose where it pays.")
    ids = [dimension.id for dimension in view.questionnaire.dimensions]
    stored = {name: view.targets.get(name, DimensionTarget(None, None)) for name in ids}
    followed = follow.follow(
        f"targets-{view.assessment.id}",
        {keys.target(name): kept.target or NEXT_STAGE for name, kept in stored.items()}
        | {keys.importance(name): kept.importance or DEFAULT_IMPORTANCE for name, kept in stored.items()},
        {key: key for name in ids for key in (keys.target(name), keys.importance(name))},
    )
    if followed.replaced:
        st.info(TARGETS_CHANGED_ELSEWHERE)
        if st.button("Put mine back", key="targets-put-back"):
            with errors_shown_here():
                _write(view, followed.shown, followed.shown | followed.replaced)
                st.session_state.update(followed.replaced)
                follow.written(f"targets-{view.assessment.id}", followed.shown | followed.replaced, {})
            announce("Your targets are back.")
            st.rerun()
    values: dict[str, int] = {}
    # A form, so that a window left open never writes its old values by itself over newer ones.
    with st.form("targets-form"):
        for dimension in view.questionnaire.dimensions:
            kept = stored[dimension.id]
            name, left, right = st.columns([2, 2, 2], vertical_alignment="center")
            name.markdown(f"**{plain(dimension.name)}**")
            values[keys.target(dimension.id)] = left.selectbox(
                f"Target of {plain(dimension.name)}",
                [NEXT_STAGE, *stages],
                index=kept.target or 0,
                format_func=lambda level: stages.get(level, "Next stage"),
                key=keys.target(dimension.id),
            )
            values[keys.importance(dimension.id)] = right.select_slider(
                f"Importance of {plain(dimension.name)}",
                list(range(1, 6)),
                value=kept.importance or DEFAULT_IMPORTANCE,
                key=keys.importance(dimension.id),
            )
        if st.form_submit_button("Save targets and importance", key="targets-save"):
            with errors_shown_here():
                _write(view, followed.shown, values)
                follow.written(f"targets-{view.assessment.id}", values, {})
            announce("Saved.")
            st.rerun()


def _write(view: AssessmentView, shown: Mapping[str, int], values: Mapping[str, int]) -> None:
    """Store the targets and importances that differ from what was shown."""

    def as_targets(fields: Mapping[str, int]) -> dict[str, DimensionTarget]:
        return {
            d.id: DimensionTarget(fields[keys.target(d.id)] or None, fields[keys.importance(d.id)])
            for d in view.questionnaire.dimensions
        }

    targets.set_targets(session.database(), view.assessment.id, as_targets(values), as_targets(shown))
