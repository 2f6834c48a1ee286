"""Closing surveys whose deadline has passed, while the server runs: also where nobody opens a page of theirs."""

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, datetime

from cxmaturity.errors import CxMaturityError
from cxmaturity.services.surveys import deadlines
from cxmaturity.store.database.engine import Database

log = logging.getLogger(__name__)

PAUSE_SECONDS = 30.0
"""Seconds between two looks."""


async def close_overdue_surveys(database: Callable[[], Database]) -> None:
    """Close surveys as they become overdue, until this is cancelled; a database that is away is tried again."""
    while True:
        try:
            await asyncio.to_thread(lambda: deadlines.close_overdue(database(), datetime.now(UTC)))
        except CxMaturityError as error:
            log.debug("deadlines: %s", error.message)  # pages say it, too; a warning every 30 seconds would not help
        await asyncio.sleep(PAUSE_SECONDS)
