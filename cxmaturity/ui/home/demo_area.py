"""The demo data on Home: its assessments, and the button that removes the demo."""

import streamlit as st

from cxmaturity.services.assessments import listing
from cxmaturity.services.demo import loading
from cxmaturity.store.database.engine import Database
from cxmaturity.ui.shared import cards
from cxmaturity.ui.shared.frame import session
from cxmaturity.ui.shared.frame.errors import errors_shown_above
from cxmaturity.ui.shared.frame.page_frame import announce
from cxmaturity.ui.shared.sure_button import sure_button


def demo_area(database: Database) -> None:
    """Show the demo's assessments, apart from the viewer's own, and the button that removes the demo."""
    with st.container(border=True, key="demo-area"):
        st.header("Demo data", anchor=False)
        st.markdown("An invented organisation: three teams, four quarters, two surveys. Your own data is apart.")
        assessments = st.expander("Assessments of the demo", key="demo-assessments", on_change="rerun")
        if assessments.open:
            with assessments:
                for row in listing.list_assessments(database, is_demo=True):
                    cards.assessment_card(row)
        sure_button("Remove the demo data", icon=":material/delete_sweep:", key="demo-out", action=_remove)


def _remove() -> None:
    with errors_shown_above():
        loading.remove_demo(session.database())
        announce("The demo data is removed.")
