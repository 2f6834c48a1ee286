"""What every page needs to know: the database, the time, and which assessment the address names."""

from datetime import UTC, date, datetime, time, timedelta

import streamlit as st

from cxmaturity.errors import NotFound, StillOpen
from cxmaturity.services.assessments import views
from cxmaturity.services.assessments.views import AssessmentView
from cxmaturity.services.settings import load_settings
from cxmaturity.store.engine import Database, open_database

ASSESSMENT_PARAM = "assessment"  # its name in the address and in the session


@st.cache_resource(show_spinner=False)
def database() -> Database:
    """Return the one database of this process; raises DatabaseUnavailable, and then tries again at the next call."""
    return open_database(load_settings().database_url)


def now() -> datetime:
    """Return this moment."""
    return datetime.now(UTC)


def today() -> date:
    """Return the person's date, which near midnight may not be the server's."""
    return day_of(now())


def day_of(moment: datetime) -> date:
    """Return the person's date at that moment."""
    return (moment - _utc_offset()).date()


def end_of(day: date) -> datetime:
    """Return the last moment of that day where the person is."""
    return datetime.combine(day, time.max, UTC) + _utc_offset()


def _utc_offset() -> timedelta:
    """Return how far the person's clock is behind UTC."""
    try:
        return timedelta(minutes=st.context.timezone_offset or 0)  # as browsers count
    except Exception:  # no browser, as in tests of a page
        return timedelta(0)


def last_viewed() -> AssessmentView | None:
    """Return the assessment last looked at, None when there is none or it was removed since."""
    try:
        named = st.session_state.get(ASSESSMENT_PARAM)
        return views.load_view(database(), named) if named else None
    except (NotFound, StillOpen):  # removed, or a survey still open
        del st.session_state[ASSESSMENT_PARAM]
        return None


def current_assessment_id() -> str:
    """Return the id of the assessment that the address names, else of the one last looked at; raises NotFound.

    It is written back to the address, so that the page can be left and come back to by link.
    """
    found = st.query_params.get(ASSESSMENT_PARAM) or st.session_state.get(ASSESSMENT_PARAM)
    if not found:
        raise NotFound("No assessment is chosen yet.", "Start one on Home, or open one from the list there.")
    if st.query_params.get(ASSESSMENT_PARAM) != found:
        st.query_params[ASSESSMENT_PARAM] = found
    return str(found)


def current_view() -> AssessmentView:
    """Return the assessment of `named` with all that belongs to it; raises NotFound, StillOpen of an open survey."""
    found = views.load_view(database(), current_assessment_id())
    st.session_state[ASSESSMENT_PARAM] = found.assessment.id
    return found
