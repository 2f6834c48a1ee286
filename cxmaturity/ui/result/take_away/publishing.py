"""Publishing a result by a read-only link: its duration, the list of open links, and withdrawing one."""

import streamlit as st

from cxmaturity.records import Assessment, PublishedLink
from cxmaturity.services.settings import load_settings
from cxmaturity.services.sharing import participant_links, published_links
from cxmaturity.ui.shared.forms import keys
from cxmaturity.ui.shared.frame import session
from cxmaturity.ui.shared.frame.errors import errors_shown_above, errors_shown_here
from cxmaturity.ui.shared.frame.page_frame import announce
from cxmaturity.ui.shared.sure_button import sure_button
from cxmaturity.ui.surveys.invitations import network_hint, public_address
from cxmaturity.ui.surveys.messages import qr_code
from cxmaturity.wording.exports import sharing as words

_BOX, _PARTICIPANTS_BOX = "publish", "give-participants"  # keys of the containers that the focus moves to


def publishing(assessment: Assessment) -> None:
    """Show, folded under one line, the form that publishes the result, and its open links."""
    box = st.expander(words.PUBLISH, key=_BOX, on_change="rerun", icon=":material/link:")
    if not box.open:
        return
    with box:
        st.markdown(words.PUBLISH_HELP)
        network_hint()
        form, days, key = (keys.scoped(f"publish-{name}", assessment.id) for name in ("form", "days", "now"))
        with st.form(form, border=False), st.container(horizontal=True, vertical_alignment="bottom"):
            st.selectbox(words.FOR_HOW_LONG, published_links.DAYS, index=1, format_func=words.days, key=days, width=200)
            args = (assessment.id, days)
            sure_button(words.PUBLISH_NOW, key=key, action=_publish, args=args, fields=(days,), type="primary")
        with errors_shown_here():
            links = published_links.open_links(session.database(), assessment.id, session.now())
        for number, link in enumerate(links, start=1):
            _open_link(link, number)


def sharing_with_participants(assessment: Assessment) -> None:
    """Show the button that gives all who took part in a closed workshop its result and files by a link."""
    with errors_shown_here():
        links = published_links.open_links(session.database(), assessment.id, session.now())
    with st.container(key=_PARTICIPANTS_BOX):
        st.header(words.GIVE_TO_PARTICIPANTS, anchor=False)
        if any(link.is_whole for link in links):
            for number, link in enumerate(links, start=1):
                if link.is_whole:
                    _open_link(link, number, key="participants-link")
            return
        st.markdown(words.GIVE_HELP)
        network_hint()
        icon, key, args = ":material/qr_code:", keys.scoped("give-to-room", assessment.id), (assessment.id,)
        sure_button(words.GIVE_NOW, key=key, action=_give, args=args, type="primary", icon=icon)


def _give(assessment_id: str) -> None:
    with errors_shown_above():
        key = load_settings().owner_key
        participant_links.share_with_participants(session.database(), assessment_id, session.viewer_now(), key)
        announce(words.GIVEN, focus=_PARTICIPANTS_BOX)


def _publish(assessment_id: str, field: str) -> None:
    with errors_shown_above():
        days, key = st.session_state[field], load_settings().owner_key
        published_links.publish(session.database(), assessment_id, days, session.viewer_now(), key)
        announce(words.PUBLISHED, focus="link-1")


def _open_link(link: PublishedLink, number: int, key: str = "link") -> None:
    """Show a link as text to copy and as a QR code, and the button that withdraws it.

    `key` is the beginning of the widgets' keys.
    """
    until = session.day_of(link.expires_at)
    secret = published_links.known_secret(load_settings().owner_key, link)
    with st.container(border=True, key=f"{key}-{number}"):
        st.markdown(words.link_line(session.day_of(link.created_at), until))
        if link.is_whole:
            st.markdown(words.FOR_PARTICIPANTS)
        if secret is None:
            st.markdown(words.EARLIER_KEY)
        else:
            address = f"{public_address()}/r/{secret}"
            st.code(address, language=None, wrap_lines=True)
            qr_code(address, f"{key}-qr-{number}")
        args = (link.id, _BOX if key == "link" else _PARTICIPANTS_BOX)
        label, icon = words.withdraw(until, number), ":material/link_off:"
        sure_button(label, key=f"{key}-out-{link.id}", icon=icon, action=_withdraw, args=args)


def _withdraw(link_id: str, focus: str) -> None:
    with errors_shown_above():
        published_links.revoke(session.database(), link_id, session.now())
        announce(words.WITHDRAWN, focus=focus)
