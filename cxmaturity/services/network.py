"""This machine in its network: its local addresses, its address for others, and how many connections it can hold."""

import socket
from contextlib import suppress
from ipaddress import IPv6Address, ip_address


def is_local_address(address: str | None) -> bool:
    """Return whether an address always leads to the machine it is used on; False for None and unknown names."""
    if address == "localhost":
        return True
    try:
        meant = ip_address(address or "")
    except ValueError:
        return False
    if isinstance(meant, IPv6Address) and meant.ipv4_mapped:  # how a socket for both IP versions writes IPv4 addresses
        return meant.ipv4_mapped.is_loopback
    return meant.is_loopback


def network_address() -> str | None:
    """Return the address at which others in the network reach this machine, None without a network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("203.0.113.1", 9))  # sends nothing: it only selects the route
        except OSError:
            return None
        address: str = probe.getsockname()[0]
    return None if is_local_address(address) else address


OPEN_FILES = 10_240
"""Enough open files, connections included, for the largest workshop; macOS allows no process more."""


def raise_open_file_limit() -> None:
    """Raise the limit of open files and connections of this process, as far as the system allows without privileges.

    The default is often low: 1,024 on Linux, 256 on macOS. Windows has no such limit.
    """
    try:
        import resource
    except ImportError:
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY or soft >= OPEN_FILES:
        return
    wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    with suppress(ValueError, OSError):  # some systems have a lower bound than they report
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def open_file_limit() -> int:
    """Return how many files and connections this process may open, at most OPEN_FILES."""
    try:
        import resource
    except ImportError:
        return OPEN_FILES
    soft = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return OPEN_FILES if soft == resource.RLIM_INFINITY else min(soft, OPEN_FILES)
