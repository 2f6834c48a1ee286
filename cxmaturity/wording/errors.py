"""What is wrong, in words."""

from cxmaturity.wording.language.numbers import grouped


def faults_listed(shown: int, faults: int) -> str:
    """Return how many of the faults stand on the page, where they do not all fit."""
    return f"The first {shown} of {grouped(faults)} faults are listed here. Fix these first, then reload the page."
