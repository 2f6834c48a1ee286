"""One of our questions in plain Streamlit: a radio whose choice is stored by the rerun that it causes."""

import os
from datetime import UTC, datetime

import streamlit as st

from cxmaturity.answers import Answer
from cxmaturity.services.assessments import answering, views
from cxmaturity.store.database.engine import open_database


@st.cache_resource(show_spinner=False)
def database():  # type: ignore[no-untyped-def]  # as short as usual
    return open_database(os.environ["CXMATURITY_DATABASE_URL"])


view = views.load_person_view(database(), st.query_params["assessment"])
question = view.questions[0]
st.subheader(question.prompt)
st.markdown(f"{question.why} **Look at:** {question.evidence}.")
kept = view.response.level_of(question.id)
level = st.radio(
    question.prompt,
    [1, 2, 3, 4, 5],
    index=None if kept is None else kept - 1,
    format_func=lambda level: f"{level}. {question.levels[level - 1]}",
    label_visibility="collapsed",
    key="level",
)
if level != kept:
    answering.save_answer(database(), view, question.id, Answer(level=level), None, datetime.now(UTC))
st.markdown("Saved" if level else "Not answered yet")
