"""Beginning on Home: the ways to begin as cards, and the short step between a card and the first question."""

from collections.abc import Collection, Sequence
from typing import Literal

import streamlit as st

from cxmaturity.questionnaire.schema import BOTH, Question, Questionnaire
from cxmaturity.records import Scope
from cxmaturity.ui.assess import new_assessment
from cxmaturity.ui.shared.cards import WORKSHOP_ICON
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.page_frame import announce
from cxmaturity.wording import home as words

BEGIN_PARAM, QUESTIONNAIRE_PARAM = "begin", "questionnaire"  # names in the address
_STEP = "begin-step"  # key of the container that the focus moves to


def length_cards(questionnaires: Sequence[Questionnaire]) -> None:
    """Show a card for each length of each questionnaire, to answer alone."""
    for questionnaire in questionnaires:
        if len(questionnaires) > 1:
            st.subheader(plain(questionnaire.title), anchor=False)
        lengths: dict[Scope, Sequence[Question]] = {"pulse": questionnaire.pulse, "full": questionnaire.questions}
        offered = {scope: questions for scope, questions in lengths.items() if questions}
        for scope, column in zip(offered, st.columns(len(offered)), strict=True):
            with column:
                _length_card(questionnaire, scope, offered[scope])
    st.caption("No account. Everything stays on this machine. Each answer is saved as it is given.")


def other_ways(questionnaires: Sequence[Questionnaire]) -> None:
    """Show the ways that begin with others or with a file: a survey, a workshop, past results."""
    several, workshop, past = st.columns(3)
    with several, st.container(border=True, height="stretch"):
        st.markdown("**Ask several people**  \n:small[Each answers on their own phone. See where they agree.]")
        for questionnaire in questionnaires:
            label = "Set up a survey" if len(questionnaires) == 1 else f"Set up a survey: {plain(questionnaire.title)}"
            st.button(
                label,
                key=f"begin-survey-{questionnaire.id}",
                icon=":material/group:",
                type="tertiary",
                on_click=_begin,
                args=("survey", questionnaire.id),
            )
    with workshop, st.container(border=True, height="stretch"):
        st.markdown("**Run a workshop**  \n:small[A room votes on phones, talks, and leaves with a plan.]")
        st.page_link("workshop.py", label="Set up a workshop", icon=WORKSHOP_ICON, help="")
    with past, st.container(border=True, height="stretch"):
        st.markdown("**Import past results**  \n:small[From a CSV or Excel file of any form tool.]")
        st.page_link("import_results.py", label="Import a file", icon=":material/upload_file:", help="")


def _length_card(questionnaire: Questionnaire, scope: Scope, questions: Sequence[Question]) -> None:
    with st.container(border=True):
        st.markdown(
            f"**{words.way_heading(scope, questions)}**  \n"
            f"{words.way_time(questions, BOTH)}. {words.LENGTH_NOTES[scope]}"
        )
        is_first = scope == "pulse" or not questionnaire.pulse
        st.button(
            words.START_LABELS[scope],
            type="primary" if is_first else "secondary",
            key=f"begin-{scope}-{questionnaire.id}",
            width="stretch",
            on_click=_begin,
            args=(scope, questionnaire.id),
        )


def _begin(way: str, questionnaire_id: str) -> None:
    st.query_params.update({BEGIN_PARAM: way, QUESTIONNAIRE_PARAM: questionnaire_id})
    announce(words.NEXT_STEP, focus=_STEP, is_quiet=True)


def _leave() -> None:
    st.query_params.clear()
    announce("Nothing was started.", is_quiet=True)


def chosen_way(
    questionnaires: Sequence[Questionnaire],
) -> tuple[Questionnaire, Literal["pulse", "full", "survey"]] | None:
    """Return the questionnaire and the way to begin that the address names, None where it names none there is."""
    named = st.query_params.get(QUESTIONNAIRE_PARAM)
    questionnaire = next((q for q in questionnaires if named in (None, q.id)), None)
    if questionnaire is None:
        return None
    match st.query_params.get(BEGIN_PARAM):
        case "pulse" if questionnaire.pulse:
            return questionnaire, "pulse"
        case "full":
            return questionnaire, "full"
        case "survey":
            return questionnaire, "survey"
    return None


def begin_step(
    questionnaire: Questionnaire, way: Literal["pulse", "full", "survey"], team_names: Collection[str]
) -> None:
    """Show the step between a card and the first question: what is asked, the rule, the fields, and Start."""
    asked = questionnaire.pulse if way == "pulse" else questionnaire.questions
    with st.container(key=_STEP):
        st.title(words.WAYS[way] if way == "survey" else words.way_heading(way, asked), anchor=False)
        time = "" if way == "survey" else f"{words.way_time(asked, BOTH)}. "
        st.markdown(plain(f"{time}{words.definition(questionnaire)}"))
        st.info(plain(questionnaire.rule), title="How to answer", icon=":material/rule:")
        with st.container(border=True):
            new_assessment.start_form(questionnaire, team_names, None if way == "survey" else way)
        st.button("Back", key="begin-back", icon=":material/arrow_back:", type="tertiary", on_click=_leave)
