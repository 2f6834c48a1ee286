"""The schedule of a survey: its deadline, sharing of the result afterwards, and repetition."""

import streamlit as st

from cxmaturity.records import Assessment
from cxmaturity.services import questionnaires
from cxmaturity.services.surveys import schedule as survey_schedule
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.forms import follow
from cxmaturity.ui.shared.forms.optional_date import optional_date
from cxmaturity.ui.shared.frame import session
from cxmaturity.ui.shared.frame.errors import errors_shown_above, errors_shown_here
from cxmaturity.ui.shared.frame.page_frame import announce, open_next
from cxmaturity.ui.shared.sure_button import sure_button
from cxmaturity.wording.assessments import keeps_version
from cxmaturity.wording.surveys import invitations as wording


def schedule(row: Assessment) -> None:
    """Show the fields for the deadline of a survey, the sharing of its result, and its repetition."""
    if row.is_open:
        _deadline(row)
    _sharing(row)
    _repetition(row)


def _deadline(row: Assessment) -> None:
    stored = row.deadline.date() if row.deadline else None
    key = f"deadline-{row.id}"
    follow.follow(key, {"day": stored}, {"day": key})
    label, today = "Close by itself at the end of", session.today()
    day = optional_date(label, stored, key=key, earliest=today, help=wording.DEADLINE_HELP)
    if day != stored:
        with errors_shown_here():
            closes_at = session.end_of(day) if day else None
            survey_schedule.set_deadline(session.database(), row.id, closes_at, session.now())
        announce(wording.closes_by_itself(day) if day else wording.NO_DEADLINE)
        st.rerun()
    if day:
        st.caption(wording.closes_by_itself(day))


def _sharing(row: Assessment) -> None:
    key = f"shared-{row.id}"
    follow.follow(key, {"is_shared": row.is_shared}, {"is_shared": key})
    is_shared = st.checkbox(wording.SHARE_LABEL, row.is_shared, key=key, help=wording.SHARE_HELP)
    if is_shared != row.is_shared:
        with errors_shown_here():
            survey_schedule.share_result(session.database(), row.id, is_shared)
        announce(wording.SHARED if is_shared else wording.NOT_SHARED)
        st.rerun()


def _repetition(row: Assessment) -> None:
    key = f"repeat-{row.id}"
    follow.follow(key, {"months": row.repeat_months}, {"months": key})
    rhythms = list(wording.RHYTHM_LABELS)
    months = st.selectbox(
        "Repeat",
        rhythms,
        rhythms.index(row.repeat_months),
        format_func=wording.RHYTHM_LABELS.__getitem__,
        key=key,
        help=wording.RHYTHM_HELP,
        width=260,
    )
    if months != row.repeat_months:
        with errors_shown_here():
            survey_schedule.set_repetition(session.database(), row.id, months)
        announce(wording.repeats(months))
        st.rerun()


def due_rounds(only: str | None = None) -> None:
    """Show each survey with a repetition: when its next round is due, and the button that starts it.

    With `only`, the id of an assessment, show that survey alone.
    """
    with errors_shown_here():
        due = survey_schedule.due_rounds(session.database(), session.day_of)
    for each in due:
        if only in (None, each.last.id):
            _due_round(each)


def _due_round(due: survey_schedule.DueRound) -> None:
    last, sentence = due.last, wording.next_round_due(due.due, session.today())
    versions = questionnaires.newer_version(session.database(), last.digest)
    more = f"  \n:small[{plain(keeps_version(*versions))}]" if versions else ""
    with st.container(horizontal=True, vertical_alignment="center", key=f"due-{last.id}"):
        st.markdown(f"**{plain(last.team_name)} · {plain(last.label)}.** {sentence}{more}", width="stretch")
        label = f"Begin the next round of {plain(last.team_name)}"
        key, icon = f"begin-next-{last.id}", ":material/replay:"
        sure_button(label, key=key, icon=icon, help=wording.SAME_AGAIN, action=_begin_next, args=(last,))


def _begin_next(last: Assessment) -> None:
    with errors_shown_above():
        begun = survey_schedule.begin_next_round(session.database(), last.id, session.now(), session.today())
        st.session_state[session.ASSESSMENT_PARAM] = begun
        announce(wording.next_round_begun(last))
        open_next("survey.py", assessment=begun)
