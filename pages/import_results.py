"""Import: a past round from a form tool's file, checked cell by cell, and stored completely or not at all."""

import streamlit as st

from cxmaturity.files.answers_table import faults_csv, template_csv
from cxmaturity.questionnaire.schema import BOTH
from cxmaturity.services import questionnaires, teams
from cxmaturity.ui.imports import (
    column_choices,
    fault_list,
    file_in_hand,
    portable,
    row_choices,
    storing,
    value_choices,
)
from cxmaturity.ui.shared.forms import choosers
from cxmaturity.ui.shared.frame import session
from cxmaturity.ui.shared.frame.errors import errors_shown_here, show_error

st.title("Import", anchor=False)
st.markdown(
    "A round that was answered elsewhere becomes a finished assessment here, to look at and to compare with the next. "
    "Choose the file your form tool exported. Nothing is stored before you have seen how it is read."
)
sound, faulty = questionnaires.list_questionnaires()
for faults in faulty:
    show_error(faults)
if not sound:
    st.stop()
questionnaire = choosers.choose_questionnaire(sound, "import")
notice = st.container()
file = file_in_hand.choose_file()
if file is None:
    with notice:
        storing.last_import()
        portable.last_portable_import()
    file_in_hand.expected_format(questionnaire)
    st.download_button(
        "Download an empty table",
        template_csv(questionnaire, BOTH),
        file_name="answers.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
        key="import-template",
    )
    st.stop()

portable.import_if_portable(file)
with errors_shown_here():
    in_hand = file_in_hand.file_in_hand(file, questionnaire)
with st.container():  # a place of its own: what comes and goes there moves nothing beneath
    in_hand.read_as_asked()
    storing.offer_kept_choices(in_hand)
column_choices.how_opened(in_hand)
column_choices.columns(in_hand, questionnaire)
value_choices.values(in_hand, questionnaire)
row_choices.rows(in_hand)
if in_hand.summary.issues:
    fault_list.faults(in_hand, faults_csv)
fault_list.preview(in_hand)
with errors_shown_here():
    names = [team.name for team in teams.list_teams(session.database()) if not team.is_demo]
storing.import_form(in_hand, questionnaire, names)
