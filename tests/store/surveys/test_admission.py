"""Limited places and one-time slips when several people begin at the same moment, on both databases."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from cxmaturity.answers import Privacy
from cxmaturity.errors import Refused
from cxmaturity.services.assessments import creation
from cxmaturity.services.surveys import admission, codes, participation, progress
from cxmaturity.services.surveys.participation import NameTaken, Survey
from cxmaturity.store.database.engine import Database
from tests.store.fixtures import NOW, shipped


def survey(database: Database, privacy: Privacy = "anonymous", expected: int = 5) -> Survey:
    command = creation.StartSurvey(
        questionnaire=shipped(), team_name="Bakery", label="Spring", privacy=privacy, expected=expected
    )
    row = progress.participation_status(database, creation.start(database, command, NOW).assessment_id).assessment
    return participation.survey_by_invitation(database, row.invitation or "")


def begin(database: Database, about: Survey, name: str = "", slip: str = "") -> str:
    """Begin the survey as one person; return the outcome."""
    try:
        participation.begin_participation(database, about, codes.new_code(), name, None, NOW, slip=slip)
    except Refused as error:
        return type(error).__name__
    return "begun"


@pytest.mark.usefixtures("patient_writers")
@pytest.mark.each_database
def test_the_last_place_is_taken_once(database: Database) -> None:
    """Twenty people begin at once with five places: five are admitted."""
    about = survey(database)
    with ThreadPoolExecutor(8) as pool:
        ends = list(pool.map(lambda _: begin(database, about), range(20)))
    assert sorted(ends) == ["Full"] * 15 + ["begun"] * 5


@pytest.mark.usefixtures("patient_writers")
@pytest.mark.each_database
def test_a_slip_is_used_once_by_two_at_the_same_moment(database: Database) -> None:
    """Four people use one slip at once: one is admitted."""
    about = survey(database)
    [slip] = admission.make_slips(database, about.assessment, 1)
    with ThreadPoolExecutor(4) as pool:
        ends = list(pool.map(lambda _: begin(database, about, slip=slip), range(4)))
    assert sorted(ends) == ["SlipNeeded"] * 3 + ["begun"]


@pytest.mark.usefixtures("patient_writers")
@pytest.mark.each_database
def test_two_of_one_name_at_the_same_moment(database: Database) -> None:
    """Of four, one begins under the name; the others are asked whether they are the same person."""
    about = survey(database, "open")
    with ThreadPoolExecutor(4) as pool:
        ends = list(pool.map(lambda _: begin(database, about, "Ada"), range(4)))
    assert sorted(ends) == [NameTaken.__name__] * 3 + ["begun"]


def test_a_place_that_was_not_taken_is_there_for_the_next(database: Database) -> None:
    """A person refused for a missing slip or name takes no place and uses no slip."""
    about = survey(database, "open", expected=2)
    assert begin(database, about, " ") == "Refused"
    assert [begin(database, about, "Ada"), begin(database, about, "ada"), begin(database, about, "Bo")] == [
        "begun",
        "NameTaken",
        "begun",
    ]


def test_a_locked_survey_lets_nobody_in_with_a_slip_either(database: Database) -> None:
    """Unlocked again, the same slip admits its person: it was not used up."""
    about = survey(database)
    [slip] = admission.make_slips(database, about.assessment, 1)
    outcomes = []
    for is_locked in (True, False):
        admission.set_lock(database, about.assessment, is_locked)
        outcomes.append(begin(database, about, slip=slip))
    assert outcomes == ["Locked", "begun"]
