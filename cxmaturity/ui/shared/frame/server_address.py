"""The address that Streamlit listens on, and the URLs at which others reach the app."""

from functools import cache
from pathlib import Path

import streamlit as st

from cxmaturity.services.network import is_local_address, network_address, network_addresses
from cxmaturity.services.settings import load_settings

_EVERYWHERE = (None, "", "0.0.0.0", "::")
_chosen: dict[str, str] = {}  # process-wide, because the projected screen is served outside of any session


def on_network() -> bool:
    """Return whether the server listens on the network, not on this machine alone."""
    return not is_local_address(st.get_option("server.address"))


def serves_others() -> bool:
    """Return whether others reach the app, by the network or a configured proxy; owner pages then require the key."""
    return on_network() or bool(load_settings().trusted_proxies)


def base_path() -> str:
    """Return the path under which the app is served, such as /cx; empty for the root."""
    path: str = (st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{path}" if path else ""


@cache
def chart_files() -> list[str]:
    """Return the URLs of the files that Streamlit loads for a plotly chart; empty when it names them differently."""
    folder = Path(st.__file__).parent / "static" / "static" / "js"
    return [f"{base_path()}/static/js/{file.name}" for file in sorted(folder.glob("*[Pp]lotly*.js"))]


def hosts_for_others() -> list[str]:
    """Return this machine's network addresses, the likeliest first; empty when a public address is configured."""
    return network_addresses() if st.get_option("server.address") in _EVERYWHERE else []


def choose_host(host: str) -> None:
    """Use this address in links for others until the app ends."""
    _chosen["host"] = host


def chosen_host() -> str | None:
    """Return the address chosen by `choose_host`, None without one or when it is no longer one of this machine's."""
    return host if (host := _chosen.get("host")) in hosts_for_others() else None


def addresses() -> list[str]:
    """Return the server's URLs such as http://192.168.1.5:8501, without the base path, the one for others first."""
    configured: str | None = st.get_option("server.address")
    hosts = [chosen_host() or network_address(), "localhost"] if configured in _EVERYWHERE else [configured]
    scheme, port = "https" if st.get_option("server.sslCertFile") else "http", st.get_option("server.port")
    return [f"{scheme}://{f'[{host}]' if ':' in host else host}:{port}" for host in hosts if host]
