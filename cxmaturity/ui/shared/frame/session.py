"""What every page needs to know: the database, the time, and which assessment the address names."""

from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import streamlit as st

from cxmaturity.errors import NotFound, StillOpen
from cxmaturity.services.assessments import choosing, views
from cxmaturity.services.assessments.views import AssessmentView
from cxmaturity.services.imports import rounds
from cxmaturity.services.settings import load_settings, protect_data_folder
from cxmaturity.store.database.engine import Database, open_database
from cxmaturity.ui.shared.frame.language import mark_questionnaire

ASSESSMENT_PARAM = "assessment"  # its name in the address and in the session
LAYOUT_PARAM = "view"  # of the answer form, the same
QUESTION_PARAM = "at"  # the question shown, in the address
_LAYOUTS = "answer-layouts"  # session key: by assessment id, the layout in which its questions were shown last


_opened: list[Database] = []  # to be closed at the end: what is cached cannot be looked at without making it


@st.cache_resource(show_spinner=False)
def database() -> Database:
    """Return the one database of this process; raises DatabaseUnavailable, and then tries again at the next call."""
    protect_data_folder()
    opened = open_database(load_settings().database_url)
    rounds.remove_unfinished_imports(opened)
    _opened.append(opened)
    return opened


def close_database() -> None:
    """Close the database, if it was opened, so that all of it is in its file."""
    while _opened:
        _opened.pop().close()


def now() -> datetime:
    """Return this moment."""
    return datetime.now(UTC)


def today() -> date:
    """Return the viewer's date, which near midnight may not be the server's."""
    return day_of(now())


def viewer_now() -> datetime:
    """Return this moment in the viewer's time zone."""
    return now().astimezone(_viewer_zone())


def day_of(moment: datetime) -> date:
    """Return the viewer's date at a moment."""
    return moment.astimezone(_viewer_zone()).date()


def end_of(day: date) -> datetime:
    """Return the last moment of a day where the viewer is."""
    return datetime.combine(day, time.max, _viewer_zone())


def _viewer_zone() -> tzinfo:
    """Return the browser's time zone: by its name, else by the offset of today; UTC where there is no browser."""
    try:
        name, minutes_behind = st.context.timezone, st.context.timezone_offset
    except Exception:  # no browser, as in tests of a page
        return UTC
    with suppress(KeyError, ValueError, OSError):  # a name that this machine does not know
        return ZoneInfo(name or "")
    with suppress(ValueError):  # no offset of a place on earth
        return timezone(timedelta(minutes=-(minutes_behind or 0)))
    return UTC


def last_viewed() -> AssessmentView | None:
    """Return the assessment last looked at, None when there is none, it was removed since, or it is an open survey."""
    try:
        assessment_id = st.session_state.get(ASSESSMENT_PARAM)
        return views.load_view(database(), assessment_id) if assessment_id else None
    except (NotFound, StillOpen):
        del st.session_state[ASSESSMENT_PARAM]
        return None


def current_assessment_id() -> str:
    """Return the id of the assessment that the address names, else of the one last looked at; raises NotFound.

    It is written back to the address, so that the page can be left and come back to by link.
    """
    assessment_id = st.query_params.get(ASSESSMENT_PARAM) or st.session_state.get(ASSESSMENT_PARAM)
    if not assessment_id:
        raise NotFound("No assessment is chosen yet.", "Start one on Home, or open one from the list there.")
    if st.query_params.get(ASSESSMENT_PARAM) != assessment_id:
        st.query_params[ASSESSMENT_PARAM] = assessment_id
    return str(assessment_id)


def current_view(*, to_answer: bool = False) -> AssessmentView:
    """Return the current assessment with all that belongs to it; raises NotFound, StillOpen for an open survey.

    Where neither the address nor this session names one, it is the newest that has a result, of the viewer's own teams
    if they have any. With `to_answer` one that is finished gives way to the newest that can still be answered, unless
    the address names it.
    """
    if not st.query_params.get(ASSESSMENT_PARAM):
        last = last_viewed()
        if last is None or (to_answer and not last.assessment.is_open):
            newest = choosing.newest_to_answer(database()) if to_answer else None
            newest = newest or (last.assessment if last else choosing.newest_with_result(database()))
            st.session_state[ASSESSMENT_PARAM] = newest.id if newest else None
    view = views.load_view(database(), current_assessment_id())
    st.session_state[ASSESSMENT_PARAM] = view.assessment.id
    mark_questionnaire(view.questionnaire)
    return view


def remember_layout(assessment_id: str, layout: str) -> None:
    """Remember how the questions of an assessment are shown, so that `answering_address` leads back there."""
    st.session_state.setdefault(_LAYOUTS, {})[assessment_id] = layout


def answering_address(assessment_id: str) -> dict[str, str]:
    """Return what the address of Assess names to go on with an assessment where this window left it."""
    layout = st.session_state.get(_LAYOUTS, {}).get(assessment_id)
    return {ASSESSMENT_PARAM: assessment_id} | ({LAYOUT_PARAM: layout} if layout else {})
