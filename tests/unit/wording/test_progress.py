"""How many people answered, beside how many were expected: the same words on every page."""

import pytest

from cxmaturity.wording.assessments import assessment_progress
from cxmaturity.wording.surveys.progress import survey_count
from cxmaturity.wording.workshop.workshop_console import count_template
from tests.build import assessment


@pytest.mark.parametrize(
    ("answered", "expected", "beside"),
    [(3, 12, ", of 12 expected"), (12, 12, ", of 12 expected"), (15, 12, ", 12 were expected"), (15, None, "")],
)
def test_people_are_a_part_of_the_expected_only_while_they_are(
    answered: int, expected: int | None, beside: str
) -> None:
    """Never "15 of 12", and never "invited" where nobody was; without a number nothing is said of it."""
    assert survey_count(answered, expected, 2) == (f"{answered} people have answered{beside}", "2 handed in")
    row = assessment(mode="survey", expected=expected)
    assert assessment_progress(row, answered, 10) == f"{answered} people answered{beside}"


def test_nobody_and_one_person() -> None:
    """The verb and the noun go with the count."""
    assert survey_count(0, 3, 0)[0] == "Nobody has answered, of 3 expected"
    assert survey_count(1, 3, 0)[0] == "1 person has answered, of 3 expected"


def test_more_people_than_expected_can_join_a_workshop() -> None:
    """On the console and on Home the two numbers stand side by side."""
    assert count_template("lobby", 12).format(joined=15) == "Joined: 15, 12 expected"
    row = assessment(mode="workshop", expected=12, status="open", closed_at=None)
    assert assessment_progress(row, 15, 10) == "15 in the room, 12 expected"
