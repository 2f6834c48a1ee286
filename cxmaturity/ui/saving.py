"""Saving by comparison: what the page shows against what the database holds, on every run.

A callback alone is not enough. After a dropped connection the session is new and the browser sends its widgets'
values again, but the first click then fires no callback; compared with the database, it is seen and stored. And a
window that was left open must not write its old values over newer ones from elsewhere: so each window remembers what
it last agreed on with the database, and the browser carries the revision of that memory in a hidden field, which
survives a restart of the server.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import streamlit as st

from cxmaturity.answers import NOTHING_YET, Answer
from cxmaturity.errors import CxMaturityError
from cxmaturity.services import assessments
from cxmaturity.services.assessments import Work
from cxmaturity.ui import session
from cxmaturity.ui.trouble import log

_MEMORY = "agreed-with-database"
_CARRIED = "carried-revision"
_ELSEWHERE = "changed-elsewhere"
_NEW = "first-run-here"


@dataclass(frozen=True, slots=True)
class Settled:
    """How a question stands after this run.

    state: 'empty' nothing given; 'saved' the database holds what is shown; 'unsaved' it does not, see `trouble`;
    'elsewhere' another window changed it meanwhile, and the page now shows that.
    """

    state: Literal["empty", "saved", "unsaved", "elsewhere"]
    trouble: CxMaturityError | None = None


def _memory(at: Work) -> dict[str, Answer] | None:
    """Return what this window last agreed on, by question id; None in a session that has not shown this yet."""
    name, memory = st.session_state.get(_MEMORY, ("", None))
    return memory if name == at.stored.id else None


def stored(at: Work, question_id: str) -> Answer:
    """Return what the database holds for a question."""
    found = at.stored.answers.get(question_id)
    return found.answer if found else NOTHING_YET


def agreed(at: Work, question_id: str) -> Answer | None:
    """Return what this window and the database last agreed on for a question, None when it has not shown it yet."""
    return (_memory(at) or {}).get(question_id)


def settle(at: Work, shown: Mapping[str, Answer]) -> dict[str, Settled]:
    """Store whatever differs between the page (`shown`, by question id) and the database; say how each now stands.

    Call it once a run, after the widgets of the questions: it ends with a hidden field of its own.
    """
    memory = _memory(at)
    carried = None if memory is not None else _carry(at.stored.revision)
    settled = dict(memory or {})
    elsewhere: set[str] = st.session_state.setdefault(_ELSEWHERE, set())
    found: dict[str, Settled] = {}
    revision = at.stored.revision
    for question_id, answer in shown.items():
        kept, trouble = stored(at, question_id), None
        if answer != kept:
            seen = None if question_id in settled and settled[question_id] != answer else carried or 0
            try:
                saved = assessments.record(session.database(), at, question_id, answer, seen, session.now())
                kept, revision = saved.stored.answer, max(revision, saved.stored.revision)
                elsewhere.discard(question_id)
                if not saved.is_given:
                    elsewhere.add(question_id)
            except CxMaturityError as error:
                trouble = error
                log.info("not saved: %s", error.what)
        if trouble:
            found[question_id] = Settled("unsaved", trouble)
        elif question_id in elsewhere:
            found[question_id] = Settled("elsewhere")
        else:
            found[question_id] = Settled("saved" if kept.is_given or kept.note or kept.evidence else "empty")
        # Where another window's answer stands, this one still shows the old: the next run sees it is stale.
        settled[question_id] = settled.get(question_id, kept) if trouble else answer
    st.session_state[_MEMORY] = (at.stored.id, settled)
    st.session_state[_NEW] = memory is None
    if memory is not None:
        _carry(revision, set_it=True)
    return found


def complete() -> None:
    """End the page. In a session's first run, run once more: only then can the browser be given its revision."""
    if st.session_state.pop(_NEW, False):
        st.rerun()


def _carry(revision: int, set_it: bool = False) -> int:
    """Leave the revision with the browser and return the one it brought (this one on a first visit)."""
    if set_it:
        st.session_state[_CARRIED] = str(revision)
    with st.container(key="carried"):
        value = "" if set_it else str(revision)
        brought = st.text_input("Revision", value, key=_CARRIED, label_visibility="collapsed")
    return int(brought) if brought.isdigit() else 0
