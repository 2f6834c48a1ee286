"""Whether the participants of a survey may view its result once it is closed."""

from cxmaturity.errors import NotFound
from cxmaturity.store import assessments
from cxmaturity.store.database.engine import Database
from cxmaturity.wording.errors import SURVEY_REMOVED


def share_result(database: Database, assessment_id: str, is_shared: bool) -> None:
    """Set whether the participants of a survey may view its result once it is closed; raises NotFound."""
    with database.writing() as connection:
        row = assessments.assessment(connection, assessment_id, for_update=True)
        if row is None or row.mode != "survey":
            raise NotFound(*SURVEY_REMOVED)
        assessments.change_assessment(connection, assessment_id, {"is_shared": is_shared})
