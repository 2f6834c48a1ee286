"""The address that Streamlit listens at, and the addresses that lead to the app."""

from functools import cache
from pathlib import Path

import streamlit as st

from cxmaturity.services.network import is_local_address, network_address
from cxmaturity.services.settings import load_settings

_EVERYWHERE = (None, "", "0.0.0.0", "::")


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


def addresses() -> list[str]:
    """Return the server's addresses such as http://192.168.1.5:8501, without the base path, the network's first."""
    configured: str | None = st.get_option("server.address")
    hosts = [network_address(), "localhost"] if configured in _EVERYWHERE else [configured]
    scheme, port = "https" if st.get_option("server.sslCertFile") else "http", st.get_option("server.port")
    return [f"{scheme}://{f'[{host}]' if ':' in host else host}:{port}" for host in hosts if host]
