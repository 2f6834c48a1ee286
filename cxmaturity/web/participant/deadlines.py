"""Closes surveys whose deadline has passed, as long as the server runs, even if nobody opens their pages."""

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, datetime

from cxmaturity.errors import CxMaturityError
from cxmaturity.services.surveys import schedule
from cxmaturity.services.unexpected import log_unexpected
from cxmaturity.store.database.engine import Database

log = logging.getLogger(__name__)

PAUSE_SECONDS = 30.0
"""Seconds between two checks."""


async def close_overdue_surveys(database: Callable[[], Database]) -> None:
    """Close surveys as they become overdue, until cancelled; after an error it tries again."""
    is_failing = False
    while True:
        try:
            await asyncio.to_thread(lambda: schedule.close_overdue(database(), datetime.now(UTC)))
            is_failing = False
        except CxMaturityError as error:
            log.debug("deadlines: %s", error.message)  # pages show it too; a warning every 30 seconds would not help
        except Exception as error:
            if not is_failing:  # nor would the same error every 30 seconds
                log_unexpected(error)
            is_failing = True
        await asyncio.sleep(PAUSE_SECONDS)
