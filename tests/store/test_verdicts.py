"""Verdicts on what moved between two surveys: from each person's own levels, and never more told than may be."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from secrets import token_hex

import pytest

from cxmaturity.analysis.verdicts import Verdict, Verdicts, judge_comparison
from cxmaturity.answers import Answer, Privacy
from cxmaturity.services.assessments import closing, creation
from cxmaturity.services.surveys import codes, progress
from cxmaturity.services.trends import comparison
from cxmaturity.store import responses as stored_people
from cxmaturity.store.engine import Database
from cxmaturity.store.responses import NewResponse
from cxmaturity.wording import over_time as wording
from tests.store.fixtures import NOW, shipped
from tests.store.test_comparison import people, quarter, surveyed

CODES = [codes.new_code() for _ in range(14)]

Levels = Mapping[str, int]


def everywhere(level: int, count: int) -> list[Levels]:
    return [{q.id: level for q in shipped().questions} for _ in range(count)]


def linked(database: Database, answers: Sequence[Levels], privacy: Privacy, back: int, first: int = 0) -> str:
    """Put in a survey, closed so many days ago, of people with codes of their own, from the first of CODES on."""
    when = NOW - timedelta(days=back)
    about = {"team_name": "Bakery", "label": f"{back}", "privacy": privacy, "is_linked": True, "expected": 14}
    made = creation.start(database, creation.StartSurvey(questionnaire=shipped(), **about), when)  # type: ignore[arg-type]  # as named
    row = progress.participation_status(database, made.assessment_id).assessment
    given = [{name: Answer(level=level) for name, level in own.items() if level} for own in answers]
    keys = [codes.participant_key(row, code) for code in CODES[first:]]
    rows = [NewResponse(token_hex(10), key, None, own) for key, own in zip(keys, given, strict=False)]
    with database.writing() as connection:
        stored_people.save_responses(connection, row.id, rows, when)
    closing.close_assessment(database, row.id, when)
    return row.id


def found(database: Database, earlier: str, later: str) -> Verdicts:
    given = judge_comparison(comparison.compare_assessments(database, earlier, later))
    assert given is not None
    return given


def said(of: Verdicts) -> set[tuple[str, bool]]:
    """Return the kinds of the verdicts, each with whether its numbers are shown."""
    return {(verdict.kind, verdict.numbers is not None) for verdict in of.by_dimension.values()}


@pytest.mark.parametrize(("count", "kind"), [(7, "too few people to tell"), (8, "real")])
def test_linked_people(database: Database, count: int, kind: str) -> None:
    """All rose from 3 to 4: of eight, 2/2⁸ · 5 dimensions = 0.039; of seven, 0.078, so nothing can be told."""
    earlier = linked(database, everywhere(3, count), "open", 90)
    later = linked(database, everywhere(4, count), "open", 10)
    given = found(database, earlier, later)
    assert (given.linked, said(given)) == (count, {(kind, True)})
    people = given.by_dimension["people"]
    assert people.numbers is not None
    assert (people.numbers.change, people.numbers.people, people.numbers.is_linked) == (1.0, (count, count), True)
    assert people.numbers.adjusted == pytest.approx(5 * 2 / 2**count)
    assert people.direction == (1 if kind == "real" else 0)


def test_only_those_in_both_are_linked(database: Database) -> None:
    """Twelve then, ten of them again with two new ones, who said 1: only the ten who rose count."""
    earlier = linked(database, everywhere(3, 12), "open", 90)
    later = linked(database, [*everywhere(4, 10), *everywhere(1, 2)], "open", 10, first=2)
    given = found(database, earlier, later)
    numbers = given.by_dimension["people"].numbers
    assert numbers is not None
    assert (given.linked, numbers.people, numbers.change) == (10, (10, 10), 1.0)
    assert "of the 10 people who answered both times" in wording.who_is_compared(given)


def test_others_each_time(database: Database) -> None:
    """Eight at 3, then eight at 4, nobody known: 2 of the 12,870 splits are as far apart, times 5."""
    earlier, later = surveyed(database, people(8), "open", 90), surveyed(database, everywhere(4, 8), "open", 10)
    given = found(database, earlier, later)
    numbers = given.by_dimension["people"].numbers
    assert numbers is not None
    assert (given.linked, said(given), numbers.is_linked) == (None, {("real", True)}, False)
    assert numbers.adjusted == pytest.approx(5 * 2 / 12_870)
    assert wording.people_counted(given.by_dimension["people"]) == "8 then, 8 now"


def test_codes_that_link_nobody(database: Database) -> None:
    """Where hardly anyone came back, all who answered are compared."""
    earlier = linked(database, everywhere(3, 7), "open", 90)
    later = linked(database, everywhere(4, 7), "open", 10, first=7)
    given = found(database, earlier, later)
    numbers = given.by_dimension["people"].numbers
    assert numbers is not None
    assert (given.linked, numbers.is_linked, numbers.people) == (0, False, (7, 7))
    assert wording.who_is_compared(given).startswith("Hardly anyone answered both times")


class TestAnonymous:
    """Numbers from ten people on, the word from five; and no number that tells of a few beside a greater one."""

    @pytest.mark.parametrize(("count", "shows"), [(9, False), (10, True)])
    def test_numbers_from_ten(self, database: Database, count: int, shows: bool) -> None:
        """The word is there in any case, and which way it moved."""
        earlier = linked(database, everywhere(3, count), "anonymous", 90)
        later = linked(database, everywhere(4, count), "anonymous", 10)
        given = found(database, earlier, later)
        assert said(given) == {("real", shows)}
        assert {verdict.direction for verdict in given.by_dimension.values()} == {1}
        [(kind, why)] = wording.verdict_sentences(given, {name: name.upper() for name in given.by_dimension})
        assert kind == "real"
        assert ("PEOPLE +1.00" in why, "PEOPLE rose" in why) == (shows, not shows)

    def test_one_anonymous_side_is_enough(self, database: Database) -> None:
        """Those who answered openly then may not be told about anonymous ones now."""
        earlier, later = surveyed(database, people(12), "open", 90), surveyed(database, people(9), "anonymous", 10)
        assert said(found(database, earlier, later)) == {("too close to call", False)}

    @pytest.mark.parametrize(("newcomers", "shows"), [(0, True), (1, False), (4, False)])
    def test_nobody_is_told_by_subtraction(self, database: Database, newcomers: int, shows: bool) -> None:
        """Ten linked among eleven: the bars of the trend less the ten would be the eleventh's own level."""
        earlier = linked(database, everywhere(3, 10), "anonymous", 90)
        later = linked(database, [*everywhere(4, 10), *everywhere(5, newcomers)], "anonymous", 10)
        assert said(found(database, earlier, later)) == {("real", shows)}

    def test_of_fewer_than_five_nothing_is_said(self, database: Database) -> None:
        """Every question has seven ratings, but only four people rated enough for a level of their own."""
        halves: list[Levels] = [
            {q.id: 3 for i, q in enumerate(shipped().questions) if i % 2 == place} for place in (0, 1)
        ]
        earlier = surveyed(database, [*people(4), *halves * 3], "anonymous", 90)
        later = surveyed(database, everywhere(4, 12), "anonymous", 10)
        given = found(database, earlier, later)
        assert set(given.by_dimension.values()) == {Verdict("too few people to tell", 0, None, is_suppressed=True)}
        [(_, why)] = wording.verdict_sentences(given, {name: name for name in given.by_dimension})
        assert why.endswith("Of fewer than 5 anonymous people nothing is said.")

    def test_of_fewer_than_five_linked_nothing_is_said(self, database: Database) -> None:
        """Eight each time, three of whom came back: what these three did could be told."""
        earlier = linked(database, everywhere(3, 8), "anonymous", 90)
        later = linked(database, everywhere(4, 8), "anonymous", 10, first=5)
        given = found(database, earlier, later)
        assert {verdict.is_suppressed for verdict in given.by_dimension.values()} == {True}
        assert wording.who_is_compared(given).startswith("Fewer than 5 people answered both times")

    def test_a_sealed_survey_has_no_verdicts(self, database: Database) -> None:
        """There is no level to be right or wrong about."""
        earlier, later = surveyed(database, people(4), "anonymous", 90), surveyed(database, people(8), "anonymous", 10)
        assert found(database, earlier, later).by_dimension == {}


def test_one_person_alone_gets_no_verdict(database: Database) -> None:
    """Neither against oneself nor against a survey; and the page can say why."""
    own, again = quarter(database, {}, 90), quarter(database, {}, 60)
    crowd = surveyed(database, people(8), "open", 10)
    for earlier, later, why in ((own, again, "One person answered each time"), (again, crowd, "several people the")):
        compared = comparison.compare_assessments(database, earlier, later)
        assert judge_comparison(compared) is None
        assert why in wording.explain_no_verdict(compared)


def test_why_it_is_too_close(database: Database) -> None:
    """Ten rose by 1/8 = 0.125, shown as 0.13, on people; elsewhere nobody moved. One is small, one not even clear."""
    earlier = linked(database, everywhere(3, 10), "open", 90)
    later = linked(database, [own | {"P1": 4} for own in everywhere(3, 10)], "open", 10)
    given = found(database, earlier, later)
    names = {d.id: d.name for d in shipped().dimensions}
    small, none = wording.verdict_sentences(given, names)
    assert small == (
        "too close to call",
        "People +0.13. It is hardly chance, but less than the 0.25 of a level that we call a change.",
    )
    assert none[1].startswith("Operations +0.00, Channels +0.00")
    assert none[1].endswith("Chance alone can move people’s own levels so far.")
