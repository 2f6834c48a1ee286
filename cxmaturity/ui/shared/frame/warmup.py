"""What is better done before the first visitor than with them."""

import gc
import time
from contextlib import suppress

from cxmaturity.errors import CxMaturityError
from cxmaturity.services.network import raise_open_file_limit
from cxmaturity.ui.shared.frame import session


def warm_up() -> None:
    """Do the slow things once: a burst of first visitors would do them all at once."""
    from cxmaturity.services.models import folders
    from cxmaturity.services.questionnaires import list_questionnaires
    from cxmaturity.ui.assess import answer_form  # noqa: F401  # imports pandas and plotly

    raise_open_file_limit()
    with suppress(OSError):  # a folder that cannot be written is as good to read
        folders.tidy(time.time())
    list_questionnaires()
    with suppress(CxMaturityError):  # the pages say it, and try again
        session.database()
    gc.freeze()  # what was imported stays for good: no later collection needs to walk it
