"""Waiting for what may take long on a busy machine."""

import time
from collections.abc import Callable

PATIENCE = 40_000  # milliseconds: how long anything may take before it counts as not happening


def eventually(look: Callable[[], object], wanted: object, where: str = "") -> None:
    """Wait until `look` returns the wanted value, for what `expect` cannot check, such as a row in the database.

    `where` precedes the message of the failure.
    """
    until = time.monotonic() + PATIENCE / 1000
    while (result := look()) != wanted:
        assert time.monotonic() < until, f"{where} still {result!r}, not {wanted!r}"
        time.sleep(0.05)
