"""Links between the app's pages, and the icon of each page."""

import streamlit as st

from cxmaturity.records import Assessment, Mode

ICONS = {
    "home": ":material/home:",
    "assess": ":material/checklist:",
    "survey": ":material/group:",
    "workshop": ":material/groups_3:",
    "screen": ":material/present_to_all:",
    "result": ":material/radar:",
    "plan": ":material/task_alt:",
    "teams": ":material/groups:",
    "over_time": ":material/timeline:",
    "import_results": ":material/upload_file:",
    "questionnaires": ":material/quiz:",
    "method": ":material/calculate:",
}
"""The icon of each page, by the name of its file."""

PAGE_OF_MODE: dict[Mode, str] = {"solo": "assess.py", "survey": "survey.py", "workshop": "workshop.py"}
"""The page of an open assessment, by its mode."""


def page_link(page: str, label: str, *, icon: str | None = None, **address: str) -> None:
    """Show a link to a page with these query parameters, by default with the page's icon; an empty one shows none.

    It has no tooltip: Streamlit would show that of the menu.
    """
    shown = ICONS[page] if icon is None else icon or None
    st.page_link(f"{page}.py", label=label, icon=shown, query_params=address, help="")


def workshop_link(assessment: Assessment) -> None:
    """Show the link to the record of a closed workshop; nothing for other assessments."""
    if assessment.mode == "workshop" and not assessment.is_open:
        page_link("workshop", "How the workshop went", assessment=assessment.id)
