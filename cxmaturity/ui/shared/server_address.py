"""Where Streamlit was told to listen, and the addresses that lead there."""

import streamlit as st

from cxmaturity.services.network import is_local_address, network_address

_EVERYWHERE = (None, "", "0.0.0.0", "::")


def on_network() -> bool:
    """Whether the server was told to listen beyond this machine."""
    return not is_local_address(st.get_option("server.address"))


def addresses() -> list[str]:
    """Return what leads to the app, such as http://192.168.1.5:8501: from other machines first, then from this one."""
    told: str | None = st.get_option("server.address")
    hosts = [network_address(), "localhost"] if told in _EVERYWHERE else [told]
    scheme, port = "https" if st.get_option("server.sslCertFile") else "http", st.get_option("server.port")
    return [f"{scheme}://{f'[{host}]' if ':' in host else host}:{port}" for host in hosts if host]
