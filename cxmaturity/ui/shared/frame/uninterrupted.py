"""What an action does is done as a whole: a click that arrives meanwhile waits until it is over.

Streamlit looks for new clicks at every access to the session, also within callbacks, and ends what runs then: an action
that had been stored would not be announced, and the page that it leads to not be opened.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.state.session_state import SessionState


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Context manager: let no click end the run within the block; it does so at the run's next step."""
    context = get_script_run_ctx(suppress_warning=True)
    requests = context.script_requests if context else None
    if requests is None or "on_scriptrunner_yield" in vars(requests):
        yield
        return
    requests.on_scriptrunner_yield = lambda: None  # type: ignore[method-assign]  # Streamlit has no setting for it
    try:
        yield
    finally:
        del requests.on_scriptrunner_yield


def finish_callbacks() -> None:
    """Let every callback of this process end before a click ends its run."""
    call = SessionState._call_callbacks

    def call_uninterrupted(state: SessionState, **replayed: Any) -> None:
        with uninterrupted():
            call(state, **replayed)

    SessionState._call_callbacks = call_uninterrupted  # type: ignore[assignment,method-assign]  # Streamlit has no setting for it
