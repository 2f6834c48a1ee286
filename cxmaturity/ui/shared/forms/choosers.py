"""Fields at the beginning of several forms: questionnaire, kind of organisation, team, name, privacy.

`prefix` is the beginning of the widget keys, different in each form. Each `chosen_…` returns what a field holds, also
in a callback, which runs before the field is drawn with its last edit.
"""

from collections.abc import Collection, Sequence
from datetime import timedelta

import streamlit as st

from cxmaturity.analysis.disclosure import MIN_TIME_BETWEEN_RESULTS
from cxmaturity.answers import Privacy
from cxmaturity.questionnaire.schema import BOTH, Questionnaire
from cxmaturity.services import teams
from cxmaturity.services.assessments import listing
from cxmaturity.services.assessments.recent_results import last_result_too_recent
from cxmaturity.text_cleaning import MAX_NAME_LENGTH, alphabetical
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.forms.field_errors import field_error
from cxmaturity.ui.shared.forms.kept_choice import keep_choice, kept_choice
from cxmaturity.ui.shared.frame import session
from cxmaturity.ui.shared.frame.errors import errors_shown_here
from cxmaturity.ui.shared.frame.language import mark_questionnaire
from cxmaturity.ui.shared.frame.page_frame import announce
from cxmaturity.wording.assessments import free_label, too_recent_notice
from cxmaturity.wording.home import name_in_use
from cxmaturity.wording.surveys.privacy import PRIVACY_DESCRIPTIONS, PRIVACY_LABELS
from cxmaturity.wording.trends.team_changes import CHOOSE_TEAM, TEAM_GONE

NEW_TEAM = "\n"
"""The last entry of a list of teams. No team has this name, because names are one line."""


def choose_questionnaire(questionnaires: Sequence[Questionnaire], prefix: str) -> Questionnaire:
    """Show the choice of a questionnaire when there are several; return the chosen one.

    The choice is by id, so that it keeps to a questionnaire of which another window publishes a new version.
    """
    if len(questionnaires) > 1:
        titles = {questionnaire.id: questionnaire.title for questionnaire in questionnaires}
        keep_choice(f"{prefix}-questionnaire", titles)
        st.selectbox("Questionnaire", list(titles), format_func=titles.__getitem__, key=f"{prefix}-questionnaire")
    chosen = chosen_questionnaire(questionnaires, prefix)
    mark_questionnaire(chosen)
    return chosen


def chosen_questionnaire(questionnaires: Sequence[Questionnaire], prefix: str) -> Questionnaire:
    """Return the questionnaire chosen in `choose_questionnaire`."""
    chosen = kept_choice(f"{prefix}-questionnaire")
    return next((one for one in questionnaires if one.id == chosen), questionnaires[0])


def choose_variant(questionnaire: Questionnaire, prefix: str) -> str:
    """Show the kinds of organisation when the questionnaire has several; return the chosen one."""
    if not questionnaire.variants:
        return BOTH
    kinds = {v.id: v.name for v in questionnaire.variants} | {BOTH: "Both"}
    about = " ".join(f"{v.name}: {v.about}" for v in questionnaire.variants)
    st.segmented_control(
        "What does your organisation mostly offer?",
        list(kinds),
        format_func=lambda v: plain(kinds[v]),
        default=BOTH,
        required=True,
        key=f"{prefix}-variant",
        help=plain(about),
    )
    return chosen_variant(prefix)


def chosen_variant(prefix: str) -> str:
    """Return the kind of organisation chosen in `choose_variant`."""
    chosen: str = st.session_state.get(f"{prefix}-variant", BOTH)
    return chosen


def choose_team(team_names: Collection[str], prefix: str) -> str:
    """Show the list of teams, which ends with "a new team", and for that a field; return the team's name.

    The error of a refused name stands beneath its field. Where another window has renamed, archived or removed the
    chosen team, none is chosen (the name is empty) until the person chooses again, and the page says so.
    """
    known, choice = sorted(team_names, key=alphabetical), _choice_key(prefix)
    chosen: str | None = NEW_TEAM
    if known:
        is_gone = st.session_state.get(choice, NEW_TEAM) not in (*known, NEW_TEAM)
        if is_gone:  # else the first of the list would take its place
            st.session_state[choice] = None
        chosen = st.selectbox(
            "Team",
            [*known, NEW_TEAM],
            index=None if is_gone else 0,
            format_func=lambda name: "New team" if name == NEW_TEAM else name,
            placeholder=CHOOSE_TEAM,
            key=choice,
        )
        if is_gone:
            st.warning(TEAM_GONE)
    else:
        st.session_state.pop(choice, None)
    if chosen == NEW_TEAM:
        key = team_key(prefix)
        title, first = ("Name of the new team", "") if known else ("Team", "My team")
        st.text_input(title, value=first, max_chars=MAX_NAME_LENGTH, key=key)
        field_error(key)
    return chosen_team(prefix)


def chosen_team(prefix: str) -> str:
    """Return the name of the team chosen or typed in `choose_team`; empty when none is."""
    chosen: str | None = st.session_state.get(_choice_key(prefix), NEW_TEAM)
    if chosen == NEW_TEAM:
        chosen = st.session_state.get(team_key(prefix))
    return chosen or ""


def team_errors(prefix: str) -> dict[str, str]:
    """Return the error, by widget key, of a team chosen in `choose_team` that is not listed any more; else nothing."""
    choice = _choice_key(prefix)
    chosen = st.session_state.get(choice, NEW_TEAM)
    is_listed = chosen == NEW_TEAM or any(
        team.name == chosen and not team.is_demo for team in teams.list_teams(session.database())
    )
    return {} if is_listed else {choice: TEAM_GONE}


def _choice_key(prefix: str) -> str:
    return f"{prefix}-team-choice"


def team_key(prefix: str) -> str:
    """Return the key of the field for the name of a new team."""
    return f"{prefix}-team"


def offer_free_label(team: str, label: str, prefix: str) -> None:
    """Say that the team has used a name already, with a button that fills in the next free one; else nothing."""
    free = free_label(label, listing.labels_of_team(session.database(), team))
    if free == label:
        return
    st.info(plain(name_in_use(team, label, free)), icon=":material/info:")
    st.button(f"Use “{plain(free)}”", key=f"{prefix}-free-label", on_click=_use_label, args=(f"{prefix}-label", free))


def _use_label(field: str, label: str) -> None:
    st.session_state[field] = label
    announce(f"The name is now {label}.", focus=field, is_quiet=True)


def recent_result_notice(team_name: str, questionnaire: Questionnaire) -> None:
    """Show from which day a new anonymous result of the team can be shown, when its last one is too recent."""
    with errors_shown_here():
        last = last_result_too_recent(session.database(), team_name, questionnaire, session.now())
    if last is not None:
        closed_at = last.closed_at or session.now()
        from_day = session.day_of(closed_at + MIN_TIME_BETWEEN_RESULTS) + timedelta(days=1)  # the first whole day
        st.warning(plain(too_recent_notice(session.day_of(closed_at), from_day)), icon=":material/lock_clock:")


def choose_privacy(title: str, prefix: str) -> Privacy:
    """Show the choice between open and anonymous, with their meanings; return the chosen one."""
    st.radio(
        title,
        list(PRIVACY_LABELS),
        format_func=PRIVACY_LABELS.__getitem__,
        captions=[PRIVACY_DESCRIPTIONS[privacy] for privacy in PRIVACY_LABELS],
        key=f"{prefix}-privacy",
    )
    return chosen_privacy(prefix)


def chosen_privacy(prefix: str) -> Privacy:
    """Return the privacy chosen in `choose_privacy`."""
    chosen: Privacy = st.session_state[f"{prefix}-privacy"]
    return chosen
