"""`make exports`: 200 workbooks with random answers, calculated anew by LibreOffice, say what the app says."""

from pathlib import Path

from cxmaturity.questionnaire.loading import load_questionnaire
from tests.build import SHIPPED, TINY, questionnaire
from tests.exports.recalculation import differences

COUNT = 200
MOST_LISTED = 20

MODELS = [
    load_questionnaire(SHIPPED),
    load_questionnaire(TINY),
    questionnaire([[1, 2, 0.5], [1, 1.5, 3, 1]], 4, 1, 0, ("A1", "B2", "B3"), {"A1": 5, "B2": 1, "B3": 4}),
]
"""The shipped questionnaire, a small one, and one with uneven weights, other caps and a pulse."""


def run(folder: Path, count: int = COUNT) -> None:
    """Compare `count` workbooks cell by cell; raises AssertionError with the first cells that differ."""
    different = differences(MODELS, count, folder / "workbooks")
    assert not different, "\n".join(different[:MOST_LISTED])
