"""Sentences on what was done in another window to what is open in this one: what it is, what was done, and where."""


def done_elsewhere(what: str, done: str = "changed") -> str:
    """Return that another window has done something to what `what` names."""
    return f"{what} was {done} in another window."


def changed_elsewhere(what: str, now: str) -> str:
    """Return that another window has changed what `what` names, and what it is `now`."""
    return f"{what} was changed in another window to: {now}."


def shown_as_changed(what: str) -> str:
    """Return that another window has changed what `what` names, and that this one shows it so."""
    return f"{what} was changed in another window; that one is shown."


def form_conflict(what: str, now: str, send_again: str) -> str:
    """Return that a form was not stored, what is stored instead, and that it replaces that when it is sent again."""
    return f"{changed_elsewhere(what, now)} {send_again} to put what you see here in its place."


def replaced_here(what: str, theirs: str) -> str:
    """Return that this window has replaced `theirs`, which another had stored since this one showed it."""
    return f"{what} had been changed in another window to: {theirs}. Yours is saved in its place."
