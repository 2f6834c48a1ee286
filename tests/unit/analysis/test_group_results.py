"""The result of a group: whose names stand beside comments and votes, what is measured, whose levels are kept."""

from collections.abc import Sequence
from typing import cast

import numpy as np
import pytest

from cxmaturity.analysis.disclosure import MIN_GROUP_FOR_ROLES, QuestionDisclosure, may_show_spread
from cxmaturity.analysis.groups import Comment, Vote, summarise_group
from cxmaturity.analysis.trends.exact_tests import Interval
from cxmaturity.analysis.trends.people_answers import PeopleMean, PeopleMeans, mean_of_counts, mean_of_levels
from cxmaturity.answers import Answer, Privacy, Role
from cxmaturity.records import Assessment, ParticipantResponse
from tests.build import assessment, equal
from tests.own_scales import of_practices

MODEL = equal(2, 1)
"""Questions A1, A2 and B1 on five levels."""


def survey(privacy: Privacy, asks_role: bool = False) -> Assessment:
    return assessment(privacy=privacy, status="open", closed_at=None, asks_role=asks_role)


def person(key: str, *, role: Role | None = None, **answers: Answer) -> ParticipantResponse:
    return ParticipantResponse(key, key.title(), role, answers)


def alike(count: int, level: int, note: str = "") -> list[ParticipantResponse]:
    """Return this many people who all gave A1 this level."""
    return [person(f"p{n}", A1=Answer(level=level, note=note)) for n in range(count)]


OPEN_PEOPLE = [
    person("ida", A1=Answer(level=4, evidence="Rota"), A2=Answer(dont_know=True)),
    person("bo", A1=Answer(level=2, note="Late"), A2=Answer(note="Not answered, only written")),
    person("al", A1=Answer(level=4), A2=Answer(level=1)),
]


def test_in_open_mode_comments_and_votes_have_names() -> None:
    """Comments stand in the order of the people, whether they wrote a note or evidence.

    Votes are ordered by level, then by name.
    """
    result = summarise_group(survey("open"), MODEL, MODEL.questions, OPEN_PEOPLE, {})
    assert result.comments == {
        "A1": [Comment("", "Rota", "Ida", 4), Comment("Late", "", "Bo", 2)],
        "A2": [Comment("Not answered, only written", "", "Bo", None)],
    }
    assert result.votes == {
        "A1": [Vote("Bo", 2), Vote("Al", 4), Vote("Ida", 4)],
        "A2": [Vote("Ida", None), Vote("Al", 1)],
        "B1": [],
    }


def test_anonymous_comments_need_five_ratings_and_have_no_names() -> None:
    """Notes of four people who rated are hidden; of five they are shown in alphabetical order of the notes.

    They stay hidden with a question that another result has shown too recently.
    """
    four = [*alike(3, 2, "Second"), person("z", A1=Answer(level=3, note="First"))]
    assert summarise_group(survey("anonymous"), MODEL, MODEL.questions, four, {}).comments == {}
    five = [*four, person("y", A1=Answer(level=3))]
    result = summarise_group(survey("anonymous"), MODEL, MODEL.questions, five, {})
    assert result.comments == {"A1": [Comment("First", "", None, None), *[Comment("Second", "", None, None)] * 3]}
    assert result.votes == {}
    assert summarise_group(survey("anonymous"), MODEL, MODEL.questions, five, {}, too_soon={"A1"}).comments == {}


def test_writing_without_rating_does_not_open_the_comments() -> None:
    """Five people wrote, four of them rated: nothing is shown."""
    people = [*alike(4, 2, "Note"), person("z", A1=Answer(dont_know=True, note="Note"))]
    assert summarise_group(survey("anonymous"), MODEL, MODEL.questions, people, {}).comments == {}


def test_roles_count_only_where_the_survey_asks_for_them() -> None:
    """Six leaders at 4 and six others at 2: a gap of 2 where roles were asked for, none where they were not."""
    leaders = [person(f"l{n}", role="leader", A1=Answer(level=4)) for n in range(6)]
    others = [person(f"o{n}", role="other", A1=Answer(level=2)) for n in range(6)]

    def gap(asks_role: bool) -> int | None:
        row = survey("open", asks_role)
        return (
            summarise_group(row, MODEL, MODEL.questions, leaders + others, {}).disclosure.questions["A1"].perception_gap
        )

    assert gap(asks_role=True) == 2
    assert gap(asks_role=False) is None


def measured(people: Sequence[ParticipantResponse], privacy: Privacy) -> set[str]:
    return set(summarise_group(survey(privacy), MODEL, MODEL.questions, people, {}).details)


def test_agreement_is_measured_where_every_count_may_be_shown() -> None:
    """Never for a dimension without a rating; of anonymous people from ten on, as for counts."""
    assert measured(OPEN_PEOPLE, "open") == {"A"}
    assert measured(alike(9, 3), "anonymous") == set()
    assert measured(alike(10, 3), "anonymous") == {"A"}
    rated = Answer(level=3)
    nine_of_ten_rated_both = [*alike(1, 3), *(person(f"b{n}", A1=rated, A2=rated) for n in range(9))]
    assert measured(nine_of_ten_rated_both, "anonymous") == set()


def test_the_last_digits_of_agreement_and_mean_do_not_depend_on_who_gave_which_level() -> None:
    """The same levels in another order; summed as they come, r*wg differs in its last digit, and so does a mean."""
    levels = [(2, 2), (4, 3), (4, 3), (1, 3), (3, 3), (3, 3), (3, 5), (2, 1), (4, 4), (3, 5)]
    people = [person(f"p{n}", A1=Answer(level=a), A2=Answer(level=b)) for n, (a, b) in enumerate(levels)]
    one, other = (
        summarise_group(survey("anonymous"), MODEL, MODEL.questions, listed, {}) for listed in (people, people[::-1])
    )
    assert one.details == other.details
    assert mean_of_levels(np.array([0.1, 0.2, 0.3])).mean == mean_of_levels(np.array([0.3, 0.2, 0.1])).mean == 0.2


def test_cronbachs_alpha_leaves_nobody_between_it_and_the_counts() -> None:
    """Thirty people rated both questions of A alike, so alpha is 1.

    The answer of one person more, to A1 alone, would follow from alpha and the counts.
    """
    thirty = [person(f"p{n}", A1=Answer(level=1 + n % 5), A2=Answer(level=1 + n % 5)) for n in range(30)]

    def alpha(people: Sequence[ParticipantResponse], privacy: Privacy) -> float | None:
        return summarise_group(survey(privacy), MODEL, MODEL.questions, people, {}).details["A"].cronbach_alpha

    assert alpha(thirty, "anonymous") == pytest.approx(1.0)
    one_more = [*thirty, person("q", A1=Answer(level=5))]
    assert alpha(one_more, "open") == pytest.approx(1.0)
    assert alpha(one_more, "anonymous") is None


def test_agreement_is_measured_over_the_rated_questions_of_a_dimension() -> None:
    """Of A only A1 is rated: 4, 2, 4, whose variance is 4/3 to the 2 of chance: r*wg = 1 − 2/3 = 1/3."""
    people = [person(f"p{n}", A1=Answer(level=level)) for n, level in enumerate((4, 2, 4))]
    result = summarise_group(survey("open"), MODEL, MODEL.questions, people, {})
    value = result.details["A"].r_star_wg
    assert value is not None
    assert abs(value - 1 / 3) < 1e-12


def test_the_mean_of_own_levels_is_kept_and_no_one_persons() -> None:
    """A1 and A2 at 4 and 3 give a level of 3.5 for A; a person who rated one of two has no own level."""
    people = [
        person("ida", A1=Answer(level=4), A2=Answer(level=3)),
        person("bo", A1=Answer(note="Only written")),
        person("al", A1=Answer(level=5), A2=Answer(note="Only written")),
        person("eve", A1=Answer(level=2), A2=Answer(level=2)),
    ]
    result = summarise_group(survey("open"), MODEL, MODEL.questions, people, {})
    assert result.means == PeopleMeans({"A": PeopleMean(2.75, 2)}, PeopleMean(2.75, 2))
    assert summarise_group(survey("open"), MODEL, MODEL.questions, [], {}).means == PeopleMeans({})


def test_means_of_anonymous_people_leave_nobody_between_them_and_the_counts() -> None:
    """Ten people rated both questions of A, an eleventh only A1: counts and mean together would disclose that answer,
    so no mean is kept."""
    ten = [person(f"p{n}", A1=Answer(level=3), A2=Answer(level=3)) for n in range(10)]

    def kept(people: Sequence[ParticipantResponse], privacy: Privacy) -> PeopleMean | None:
        return summarise_group(survey(privacy), MODEL, MODEL.questions, people, {}).means.dimensions.get("A")

    mean = PeopleMean(3.0, 10, Interval(3.0, 3.0))
    assert kept(ten, "anonymous") == mean
    assert kept([*ten, *alike(1, 1)], "anonymous") is None
    assert kept([*ten, *alike(1, 1)], "open") == mean


def test_no_mean_stands_beside_the_levels_of_leaders_and_others() -> None:
    """Ten leaders and ten others rated A: their two middle answers are shown in place of counts, and no mean of all."""
    rated = [(n, "leader" if n < 10 else "other", 4 if n < 10 else 2) for n in range(20)]
    people = [
        person(f"p{n}", role=cast(Role, role), A1=Answer(level=level), A2=Answer(level=level))
        for n, role, level in rated
    ]
    apart = summarise_group(survey("anonymous", asks_role=True), MODEL, MODEL.questions, people, {})
    assert (apart.disclosure.questions["A1"].perception_gap, apart.means) == (2, PeopleMeans({}))
    together = summarise_group(survey("anonymous"), MODEL, MODEL.questions, people, {}).means
    assert together.dimensions["A"].mean == 3.0


def test_a_model_of_practices_has_no_mean_from_counts() -> None:
    """Its levels are stages reached, not means; on a scale of five the counts 2 and 3 of levels 1 and 2 have 1.6."""
    shown = {"A1": QuestionDisclosure(Answer(level=2), 5, counts=(2, 3, 0, 0, 0))}
    question, practice = MODEL.questions[0], of_practices((1,)).questions[0]
    assert mean_of_counts([question], shown, MODEL.level_numbers) == PeopleMean(1.6)
    assert mean_of_counts([practice], shown, MODEL.level_numbers) is None


def test_all_means_of_anonymous_people_are_of_the_same_people() -> None:
    """Ten people rated everything, ten only A1, ten only A2, and Pat all of A but not B.

    The mean of A of eleven people, less that of the ten people of whom the overall mean is, would be Pat's level: 5.
    """
    every, pat = Answer(level=3), Answer(level=5)
    halves = [*alike(10, 3), *(person(f"q{n}", A2=every) for n in range(10))]
    people = [
        *(person(f"r{n}", A1=every, A2=every, B1=every) for n in range(10)),
        *halves,
        person("pat", A1=pat, A2=pat),
    ]

    def of_a(privacy: Privacy) -> PeopleMean:
        return summarise_group(survey(privacy), MODEL, MODEL.questions, people, {}).means.dimensions["A"]

    assert of_a("anonymous") == PeopleMean(3.0, 10, Interval(3.0, 3.0))
    assert of_a("open").people == 11


def test_spread_begins_at_ten_people_and_roles_at_twelve() -> None:
    """Spread of ten anonymous people may be shown, of nine not; roles are asked from twelve expected people on."""
    assert [may_show_spread(people, "anonymous") for people in (9, 10)] == [False, True]
    assert may_show_spread(1, "open")
    assert MIN_GROUP_FOR_ROLES == 12
