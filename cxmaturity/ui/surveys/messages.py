"""Messages to copy or mail, the invitation to a survey and its reminder, and the QR code of a link."""

from collections.abc import Mapping
from urllib.parse import urlsplit

import streamlit as st

from cxmaturity.files.qr_codes import qr_svg
from cxmaturity.records import Assessment, asked_questions
from cxmaturity.services import questionnaires
from cxmaturity.services.network import is_local_address
from cxmaturity.services.surveys.progress import ParticipationStatus
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.forms import keys
from cxmaturity.ui.shared.frame import session
from cxmaturity.ui.shared.frame.errors import errors_shown_here
from cxmaturity.wording.questionnaire.reading_time import answering_time
from cxmaturity.wording.surveys import invitations as wording

_QR_WIDTH = 200  # pixels


def qr_code(link: str, key: str) -> None:
    """Show the QR code of a link, to scan from the screen or copy into a slide; `key` is its container's.

    Nothing for a link to this machine alone, which no phone can open.
    """
    host = urlsplit(link).hostname
    if not host or is_local_address(host):
        return
    with st.expander("QR code", key=key, icon=":material/qr_code:"):
        st.image(qr_svg(link), width=_QR_WIDTH, alt=wording.qr_meaning(link))


def invitation_message(row: Assessment, link: str, codes: Mapping[str, str]) -> None:
    """Show the invitation to a survey; with personal codes, given by name, one for each person."""
    with st.expander("Invitation text", key="invitation-text", icon=":material/mail:"):
        length, subject = _length(row), wording.invitation_subject(row)
        links = {name: f"{link}?code={code}" for name, code in codes.items()}
        key = keys.scoped("invitation-for", row.id)
        name = st.selectbox("For whom?", list(links), key=key) if links else ""
        _message(subject, wording.invitation_text(row, links.get(name, link), length, name), "invitation-mail")


def reminder_message(status: ParticipationStatus, link: str, codes: Mapping[str, str]) -> None:
    """Show the reminder: in an open survey for those who have not answered, in an anonymous one for all."""
    with st.expander("Reminder text", key="reminder-text", icon=":material/notifications:"):
        st.markdown(plain(wording.reminder_for(status.waiting)))
        if status.waiting == ():
            return
        row, length = status.assessment, _length(status.assessment)
        links = {name: f"{link}?code={codes[name]}" for name in status.waiting or () if name in codes}
        key = keys.scoped("reminder-for", row.id)
        name = st.selectbox("For whom?", list(links), key=key) if links else ""
        text = wording.reminder_text(row, links.get(name, link), length, name)
        _message(wording.reminder_subject(row), text, "reminder-mail")


def _message(subject: str, text: str, key: str) -> None:
    st.code(text, language=None, wrap_lines=True)
    st.link_button("Open it in your mail program", wording.mail_address(subject, text), icon=":material/mail:", key=key)


def _length(row: Assessment) -> str:
    with errors_shown_here():
        questionnaire = questionnaires.archived_questionnaire(session.database(), row.digest)
    return answering_time(asked_questions(questionnaire, row), row.variant)
