"""Targets and importance of each dimension, set by the user and stored at once."""

from collections.abc import Mapping, Sequence

import streamlit as st

from cxmaturity.analysis.gaps import DEFAULT_IMPORTANCE
from cxmaturity.analysis.outcome import Outcome
from cxmaturity.records import DimensionTarget
from cxmaturity.services.assessments import targets
from cxmaturity.services.assessments.views import AssessmentView
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.forms import follow, keys
from cxmaturity.ui.shared.frame import session
from cxmaturity.ui.shared.frame.errors import errors_shown_above
from cxmaturity.ui.shared.frame.page_frame import announce
from cxmaturity.ui.shared.sure_button import sure_button
from cxmaturity.wording.assessments import TARGETS_CHANGED_ELSEWHERE
from cxmaturity.wording.result.targets import TARGETS_KEPT

NEXT_STAGE = 0  # no target set: the rule then takes the next stage


def targets_form(view: AssessmentView, outcome: Outcome) -> None:
    """Show and store target stage and importance of each dimension; a target that is not set is the next stage."""
    stages = {place: f"{s.level} · {s.name}" for place, s in enumerate(view.questionnaire.stages, start=1)}
    notices = st.container()  # a place of its own: what is said there does not draw the form anew
    if outcome.targets and all(t == len(stages) for t in outcome.targets.values()):
        notices.warning("Every target is the highest stage. That is not the goal everywhere: choose where it pays.")
    shown_id, ids = view.assessment.id, [dimension.id for dimension in view.questionnaire.dimensions]
    stored = {name: view.targets.get(name, DimensionTarget(None, None)) for name in ids}
    followed = follow.follow(
        _form(shown_id),
        {keys.target(shown_id, name): kept.target or NEXT_STAGE for name, kept in stored.items()}
        | {keys.importance(shown_id, name): kept.importance or DEFAULT_IMPORTANCE for name, kept in stored.items()},
        {key: key for key in _field_keys(shown_id, ids)},
    )
    if followed.replaced:
        with notices:
            st.info(TARGETS_CHANGED_ELSEWHERE)
            mine = (shown_id, ids, dict(followed.replaced))
            sure_button("Put mine back", key=keys.scoped("targets-put-back", shown_id), action=_put_back, args=mine)
    # A form, so that a window left open never writes its old values by itself over newer ones.
    with st.form(keys.scoped("targets-form", shown_id)):
        for dimension in view.questionnaire.dimensions:
            kept = stored[dimension.id]
            name, left, right = st.columns([2, 2, 2], vertical_alignment="center")
            name.markdown(f"**{plain(dimension.name)}**")
            left.selectbox(
                f"Target of {plain(dimension.name)}",
                [NEXT_STAGE, *stages],
                index=kept.target or 0,
                format_func=lambda level: stages.get(level, "Next stage"),
                key=keys.target(shown_id, dimension.id),
            )
            right.select_slider(
                f"Importance of {plain(dimension.name)}",
                list(range(1, 6)),
                value=kept.importance or DEFAULT_IMPORTANCE,
                key=keys.importance(shown_id, dimension.id),
            )
        st.caption(TARGETS_KEPT)
        key, args, fields = keys.scoped("targets-save", shown_id), (shown_id, ids), _field_keys(shown_id, ids)
        sure_button("Save targets and importance", key=key, action=_save, args=args, fields=fields)


def _put_back(assessment_id: str, ids: Sequence[str], replaced: Mapping[str, int]) -> None:
    with errors_shown_above():
        _write(assessment_id, ids, follow.current(_form(assessment_id)).shown | dict(replaced))
        st.session_state.update(replaced)
        announce("Your targets are back.")


def _save(assessment_id: str, ids: Sequence[str]) -> None:
    with errors_shown_above():
        _write(assessment_id, ids, {key: st.session_state[key] for key in _field_keys(assessment_id, ids)})
        announce("Saved.")


def _field_keys(assessment_id: str, ids: Sequence[str]) -> list[str]:
    return [key(assessment_id, name) for name in ids for key in (keys.target, keys.importance)]


def _form(assessment_id: str) -> str:
    return f"targets-{assessment_id}"


def _write(assessment_id: str, ids: Sequence[str], values: Mapping[str, int]) -> None:
    """Store the targets and importances that differ from what was shown."""

    def as_targets(fields: Mapping[str, int]) -> dict[str, DimensionTarget]:
        return {
            name: DimensionTarget(
                fields[keys.target(assessment_id, name)] or None, fields[keys.importance(assessment_id, name)]
            )
            for name in ids
        }

    shown = follow.current(_form(assessment_id)).shown
    targets.set_targets(session.database(), assessment_id, as_targets(values), as_targets(shown))
    follow.written(_form(assessment_id), values, {})
