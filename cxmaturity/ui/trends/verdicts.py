"""The section on whether a change is real: the verdict on each dimension, why, and the numbers that may be shown."""

import streamlit as st

from cxmaturity.analysis.comparison import Comparison
from cxmaturity.analysis.verdicts import judge_comparison
from cxmaturity.tables import over_time
from cxmaturity.ui.shared import charts
from cxmaturity.ui.shared.escape import plain
from cxmaturity.wording import over_time as wording


def verdict_section(comparison: Comparison) -> None:
    """Show the verdict on each dimension that has a level both times, or why there is none."""
    verdicts = judge_comparison(comparison)
    if verdicts is None:
        st.markdown(plain(wording.explain_no_verdict(comparison)))
        return
    if not verdicts.by_dimension:
        return
    st.subheader("Is it real?", anchor=False)
    st.markdown(plain(wording.who_is_compared(verdicts)))
    names = {d.id: d.name for d in comparison.dimensions}
    sentences = wording.verdict_sentences(verdicts, names)
    st.markdown("\n".join(f"- **{kind.capitalize()}:** {plain(sentence)}" for kind, sentence in sentences))
    rows = [
        (names[name], wording.people_counted(v), n.change, (n.low, n.high), n.adjusted, v.kind)
        if (n := v.numbers)
        else (names[name], "–", None, None, None, v.kind)
        for name, v in verdicts.by_dimension.items()
    ]
    if any(v.numbers for v in verdicts.by_dimension.values()):
        charts.table(over_time.verdict_table(rows), "The verdicts with what they rest on")
        st.caption(
            "Change is that of the mean of people’s own levels; the group’s level, made of the middle answers, may "
            "move otherwise. p is adjusted for the number of dimensions compared."
        )
