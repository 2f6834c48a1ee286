"""Doing something to a draft on a click: what was done is said, what cannot be done is shown as an error."""

from collections.abc import Callable
from typing import Any

from cxmaturity.errors import CxMaturityError
from cxmaturity.ui.questionnaires.choosing import keep_error
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.frame.page_frame import announce


def act(do: Callable[..., Any], done: str, *arguments: Any, focus: str = "draft") -> Any:
    """Do something to a draft, say that it is `done`, and move the focus; return the result, None where it cannot be.

    To be called in a callback.
    """
    try:
        result = do(*arguments)
    except CxMaturityError as error:
        keep_error(error)
        return None
    announce(plain(done), focus=focus)
    return result
