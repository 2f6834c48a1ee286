"""Slow work that is done at start-up, so that the first visitor does not wait for it."""

import gc
import time
from contextlib import suppress

from cxmaturity.errors import CxMaturityError
from cxmaturity.services.network import raise_open_file_limit
from cxmaturity.ui.shared.frame import session


def start_up() -> None:
    """Do slow one-time work now; otherwise each of several first visitors would do it at the same time."""
    from cxmaturity.services.drafts import folders
    from cxmaturity.services.questionnaires import list_questionnaires
    from cxmaturity.ui.assess import answer_form  # noqa: F401  # imports pandas and plotly

    raise_open_file_limit()
    with suppress(OSError):  # a folder that cannot be written can still be read
        folders.tidy(time.time())
    list_questionnaires()
    with suppress(CxMaturityError):  # the pages show the error, and try again
        session.database()
    gc.freeze()  # imported modules stay for good: later collections need not walk them
