"""Starting an assessment: what, for which kind of organisation, whose, and who answers."""

from collections.abc import Collection, Sequence
from typing import Any

import streamlit as st

from cxmaturity.questionnaire.schema import Question, Questionnaire
from cxmaturity.records import Scope
from cxmaturity.services.assessments import creation
from cxmaturity.services.assessments.creation import StartSolo, StartSurvey
from cxmaturity.ui.shared import choosers, session
from cxmaturity.ui.shared.errors import errors_shown_here
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.page_frame import announce
from cxmaturity.ui.surveys.invitations import PERSONAL_CODES, survey_terms
from cxmaturity.wording.assessments import default_label, scope_label
from cxmaturity.wording.power import expected_power_sentence

ALONE, SEVERAL = "Just me", "Several people"


def start_form(questionnaires: Sequence[Questionnaire], team_names: Collection[str]) -> None:
    """Show the choices with sensible defaults; one click starts."""
    with st.container(border=True):
        who = st.segmented_control(
            "Who answers?",
            [ALONE, SEVERAL],
            default=ALONE,
            required=True,
            key="start-who",
            help="Several people answer on their own phones, each from an invitation link.",
        )
        chosen = choosers.choose_questionnaire(questionnaires, "start")
        variant = choosers.choose_variant(chosen, "start")
        scope = _choose_scope(chosen, variant)
        team, label = team_and_label(team_names, "Name of this assessment")
        terms = survey_terms() if who == SEVERAL else None
        if terms and terms["privacy"] == "anonymous":
            choosers.recent_result_notice(team, chosen)
        if terms and scope == "full":
            st.caption(
                plain(
                    expected_power_sentence(
                        terms["expected"],
                        len(chosen.dimensions),
                        terms["privacy"],
                        chosen.scale_max,
                        is_linked=terms["is_linked"],
                    )
                )
            )
        st.caption(
            "Everything stays on this machine. Each answer is saved as it is given; leave and come back any time."
        )
        if not st.button("Start", type="primary", icon=":material/play_arrow:", key="start"):
            return
        with errors_shown_here():
            database, now = session.database(), session.now()
            about: dict[str, Any] = {"questionnaire": chosen, "team_name": team, "label": label}
            about |= {"scope": scope, "variant": variant}
            command = StartSolo(**about) if terms is None else StartSurvey(**about, **terms)
            started = creation.start(database, command, now)
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
    """Show the fields for the team and for the name of what is begun, side by side; return both."""
    left, right = st.columns(2)
    with left:
        team = choosers.choose_team(team_names, "start")
    with right:
        return team, choosers.choose_label(title, default_label(session.today()), "start")


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
