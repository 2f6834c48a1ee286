"""This machine in its network: its local addresses, its address for others, and how many connections it can hold."""

import socket
import struct
import sys
from contextlib import suppress
from ipaddress import IPv6Address, ip_address

_GET_ADDRESS = 0x8915  # SIOCGIFADDR of Linux


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


def network_addresses() -> list[str]:
    """Return the addresses of this machine in all its networks, the one that leads out of them first."""
    known = dict.fromkeys([network_address(), *_interface_addresses()])
    return [address for address in known if address and not is_local_address(address)]


def _interface_addresses() -> list[str]:
    """Return the address of each network interface, as far as the system tells them without asking the network."""
    listed: list[str] = []
    if sys.platform != "linux":  # others keep the addresses of their own name; Linux may ask a server for them
        with suppress(OSError):
            listed = [str(entry[4][0]) for entry in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)]
        return listed
    import fcntl

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        for _, name in socket.if_nameindex():
            with suppress(OSError):  # an interface without an address
                reply = fcntl.ioctl(probe, _GET_ADDRESS, struct.pack("256s", name.encode()[:15]))
                listed.append(socket.inet_ntoa(reply[20:24]))
    return listed


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
