"""Renames an assessment."""

from cxmaturity.errors import ChangedElsewhere
from cxmaturity.services.locking import lock_assessment
from cxmaturity.store import assessments
from cxmaturity.store.database.engine import Database
from cxmaturity.text_cleaning import clean_name
from cxmaturity.wording.language.other_windows import changed_elsewhere


def rename_assessment(database: Database, assessment_id: str, label: str, shown: str) -> None:
    """Change the label of an assessment; `shown` is the label that the page showed.

    Raises NotFound, Refused for an invalid label, and ChangedElsewhere when another window has renamed it since.
    """
    label = clean_name(label, "The assessment")
    with database.writing() as connection:
        assessment = lock_assessment(connection, assessment_id)
        if assessment.label not in (shown, label):
            raise ChangedElsewhere(
                changed_elsewhere("The name", f"“{assessment.label}”"), "Look, then rename it again."
            )
        assessments.change_assessment(connection, assessment_id, {"label": label})
