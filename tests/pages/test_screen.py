"""The page that leads to the projected screen says what to do where phones cannot reach the app."""

import pytest
import streamlit as st

from cxmaturity.store.database.engine import Database
from cxmaturity.ui.shared.frame import server_address
from tests import workshop_fixtures
from tests.pages.conftest import OpenPage


@pytest.mark.parametrize(
    ("is_reached", "addresses", "hint"),
    [
        (False, ["http://localhost:8501"], "make run NETWORK=1"),
        (True, ["http://localhost:8501"], "Open the app by its address in your network"),
        (True, ["http://192.168.1.5:8501", "http://localhost:8501"], ""),
    ],
)
def test_it_says_what_to_do_where_phones_cannot_come(
    open_page: OpenPage,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
    is_reached: bool,
    addresses: list[str],
    hint: str,
) -> None:
    """The app listens on this computer only, or has no network address: the screen shows no join code."""
    monkeypatch.setattr(server_address, "serves_others", lambda: is_reached)
    monkeypatch.setattr(server_address, "on_network", lambda: is_reached)
    monkeypatch.setattr(server_address, "addresses", lambda: addresses)
    page = open_page("screen", assessment=workshop_fixtures.opened(database).assessment.id)
    hints = [warning.value for warning in page.warning]
    assert [hint in each for each in hints] == ([True] if hint else [])


def test_the_address_for_phones_is_chosen_where_the_computer_is_in_several_networks(
    open_page: OpenPage, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Links start with it, also on the projected screen; an address that no longer exists is not used."""
    networks = ["192.168.1.5", "10.0.0.7"]
    monkeypatch.setattr(server_address, "_chosen", {})
    monkeypatch.setattr(server_address, "_EVERYWHERE", (st.get_option("server.address"),))
    monkeypatch.setattr(server_address, "serves_others", lambda: True)
    monkeypatch.setattr(server_address, "on_network", lambda: True)
    monkeypatch.setattr(server_address, "network_address", lambda: networks[0])
    monkeypatch.setattr(server_address, "network_addresses", lambda: networks)
    page = open_page("screen", assessment=workshop_fixtures.opened(database).assessment.id)
    page.selectbox(key="address-for-others").select("10.0.0.7").run()
    assert server_address.addresses()[0].startswith("http://10.0.0.7:")
    del networks[1]
    assert server_address.addresses()[0].startswith("http://192.168.1.5:")
    page.run()
    assert not page.exception
    assert "address-for-others" not in [field.key for field in page.selectbox]
