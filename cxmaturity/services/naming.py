"""Names that people give to teams and assessments."""

from cxmaturity.errors import Refused
from cxmaturity.services.cleaning import one_line

MAX_NAME = 80
"""The longest name of a team, an assessment or a person, in characters."""


def named(text: str, what: str) -> str:
    """Return the name as one line; raises Refused when it is empty or too long. `what` begins the sentence."""
    name = one_line(text)
    if not name or len(name) > MAX_NAME:
        raise Refused(f"{what} needs a name of 1 to {MAX_NAME} characters.", "Change it and try again.")
    return name
