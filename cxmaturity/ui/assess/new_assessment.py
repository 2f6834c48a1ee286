"""The form that starts an assessment: kind of organisation, team, name, and for several people how they take part."""

from collections.abc import Callable, Collection, Sequence
from typing import Any

import streamlit as st

from cxmaturity.errors import Refused
from cxmaturity.questionnaire.schema import Question, Questionnaire
from cxmaturity.records import Mode, Scope
from cxmaturity.services.assessments import creation, listing
from cxmaturity.services.assessments.creation import StartedAssessment, StartSolo, StartSurvey
from cxmaturity.text_cleaning import MAX_NAME_LENGTH, clean_name
from cxmaturity.ui.assess.answer_form import form_key
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.forms import choosers
from cxmaturity.ui.shared.forms.field_errors import field_error, set_field_errors
from cxmaturity.ui.shared.forms.kept_choice import keep_choice, kept_choice
from cxmaturity.ui.shared.frame import session
from cxmaturity.ui.shared.frame.errors import errors_shown_at, show_error_of_callback
from cxmaturity.ui.shared.frame.page_frame import announce, open_next
from cxmaturity.ui.shared.page_links import PAGE_OF_MODE
from cxmaturity.ui.shared.sure_button import sure_button
from cxmaturity.ui.surveys.invitations import PERSONAL_CODES, chosen_terms, survey_terms
from cxmaturity.ui.workshop.action_buttons import PHASE
from cxmaturity.wording.assessments import default_label, free_label, scope_label
from cxmaturity.wording.home import STAYS_HERE
from cxmaturity.wording.surveys.participation import SAVED_AT_ONCE
from cxmaturity.wording.trends.power import expected_power_sentence

_LABEL, _SCOPE, _START = "start-label", "start-scope", "start"  # widget keys
_PROPOSED = "start-label-proposed"  # session key: the name that the form filled in by itself


def start_form(questionnaire: Questionnaire, team_names: Collection[str], scope: Scope | None) -> None:
    """Show the fields with sensible defaults and the button Start.

    The form starts a solo assessment of this `scope`; with None it starts a survey, and asks for scope and terms.
    """
    is_survey = scope is None
    team = team_and_label(team_names, "Name of this assessment")
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
    mode: Mode = "survey" if is_survey else "solo"
    start_button("Start", ":material/play_arrow:", mode, _start, (questionnaire, None if is_survey else scope))


def _start(questionnaire: Questionnaire, scope: Scope | None) -> StartedAssessment:
    about: dict[str, Any] = {
        "questionnaire": questionnaire,
        "team_name": choosers.chosen_team("start"),
        "label": typed_label(),
        "scope": scope or kept_choice(_SCOPE),
        "variant": choosers.chosen_variant("start"),
    }
    command = StartSurvey(**about, **chosen_terms()) if scope is None else StartSolo(**about)
    return creation.start(session.database(), command, session.now())


def start_button(
    label: str, icon: str, mode: Mode, start: Callable[..., StartedAssessment], args: tuple[Any, ...]
) -> None:
    """Show the button that starts an assessment of this mode by `start(*args)`, and then opens its page.

    `start` reads the fields, which may hold edits that this drawing does not show yet. Why it was refused is shown
    beneath the field of a refused name, or else beneath the button; the fields keep what was filled in.
    """
    sure_button(label, key=_START, type="primary", icon=icon, action=_start_and_open, args=(mode, start, args))
    show_error_of_callback(_START)


def _start_and_open(mode: Mode, start: Callable[..., StartedAssessment], args: tuple[Any, ...]) -> bool:
    """Callback: start the assessment and open it; return False if it was refused."""
    is_started = False
    with errors_shown_at(_START):
        if _are_names_sound():
            _open(start(*args), mode)
            is_started = True
    return is_started


def _open(started: StartedAssessment, mode: Mode) -> None:
    """Callback: open the page of the assessment that was started: Assess, Survey or Workshop, by its mode."""
    opened = started.assessment_id
    if started.codes:
        st.session_state[PERSONAL_CODES] = {opened: started.codes}
    st.session_state[session.ASSESSMENT_PARAM] = opened
    if mode == "solo":
        announce(f"You can begin. {SAVED_AT_ONCE}", focus=form_key(opened))
    elif mode == "survey":
        announce("The survey is open.")
    else:
        announce("The lobby is open.", focus=PHASE)  # its code to join would be out of sight above
    open_next(PAGE_OF_MODE[mode], assessment=opened)


def team_and_label(team_names: Collection[str], title: str) -> str:
    """Show the fields for the team and for the assessment's name, side by side; return the team's name."""
    left, right = st.columns(2)
    with left:
        team = choosers.choose_team(team_names, "start")
    with right:
        choose_free_label(team, title, default_label(session.today()))
    return team


def choose_free_label(team: str, title: str, proposed: str) -> None:
    """Show the field for a name, filled with `proposed` or the next name that is free in the team.

    Until someone edits the name, it changes with the team. The error of a refused name stands beneath the field, and
    for one that the team has used already the next free one.
    """
    taken = listing.labels_of_team(session.database(), team)
    free = free_label(proposed, taken)
    is_new = _LABEL not in st.session_state  # then a value only proposed, as a window may still hold a typed name
    if is_new or st.session_state[_LABEL] == st.session_state.get(_PROPOSED):
        st.session_state[_PROPOSED] = free
        if not is_new and st.session_state[_LABEL] != free:
            st.session_state[_LABEL] = free
    st.text_input(title, free if is_new else "", max_chars=MAX_NAME_LENGTH, key=_LABEL)
    field_error(_LABEL)
    choosers.offer_free_label(team, typed_label(), "start")


def typed_label() -> str:
    """Return the name in the field of `choose_free_label`, also in a callback."""
    label: str = st.session_state[_LABEL]
    return label.strip()


def _are_names_sound() -> bool:
    """Callback: set the errors of the form's two names, such as empty ones; return whether there is none.

    A chosen team that is not listed any more would be added anew under its former name.
    """
    errors = choosers.team_errors("start")
    for key, what in ((choosers.team_key("start"), "The team"), (_LABEL, "The assessment")):
        if key in st.session_state:
            try:
                clean_name(st.session_state[key], what)
            except Refused as error:
                errors[key] = f"{error.message} {error.fix}"
    set_field_errors(errors)
    return not errors


def _choose_scope(questionnaire: Questionnaire, variant: str) -> Scope:
    asked: dict[Scope, Sequence[Question]] = {"full": questionnaire.questions}
    if questionnaire.pulse:
        asked["pulse"] = questionnaire.pulse
    labels = {scope: scope_label(scope, questions, variant) for scope, questions in asked.items()}
    keep_choice(_SCOPE, labels)  # how long it takes depends on the kind of organisation
    return st.radio("How long?", list(labels), format_func=labels.__getitem__, key=_SCOPE, horizontal=True)
