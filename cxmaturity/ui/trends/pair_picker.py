"""The choice of two assessments to compare."""

from collections.abc import Mapping, Sequence

import streamlit as st

from cxmaturity.analysis.frozen.closed_assessment import ClosedAssessment
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.forms import keys
from cxmaturity.ui.shared.forms.kept_choice import keep_choice
from cxmaturity.ui.shared.page_links import page_link
from cxmaturity.wording.trends import over_time as words


def chosen_pair(
    team_id: str, milestones: Sequence[ClosedAssessment], names: Mapping[str, str], first_ever: ClosedAssessment | None
) -> tuple[str, str]:
    """Show the choice of two comparable milestones of a team and return their ids, the earlier one first.

    The default is the newest milestone with a comparable later one, and the newest of these later ones. Two of which
    the earlier asked less, or of which no dimension has a level both times, are the default only if there are no
    others. When no two are comparable, the page stops with the reason. `names` holds the milestones' labels by id;
    `first_ever`, the team's first milestone, can be chosen although it is not among `milestones`.
    """
    offered = [m for m in milestones if not m.is_suppressed]
    labels = dict(names)
    if first_ever and not first_ever.is_suppressed and first_ever.assessment.id not in labels:
        offered = [first_ever, *offered]
        labels[first_ever.assessment.id] = words.first_ever(first_ever.assessment.label)
    later = {
        m.assessment.id: [o.assessment.id for o in offered[place + 1 :] if o.comparison_key == m.comparison_key]
        for place, m in enumerate(offered)
    }
    starts = [name for name, following in later.items() if following]
    if not starts:
        st.info(plain(words.nothing_to_compare(len(milestones), len(offered))))
        page_link("home", words.START_NEXT)
        st.stop()
    by_id = {m.assessment.id: m for m in offered}
    pairs = [(name, end) for name in starts for end in later[name]]
    telling = [(name, end) for name, end in pairs if by_id[end].can_show_change_since(by_id[name])] or pairs
    start_key, end_key = (keys.scoped(name, team_id) for name in ("from", "to"))
    with st.grid(2, min_column_width=220):
        keep_choice(start_key, {name: labels[name] for name in starts})
        start = st.selectbox(
            "From", starts, index=starts.index(telling[-1][0]), format_func=labels.__getitem__, key=start_key
        )
        ends = later[start]
        usual = next((end for name, end in reversed(telling) if name == start), ends[-1])
        keep_choice(end_key, {name: labels[name] for name in ends})
        end = st.selectbox("To", ends, index=ends.index(usual), format_func=labels.__getitem__, key=end_key)
    return start, end
