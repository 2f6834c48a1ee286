"""Stores target stages and importance of an assessment's dimensions."""

from collections.abc import Mapping

from cxmaturity.errors import Refused
from cxmaturity.records import DimensionTarget
from cxmaturity.services import questionnaires
from cxmaturity.services.locking import lock_assessment
from cxmaturity.store import assessments
from cxmaturity.store.database.engine import Database

_UNSET = DimensionTarget(None, None)


def set_targets(
    database: Database,
    assessment_id: str,
    targets: Mapping[str, DimensionTarget],
    shown: Mapping[str, DimensionTarget] | None = None,
) -> None:
    """Set the target stage and importance (1..5) of dimensions, by id; if one does not fit, none is set.

    None within a target means the default. `shown` is what the page showed before the change: only values that differ
    from it are written, so that changes by other windows stay. Raises Refused and NotFound.
    """
    with database.writing() as connection:
        assessment = lock_assessment(connection, assessment_id)
        questionnaire = questionnaires.read_archived_questionnaire(connection, assessment.digest)
        if set(targets) - {d.id for d in questionnaire.dimensions}:
            raise Refused("There is no such dimension.", "Reload the page.")
        stages = (None, *range(1, len(questionnaire.stages) + 1))
        if any(t.target not in stages or t.importance not in (None, 1, 2, 3, 4, 5) for t in targets.values()):
            raise Refused(
                f"A target is one of the {len(questionnaire.stages)} stages, an importance from 1 to 5.",
                "Choose one of those.",
            )
        if shown is not None:
            stored = assessments.dimension_targets(connection, assessment_id)
            targets = {
                name: _with_changes(stored.get(name, _UNSET), shown.get(name, _UNSET), target)
                for name, target in targets.items()
                if target != shown.get(name, _UNSET)
            }
        assessments.save_dimension_targets(connection, assessment_id, targets)


def _with_changes(stored: DimensionTarget, shown: DimensionTarget, target: DimensionTarget) -> DimensionTarget:
    """Return the stored target with those values replaced that differ between `shown` and `target`."""
    return DimensionTarget(
        target=stored.target if target.target == shown.target else target.target,
        importance=stored.importance if target.importance == shown.importance else target.importance,
    )
