"""The verdicts: whether the change of each dimension is real, with the reason and the figures of own levels."""

import streamlit as st

from cxmaturity.analysis.trends.comparison import Comparison
from cxmaturity.analysis.trends.verdicts import Verdicts
from cxmaturity.tables import over_time
from cxmaturity.ui.shared import charts
from cxmaturity.ui.shared.escape import plain
from cxmaturity.wording.report.captions import VERDICTS
from cxmaturity.wording.trends import verdicts as wording


def verdict_section(comparison: Comparison, verdicts: Verdicts | None) -> None:
    """Show the verdict on each dimension rated both times; with `verdicts` None, the reason for that."""
    if verdicts is None:
        st.markdown(plain(f"{wording.explain_no_verdict(comparison)} {wording.WHAT_MOVED_IS_BELOW}"))
        return
    if not verdicts.by_dimension:
        return
    st.subheader("Is it real?", anchor=False)
    st.markdown(plain(wording.who_is_compared(verdicts)))
    if cautious := wording.judged_from_counts(comparison, verdicts):
        st.markdown(plain(cautious))
    sentences = wording.verdict_sentences(comparison, verdicts)
    st.markdown("\n".join(f"- **{kind.capitalize()}:** {plain(sentence)}" for kind, sentence in sentences))
    names = {d.id: d.name for d in comparison.dimensions}
    model = comparison.later.questionnaire
    rows = [wording.verdict_row(names[name], v, model) for name, v in verdicts.by_dimension.items()]
    if any(v.numbers for v in verdicts.by_dimension.values()):
        charts.table(over_time.verdict_table(rows), VERDICTS)
        st.caption(plain(wording.CHANGE_EXPLANATION))
    _stage_counts(comparison, verdicts)


def _stage_counts(comparison: Comparison, verdicts: Verdicts) -> None:
    """Show how many people rate each dimension at its stage or above, where disclosure allows it."""
    rows = [
        wording.stage_row(d.name, count, comparison.later.questionnaire)
        for d in comparison.dimensions
        if (verdict := verdicts.by_dimension.get(d.id)) and (count := verdict.stage_count)
    ]
    if rows:
        st.subheader(wording.STAGE_COUNTS, anchor=False)
        charts.table(over_time.stage_count_table(rows), wording.STAGE_COUNTS)
