"""When a result lies between two stages, and why; worked out by hand on five levels with one question each."""

import pytest

from cxmaturity.scoring.between_stages import BetweenStages, between_stages
from cxmaturity.scoring.result import score_response
from tests.build import DK, AnswerValue, equal, filled


def between(*answers: AnswerValue) -> BetweenStages | None:
    """Return whether and why the result is between stages, with one dimension for each of these answers."""
    model = equal(*[1] * len(answers))
    return between_stages(score_response(model, filled(model, *[[answer] for answer in answers])), model)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ((3, 3, 2), None),  # level 2.67 is not within 0.1 of 2.5
        ((3, 3, 2, 2), BetweenStages(2, "boundary", 2, 4, 2.5)),  # on it; as many dimensions below as not
        ((4, 2, 2), BetweenStages(2, "dimensions", 2, 3, 2.5)),  # stage 3 by the level, two of three below it
        ((4, 4, 4, 2), None),  # 3.5 is a boundary, but a dimension at 2 keeps the whole at 3 on either side
        ((4, 4, 3, 3), BetweenStages(3, "boundary", 2, 4, 3.5)),
        ((3,) * 3 + (2,) * 2, BetweenStages(2, "boundary", 2, 5, 2.5)),  # 2.6: just within
        ((3,) * 5 + (2,) * 3, None),  # 2.625: no more
        ((1,) * 3 + (2,) * 2, BetweenStages(1, "boundary", 0, 5, 1.5)),  # 1.4, the lowest boundary that there is
        ((5,) * 2 + (4,) * 3, BetweenStages(4, "boundary", 0, 5, 4.5)),  # 4.4, the highest
        ((1, 1, 1), None),
        ((DK, DK), None),
    ],
)
def test_between_two_stages(answers: tuple[AnswerValue, ...], expected: BetweenStages | None) -> None:
    """Within a tenth of a boundary that changes the stage, or with more dimensions below the stage than not."""
    assert between(*answers) == expected
