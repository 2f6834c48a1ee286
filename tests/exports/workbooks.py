"""`make exports`: 200 workbooks with random answers, recalculated by LibreOffice, have the app's figures."""

from pathlib import Path

from cxmaturity.questionnaire.loading import load_questionnaire
from cxmaturity.questionnaire.schema import Caps, Questionnaire, Step
from tests.build import SHIPPED, TINY, equal, questionnaire
from tests.exports.recalculation import differences
from tests.own_scales import from_zero, of_practices, with_values

COUNT = 200
MOST_LISTED = 20


def without_helps() -> Questionnaire:
    """Return a questionnaire whose steps have only their text, and whose second dimension has no steps."""
    model = equal(3, 4, scale_max=4)
    steps = ((Step(do="Do it"),) * 3, ())
    dimensions = tuple(
        d.model_copy(update={"questions": tuple(q.model_copy(update={"steps": kept}) for q in d.questions)})
        for d, kept in zip(model.dimensions, steps, strict=True)
    )
    return model.model_copy(update={"dimensions": dimensions})


MODELS = [
    load_questionnaire(SHIPPED),
    load_questionnaire(TINY),
    questionnaire([[1, 2, 0.5], [1, 1.5, 3, 1]], 4, 1, 0, ("A1", "B2", "B3"), {"A1": 5, "B2": 1, "B3": 4}),
    from_zero(3, 4),
    with_values(3, 4, caps=Caps(practice=1, dimension=1)),
    without_helps(),
    of_practices((1, 1, 2), (1, 2, 3, 3), (2, 3, 1, 1, 2)),
]
"""The shipped questionnaire, a small one, uneven weights and other caps, scales of their own, few steps, practices."""


def run(folder: Path, count: int = COUNT) -> None:
    """Compare `count` workbooks cell by cell; raises AssertionError with the first differing cells."""
    different = differences(MODELS, count, folder / "workbooks")
    assert not different, "\n".join(different[:MOST_LISTED])
