"""This machine in its network: which addresses mean itself, which one others reach it at, and how many it can hold."""

import socket
from contextlib import suppress
from ipaddress import IPv6Address, ip_address


def is_local_address(address: str | None) -> bool:
    """Whether an address leads nowhere but to the machine it is used on; None and unknown names may lead anywhere."""
    if address == "localhost":
        return True
    try:
        meant = ip_address(address or "")
    except ValueError:
        return False
    if isinstance(meant, IPv6Address) and meant.ipv4_mapped:  # as one door for both kinds names its visitors
        return meant.ipv4_mapped.is_loopback
    return meant.is_loopback


def network_address() -> str | None:
    """Return the address at which others in the network reach this machine, None when it is in none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("203.0.113.1", 9))  # sends nothing: it only asks which way such a packet would leave
        except OSError:
            return None
        address: str = probe.getsockname()[0]
    return None if is_local_address(address) else address


OPEN_FILES = 10_240
"""Open files, connections among them, that the largest workshop does not use up; macOS lets nobody have more."""


def raise_open_file_limit() -> None:
    """Raise how many files and connections this process may open, as far as the system lets it without asking anyone.

    Many systems give a process few unless it asks for more: Linux 1,024, macOS 256. Windows has no such limit.
    """
    try:
        import resource
    except ImportError:
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY or soft >= OPEN_FILES:
        return
    wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    with suppress(ValueError, OSError):  # a system may have another bound, which it does not tell here
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def open_file_limit() -> int:
    """Return how many files and connections this process may open, OPEN_FILES at most."""
    try:
        import resource
    except ImportError:
        return OPEN_FILES
    soft = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return OPEN_FILES if soft == resource.RLIM_INFINITY else min(soft, OPEN_FILES)
