"""Questionnaires whose levels are not 1..K: scales from 0, values, thresholds, practices."""

from typing import Any

from cxmaturity.questionnaire.schema import Caps, Level, Questionnaire, Stage
from tests.build import equal

VALUES = (0, 0.25, 0.5, 1)
SHARED = tuple(
    Level(text=text, value=value) for text, value in zip(("No", "Some", "Half", "Most"), VALUES, strict=True)
)


def rungs(count: int, first: int, thresholds: tuple[float, ...] = ()) -> tuple[Stage, ...]:
    """Return stages named after their numbers; the lowest is `first`."""
    steps = thresholds or (None,) * count
    return tuple(Stage(level=first + i, name=f"Stage {first + i}", threshold=steps[i]) for i in range(count))


def reshaped(model: Questionnaire, **changes: Any) -> Questionnaire:
    """Return a questionnaire with other scales; each question keeps one statement per level of its scale."""
    return Questionnaire(**{name: getattr(model, name) for name in Questionnaire.model_fields} | changes)


def from_zero(*counts: int) -> Questionnaire:
    return reshaped(equal(*counts, scale_max=4), stages=rungs(4, 0), caps=Caps(practice=1, dimension=1))


def with_values(*counts: int, caps: Caps | None = None) -> Questionnaire:
    model = equal(*counts, scale_max=4)
    return reshaped(model, stages=rungs(3, 0, (0, 0.25, 0.75)), levels=SHARED, caps=caps or Caps())


def of_practices(*needed: tuple[int, ...], dimension: int = 6) -> Questionnaire:
    """Return a model of yes/no practices; each dimension has one practice for each of these stages of 0..3."""
    model = equal(*map(len, needed), scale_max=2)
    dimensions = tuple(
        d.model_copy(
            update={
                "questions": tuple(
                    q.model_copy(update={"level": level}) for q, level in zip(d.questions, row, strict=True)
                )
            }
        )
        for d, row in zip(model.dimensions, needed, strict=True)
    )
    answers = (Level(text="No"), Level(text="Yes"))
    return reshaped(model, stages=rungs(4, 0), levels=answers, caps=Caps(dimension=dimension), dimensions=dimensions)
