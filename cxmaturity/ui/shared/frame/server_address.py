"""The address that Streamlit listens at, and the addresses that lead to the app."""

from functools import cache
from pathlib import Path

import streamlit as st

from cxmaturity.services.network import is_local_address, network_address, network_addresses
from cxmaturity.services.settings import load_settings

_EVERYWHERE = (None, "", "0.0.0.0", "::")
_chosen: dict[str, str] = {}  # of the whole process, for the projected screen is served outside of any session


def on_network() -> bool:
    """Whether the server listens beyond this machine."""
    return not is_local_address(st.get_option("server.address"))


def serves_others() -> bool:
    """Whether others reach the app, so that the owner's pages ask for the key: by the network or a named proxy."""
    return on_network() or bool(load_settings().trusted_proxies)


def base_path() -> str:
    """Return the path that the app is served under, such as /cx; empty when that is the root."""
    path: str = (st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{path}" if path else ""


@cache
def chart_files() -> list[str]:
    """Return the addresses of the files Streamlit loads for a plotly chart; none when their names have changed."""
    folder = Path(st.__file__).parent / "static" / "static" / "js"
    return [f"{base_path()}/static/js/{file.name}" for file in sorted(folder.glob("*[Pp]lotly*.js"))]


def hosts_for_others() -> list[str]:
    """Return this machine's addresses in its networks, the likeliest first; none where one is configured."""
    return network_addresses() if st.get_option("server.address") in _EVERYWHERE else []


def choose_host(host: str) -> None:
    """Let the links for others begin with this address until the app ends."""
    _chosen["host"] = host


def chosen_host() -> str | None:
    """Return the address that was chosen for others, None while none is or it is none of this machine's any more."""
    return host if (host := _chosen.get("host")) in hosts_for_others() else None


def addresses() -> list[str]:
    """Return the server's addresses such as http://192.168.1.5:8501, without the base path, that for others first."""
    configured: str | None = st.get_option("server.address")
    hosts = [chosen_host() or network_address(), "localhost"] if configured in _EVERYWHERE else [configured]
    scheme, port = "https" if st.get_option("server.sslCertFile") else "http", st.get_option("server.port")
    return [f"{scheme}://{f'[{host}]' if ':' in host else host}:{port}" for host in hosts if host]
