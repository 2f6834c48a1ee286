"""What is read from a closed assessment: people's means beside the group's levels, and how many people answered."""

from dataclasses import replace
from pathlib import Path

from cxmaturity.analysis.frozen.closed_assessment import OVERALL, ClosedAssessment
from cxmaturity.analysis.frozen.frozen_formats import NEWEST
from cxmaturity.analysis.frozen.frozen_result import FrozenResult, FrozenScores, read_frozen_result
from cxmaturity.analysis.trends.people_answers import PeopleMean, PeopleMeans
from tests.build import MOMENT, assessment, equal

STORED = Path(__file__).parents[2] / "vectors" / f"frozen_result_format_{NEWEST}.json"
"""Ana, Ben and Cem chose 2, 3, 4 on A1 and 3, 4, 5 on B1."""


def closed(frozen: FrozenResult) -> ClosedAssessment:
    return ClosedAssessment(assessment(privacy="open"), MOMENT, equal(1, 1), frozen)


def test_peoples_means_are_those_that_were_kept() -> None:
    """3 and 4, overall 3.5, of three people each."""
    group = closed(read_frozen_result(STORED.read_text("utf-8")))
    assert group.means == {"A": PeopleMean(3.0, 3), "B": PeopleMean(4.0, 3), OVERALL: PeopleMean(3.5, 3)}
    assert group.answered == 3


def test_means_that_were_not_kept_come_from_the_counts() -> None:
    """The same figures, but of no number of people; overall is the mean of the dimensions' means."""
    frozen = read_frozen_result(STORED.read_text("utf-8"))
    assert frozen.group is not None
    group = closed(replace(frozen, group=replace(frozen.group, means=PeopleMeans({}))))
    assert group.means == {"A": PeopleMean(3.0), "B": PeopleMean(4.0), OVERALL: PeopleMean(3.5)}


def test_one_person_has_no_means_of_people() -> None:
    """Nobody is counted where one person answered."""
    alone = closed(FrozenResult("d", {}, {}, FrozenScores()))
    assert (alone.means, alone.answered) == ({}, None)
