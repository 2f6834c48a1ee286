"""The frame of every page: the app's name, the navigation, and the page itself."""

import streamlit as st

from cxmaturity.ui.shared.frame import errors, kept_fields, page_frame, styles

st.set_page_config(page_title=page_frame.last_window_title(), page_icon=styles.ICON, layout="wide")
styles.apply_styles()
page = st.navigation(
    [
        st.Page("home.py", title="Home", icon=":material/home:", default=True, help="Start, continue, or look around."),
        st.Page("assess.py", title="Assess", icon=":material/checklist:", help="Answer the questions."),
        st.Page("survey.py", title="Survey", icon=":material/group:", visibility="hidden"),  # reached from Home
        st.Page("workshop.py", title="Workshop", icon=":material/groups_3:", help="A room votes, talks and decides."),
        st.Page("screen.py", title="Screen", icon=":material/present_to_all:", visibility="hidden"),  # from the console
        st.Page("result.py", title="Result", icon=":material/radar:", help="Where you stand, why, and what next."),
        st.Page("plan.py", title="Plan", icon=":material/task_alt:", help="The steps in your team’s plan."),
        st.Page(
            "teams.py", title="Teams", icon=":material/groups:", help="Your teams, and how they stand side by side."
        ),
        st.Page("over_time.py", title="Over time", icon=":material/timeline:", help="What moved since last time."),
        st.Page("import_results.py", title="Import", icon=":material/upload_file:", help="A past round, from a file."),
        st.Page(
            "questionnaires.py",
            title="Questionnaires",
            icon=":material/quiz:",
            help="Read, copy, change and publish them.",
        ),
        st.Page("method.py", title="Method", icon=":material/calculate:", help="How the numbers come about."),
    ],
    position="top",
)
page_frame.follow_callback(page)
page_frame.open_frame(page)
errors.show_error_above()
kept_fields.fill_undrawn_fields()
page.run()
