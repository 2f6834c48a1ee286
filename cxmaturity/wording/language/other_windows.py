"""Sentences about changes that another window made to something that this window shows or edits."""

CHANGED_UNDER_POINTER = "This part of the page has just changed, so your click did nothing. Click again if you mean it."
"""Shown when a page changed by itself just before a click, so that the click would have met another control."""


def done_elsewhere(what: str, done: str = "changed") -> str:
    """Return that another window has changed `what`, or done something else (`done`) to it."""
    return f"{what} was {done} in another window."


def changed_elsewhere(what: str, now: str) -> str:
    """Return that another window has changed `what`, and its value `now`."""
    return f"{what} was changed in another window to: {now}."


def shown_as_changed(what: str) -> str:
    """Return that another window has changed `what`, and that this window now shows the change."""
    return f"{what} was changed in another window; that one is shown."


def form_conflict(what: str, now: str, send_again: str) -> str:
    """Return that a form was not stored, because another window has changed `what`; its stored value is `now`.

    `send_again` begins the last sentence: how to send the form again.
    """
    return f"{changed_elsewhere(what, now)} {send_again} to put what you see here in its place."


def replaced_here(what: str, theirs: str) -> str:
    """Return that this window has replaced `theirs`, the value of `what` that another window had stored meanwhile."""
    return f"{what} had been changed in another window to: {theirs}. Yours is saved in its place."
