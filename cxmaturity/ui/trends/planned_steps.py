"""The actions that a team planned after its last assessments, with their status and outcome."""

from collections.abc import Sequence

import streamlit as st

from cxmaturity.records import Action
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.page_links import page_link
from cxmaturity.wording.trends import planned_steps as words

_FEW = 3  # actions shown unfolded, so that the levels beneath stay on the first screen


def planned_steps_section(planned: Sequence[tuple[str, Sequence[Action]]], team_id: str) -> None:
    """Show the actions planned after each assessment, as (label, actions).

    Only the first list is unfolded, and only if it is short.
    """
    for place, (label, steps) in enumerate(planned):
        st.markdown(plain(words.planned_steps_finding(steps, label)))
        if not steps:
            continue
        box = st.expander(
            plain(words.steps_label(label, len(steps))),
            expanded=place == 0 and len(steps) <= _FEW,
            key=f"planned-steps-{label}",
            icon=":material/task_alt:",
            on_change="rerun",
        )
        if box.open:
            lines = [f"- **{words.step_result(step)}** · {plain(step.do)}{_question(step)}" for step in steps]
            box.markdown("\n".join(lines))
    if planned:
        page_link("plan", "Open the plan", team=team_id)


def _question(step: Action) -> str:
    return f" :small[{plain(step.question_id)}]" if step.question_id else ""
