"""Beginning an assessment: what, for which kind of organisation, whose, and who answers."""

from collections.abc import Iterable, Sequence
from typing import Any

import streamlit as st

from cxmaturity.answer_form.html import estimated_minutes
from cxmaturity.questionnaire.schema import BOTH, Questionnaire
from cxmaturity.records import Scope
from cxmaturity.services.assessments import creation
from cxmaturity.services.assessments.creation import StartSolo, StartSurvey
from cxmaturity.text_cleaning import MAX_NAME_LENGTH
from cxmaturity.ui.shared import session
from cxmaturity.ui.shared.errors import errors_shown_here
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.surveys.invitations import PERSONAL_CODES, survey_terms

ALONE, SEVERAL = "Just me", "Several people"


def start_form(questionnaires: Sequence[Questionnaire], team_names: Iterable[str]) -> None:
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
        chosen = chosen_questionnaire(questionnaires)
        scope = _scope(chosen)
        variant = chosen_variant(chosen)
        team, label = team_and_label(team_names, "Name of this assessment")
        given = survey_terms() if who == SEVERAL else None
        st.caption(
            "Everything stays on this machine. Each answer is saved as it is given; leave and come back any time."
        )
        if not st.button("Start", type="primary", icon=":material/play_arrow:", key="start"):
            return
        with errors_shown_here():
            database, now = session.database(), session.now()
            about: dict[str, Any] = {"questionnaire": chosen, "team_name": team, "label": label}
            about |= {"scope": scope, "variant": variant}
            command = StartSolo(**about) if given is None else StartSurvey(**about, **given)
            started = creation.start(database, command, now)
            opened = started.assessment_id
            if started.codes:
                st.session_state[PERSONAL_CODES] = {opened: started.codes}
        st.session_state[session.ASSESSMENT_PARAM] = opened
        st.switch_page("survey.py" if given else "assess.py", query_params={session.ASSESSMENT_PARAM: opened})


def chosen_questionnaire(questionnaires: Sequence[Questionnaire]) -> Questionnaire:
    """Show the questionnaires where there are several; return the choice."""
    if len(questionnaires) == 1:
        return questionnaires[0]
    return st.selectbox("Questionnaire", questionnaires, format_func=lambda q: q.title, key="start-model")


def team_and_label(team_names: Iterable[str], of_what: str) -> tuple[str, str]:
    """Show the name of the team and of what is begun, with good guesses; return both."""
    known = sorted(team_names, key=str.casefold)
    today = session.today()
    left, right = st.columns(2)
    team = left.text_input("Team", value=known[0] if known else "My team", max_chars=MAX_NAME_LENGTH, key="start-team")
    quarter = f"{today.year} Q{(today.month + 2) // 3}"
    return team, right.text_input(of_what, value=quarter, max_chars=MAX_NAME_LENGTH, key="start-label")


def _scope(questionnaire: Questionnaire) -> Scope:
    lengths: dict[Scope, int] = {"full": len(questionnaire.questions)}
    if questionnaire.pulse:
        lengths["pulse"] = len(questionnaire.pulse)
    return st.radio(
        "How much?",
        list(lengths),
        format_func=lambda s: (
            f"{s.capitalize()} · {lengths[s]} questions, about {estimated_minutes(lengths[s])} minutes"
        ),
        key="start-scope",
        horizontal=True,
    )


def chosen_variant(questionnaire: Questionnaire) -> str:
    """Show the kinds of organisation where there are several; return the choice."""
    if not questionnaire.variants:
        return BOTH
    kinds = {v.id: v.name for v in questionnaire.variants} | {BOTH: "Both"}
    about = " ".join(f"{v.name}: {v.about}" for v in questionnaire.variants)
    return st.segmented_control(
        "What does your organisation mostly offer?",
        list(kinds),
        format_func=lambda v: plain(kinds[v]),
        default=BOTH,
        required=True,
        key="start-variant",
        help=plain(about),
    )
