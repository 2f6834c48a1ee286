"""The frame of every page: the app's name, the navigation, and the page itself."""

import streamlit as st

from cxmaturity.ui.shared.frame import errors, kept_fields, page_frame, set_fields, styles
from cxmaturity.ui.shared.page_links import ICONS

st.set_page_config(page_title=page_frame.last_window_title(), page_icon=styles.ICON, layout="wide")
styles.apply_styles()
page = st.navigation(
    [
        st.Page("home.py", title="Home", icon=ICONS["home"], default=True, help="Start, continue, or look around."),
        st.Page("assess.py", title="Assess", icon=ICONS["assess"], help="Answer the questions."),
        st.Page("survey.py", title="Survey", icon=ICONS["survey"], visibility="hidden"),  # reached from Home
        st.Page("workshop.py", title="Workshop", icon=ICONS["workshop"], help="A room votes, talks and decides."),
        st.Page("screen.py", title="Screen", icon=ICONS["screen"], visibility="hidden"),  # from the console
        st.Page("result.py", title="Result", icon=ICONS["result"], help="Where you stand, why, and what next."),
        st.Page("plan.py", title="Plan", icon=ICONS["plan"], help="The steps in your team's plan."),
        st.Page("teams.py", title="Teams", icon=ICONS["teams"], help="Your teams, and how they stand side by side."),
        st.Page("over_time.py", title="Over time", icon=ICONS["over_time"], help="What moved since last time."),
        st.Page("import_results.py", title="Import", icon=ICONS["import_results"], help="A past round, from a file."),
        st.Page(
            "questionnaires.py",
            title="Questionnaires",
            icon=ICONS["questionnaires"],
            help="Read, copy, change and publish them.",
        ),
        st.Page("method.py", title="Method", icon=ICONS["method"], help="How the numbers come about."),
    ],
    position="top",
)
page_frame.follow_callback(page)
hidden = page_frame.open_frame(page)
errors.show_error_above()
kept_fields.fill_undrawn_fields()
with set_fields.set_fields_followed(hidden):
    page.run()
