"""The result of a pulse in words."""

from cxmaturity.wording.language.numbers import format_index

PULSE_IS_A_DIRECTION = "So few questions give a direction, not a stage: the full assessment says which."


def pulse_headline(index: float | None) -> str:
    """Return the index of a pulse as the headline of its result; `index` is None when too little is rated."""
    if index is None:
        return "No pulse: too little is rated"
    return f"Pulse: {format_index(index)} of 100"
