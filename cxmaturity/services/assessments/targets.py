"""Target stages and importance of an assessment's dimensions."""

from cxmaturity.errors import NotFound, Refused
from cxmaturity.records import DimensionTarget
from cxmaturity.services.assessments.views import REMOVED, load_view
from cxmaturity.store import assessments
from cxmaturity.store.engine import Database


def set_target(database: Database, assessment_id: str, dimension_id: str, aim: DimensionTarget) -> None:
    """Set the target stage and importance (1..5) of a dimension; None leaves it to the default."""
    questionnaire = load_view(database, assessment_id).questionnaire
    if dimension_id not in [d.id for d in questionnaire.dimensions]:
        raise Refused("There is no such dimension.", "Reload the page.")
    if aim.target not in (None, *range(1, questionnaire.scale_max + 1)) or aim.importance not in (None, 1, 2, 3, 4, 5):
        raise Refused(
            f"A target is a stage from 1 to {questionnaire.scale_max}, an importance from 1 to 5.",
            "Choose one of those.",
        )
    with database.writing() as connection:
        if assessments.assessment(connection, assessment_id, for_update=True) is None:
            raise NotFound(*REMOVED)
        assessments.save_dimension_target(connection, assessment_id, dimension_id, aim)
