"""What every page needs to know: the database, the time, and which assessment the address names."""

from datetime import UTC, date, datetime, time, timedelta

import streamlit as st

from cxmaturity.errors import NotFound, StillOpen
from cxmaturity.services import assessments
from cxmaturity.services.assessments import Work
from cxmaturity.services.settings import database_url
from cxmaturity.store.engine import Database, open_database

ASSESSMENT = "assessment"  # its name in the address and in the session


@st.cache_resource(show_spinner=False)
def database() -> Database:
    """Return the one database of this process; raises StoreTrouble, and then tries again at the next call."""
    return open_database(database_url())


def now() -> datetime:
    """Return this moment."""
    return datetime.now(UTC)


def today() -> date:
    """Return the person's date, which near midnight may not be the server's."""
    return day_of(now())


def day_of(moment: datetime) -> date:
    """Return the person's date at that moment."""
    return (moment - _behind()).date()


def end_of(day: date) -> datetime:
    """Return the last moment of that day where the person is."""
    return datetime.combine(day, time.max, UTC) + _behind()


def _behind() -> timedelta:
    """Return how far the person's clock is behind UTC."""
    try:
        return timedelta(minutes=st.context.timezone_offset or 0)  # as browsers count
    except Exception:  # no browser, as in tests of a page
        return timedelta(0)


def last_seen() -> Work | None:
    """Return the assessment last looked at, None when there is none or it was removed since."""
    try:
        named = st.session_state.get(ASSESSMENT)
        return assessments.work(database(), named) if named else None
    except (NotFound, StillOpen):  # removed, or a survey still open
        del st.session_state[ASSESSMENT]
        return None


def named() -> str:
    """Return the id of the assessment that the address names, else of the one last looked at; raises NotFound.

    It is written back to the address, so that the page can be left and come back to by link.
    """
    found = st.query_params.get(ASSESSMENT) or st.session_state.get(ASSESSMENT)
    if not found:
        raise NotFound("No assessment is chosen yet.", "Start one on Home, or open one from the list there.")
    if st.query_params.get(ASSESSMENT) != found:
        st.query_params[ASSESSMENT] = found
    return str(found)


def work() -> Work:
    """Return the assessment of `named` with all that belongs to it; raises NotFound, StillOpen of an open survey."""
    found = assessments.work(database(), named())
    st.session_state[ASSESSMENT] = found.assessment.id
    return found
