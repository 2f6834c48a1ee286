"""Starting an assessment from Home: the cards, and the short form between a card and the first question."""

from collections.abc import Collection, Sequence

import streamlit as st

from cxmaturity.questionnaire.schema import Question, Questionnaire
from cxmaturity.records import Scope
from cxmaturity.services.assessments import next_round
from cxmaturity.services.assessments.creation import StartedAssessment
from cxmaturity.services.questionnaires import newer_version
from cxmaturity.store.database.engine import Database
from cxmaturity.ui.assess import new_assessment
from cxmaturity.ui.home import start_address
from cxmaturity.ui.home.start_address import Way
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.frame import session
from cxmaturity.ui.shared.frame.errors import errors_shown_here
from cxmaturity.ui.shared.frame.page_frame import window_title
from cxmaturity.ui.shared.page_links import page_link
from cxmaturity.wording import home as words
from cxmaturity.wording.assessments import assessment_kind, default_label, keeps_version
from cxmaturity.wording.home import STAYS_HERE


def length_cards(questionnaires: Sequence[Questionnaire]) -> None:
    """Show a card for each scope of each questionnaire that starts a solo assessment."""
    for questionnaire in questionnaires:
        if len(questionnaires) > 1:
            st.subheader(plain(questionnaire.title), anchor=False)
        lengths: dict[Scope, Sequence[Question]] = {"pulse": questionnaire.pulse, "full": questionnaire.questions}
        offered = {scope: questions for scope, questions in lengths.items() if questions}
        for scope, column in zip(offered, st.columns(len(offered)), strict=True):
            with column:
                _length_card(questionnaire, scope, offered[scope])
    st.caption(f"No account. {STAYS_HERE} Each answer is saved as it is given.")


def other_ways(questionnaires: Sequence[Questionnaire]) -> None:
    """Show the cards that start a survey or a workshop, and the one that imports past results."""
    several, workshop, past = st.columns(3)
    with several, st.container(border=True, height="stretch", key="way-several"):
        st.markdown("**Ask several people**  \n:small[Each answers on their own phone. See where they agree.]")
        for questionnaire in questionnaires:
            label = "Set up a survey" if len(questionnaires) == 1 else f"Set up a survey: {plain(questionnaire.title)}"
            st.button(
                label,
                key=f"begin-survey-{questionnaire.id}",
                icon=":material/group:",
                type="tertiary",
                on_click=start_address.open_step,
                args=("survey", questionnaire.id),
            )
    with workshop, st.container(border=True, height="stretch", key="way-workshop"):
        st.markdown("**Run a workshop**  \n:small[A room votes on phones, talks, and leaves with a plan.]")
        page_link("workshop", "Set up a workshop")
    with past, st.container(border=True, height="stretch", key="way-past"):
        st.markdown("**Import past results**  \n:small[From a CSV or Excel file of any form tool.]")
        page_link("import_results", "Import a file")


def _length_card(questionnaire: Questionnaire, scope: Scope, questions: Sequence[Question]) -> None:
    with st.container(border=True, height="stretch", key=f"way-{scope}-{questionnaire.id}"):
        st.markdown(
            f"**{words.way_heading(scope, questions)}**  \n{words.way_time(questions)}. {words.LENGTH_NOTES[scope]}"
        )
        is_first = scope == "pulse" or not questionnaire.pulse
        st.button(
            words.START_LABELS[scope],
            type="primary" if is_first else "secondary",
            key=f"begin-{scope}-{questionnaire.id}",
            width="stretch",
            on_click=start_address.open_step,
            args=(scope, questionnaire.id),
        )


def begin_step(questionnaire: Questionnaire, way: Way, team_names: Collection[str]) -> None:
    """Show the form between a card and the first question: what is asked, how to answer, the fields, and Start."""
    asked = questionnaire.pulse if way == "pulse" else questionnaire.questions
    heading = words.WAYS[way] if way == "survey" else words.way_heading(way, asked)
    window_title(heading)
    with st.container(key=start_address.STEP):
        st.title(heading, anchor=False)
        time = "" if way == "survey" else f"{words.way_time(asked)}. "
        st.markdown(plain(f"{time}{words.definition(questionnaire)}"))
        st.info(plain(questionnaire.rule), title="How to answer", icon=":material/rule:")
        with st.container(border=True):
            new_assessment.start_form(questionnaire, team_names, None if way == "survey" else way)
        _back()


def next_round_step(database: Database, assessment_id: str) -> None:
    """Show the form that starts the next round of an assessment: the terms that stay, the new name, and Start."""
    with errors_shown_here("Next round"):
        last = next_round.find_last_round(database, assessment_id)
        versions = newer_version(database, last.digest)
    window_title("Next round", last.team_name)
    with st.container(key=start_address.STEP):
        st.title(f"Next round · {plain(last.team_name)}", anchor=False)
        st.markdown(plain(words.next_round_terms(last, assessment_kind(last))))
        if versions:
            st.info(plain(keeps_version(*versions)))
        with st.container(border=True):
            proposed = default_label(session.today())
            new_assessment.choose_free_label(last.team_name, "Name of this round", proposed)
            new_assessment.start_button(
                "Start the next round", ":material/play_arrow:", last.mode, _start_next_round, (last.id,)
            )
        _back()


def _start_next_round(assessment_id: str) -> StartedAssessment:
    label = new_assessment.typed_label()
    return next_round.start_next_round(session.database(), assessment_id, label, session.now())


def _back() -> None:
    icon, leave = ":material/arrow_back:", start_address.leave_step
    st.button("Back", key="begin-back", icon=icon, type="tertiary", on_click=leave)
