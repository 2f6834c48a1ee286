"""Runs a change to a draft in a callback: announces it, or shows the error of a refused one."""

from collections.abc import Callable
from typing import Any

from cxmaturity.errors import CxMaturityError
from cxmaturity.ui.questionnaires.questionnaire_picker import keep_error
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.frame.page_frame import announce


def act(do: Callable[..., Any], done: str, *arguments: Any, focus: str = "draft") -> Any:
    """Callback: call `do` with `arguments`, announce the sentence `done` and move the focus to `focus`.

    Return the result of `do`; None when it is refused, which the next run shows as an error.
    """
    try:
        result = do(*arguments)
    except CxMaturityError as error:
        keep_error(error)
        return None
    announce(plain(done), focus=focus)
    return result
