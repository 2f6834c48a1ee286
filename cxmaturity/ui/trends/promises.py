"""What a team planned after its last assessments, and what became of it."""

from collections.abc import Sequence

import streamlit as st

from cxmaturity.records import Action
from cxmaturity.ui.shared.escape import plain
from cxmaturity.wording.trends import promises as words

_FEW = 3  # steps that stand open above the levels without pushing them off the page


def promises_section(promises: Sequence[tuple[str, Sequence[Action]]], team_id: str) -> None:
    """Show what became of the steps planned after each assessment, given by its label.

    Only the first list stands open, and where it is short.
    """
    for place, (label, steps) in enumerate(promises):
        st.markdown(plain(words.promises_finding(steps, label)))
        if not steps:
            continue
        box = st.expander(
            plain(words.steps_label(label, len(steps))),
            expanded=place == 0 and len(steps) <= _FEW,
            key=f"promises-{label}",
            icon=":material/task_alt:",
            on_change="rerun",
        )
        if box.open:
            lines = [f"- **{words.step_result(step)}** · {plain(step.do)}{_question(step)}" for step in steps]
            box.markdown("\n".join(lines))
    if promises:
        address = {"team": team_id}
        st.page_link("plan.py", label="Open the plan", icon=":material/task_alt:", query_params=address, help="")


def _question(step: Action) -> str:
    return f" :small[{plain(step.question_id)}]" if step.question_id else ""
