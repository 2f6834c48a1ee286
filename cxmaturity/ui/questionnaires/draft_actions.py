"""Runs a change to a draft in a callback, and announces it."""

from collections.abc import Callable
from typing import Any

from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.frame.errors import errors_shown_above
from cxmaturity.ui.shared.frame.page_frame import announce


def act(do: Callable[..., Any], done: str, *arguments: Any, focus: str = "draft") -> Any:
    """Callback: call `do` with `arguments`, announce the sentence `done` and move the focus to `focus`.

    Return the result of `do`; None when it is refused, which is shown above the page.
    """
    result = None
    with errors_shown_above():
        result = do(*arguments)
        announce(plain(done), focus=focus)
    return result
