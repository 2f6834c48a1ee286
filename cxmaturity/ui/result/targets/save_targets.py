"""Saving tried levels as targets: shows the changes first, and offers an undo afterwards."""

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import replace

import streamlit as st

from cxmaturity.analysis.what_if import TargetChange
from cxmaturity.records import DimensionTarget
from cxmaturity.services.assessments import targets
from cxmaturity.services.assessments.views import AssessmentView
from cxmaturity.ui.result.targets.targets_form import NEXT_STAGE
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.forms import keys
from cxmaturity.ui.shared.frame import session
from cxmaturity.ui.shared.frame.errors import errors_shown_above
from cxmaturity.ui.shared.frame.page_frame import announce
from cxmaturity.ui.shared.sure_button import sure_button
from cxmaturity.wording.result import targets as wording

_Targets = Mapping[str, DimensionTarget]
_UNSET = DimensionTarget(None, None)
_SAVED = "targets-saved"  # session key: the assessment, and its targets before and after they were saved last


def save_as_targets(
    view: AssessmentView, changes: Sequence[TargetChange], is_tried: bool, start_over: Callable[[str], None]
) -> None:
    """Show the changes and the button that saves them, after which `start_over` is called.

    With `is_tried` False no level was tried, and only the undo of the last saving is shown.
    """
    _undo(view.assessment.id)
    if not is_tried:
        return
    with st.expander("Save as targets", key="what-if-targets", icon=":material/flag:"):
        if not changes:
            st.markdown(wording.nothing_to_save())
            return
        higher = [change for change in changes if change.is_ambition]
        others = [change for change in changes if not change.is_ambition]
        _list(view, higher)
        is_wanted, box = False, keys.scoped("what-if-below-today", view.assessment.id)
        if others:
            _list(view, others)
            is_wanted = st.checkbox(wording.below_today_question(len(others)), key=box)
        before = {c.dimension: view.targets.get(c.dimension, _UNSET) for c in changes}
        after = {c.dimension: replace(before[c.dimension], target=c.after) for c in changes}
        sure_button(
            "Save these targets",
            key=keys.scoped("what-if-save", view.assessment.id),
            type="primary",
            disabled=not (higher or is_wanted),
            action=_save,
            args=(view.assessment.id, before, after, {c.dimension for c in others}, box, start_over),
        )


def _save(
    assessment_id: str, before: _Targets, after: _Targets, others: Set[str], box: str, start_over: Callable[[str], None]
) -> None:
    """Callback: store the targets `after`, those of the dimensions in `others` only if the `box` is ticked."""
    if not st.session_state.get(box, False):  # as it is now: a tick right before the click is drawn after it
        before, after = ({name: kept[name] for name in kept if name not in others} for kept in (before, after))
    with errors_shown_above():
        _store(assessment_id, after, before)
        st.session_state[_SAVED] = (assessment_id, before, after)
        start_over(assessment_id)
        announce(wording.targets_saved(len(after)), focus=_undo_key(assessment_id))


def _list(view: AssessmentView, changes: Sequence[TargetChange]) -> None:
    lines = [plain(wording.describe_target_change(view.questionnaire, change)) for change in changes]
    st.markdown("\n".join(f"- {line}" for line in lines))


def _undo(shown_id: str) -> None:
    """Show what was saved last, and the button that undoes it."""
    assessment_id, before, after = st.session_state.get(_SAVED, ("", {}, {}))
    with st.container(horizontal=True, vertical_alignment="center"):
        if assessment_id != shown_id:
            return
        st.markdown(f":green[:material/check_circle:] {wording.targets_saved(len(before))}")
        key, args = _undo_key(assessment_id), (assessment_id, before, after)
        sure_button("Undo", key=key, icon=":material/undo:", action=_take_back, args=args)


def _take_back(assessment_id: str, before: _Targets, after: _Targets) -> None:
    with errors_shown_above():
        _store(assessment_id, before, after)
        st.session_state.pop(_SAVED, None)
        announce(wording.TARGETS_UNDONE, focus="screen-only-try")


def _store(assessment_id: str, wanted: _Targets, shown: _Targets) -> None:
    """Store the targets that differ from those shown, and update the fields of the targets' form."""
    targets.set_targets(session.database(), assessment_id, wanted, shown)
    for name, target in wanted.items():
        key = keys.target(assessment_id, name)
        if key in st.session_state:
            st.session_state[key] = target.target or NEXT_STAGE


def _undo_key(assessment_id: str) -> str:
    return keys.scoped("what-if-undo", assessment_id)
