"""The address at which the participants of a workshop find its result, once the facilitator has shared it."""

from datetime import UTC, datetime

from cxmaturity.services.settings import load_settings
from cxmaturity.services.sharing.participant_links import participant_secret
from cxmaturity.store.database.engine import Database
from cxmaturity.web.http import PageRequest


def result_path(database: Database, request: PageRequest, assessment_id: str) -> str | None:
    """Return the path of the page with a workshop's result and files, None if it was not shared."""
    secret = participant_secret(database, assessment_id, datetime.now(UTC), load_settings().owner_key)
    return secret and f"{request.root.removesuffix('/join')}/r/{secret}"
