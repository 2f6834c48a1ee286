"""Personal links of a survey: replacing lost ones."""

from collections.abc import Mapping

from cxmaturity.errors import Refused
from cxmaturity.services.locking import lock_survey
from cxmaturity.services.surveys.codes import new_code, participant_key
from cxmaturity.store import responses
from cxmaturity.store.database.engine import Database


def renew_personal_links(database: Database, assessment_id: str) -> Mapping[str, str]:
    """Return new private codes by name for people who have not started; their earlier links stop working.

    Raises NotFound, and Refused for a closed survey.
    """
    with database.writing() as connection:
        row = lock_survey(connection, assessment_id)
        if not row.is_open:
            raise Refused("This survey takes no answers.", "Reopen it first.")
        codes = {name: new_code() for name in responses.remove_waiting_names(connection, assessment_id)}
        responses.save_names(connection, row.id, [(participant_key(row, code), name) for name, code in codes.items()])
    return codes
