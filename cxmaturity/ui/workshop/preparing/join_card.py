"""The printable card with the way to join a workshop, and the Wi-Fi details for it and for the lobby."""

import streamlit as st

from cxmaturity.files.join_card_html import join_card_html
from cxmaturity.services.workshops.preparing import join_codes
from cxmaturity.services.workshops.preparing.wifi import MAX_WIFI_NAME_BYTES, MAX_WIFI_PASSWORD_LENGTH, save_wifi
from cxmaturity.services.workshops.workshop_view import WorkshopView
from cxmaturity.ui.shared import downloads
from cxmaturity.ui.shared.forms import follow
from cxmaturity.ui.shared.frame import session
from cxmaturity.ui.shared.frame.errors import errors_shown_here
from cxmaturity.ui.shared.frame.page_frame import announce
from cxmaturity.ui.surveys.invitations import invitation_link, public_address
from cxmaturity.wording.surveys import invitations as wording

_NAME, _PASSWORD = "wifi-name", "wifi-password"  # keys of the fields


def join_card(workshop: WorkshopView) -> None:
    """Show the fields for the Wi-Fi, and the download of the card as a printable page."""
    row = workshop.assessment
    with st.expander("Join card and Wi-Fi", key="join-card", icon=":material/print:"):
        _wifi(workshop)
        card = join_card_html(
            wording.join_card_title(row),
            invitation_link(row),
            f"{public_address()}/join",
            join_codes.format_code(workshop.code),
            workshop.wifi,
        )
        name = wording.join_card_file_name(row)
        file = downloads.ending_with(row.id, card)
        st.download_button("Save the card to print", file, name, "text/html", key="join-card-save")


def _wifi(workshop: WorkshopView) -> None:
    stored = dict(zip(("name", "password"), workshop.wifi, strict=True))
    followed = follow.follow(f"wifi-{workshop.assessment.id}", stored, {"name": _NAME, "password": _PASSWORD})
    with st.form("wifi", border=False):
        st.caption(wording.WIFI_HELP)
        name = st.text_input("Name of the Wi-Fi", stored["name"], max_chars=MAX_WIFI_NAME_BYTES, key=_NAME)
        password = st.text_input(
            "Password of the Wi-Fi", stored["password"], max_chars=MAX_WIFI_PASSWORD_LENGTH, key=_PASSWORD
        )
        is_sent = st.form_submit_button("Show the Wi-Fi", key="wifi-save")
    changes = followed.changes({"name": name, "password": password})
    if not is_sent or not changes:
        return
    with errors_shown_here():
        save_wifi(session.database(), workshop.assessment.id, **stored | changes)
    announce(wording.WIFI_SAVED, focus="join-card")
    st.rerun()
