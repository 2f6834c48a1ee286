"""Questionnaires: read each one, copy it, change it in a draft, publish it, or import one from a file."""

import streamlit as st

from cxmaturity.services import questionnaires
from cxmaturity.services.drafts import editing, folders
from cxmaturity.ui.questionnaires import editor, publishing, questionnaire_picker, reader
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.frame.errors import errors_shown_here, show_error
from cxmaturity.ui.shared.frame.page_frame import window_title
from cxmaturity.wording.questionnaire import editor as words

st.title("Questionnaires", anchor=False)
questionnaire_picker.follow_last_action()
questionnaire_picker.show_kept()
for faults in questionnaires.list_questionnaires()[1]:
    show_error(faults)
with errors_shown_here():
    choice = questionnaire_picker.choose()
    draft = editing.read_draft(choice.name) if choice and choice.is_draft else None
if choice and draft:
    with st.container(key="draft"):
        st.header("The draft", anchor=False)
        st.markdown(words.WHAT_A_DRAFT_IS)
        editor.draft_faults(draft)
    with errors_shown_here():
        editor.edit_draft(draft)
        publishing.publish_draft(draft)
    window_title("Questionnaires", words.draft_title(draft.questionnaire.title if draft.questionnaire else draft.name))
    if draft.questionnaire:
        with st.expander("Read all of it", key="draft-read", on_change="rerun") as box:
            if box.open:
                reader.read_questionnaire(draft.questionnaire)
elif choice:
    questionnaire = folders.published_questionnaires()[choice.name]
    window_title("Questionnaires", questionnaire.title)
    st.markdown(f"**{plain(questionnaire.title)}** · {plain(words.summary(questionnaire))}")
    questionnaire_picker.ways_from_published(choice.name)
    reader.read_questionnaire(questionnaire)
questionnaire_picker.import_from_file()
