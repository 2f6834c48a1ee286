"""The plan as files: CSV for spreadsheets, iCalendar for calendars; each is made when it is downloaded."""

from collections.abc import Mapping, Sequence

import streamlit as st

from cxmaturity.files.file_names import file_name
from cxmaturity.files.plan_calendar import plan_calendar
from cxmaturity.files.plan_csv import plan_csv
from cxmaturity.records import Action
from cxmaturity.ui.shared import downloads
from cxmaturity.ui.shared.frame import session
from cxmaturity.wording import plans as words
from cxmaturity.wording.plans import AskedQuestion


def csv_button(actions: Sequence[Action], asked: Mapping[str, AskedQuestion], team: str) -> None:
    """Show the button that downloads a team's actions as CSV; `asked` are their questions by action id."""
    st.download_button(
        "Download as CSV",
        lambda: downloads.ending_with(actions[0].team_id, plan_csv(actions, asked)),
        file_name=file_name([team, words.PLAN_FILE], "csv"),
        mime="text/csv",
        icon=":material/download:",
        key="download-plan",
        on_click="ignore",
    )


def calendar_button(
    actions: Sequence[Action], asked: Mapping[str, AskedQuestion], label: str, name: str, *title: str
) -> None:
    """Show the button that downloads actions as a calendar file.

    `name` makes its widget key unique; `title` are the texts of the file's name.
    """
    now = session.now()
    st.download_button(
        label,
        lambda: downloads.ending_with(actions[0].team_id, plan_calendar(actions, asked, now)),
        file_name=file_name(title, "ics"),
        mime="text/calendar",
        icon=":material/event:",
        key=f"calendar-{name}",
        on_click="ignore",
    )
