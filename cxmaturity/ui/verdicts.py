"""Whether what moved is real: the verdict on each dimension, why, and the numbers that may be shown."""

import streamlit as st

from cxmaturity import frames_over_time
from cxmaturity.services import verdicts as services
from cxmaturity.services import wording_over_time as wording
from cxmaturity.services.history import Comparison
from cxmaturity.ui import charts
from cxmaturity.ui.plain import plain


def verdicts(of: Comparison) -> None:
    """Show the verdict on each dimension that has a level both times, or why there is none."""
    found = services.verdicts(of)
    if found is None:
        st.markdown(plain(wording.no_verdict(of)))
        return
    if not found.of:
        return
    st.subheader("Is it real?", anchor=False)
    st.markdown(plain(wording.who_is_compared(found)))
    names = {d.id: d.name for d in of.dimensions}
    said = wording.verdicts(found, names)
    st.markdown("\n".join(f"- **{kind.capitalize()}:** {plain(sentence)}" for kind, sentence in said))
    rows = [
        (names[name], wording.people_of(v), n.change, (n.low, n.high), n.adjusted, v.kind)
        if (n := v.numbers)
        else (names[name], "–", None, None, None, v.kind)
        for name, v in found.of.items()
    ]
    if any(v.numbers for v in found.of.values()):
        charts.table(frames_over_time.verdicts(rows), "The verdicts with what they rest on")
        st.caption(
            "Change is that of the mean of people’s own levels; the group’s level, made of the middle answers, may "
            "move otherwise. p is adjusted for the number of dimensions compared."
        )
