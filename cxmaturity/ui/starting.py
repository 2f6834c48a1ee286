"""What is better done before the first visitor than with them."""

import gc
from contextlib import suppress

from cxmaturity.errors import CxMaturityError
from cxmaturity.services.connections import allow_many
from cxmaturity.ui import session


def warm_up() -> None:
    """Do the slow things once: a burst of first visitors would do them all at once."""
    from cxmaturity.services.library import shelf
    from cxmaturity.ui import charts, sheet  # noqa: F401  # imports pandas and plotly

    allow_many()
    shelf()
    with suppress(CxMaturityError):  # the pages say it, and try again
        session.database()
    gc.freeze()  # what was imported stays for good: no later collection needs to walk it
