"""Whether those who took part in a survey may look at the group's result once it is closed."""

from cxmaturity.errors import NotFound
from cxmaturity.store import assessments
from cxmaturity.store.database.engine import Database


def share_result(database: Database, assessment_id: str, is_shared: bool) -> None:
    """Let the participants of a survey look at its result once it is closed, or no longer; raises NotFound."""
    with database.writing() as connection:
        row = assessments.assessment(connection, assessment_id, for_update=True)
        if row is None or row.mode != "survey":
            raise NotFound("This survey was removed.", "Go to Home to see those that are here.")
        assessments.save_survey_choice(connection, assessment_id, is_shared=is_shared)
