"""The name and password of the Wi-Fi by which phones reach a workshop, if the facilitator entered them."""

from cxmaturity.errors import Refused
from cxmaturity.services.locking import lock_workshop
from cxmaturity.store.database.engine import Database
from cxmaturity.store.workshop import workshops as stored
from cxmaturity.text_cleaning import to_one_line

MAX_WIFI_NAME_BYTES = 32
MAX_WIFI_PASSWORD_LENGTH = 63
_AS_SHOWN = "Type its name, as phones show it."


def save_wifi(database: Database, assessment_id: str, name: str, password: str) -> None:
    """Store name and password, both empty for none; raises NotFound, and Refused for impossible ones."""
    name = to_one_line(name)
    if len(name.encode()) > MAX_WIFI_NAME_BYTES:
        raise Refused(
            f"A Wi-Fi's name has at most {MAX_WIFI_NAME_BYTES} plain letters, fewer with accents or of another script.",
            _AS_SHOWN,
        )
    if len(password) > MAX_WIFI_PASSWORD_LENGTH:
        raise Refused("A Wi-Fi's password is not that long.", f"It has at most {MAX_WIFI_PASSWORD_LENGTH} characters.")
    if password and not name:
        raise Refused("The Wi-Fi has no name yet.", _AS_SHOWN)
    with database.writing() as connection:
        lock_workshop(connection, assessment_id)
        stored.increment_version(connection, assessment_id, wifi_name=name, wifi_password=password)
