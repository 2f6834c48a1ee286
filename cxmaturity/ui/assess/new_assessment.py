"""Starting an assessment: for which kind of organisation, whose, and on what terms several people answer."""

from collections.abc import Collection, Sequence
from typing import Any

import streamlit as st

from cxmaturity.errors import CxMaturityError
from cxmaturity.questionnaire.schema import Question, Questionnaire
from cxmaturity.records import Scope
from cxmaturity.services.assessments import creation, listing
from cxmaturity.services.assessments.creation import StartSolo, StartSurvey
from cxmaturity.text_cleaning import MAX_NAME_LENGTH
from cxmaturity.ui.shared import choosers, session
from cxmaturity.ui.shared.errors import show_error
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.page_frame import announce
from cxmaturity.ui.surveys.invitations import PERSONAL_CODES, survey_terms
from cxmaturity.wording.assessments import default_label, free_label, scope_label
from cxmaturity.wording.home import name_in_use
from cxmaturity.wording.trends.power import expected_power_sentence


def start_form(questionnaire: Questionnaire, team_names: Collection[str], scope: Scope | None) -> None:
    """Show the fields with sensible defaults and Start: for one person, or for several people where `scope` is None."""
    is_survey = scope is None
    team, label = team_and_label(team_names, "Name of this assessment")
    variant = choosers.choose_variant(questionnaire, "start")
    scope = scope or _choose_scope(questionnaire, variant)
    terms = survey_terms() if is_survey else None
    if terms and terms["privacy"] == "anonymous":
        choosers.recent_result_notice(team, questionnaire)
    if terms and scope == "full":
        st.caption(
            plain(
                expected_power_sentence(
                    terms["expected"],
                    len(questionnaire.dimensions),
                    terms["privacy"],
                    questionnaire.scale_max,
                    is_linked=terms["is_linked"],
                )
            )
        )
    st.caption("Everything stays on this machine. Each answer is saved as it is given; leave and come back any time.")
    if not st.button("Start", type="primary", icon=":material/play_arrow:", key="start"):
        return
    about: dict[str, Any] = {"questionnaire": questionnaire, "team_name": team, "label": label}
    about |= {"scope": scope, "variant": variant}
    try:
        command = StartSolo(**about) if terms is None else StartSurvey(**about, **terms)
        started = creation.start(session.database(), command, session.now())
    except CxMaturityError as error:  # shown here: the rest of the page stays, with what was filled in
        show_error(error)
        return
    opened = started.assessment_id
    if started.codes:
        st.session_state[PERSONAL_CODES] = {opened: started.codes}
    st.session_state[session.ASSESSMENT_PARAM] = opened
    if terms:
        announce("The survey is open.")
    else:
        announce("You can begin. Each answer is saved as you give it.", focus=f"answer-form-{opened}")
    st.switch_page("survey.py" if terms else "assess.py", query_params={session.ASSESSMENT_PARAM: opened})


def team_and_label(team_names: Collection[str], title: str) -> tuple[str, str]:
    """Show the fields for the team and for the name of what is begun, side by side; return both.

    A name that the team has used already is said, with a button that fills in the next free one.
    """
    left, right = st.columns(2)
    with left:
        team = choosers.choose_team(team_names, "start")
    taken = listing.labels_of_team(session.database(), team)
    if "start-label" not in st.session_state:  # the form has just been opened
        st.session_state["start-label"] = free_label(default_label(session.today()), taken)
    with right:
        label = st.text_input(title, max_chars=MAX_NAME_LENGTH, key="start-label")
    free = free_label(label.strip(), taken)
    if free != label.strip():
        st.info(plain(name_in_use(team, label.strip(), free)), icon=":material/info:")
        st.button(f"Use “{plain(free)}”", key="start-free-label", on_click=_use_label, args=(free,))
    return team, label


def _use_label(label: str) -> None:
    st.session_state["start-label"] = label


def _choose_scope(questionnaire: Questionnaire, variant: str) -> Scope:
    asked: dict[Scope, Sequence[Question]] = {"full": questionnaire.questions}
    if questionnaire.pulse:
        asked["pulse"] = questionnaire.pulse
    return st.radio(
        "How much?",
        list(asked),
        format_func=lambda scope: scope_label(scope, asked[scope], variant),
        key="start-scope",
        horizontal=True,
    )
