"""The link by which those who took part in a workshop take its result home: on the screen, and on their phones."""

from datetime import datetime

from cxmaturity.errors import NotFound
from cxmaturity.services.sharing.published_links import known_secret, open_links, publish
from cxmaturity.services.workshops.facilitation import WORKSHOP_GONE
from cxmaturity.store.database.engine import Database
from cxmaturity.store.workshop import workshops

DAYS = 30
"""For how many days the link works."""


def share_with_participants(database: Database, assessment_id: str, now: datetime, owner_key: str) -> None:
    """Publish the result of a workshop that has ended, with all that belongs to it, and let screen and phones show it.

    `now` is this moment in the owner's time zone. Raises NotFound and Refused.
    """
    publish(database, assessment_id, DAYS, now, owner_key, is_whole=True)
    with database.writing() as connection:
        workshop = workshops.workshop(connection, assessment_id, for_update=True)
        if workshop is None:
            raise NotFound(*WORKSHOP_GONE)
        workshops.save_state(connection, assessment_id, workshop.state, workshop.number + 1)  # so that all look again


def participant_secret(database: Database, assessment_id: str, now: datetime, owner_key: str) -> str | None:
    """Return the last part of the address of the newest link for those who took part; None where there is none."""
    links = (link for link in open_links(database, assessment_id, now) if link.is_whole)
    return next((secret for link in links if (secret := known_secret(owner_key, link))), None)
