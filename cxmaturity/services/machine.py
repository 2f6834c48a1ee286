"""This machine in its network: which addresses mean itself, which one others reach it at, and how many it can hold."""

import socket
from contextlib import suppress
from ipaddress import IPv6Address, ip_address


def is_itself(address: str | None) -> bool:
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
        found: str = probe.getsockname()[0]
    return None if is_itself(found) else found


_ENOUGH = 65_536


def hold_many() -> None:
    """Let this process hold as many connections at once as it may: a room holds one for each phone, and more."""
    with suppress(ImportError, ValueError, OSError):  # Windows has no such limit; elsewhere it may not be ours to raise
        import resource

        now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = _ENOUGH if most == resource.RLIM_INFINITY else min(_ENOUGH, most)
        if now != resource.RLIM_INFINITY and now < wanted:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))
