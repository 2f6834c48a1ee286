"""Bring in: a past round from a file as form tools export it, checked cell by cell, stored whole or not at all."""

import streamlit as st

from cxmaturity.export.answers_csv import faults_csv, template_csv
from cxmaturity.questionnaire import BOTH
from cxmaturity.services import library, teams
from cxmaturity.ui import bringing, session, storing
from cxmaturity.ui.trouble import show, shown_here

st.title("Bring in", anchor=False)
st.markdown(
    "A round that was answered elsewhere becomes a finished assessment here, to look at and to compare with the next. "
    "Choose the file your form tool exported. Nothing is stored before you have seen how it is read."
)
sound, faulty = library.shelf()
for faults in faulty:
    show(faults)
if not sound:
    st.stop()
questionnaire = bringing.chosen_questionnaire(sound)
news = st.container()
file = bringing.chosen_file()
if file is None:
    with news:
        storing.stored_before()
    bringing.shape(questionnaire)
    st.download_button(
        "Download an empty table",
        template_csv(questionnaire, BOTH),
        file_name="answers.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
        key="bring-template",
    )
    st.stop()

with shown_here():
    in_hand = bringing.in_hand(file, questionnaire)
bringing.columns(in_hand, questionnaire)
bringing.preview(in_hand, questionnaire)
if in_hand.reading.issues:
    bringing.faults(in_hand, faults_csv)
with shown_here():
    names = [team.name for team in teams.teams(session.database()) if not team.is_demo]
storing.form(in_hand, questionnaire, names)
