"""Texts about faults."""

from cxmaturity.wording.language.numbers import grouped


def faults_listed(shown: int, faults: int) -> str:
    """Return how many of the faults are listed, when the page does not list all."""
    return f"The first {shown} of {grouped(faults)} faults are listed here. Fix these first, then reload the page."
