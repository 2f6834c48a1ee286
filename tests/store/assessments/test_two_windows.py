"""Two windows on one answer: each part has the value that was chosen last, not received last."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import permutations
from typing import Any

import pytest

from cxmaturity.answers import PARTS, Answer, EvidenceGrade, Part
from cxmaturity.records import Assessment
from cxmaturity.services.assessments import answering, closing, views
from cxmaturity.services.assessments.answering import AnswerChange, Basis, SaveResult
from cxmaturity.services.assessments.views import PersonView
from cxmaturity.services.surveys import participation
from cxmaturity.services.surveys.codes import new_code
from cxmaturity.store.database.engine import Database
from tests.store.fixtures import NOW, begin
from tests.store.survey_fixtures import start, survey_of


def after(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def send(
    database: Database, view: PersonView, answer: Answer, parts: dict[Part, float], base: int, arrives: float
) -> SaveResult:
    """Send parts of an answer to P1, each chosen this many seconds after NOW, based on one revision."""
    bases = {part: Basis(base, after(chosen)) for part, chosen in parts.items()}
    change = AnswerChange(answer, bases)
    return answering.save_change(database, view.assessment.id, "P1", change, after(arrives), view.stored.id)


def stored(database: Database, assessment: Assessment) -> Answer:
    return views.load_view(database, assessment.id).response.answer("P1")


def rows(database: Database, statement: str) -> list[Any]:
    """Run a statement and return the first column of its rows."""
    with database.writing() as connection:
        return [row[0] for row in connection.exec_driver_sql(statement)]


@dataclass(frozen=True)
class Choice:
    """A level chosen in a window that knew no other choice, and the time when it is received."""

    level: int
    chosen: float
    arrives: float


@pytest.mark.parametrize("order", list(permutations((5.0, 20.0, 30.0))))
@pytest.mark.each_database
def test_the_choice_made_last_stands_in_whatever_order_they_come_in(database: Database, order: Sequence[float]) -> None:
    """Three offline windows choose 1, 5 and 3 one after the other: 3 is stored, in whatever order they are received."""
    view = begin(database)
    choices = [
        Choice(level, chosen, arrives + 10) for level, chosen, arrives in zip((1, 5, 3), (1, 2, 3), order, strict=True)
    ]
    for choice in sorted(choices, key=lambda c: c.arrives):
        send(database, view, Answer(level=choice.level), {"choice": choice.chosen}, 0, choice.arrives)
    assert stored(database, view.assessment) == Answer(level=3)


def test_an_offline_choice_does_not_replace_a_later_one(database: Database) -> None:
    """The older choice is refused part by part and the stored answer returned.

    Chosen again after that, it is stored.
    """
    view = begin(database)
    send(database, view, Answer(level=5), {"choice": 12}, 0, 12)
    result = send(database, view, Answer(level=1), {"choice": 0}, 0, 60)
    assert (result.overruled, result.stored.answer, result.stored.revision) == (("choice",), Answer(level=5), 1)
    assert send(database, view, Answer(level=1), {"choice": 61}, 1, 61).is_accepted
    assert stored(database, view.assessment) == Answer(level=1)


def test_parts_of_one_answer_stand_apart(database: Database) -> None:
    """One window chooses a level, then writes a note; another changes the level in between: its level and the note are
    stored."""
    view = begin(database)
    send(database, view, Answer(level=5), {"choice": 5}, 0, 5)
    result = send(database, view, Answer(level=1, note="Seen"), {"choice": 1, "note": 9}, 0, 20)
    assert result.overruled == ("choice",)
    assert stored(database, view.assessment) == Answer(level=5, note="Seen")


def test_only_the_parts_that_are_named_are_written(database: Database) -> None:
    """A change of the grade leaves level, note and evidence as other windows stored them."""
    view = begin(database)
    first = Answer(2, note="old", evidence_grade=EvidenceGrade.EXAMPLE, evidence="Rota")
    send(database, view, first, dict.fromkeys(PARTS, 0.0), 0, 0)
    send(database, view, Answer(level=4, note="new"), {"choice": 1, "note": 1}, 1, 1)
    assert send(database, view, Answer(evidence_grade=EvidenceGrade.SEEN), {"evidence_grade": 0.5}, 1, 2).is_accepted
    expected = Answer(4, note="new", evidence_grade=EvidenceGrade.SEEN, evidence="Rota")
    assert stored(database, view.assessment) == expected


def test_a_change_there_and_back_counts_as_a_choice(database: Database) -> None:
    """3, then 5, then 3 in one window: an older 1 from another window does not replace the 3."""
    view = begin(database)
    for number, level in enumerate((3, 5, 3)):
        send(database, view, Answer(level=level), {"choice": number + 10}, number, number + 10)
    assert send(database, view, Answer(level=1), {"choice": 10.5}, 1, 30).overruled == ("choice",)
    assert stored(database, view.assessment) == Answer(level=3)


@pytest.mark.each_database
def test_a_clock_that_was_set_back_does_not_decide(database: Database) -> None:
    """With the clock an hour back, a change on the stored revision is accepted, and one made now.

    An offline one is not.
    """
    view = begin(database)
    send(database, view, Answer(level=1), {"choice": 0}, 0, 0)
    hour = 3600
    assert send(database, view, Answer(level=5), {"choice": -hour}, 1, -hour).is_accepted
    send(database, view, Answer(level=2), {"choice": 10}, 2, 10)
    assert send(database, view, Answer(level=4), {"choice": 9 - hour}, 0, 9.1 - hour).is_accepted
    send(database, view, Answer(level=2), {"choice": 20}, 4, 20)
    assert send(database, view, Answer(level=3), {"choice": 10 - hour}, 0, 60 - hour).overruled == ("choice",)


def test_a_revision_unknown_to_the_database_is_ignored(database: Database) -> None:
    """After a backup was restored, an open page names a revision of another history, which counts as unknown."""
    view = begin(database)
    send(database, view, Answer(level=5), {"choice": 10}, 0, 10)
    assert send(database, view, Answer(level=1), {"choice": 5}, 7, 20).overruled == ("choice",)
    assert send(database, view, Answer(level=2), {"choice": 30}, 7, 30).is_accepted


@pytest.mark.each_database
def test_an_answer_of_an_earlier_version_counts_as_changed_with_its_row(database: Database) -> None:
    """Without times of its parts, the row's time counts for each part."""
    view = begin(database)
    send(database, view, Answer(level=5, note="n"), {"choice": 10, "note": 10}, 0, 10)
    rows(database, "UPDATE answer SET part_changes = NULL RETURNING part_changes")
    assert send(database, view, Answer(level=1), {"choice": 5}, 0, 20).overruled == ("choice",)
    assert send(database, view, Answer(level=2), {"choice": 11}, 0, 20).is_accepted
    assert stored(database, view.assessment) == Answer(level=2, note="n")


@pytest.mark.each_database
def test_of_anonymous_people_no_time_of_a_choice_is_stored(database: Database) -> None:
    """A queued change gives way to what another window of the person stored; a current one is stored.

    Neither stores its time, and closing removes the order in which questions were answered.
    """
    started = start(database, expected=9)
    survey = survey_of(database, started)
    view = participation.begin_participation(database, survey, new_code(), "", None, NOW)
    send(database, view, Answer(level=5), {"choice": 100}, 0, 100)
    assert send(database, view, Answer(level=1), {"choice": 150}, 0, 200).overruled == ("choice",)
    assert send(database, view, Answer(level=2), {"choice": 199}, 0, 200).is_accepted
    assert rows(database, "SELECT part_changes FROM answer") == ['{"choice": [2, null]}']
    closing.close_assessment(database, started.assessment_id, after(300))
    assert rows(database, "SELECT part_changes FROM answer") == [None]
