"""Storing a past round that was brought in from a file: whose, when, on what terms, and where to see it then."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time

import streamlit as st

from cxmaturity.analysis.disclosure import MIN_GROUP_SIZE, may_show_result_of
from cxmaturity.answers import Privacy
from cxmaturity.questionnaire.schema import BOTH, Questionnaire
from cxmaturity.services.imports import rounds
from cxmaturity.text_cleaning import MAX_NAME_LENGTH
from cxmaturity.ui.imports.file_in_hand import FileInHand, clear_file
from cxmaturity.ui.shared import session
from cxmaturity.ui.shared.errors import errors_shown_here
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.surveys.invitations import PRIVACY_DESCRIPTIONS, PRIVACY_LABELS

_STORED = "brought-in"  # in the session: what was stored last, as (assessment id, what it is)
_EARLIEST = date(2000, 1, 1)


def last_import() -> None:
    """Show what was brought in just now, and the ways on."""
    if _STORED not in st.session_state:
        return
    assessment_id, what = st.session_state[_STORED]
    st.success(f"{plain(what)} is brought in.", icon=":material/check_circle:")
    address = {session.ASSESSMENT_PARAM: assessment_id}
    with st.container(horizontal=True):
        st.page_link("result.py", label="See the result", icon=":material/radar:", query_params=address, help="")
        st.page_link("over_time.py", label="Compare over time", icon=":material/timeline:", help="")


def import_form(file: FileInHand, questionnaire: Questionnaire, team_names: Iterable[str]) -> None:
    """Show what has to be said about the round, and store it whole or not at all."""
    people = file.reading.people
    st.header("Bring it in", anchor=False)
    names = sorted(team_names, key=str.casefold)
    team = st.text_input("Team", value=names[0] if names else "My team", max_chars=MAX_NAME_LENGTH, key="bring-team")
    if names:
        is_new = team.strip().casefold() not in {name.casefold() for name in names}
        st.caption(f"{'A new team' if is_new else 'A team you have'}. Yours: {plain(', '.join(names))}")
    left, right = st.columns(2)
    label = left.text_input("Name of this assessment", value="Past round", max_chars=MAX_NAME_LENGTH, key="bring-label")
    day = right.date_input(
        "When was it closed?",
        value=session.today(),
        min_value=_EARLIEST,
        max_value=session.today(),
        format="YYYY-MM-DD",
        key="bring-date",
    )
    variant = _variant(questionnaire)
    privacy: Privacy = st.radio(
        "What were people told about their answers?",
        list(PRIVACY_LABELS),
        format_func=PRIVACY_LABELS.__getitem__,
        captions=[PRIVACY_DESCRIPTIONS[p] for p in PRIVACY_LABELS],
        key="bring-privacy",
    )
    if people and not may_show_result_of(len(people), privacy):
        st.warning(f"Fewer than {MIN_GROUP_SIZE} people answered, so the result would show nothing, to protect them.")
    reason = _missing(file, team, label)
    if reason:
        st.markdown(f":material/block: {reason}")
    count = "" if not people else " 1 person" if len(people) == 1 else f" {len(people):,} people"
    if not st.button(
        f"Bring in{count}", type="primary", icon=":material/upload_file:", key="bring-in", disabled=bool(reason)
    ):
        return
    with errors_shown_here():
        if file.stored is None:  # a second click may come before the page says that it is done
            closed_at = min(session.now(), datetime.combine(day, time(12), UTC))
            bar = st.progress(0.0, text="Storing the answers")

            def told(done: int, total: int) -> None:
                all_done = "All answers are written. Working out the result"
                bar.progress(done / total, text=f"{done:,} of {total:,} answers" if done < total else all_done)

            file.stored = rounds.import_round(
                session.database(),
                questionnaire,
                team,
                label,
                variant,
                people,
                privacy,
                closed_at,
                session.now(),
                told,
            )
    st.session_state[session.ASSESSMENT_PARAM] = file.stored
    st.session_state[_STORED] = (file.stored, f"{team} · {label}")
    clear_file()
    st.rerun()


def _missing(file: FileInHand, team: str, label: str) -> str | None:
    """Return why nothing can be brought in yet, None when it can."""
    if file.reading.issues:
        return "Nothing is brought in while the file has faults."
    if not file.has_answers:
        return "There is no answer in the file yet: choose above which column holds which question."
    if not team.strip():
        return "Name the team."
    return None if label.strip() else "Give the assessment a name."


def _variant(questionnaire: Questionnaire) -> str:
    if not questionnaire.variants:
        return BOTH
    kinds = {v.id: v.name for v in questionnaire.variants} | {BOTH: "Both"}
    return st.segmented_control(
        "What does your organisation mostly offer?",
        list(kinds),
        format_func=lambda v: plain(kinds[v]),
        default=BOTH,
        required=True,
        key="bring-variant",
    )
