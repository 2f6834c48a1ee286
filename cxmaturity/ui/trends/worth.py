"""People's answers to whether a workshop was worth their time, for all workshops of a team."""

import pandas as pd
import streamlit as st

from cxmaturity.services.workshops.voting import polls
from cxmaturity.tables.over_time import distinct_labels
from cxmaturity.ui.shared import charts
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.frame import session
from cxmaturity.ui.shared.frame.errors import errors_shown_here
from cxmaturity.wording.language.dates import format_day
from cxmaturity.wording.workshop import polls as words


def worth_section(team_id: str) -> None:
    """Show the answers to the closing question of each workshop; nothing when no workshop asked it."""
    with errors_shown_here():
        asked = polls.worth_over_time(session.database(), team_id)
    if not asked:
        return
    days = [format_day(session.day_of(row.closed_at)) if row.closed_at else "" for row, _ in asked]
    names = distinct_labels([row.label for row, _ in asked], days)
    results = [result for _, result in asked]
    st.header(words.WORTH, anchor=False)
    st.markdown(plain(words.worth_trend(list(zip(names, results, strict=True)))))
    if len(asked) > 1:
        rows = zip(names, days, map(words.worth_cell, results), strict=True)
        charts.table(pd.DataFrame(rows, columns=["workshop", "finished", "middle answer"]), words.WORTH)
