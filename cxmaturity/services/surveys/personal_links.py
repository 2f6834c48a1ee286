"""Personal links of a survey: replacing lost ones."""

from collections.abc import Mapping

from cxmaturity.errors import NotFound, Refused
from cxmaturity.services.surveys.codes import new_code, participant_key
from cxmaturity.store import assessments, responses
from cxmaturity.store.database.engine import Database
from cxmaturity.wording.errors import SURVEY_REMOVED


def renew_personal_links(database: Database, assessment_id: str) -> Mapping[str, str]:
    """Return new private codes by name for people who have not started; their earlier links stop working.

    Raises NotFound, and Refused for a closed survey.
    """
    with database.writing() as connection:
        row = assessments.assessment(connection, assessment_id, for_update=True)
        if row is None or row.mode != "survey":
            raise NotFound(*SURVEY_REMOVED)
        if not row.is_open:
            raise Refused("This survey takes no answers.", "Reopen it first.")
        codes = {name: new_code() for name in responses.remove_waiting_names(connection, assessment_id)}
        responses.save_names(connection, row.id, [(participant_key(row, code), name) for name, code in codes.items()])
    return codes
