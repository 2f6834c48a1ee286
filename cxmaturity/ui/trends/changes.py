"""What moved in a dimension between two assessments."""

import streamlit as st

from cxmaturity.questionnaire.schema import Dimension
from cxmaturity.services.assessments.views import AssessmentView
from cxmaturity.services.trends.comparison import Comparison
from cxmaturity.ui.shared.escape import plain
from cxmaturity.wording import over_time as wording

_MOST_SAID = 8  # how much of what people wrote stands beside a moved answer


def dimension_changes(comparison: Comparison, dimension: Dimension) -> None:
    """Show which answers of a dimension moved, with what was written then and now, and which questions came or went."""
    parts = comparison.parts[dimension.id]
    if parts is None:
        return
    changed = [m for m in parts.shared if m.before != m.after]
    count = "nothing moved" if not changed else f"{len(changed)} answer{'' if len(changed) == 1 else 's'} moved"
    box = st.expander(f"**{plain(dimension.name)}** · {count}", key=f"moved-{dimension.id}", on_change="rerun")
    if not box.open:
        return
    for m in changed:
        question = comparison.later.questionnaire.by_id[m.question_id]
        lines = [f"**{question.id}** · {plain(question.prompt)} · adds {m.adds:+.2f}"]
        for when, at, level in (("Then", comparison.earlier, m.before), ("Now", comparison.later, m.after)):
            stage = plain(at.questionnaire.stage(level).name)
            lines.append(" · ".join([f"**{when}:** {level} {stage}", *_said(at, m.question_id)]))
        lines += [
            f"**You did:** {plain(wording.describe_done_step(action))}" for action in comparison.done_for(m.question_id)
        ]
        box.markdown("  \n".join(lines))
    for said, names in (("Rated now, not then", parts.entered), ("Rated then, not now", parts.left)):
        if names:
            box.markdown(f"**{said}:** {', '.join(names)}")
    if not changed and not parts.entered and not parts.left:
        box.markdown("Every answer is as it was.")


def _said(view: AssessmentView, question_id: str) -> list[str]:
    """Return what was written to an answer; of a group what each person wrote, with their names in open mode only."""
    if view.group is None:
        given = view.response.answer(question_id)
        return [plain(text) for text in (given.note, given.evidence) if text]
    written = view.group.said.get(question_id, ())
    shown = [
        f"{f'{said.name}: ' if said.name else ''}{' · '.join(text for text in (said.note, said.evidence) if text)}"
        for said in written[:_MOST_SAID]
    ]
    rest = len(written) - len(shown)
    return [plain(text) for text in shown] + ([f"and {rest} more, on the result page"] if rest else [])
