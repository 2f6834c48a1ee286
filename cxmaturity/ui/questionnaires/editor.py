"""The editor of a draft: the list of all its faults, and the fields of one part, the model or a dimension."""

import streamlit as st

from cxmaturity.errors import ValidationErrors
from cxmaturity.questionnaire.yaml_files import MODEL_FILE
from cxmaturity.services.drafts import editing
from cxmaturity.services.drafts.editing import Draft
from cxmaturity.ui.questionnaires.dimension_editor import edit_dimension
from cxmaturity.ui.questionnaires.fields import PART, DraftFields
from cxmaturity.ui.questionnaires.model_editor import edit_model
from cxmaturity.ui.questionnaires.question_editor import edit_questions
from cxmaturity.ui.shared.forms.kept_choice import distinct_choices, keep_choice
from cxmaturity.ui.shared.frame.errors import MAX_LISTED
from cxmaturity.ui.shared.frame.page_frame import live_text
from cxmaturity.wording.questionnaire import editor as words


def draft_faults(draft: Draft) -> None:
    """Show the number of faults in a draft, and the first ones, each with its place and fix."""
    live_text(words.faults(len(draft.issues)), "draft-faults")
    for issue in draft.issues[:MAX_LISTED]:
        st.text(str(issue))


def edit_draft(draft: Draft) -> None:
    """Show the fields of the chosen part of a draft; none where its files cannot be read: see `draft_faults`."""
    try:
        contents = editing.content_of(draft.name)
    except ValidationErrors:
        return
    fields = DraftFields(draft.name, contents)
    dimensions = {file: str(c.get("name") or file) for file, c in contents.items() if file != MODEL_FILE}
    names = distinct_choices({MODEL_FILE: "The whole"} | dimensions)
    keep_choice(PART, names)
    part = st.selectbox("Part", list(names), format_func=lambda file: names[file], key=PART)
    with st.container(key="edited-part"):
        if part == MODEL_FILE:
            edit_model(fields)
        else:
            edit_dimension(fields, part)
            edit_questions(draft, fields, part)
