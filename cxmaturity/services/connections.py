"""How many connections the process may hold: a phone in a workshop keeps two, one to listen and one to vote."""

from contextlib import suppress

ENOUGH = 10_240
"""Open files, connections among them, that the largest workshop does not use up; macOS lets nobody have more."""


def allow_many() -> None:
    """Raise how many files and connections this process may open, as far as the system lets it without asking anyone.

    Many systems give a process few unless it asks for more: Linux 1,024, macOS 256. Windows has no such limit.
    """
    try:
        import resource
    except ImportError:
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY or soft >= ENOUGH:
        return
    wanted = ENOUGH if hard == resource.RLIM_INFINITY else min(ENOUGH, hard)
    with suppress(ValueError, OSError):  # a system may have another bound, which it does not tell here
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
