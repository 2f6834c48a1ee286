"""The printable card with the way to join a workshop, and the Wi-Fi details for it and for the lobby."""

import streamlit as st

from cxmaturity.files.file_names import file_name
from cxmaturity.files.join_card_html import join_card_html
from cxmaturity.services.workshops import workshop_view
from cxmaturity.services.workshops.preparing import join_codes
from cxmaturity.services.workshops.preparing.wifi import MAX_WIFI_NAME_BYTES, MAX_WIFI_PASSWORD_LENGTH, save_wifi
from cxmaturity.services.workshops.workshop_view import WorkshopView
from cxmaturity.ui.shared import downloads
from cxmaturity.ui.shared.forms import follow, keys
from cxmaturity.ui.shared.frame import session
from cxmaturity.ui.shared.frame.errors import errors_shown_above
from cxmaturity.ui.shared.frame.page_frame import announce
from cxmaturity.ui.shared.sure_button import sure_button
from cxmaturity.ui.surveys.invitations import invitation_link, join_address
from cxmaturity.wording.surveys import invitations as wording


def join_card(workshop: WorkshopView) -> None:
    """Show the fields for the Wi-Fi, and the download of the card as a printable page."""
    row = workshop.assessment
    with st.expander("Join card and Wi-Fi", key="join-card", icon=":material/print:"):
        _wifi(workshop)
        card = join_card_html(
            wording.join_card_title(row),
            invitation_link(row),
            join_address(),
            join_codes.format_code(workshop.code),
            workshop.wifi,
        )
        name = file_name([row.team_name, row.label, wording.JOIN_CARD_FILE], "html")
        file = downloads.ending_with(row.id, card)
        st.download_button("Save the card to print", file, name, "text/html", key="join-card-save")


def _wifi(workshop: WorkshopView) -> None:
    stored = _by_name(workshop)
    assessment_id, fields = workshop.assessment.id, _field_keys(workshop.assessment.id)
    follow.follow(_form(assessment_id), stored, fields)
    with st.form(_form(assessment_id), border=False):
        st.caption(wording.WIFI_HELP)
        st.text_input("Name of the Wi-Fi", stored["name"], max_chars=MAX_WIFI_NAME_BYTES, key=fields["name"])
        st.text_input(
            "Password of the Wi-Fi", stored["password"], max_chars=MAX_WIFI_PASSWORD_LENGTH, key=fields["password"]
        )
        key, args = keys.scoped("wifi-save", assessment_id), (assessment_id,)
        sure_button("Show the Wi-Fi", key=key, action=_save_wifi, args=args, fields=tuple(fields.values()))


def _save_wifi(assessment_id: str) -> None:
    """Callback: store those of the fields that were edited."""
    values = {name: st.session_state[key] for name, key in _field_keys(assessment_id).items()}
    changes = follow.current(_form(assessment_id)).changes(values)
    if not changes:
        return
    with errors_shown_above():
        stored = _by_name(workshop_view.load_workshop(session.database(), assessment_id))
        save_wifi(session.database(), assessment_id, **stored | changes)
        follow.written(_form(assessment_id), values, {})
        announce(wording.WIFI_SAVED, focus="join-card")


def _form(assessment_id: str) -> str:
    return keys.scoped("wifi", assessment_id)


def _field_keys(assessment_id: str) -> dict[str, str]:
    return {name: keys.scoped(f"wifi-{name}", assessment_id) for name in ("name", "password")}


def _by_name(workshop: WorkshopView) -> dict[str, str]:
    return dict(zip(("name", "password"), workshop.wifi, strict=True))
