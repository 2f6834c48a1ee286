"""The form that starts an assessment: kind of organisation, team, name, and for several people how they take part."""

from collections.abc import Collection, Sequence
from typing import Any

import streamlit as st

from cxmaturity.errors import CxMaturityError, Refused
from cxmaturity.questionnaire.schema import Question, Questionnaire
from cxmaturity.records import Mode, Scope
from cxmaturity.services.assessments import creation, listing
from cxmaturity.services.assessments.creation import StartedAssessment, StartSolo, StartSurvey
from cxmaturity.text_cleaning import MAX_NAME_LENGTH, clean_name
from cxmaturity.ui.assess.answer_form import form_key
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.forms import choosers
from cxmaturity.ui.shared.forms.field_errors import field_error, has_field_errors, set_field_errors
from cxmaturity.ui.shared.frame import session
from cxmaturity.ui.shared.frame.errors import show_error
from cxmaturity.ui.shared.frame.page_frame import announce
from cxmaturity.ui.surveys.invitations import PERSONAL_CODES, survey_terms
from cxmaturity.wording.assessments import default_label, free_label, scope_label
from cxmaturity.wording.home import STAYS_HERE
from cxmaturity.wording.surveys.participation import SAVED_AT_ONCE
from cxmaturity.wording.trends.power import expected_power_sentence

_LABEL = "start-label"  # widget key
_PROPOSED = "start-label-proposed"  # session key: the name that the form filled in by itself


def start_form(questionnaire: Questionnaire, team_names: Collection[str], scope: Scope | None) -> None:
    """Show the fields with sensible defaults and the button Start.

    The form starts a solo assessment of this `scope`; with None it starts a survey, and asks for scope and terms.
    """
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
    st.caption(f"{STAYS_HERE} Each answer is saved as it is given; leave and come back any time.")
    if not st.button("Start", type="primary", icon=":material/play_arrow:", key="start", on_click=check_names):
        return
    if names_are_refused():
        return
    about: dict[str, Any] = {"questionnaire": questionnaire, "team_name": team, "label": label}
    about |= {"scope": scope, "variant": variant}
    try:
        command = StartSolo(**about) if terms is None else StartSurvey(**about, **terms)
        started = creation.start(session.database(), command, session.now())
    except CxMaturityError as error:  # shown here: the rest of the page stays, with what was filled in
        show_error(error)
        return
    open_started(started, "solo" if terms is None else "survey")


def open_started(started: StartedAssessment, mode: Mode) -> None:
    """Open the page of the assessment that was started: Assess, Survey or Workshop, by its mode."""
    opened = started.assessment_id
    if started.codes:
        st.session_state[PERSONAL_CODES] = {opened: started.codes}
    st.session_state[session.ASSESSMENT_PARAM] = opened
    if mode == "solo":
        announce(f"You can begin. {SAVED_AT_ONCE}", focus=form_key(opened))
    else:
        announce("The survey is open." if mode == "survey" else "The lobby is open.")
    page = {"solo": "assess.py", "survey": "survey.py", "workshop": "workshop.py"}[mode]
    st.switch_page(page, query_params={session.ASSESSMENT_PARAM: opened})


def team_and_label(team_names: Collection[str], title: str) -> tuple[str, str]:
    """Show the fields for the team and for the assessment's name, side by side; return both.

    For a name that the team has used already, a hint and a button that fills in the next free one are shown.
    """
    left, right = st.columns(2)
    with left:
        team = choosers.choose_team(team_names, "start")
    with right:
        label = choose_free_label(team, title, default_label(session.today()))
    return team, label


def choose_free_label(team: str, title: str, proposed: str) -> str:
    """Show the field for a name, filled with `proposed` or the next name that is free in the team; return the name.

    Until someone edits the name, it changes with the team. For a name that the team has used already, a hint and a
    button that fills in the next free one are shown; the error of a refused name stands beneath the field.
    """
    taken = listing.labels_of_team(session.database(), team)
    free = free_label(proposed, taken)
    is_new = _LABEL not in st.session_state  # then a value only proposed, as a window may still hold a typed name
    if is_new or st.session_state[_LABEL] == st.session_state.get(_PROPOSED):
        st.session_state[_PROPOSED] = free
        if not is_new:
            st.session_state[_LABEL] = free
    label = st.text_input(title, free if is_new else "", max_chars=MAX_NAME_LENGTH, key=_LABEL).strip()
    field_error(_LABEL)
    choosers.offer_free_label(team, label, "start")
    return label


def check_names() -> None:
    """Callback: set the errors of the form's two names, such as empty or too long ones."""
    errors = {}
    for key, what in ((choosers.team_key("start"), "The team"), (_LABEL, "The assessment")):
        if key in st.session_state:
            try:
                clean_name(st.session_state[key], what)
            except Refused as error:
                errors[key] = f"{error.message} {error.fix}"
    set_field_errors(errors)


def names_are_refused() -> bool:
    """Return whether `check_names` refused a name; its error stands beneath the field."""
    return has_field_errors((choosers.team_key("start"), _LABEL))


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
