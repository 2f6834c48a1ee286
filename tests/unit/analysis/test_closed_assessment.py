"""What is read from a closed assessment: people's means beside the group's levels, and the number of people."""

from dataclasses import replace
from pathlib import Path

from cxmaturity.analysis.disclosure import SUPPRESSED
from cxmaturity.analysis.frozen.closed_assessment import ClosedAssessment
from cxmaturity.analysis.frozen.frozen_formats import NEWEST
from cxmaturity.analysis.frozen.frozen_result import FrozenMeasure, FrozenResult, FrozenScores, read_frozen_result
from cxmaturity.analysis.groups import AgreedLevel
from cxmaturity.analysis.trends.comparison import compare
from cxmaturity.analysis.trends.people_answers import PeopleMean, PeopleMeans
from cxmaturity.answers import Answer
from cxmaturity.questionnaire.schema import OVERALL
from tests.build import MOMENT, assessment, equal

STORED = Path(__file__).parents[2] / "vectors" / f"frozen_result_format_{NEWEST}.json"
"""Ana, Ben and Cem chose 2, 3, 4 on A1 and 3, 4, 5 on B1."""


def closed(frozen: FrozenResult) -> ClosedAssessment:
    return ClosedAssessment(assessment(privacy="open"), MOMENT, equal(1, 1), frozen)


def test_peoples_means_are_those_that_were_kept() -> None:
    """The means of A and B are the frozen ones, 3 and 4, each of three people; overall 3.5."""
    group = closed(read_frozen_result(STORED.read_text("utf-8")))
    assert group.means == {"A": PeopleMean(3.0, 3), "B": PeopleMean(4.0, 3), OVERALL: PeopleMean(3.5, 3)}
    assert group.answered == 3


def test_means_that_were_not_kept_come_from_the_counts() -> None:
    """Without frozen means the vote counts give the same figures, but no number of people.

    Overall is the mean of the dimensions.
    """
    frozen = read_frozen_result(STORED.read_text("utf-8"))
    assert frozen.group is not None
    group = closed(replace(frozen, group=replace(frozen.group, means=PeopleMeans({}))))
    assert group.means == {"A": PeopleMean(3.0), "B": PeopleMean(4.0), OVERALL: PeopleMean(3.5)}


def test_where_a_question_is_hidden_its_dimension_has_no_mean_unless_a_level_was_agreed_on() -> None:
    """Without the counts of B1, and without its frozen mean, there is no mean of B and none overall.

    An agreed level is shown whatever the votes: the question is then not hidden, and neither is B.
    """
    frozen = read_frozen_result(STORED.read_text("utf-8"))
    assert frozen.group is not None
    disclosure = frozen.group.disclosure
    hidden = replace(disclosure, questions={**disclosure.questions, "B1": SUPPRESSED})
    without = replace(frozen.group, disclosure=hidden, means=PeopleMeans({}), agreed={})
    group = closed(replace(frozen, group=without))
    assert group.means == {"A": PeopleMean(3.0)}
    assert (group.suppressed_questions, group.suppressed_dimensions) == (frozenset({"B1"}), frozenset({"B"}))
    agreed = closed(replace(frozen, group=replace(without, agreed={"B1": AgreedLevel(4, "It is")})))
    assert (agreed.suppressed_questions, agreed.suppressed_dimensions) == (frozenset(), frozenset())


def test_one_person_has_no_means_of_people() -> None:
    """An assessment of one person has neither means of people nor a number of people."""
    alone = closed(FrozenResult("d", {}, {}, FrozenScores()))
    assert (alone.means, alone.answered) == ({}, None)


def test_a_dimension_that_is_new_is_not_compared() -> None:
    """A went from 2 to 4 and is compared; B came with the later questionnaire."""
    scores = [
        FrozenScores(FrozenMeasure(x, 1.0), {"A": FrozenMeasure(x, 1.0), "B": FrozenMeasure(3.0, 1.0)})
        for x in (2.0, 4.0)
    ]
    answers: list[dict[str, Answer]] = [{"A1": Answer(level=2)}, {"A1": Answer(level=4), "B1": Answer(level=3)}]
    earlier, later = (
        ClosedAssessment(assessment(), MOMENT, model, FrozenResult("d", answers[place], {}, scores[place]))
        for place, model in enumerate((equal(1), equal(1, 1)))
    )
    parts = compare(earlier, later, {}, {}, ()).parts
    assert parts["A"] is not None
    assert (parts["A"].total, parts["B"]) == (2.0, None)


def test_two_show_a_change_where_both_have_a_level_and_the_earlier_asked_as_much() -> None:
    """Not after one that asked A only, and neither to nor from one in which nothing has a level."""

    def with_levels(measure: FrozenMeasure) -> ClosedAssessment:
        return closed(FrozenResult("d", {}, {}, FrozenScores(measure, {"A": measure, "B": measure})))

    whole, empty = with_levels(FrozenMeasure(3.0, 1.0)), with_levels(FrozenMeasure(None, 0.0))
    part = replace(whole, assessment=replace(whole.assessment, dimensions=("A",)))
    assert whole.can_show_change_since(whole)
    assert part.can_show_change_since(whole)
    assert not whole.can_show_change_since(part)
    assert not whole.can_show_change_since(empty)
    assert not empty.can_show_change_since(whole)
