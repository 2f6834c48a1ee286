"""The link by which participants find the result of their workshop later; screen and phones show it."""

from datetime import datetime

from cxmaturity.services.locking import lock_workshop
from cxmaturity.services.sharing.published_links import known_secret, open_links, publish
from cxmaturity.store.database.engine import Database
from cxmaturity.store.workshop import workshops

DAYS = 30
"""The number of days for which the link is valid."""


def share_with_participants(database: Database, assessment_id: str, now: datetime, owner_key: str) -> None:
    """Publish the whole result of a closed workshop, and let its screen and phones show the link.

    `now` is the current time in the owner's time zone. Raises NotFound and Refused.
    """
    publish(database, assessment_id, DAYS, now, owner_key, is_whole=True)
    with database.writing() as connection:
        lock_workshop(connection, assessment_id)
        workshops.increment_version(connection, assessment_id)  # so that all pages update


def participant_secret(database: Database, assessment_id: str, now: datetime, owner_key: str) -> str | None:
    """Return the secret of the newest open link for participants, None without one."""
    links = (link for link in open_links(database, assessment_id, now) if link.is_whole)
    return next((secret for link in links if (secret := known_secret(owner_key, link))), None)
