"""Targets and importance of each dimension, set by the user and stored at once."""

import streamlit as st

from cxmaturity.analysis.gaps import DEFAULT_IMPORTANCE
from cxmaturity.analysis.outcome import Outcome
from cxmaturity.records import DimensionTarget
from cxmaturity.services.assessments import targets
from cxmaturity.services.assessments.views import AssessmentView
from cxmaturity.ui.shared import keys, session
from cxmaturity.ui.shared.errors import errors_shown_here
from cxmaturity.ui.shared.escape import plain

NEXT_STAGE = 0  # the target left to the rule: the next stage


def targets_form(view: AssessmentView, outcome: Outcome) -> None:
    """Show and store the target stage and importance of each dimension; an unset target is the next stage."""
    stages = {s.level: f"{s.level} · {s.name}" for s in view.questionnaire.stages}
    if outcome.targets and all(t == view.questionnaire.scale_max for t in outcome.targets.values()):
        st.warning("Every target is the highest stage. Five is not the goal everywhere: choose where it pays.")
    given: dict[str, DimensionTarget] = {}
    # A form, so that a window left open never writes its old values by itself over newer ones.
    with st.form("targets-form"):
        for d in view.questionnaire.dimensions:
            kept = view.targets.get(d.id, DimensionTarget(None, None))
            name, left, right = st.columns([2, 2, 2], vertical_alignment="center")
            name.markdown(f"**{plain(d.name)}**")
            target = left.selectbox(
                f"Target of {plain(d.name)}",
                [NEXT_STAGE, *stages],
                index=kept.target or 0,
                format_func=lambda level: stages.get(level, "Next stage"),
                key=keys.target(d.id),
            )
            importance = right.select_slider(
                f"Importance of {plain(d.name)}",
                list(range(1, 6)),
                value=kept.importance or DEFAULT_IMPORTANCE,
                key=keys.importance(d.id),
            )
            given[d.id] = DimensionTarget(target or None, importance)
        if st.form_submit_button("Save targets and importance", key="targets-save"):
            with errors_shown_here():
                targets.set_targets(session.database(), view.assessment.id, given)
            st.rerun()
