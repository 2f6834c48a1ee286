"""This machine in its network: which addresses mean itself, and which one others reach it at."""

import socket
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
