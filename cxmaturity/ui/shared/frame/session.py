"""The context of every page: the database, the viewer's time, and the assessment named in the address."""

from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import streamlit as st

from cxmaturity.errors import NotFound, StillOpen
from cxmaturity.services.assessments import choosing, views
from cxmaturity.services.assessments.views import AssessmentView
from cxmaturity.services.imports import staging
from cxmaturity.services.imports.round_days import middle_of_day
from cxmaturity.services.settings import load_settings, protect_data_folder
from cxmaturity.store.database.engine import Database, open_database
from cxmaturity.ui.shared.frame.language import mark_questionnaire

ASSESSMENT_PARAM = "assessment"  # query parameter and session key: the id of the assessment
LAYOUT_PARAM = "view"  # query parameter and session key: the layout of the answer form
QUESTION_PARAM = "at"  # query parameter: the id of the question shown
_LAYOUTS = "answer-layouts"  # session key: by assessment id, the layout used last


_opened: list[Database] = []  # for closing: reading the cached resource would open it if it is not open yet


@st.cache_resource(show_spinner=False)
def database() -> Database:
    """Return the one database of this process; raises DatabaseUnavailable, after which the next call tries again."""
    protect_data_folder()
    opened = open_database(load_settings().database_url)
    staging.remove_unfinished_imports(opened)
    _opened.append(opened)
    return opened


def close_database() -> None:
    """Close the database if it was opened, so that its file is complete."""
    while _opened:
        _opened.pop().close()


def now() -> datetime:
    """Return the current time in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Return the viewer's date, which near midnight may not be the server's."""
    return day_of(now())


def viewer_now() -> datetime:
    """Return the current time in the viewer's time zone."""
    return now().astimezone(_viewer_zone())


def day_of(moment: datetime) -> date:
    """Return the date of a moment in the viewer's time zone."""
    return moment.astimezone(_viewer_zone()).date()


def end_of(day: date) -> datetime:
    """Return the last moment of a day in the viewer's time zone; where the clock goes back at midnight, the second."""
    return datetime.combine(day, time.max.replace(fold=1), _viewer_zone())


def middle_of(day: date) -> datetime:
    """Return a moment of a day that has the same date for the viewer and in UTC."""
    return middle_of_day(day, _viewer_zone())


def _viewer_zone() -> tzinfo:
    """Return the browser's time zone by name, else by its current offset; UTC without a browser."""
    try:
        name, minutes_behind = st.context.timezone, st.context.timezone_offset
    except Exception:  # no browser, as in tests of a page
        return UTC
    with suppress(KeyError, ValueError, OSError):  # this machine does not know the name
        return ZoneInfo(name or "")
    with suppress(ValueError):  # the offset is out of range
        return timezone(timedelta(minutes=-(minutes_behind or 0)))
    return UTC


def last_viewed() -> AssessmentView | None:
    """Return the assessment viewed last; None without one, when it was removed since, or for an open survey."""
    try:
        assessment_id = st.session_state.get(ASSESSMENT_PARAM)
        return views.load_view(database(), assessment_id) if assessment_id else None
    except (NotFound, StillOpen):
        del st.session_state[ASSESSMENT_PARAM]
        return None


def current_assessment_id() -> str:
    """Return the id of the assessment in the address, else of the one viewed last; raises NotFound.

    The id is also written to the address, so that a link or Back leads to the same assessment.
    """
    assessment_id = st.query_params.get(ASSESSMENT_PARAM) or st.session_state.get(ASSESSMENT_PARAM)
    if not assessment_id:
        raise NotFound("No assessment is chosen yet.", "Start one on Home, or open one from the list there.")
    if st.query_params.get(ASSESSMENT_PARAM) != assessment_id:
        st.query_params[ASSESSMENT_PARAM] = assessment_id
    return str(assessment_id)


def current_view(*, to_answer: bool = False) -> AssessmentView:
    """Return the current assessment; raises NotFound, and StillOpen for an open survey.

    When neither the address nor the session names one, it is the newest whose result says something, of the viewer's
    own teams if these have any. With `to_answer`, the newest unfinished one replaces a finished one that the address
    does not name.
    """
    if not st.query_params.get(ASSESSMENT_PARAM):
        last = last_viewed()
        if last is None or (to_answer and not last.assessment.is_open):
            newest = choosing.newest_to_answer(database()) if to_answer else None
            newest = newest or (last.assessment if last else choosing.newest_to_show(database()))
            st.session_state[ASSESSMENT_PARAM] = newest.id if newest else None
    view = views.load_view(database(), current_assessment_id())
    st.session_state[ASSESSMENT_PARAM] = view.assessment.id
    mark_questionnaire(view.questionnaire)
    return view


def remember_layout(assessment_id: str, layout: str) -> None:
    """Remember the layout of an assessment's answer form for `answering_address`."""
    st.session_state.setdefault(_LAYOUTS, {})[assessment_id] = layout


def answering_address(assessment_id: str) -> dict[str, str]:
    """Return the query parameters of Assess that continue an assessment where this window left it."""
    layout = st.session_state.get(_LAYOUTS, {}).get(assessment_id)
    return {ASSESSMENT_PARAM: assessment_id} | ({LAYOUT_PARAM: layout} if layout else {})
