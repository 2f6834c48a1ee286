"""What moved in a dimension between two assessments."""

import streamlit as st

from cxmaturity.questionnaire import Dimension
from cxmaturity.services.history import Comparison
from cxmaturity.ui.plain import plain


def moved(of: Comparison, dimension: Dimension) -> None:
    """Show which answers of a dimension moved, with what was written then and now, and which questions came or went."""
    parts = of.parts[dimension.id]
    if parts is None:
        return
    changed = [m for m in parts.shared if m.before != m.after]
    count = "nothing moved" if not changed else f"{len(changed)} answer{'' if len(changed) == 1 else 's'} moved"
    box = st.expander(f"**{plain(dimension.name)}** · {count}", key=f"moved-{dimension.id}", on_change="rerun")
    if not box.open:
        return
    for m in changed:
        question = of.later.questionnaire.by_id[m.question_id]
        lines = [f"**{question.id}** · {plain(question.prompt)} · adds {m.adds:+.2f}"]
        for when, at, level in (("Then", of.earlier, m.before), ("Now", of.later, m.after)):
            given = at.response.answer(m.question_id)
            words = " · ".join(plain(text) for text in (given.note, given.evidence) if text)
            stage = plain(at.questionnaire.stage(level).name)
            lines.append(f"**{when}:** {level} {stage}{' · ' if words else ''}{words}")
        box.markdown("  \n".join(lines))
    for said, names in (("Rated now, not then", parts.entered), ("Rated then, not now", parts.left)):
        if names:
            box.markdown(f"**{said}:** {', '.join(names)}")
    if not changed and not parts.entered and not parts.left:
        box.markdown("Every answer is as it was.")
