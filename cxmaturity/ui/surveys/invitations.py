"""Inviting several people: the terms of a survey, and the links to it."""

from collections.abc import Collection
from typing import Any
from urllib.parse import urlsplit

import streamlit as st

from cxmaturity.analysis.disclosure import may_ask_roles
from cxmaturity.answers import Privacy
from cxmaturity.records import Assessment
from cxmaturity.services.assessments.creation import MAX_EXPECTED
from cxmaturity.services.network import is_local_address
from cxmaturity.services.settings import start_command
from cxmaturity.services.surveys import personal_links
from cxmaturity.services.surveys.progress import ParticipationStatus
from cxmaturity.services.workshops.workshop_view import WorkshopView
from cxmaturity.ui.shared.forms import choosers, keys
from cxmaturity.ui.shared.frame import server_address, session
from cxmaturity.ui.shared.frame.errors import errors_shown_above
from cxmaturity.ui.shared.frame.page_frame import announce
from cxmaturity.ui.shared.sure_button import sure_button
from cxmaturity.ui.surveys.messages import invitation_message, qr_code
from cxmaturity.wording.surveys.invitations import (
    ADDRESS_CHOSEN,
    KEEP_RUNNING,
    WHICH_ADDRESS,
    links_renewed,
    not_reachable,
)
from cxmaturity.wording.surveys.privacy import LINKING_HELP, ROLES_HELP
from cxmaturity.wording.workshop.workshop_setup import NO_ADDRESS_FOR_OTHERS

_ADDRESS = "address-for-others"  # widget key
_NAMES, _ROLES, _LINKED = "start-names", "start-roles", "start-linked"  # widget keys
_EXPECTED = "start-expected"  # widget key
_NAMES_COUNTED = "start-names-counted"  # session key: for how many names the number of people was drawn last
PERSONAL_CODES = "personal-codes"  # session key: by assessment id, each person's private code, shown only once


def survey_terms() -> dict[str, Any]:
    """Show the fields for the terms of a survey; return the `chosen_terms`.

    At the top they show whether the people invited can reach the app.
    """
    network_hint()
    privacy = choosers.choose_privacy("How do people answer?", "start")
    if privacy == "open":
        label = "Names, one a line, for personal links (or none: one link for all)"
        st.text_area(label, key=_NAMES, height=120, persist_state="page")
    names = _typed_names(privacy)
    is_new, number = _EXPECTED not in st.session_state, _chosen_number(names)
    if not is_new and st.session_state[_EXPECTED] != number:
        st.session_state[_EXPECTED] = number
    st.session_state[_NAMES_COUNTED] = len(names)
    expected = st.number_input(
        "How many people do you invite?",
        min_value=2,
        max_value=MAX_EXPECTED,
        value=number if is_new else "min",
        key=_EXPECTED,
        help="Each of them is told, before the first answer, how answers are treated.",
    )
    st.checkbox(
        "Ask whether someone leads people",
        key=_ROLES,
        disabled=not may_ask_roles(int(expected)),
        help=ROLES_HELP,
    )
    st.checkbox("Let answers be linked over time", key=_LINKED, help=LINKING_HELP[privacy])
    return chosen_terms()


def chosen_terms() -> dict[str, Any]:
    """Return what the fields of `survey_terms` hold, also in a callback, as keyword arguments of `StartSurvey`."""
    privacy = choosers.chosen_privacy("start")
    names = _typed_names(privacy)
    expected = _chosen_number(names)
    return {
        "privacy": privacy,
        "asks_role": st.session_state[_ROLES] and may_ask_roles(expected),
        "is_linked": st.session_state[_LINKED],
        "expected": expected,
        "names": names,
    }


def _typed_names(privacy: Privacy) -> list[str]:
    written = st.session_state.get(_NAMES, "") if privacy == "open" else ""
    return [line for line in written.splitlines() if line.strip()]


def _usual_number(names: Collection[str]) -> int:
    return min(max(2, len(names)), MAX_EXPECTED) if names else 8


def _chosen_number(names: Collection[str]) -> int:
    """Return the number of people in its field; the usual one until the field was drawn for this number of names."""
    is_for_these = st.session_state.get(_NAMES_COUNTED, len(names)) == len(names)
    return int(st.session_state.get(_EXPECTED, _usual_number(names))) if is_for_these else _usual_number(names)


def invitations(survey: ParticipationStatus) -> None:
    """Show the link for all, and the personal links while this session still has their codes."""
    row, link = survey.assessment, invitation_link(survey.assessment)
    codes = st.session_state.get(PERSONAL_CODES, {}).get(survey.assessment.id, {})
    st.header("Invite", anchor=False)
    network_hint()
    if codes:
        st.markdown("**Personal links.** They are shown only now: send each person theirs, then keep none.")
        st.code(
            "\n".join(f"{name}: {link}?code={code}" for name, code in codes.items()), language=None, wrap_lines=True
        )
        st.markdown("Anyone else can take part by the link for all:")
    else:
        st.markdown("One link for all. Each person gets a private code there, to come back with from any device.")
    st.code(link, language=None, wrap_lines=True)
    qr_code(link, "survey-qr")
    invitation_message(row, link, codes)
    if survey.not_begun and not codes:
        consequence = "Their earlier personal links stop working. Answers already given stay."
        label, key = "Make new personal links for those not here yet", keys.scoped("renew-links", row.id)
        sure_button(label, key=key, help=consequence, action=_renew_links, args=(row.id,))


def _renew_links(assessment_id: str) -> None:
    with errors_shown_above():
        renewed = personal_links.renew_personal_links(session.database(), assessment_id)
        st.session_state[PERSONAL_CODES] = {assessment_id: renewed}
        announce(links_renewed(len(renewed)))


def network_hint() -> None:
    """Show whether others can reach the app at this window's address, and if not, how to make it reachable."""
    if not server_address.serves_others():
        st.warning(not_reachable(start_command(is_for_network=True)), icon=":material/wifi_off:")
    elif is_local_address(urlsplit(public_address()).hostname):
        st.warning(NO_ADDRESS_FOR_OTHERS, icon=":material/wifi_off:")
    else:
        st.caption(KEEP_RUNNING)
        _choose_address()


def _choose_address() -> None:
    """Show the choice of the address for others, when the machine has several and the window uses a local one."""
    window = urlsplit(st.context.url or "").hostname
    if window and not is_local_address(window):
        return
    hosts = server_address.hosts_for_others()
    if len(hosts) < 2:
        return
    current = server_address.chosen_host() or hosts[0]
    if st.session_state.get(_ADDRESS) not in hosts:
        st.session_state[_ADDRESS] = current
    chosen = st.selectbox("Address for other devices", hosts, key=_ADDRESS, help=WHICH_ADDRESS)
    if chosen != current:
        server_address.choose_host(chosen)
        announce(ADDRESS_CHOSEN)
        st.rerun()


def invitation_link(row: Assessment) -> str:
    """Return the link by which anybody takes part in a survey or a workshop."""
    return f"{join_address()}/{row.invitation}"


def screen_link(workshop: WorkshopView) -> str:
    """Return the link to a workshop's projected screen, which needs no key."""
    return f"{join_address()}/screen/{workshop.screen}"


def join_address() -> str:
    """Return the address at which a workshop's join code is typed."""
    return f"{public_address()}/join"


def public_address() -> str:
    """Return the beginning of links for others: the app's URL with its base path, without a final slash.

    It is that of this window; when that is local, the one for the network. Empty when neither is known.
    """
    window = urlsplit(st.context.url or "")
    if server_address.on_network() and (not window.netloc or is_local_address(window.hostname)):
        return server_address.addresses()[0] + server_address.base_path()
    return f"{window.scheme}://{window.netloc}{server_address.base_path()}" if window.netloc else ""
