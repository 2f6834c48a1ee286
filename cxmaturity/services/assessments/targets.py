"""Stores target stages and importance of an assessment's dimensions."""

from collections.abc import Mapping
from dataclasses import replace

from cxmaturity.analysis.frozen.frozen_result import read_frozen_result
from cxmaturity.answers import Response
from cxmaturity.errors import Refused
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.records import Assessment, DimensionTarget
from cxmaturity.scoring.result import score_response
from cxmaturity.services import questionnaires
from cxmaturity.services.locking import lock_assessment
from cxmaturity.store import assessments
from cxmaturity.store import frozen_results as stored_results
from cxmaturity.store.database.engine import Connection, Database

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


def carry_over(connection: Connection, row: Assessment, questionnaire: Questionnaire) -> None:
    """Store for a new full assessment the targets of the team's last one that compares with it.

    Targets that the last one reached are left out, so that each stands in the result that reaches it, and not longer.
    """
    if row.scope != "full":
        return
    for last in assessments.closed_before(connection, row):
        asked = questionnaires.read_archived_questionnaire(connection, last.digest)
        is_comparable = last.scope == "full" and asked.comparison_key == questionnaire.comparison_key
        if is_comparable and last.asks_as_much_as(row):
            chosen = assessments.dimension_targets(connection, last.id)
            content = stored_results.newest_frozen_result(connection, last.id) if chosen else None
            if content:
                reached = score_response(asked, Response(read_frozen_result(content).answers)).dimensions
                dimensions = {d.id for d in questionnaire.dimensions} & set(chosen)
                kept = {name: _without_reached(chosen[name], reached[name].stage) for name in dimensions}
                assessments.save_dimension_targets(connection, row.id, kept)
            return


def _without_reached(chosen: DimensionTarget, stage: int | None) -> DimensionTarget:
    is_reached = chosen.target is not None and stage is not None and stage >= chosen.target
    return replace(chosen, target=None) if is_reached else chosen


def _with_changes(stored: DimensionTarget, shown: DimensionTarget, target: DimensionTarget) -> DimensionTarget:
    """Return the stored target with those values replaced that differ between `shown` and `target`."""
    return DimensionTarget(
        target=stored.target if target.target == shown.target else target.target,
        importance=stored.importance if target.importance == shown.importance else target.importance,
    )
