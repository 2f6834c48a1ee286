"""Unexpected errors: the log has the details, and people get a reference to them."""

import logging
import secrets

log = logging.getLogger(__name__)


def log_unexpected(error: BaseException) -> str:
    """Log an error with its traceback, and return the reference by which it can be found in the log."""
    reference = secrets.token_hex(4)
    log.error("unexpected, reference %s", reference, exc_info=error)
    return reference
