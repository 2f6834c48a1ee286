"""Verdicts on the change between two surveys: from people's own levels, and only as far as they may be shown."""

from pathlib import Path
from shutil import copyfile

import pytest

from cxmaturity.analysis.trends.verdicts import StageCount, Verdict, Verdicts, judge_comparison
from cxmaturity.answers import Privacy
from cxmaturity.services.assessments import closing
from cxmaturity.services.portable import importing, writing
from cxmaturity.services.trends import comparison
from cxmaturity.services.workshops.voting.vote_writer import VoteWriter
from cxmaturity.store.database.engine import Database, open_database
from cxmaturity.wording.trends import verdicts as wording
from cxmaturity.workshops.state import WorkshopAction
from tests.store import workshop_fixtures as workshops
from tests.store.fixtures import NOW, shipped
from tests.store.trends.round_fixtures import Levels, everywhere, judged, linked, people, quarter, surveyed


def verdicts_on(database: Database, earlier: str, later: str) -> Verdicts:
    return judged(database, earlier, later)[1]


def kinds(verdicts: Verdicts) -> set[tuple[str, bool]]:
    """Return the kinds of the verdicts, and whether their numbers are shown."""
    return {(verdict.kind, verdict.numbers is not None) for verdict in verdicts.by_dimension.values()}


def test_linked_people(database: Database) -> None:
    """Eight rose from 3 to 4: two of the 2⁸ sign flips are as extreme, so p is 2/2⁸ · 5 dimensions = 0.039."""
    earlier = linked(database, everywhere(3, 8), "open", 90)
    later = linked(database, everywhere(4, 8), "open", 10)
    verdicts = verdicts_on(database, earlier, later)
    assert (verdicts.linked, verdicts.uses_linked, kinds(verdicts)) == (8, True, {("real", True)})
    people = verdicts.by_dimension["people"]
    assert people.numbers is not None
    assert (people.numbers.change, people.numbers.people, people.numbers.is_linked) == (1.0, (8, 8), True)
    assert people.numbers.adjusted == pytest.approx(5 * 2 / 2**8)
    assert (people.direction, people.means, people.stage_count) == (1, (3.0, 4.0), None)  # ten to be counted by stage


@pytest.mark.parametrize(
    ("count", "kind", "p"), [(7, "real", 5 * 2 / 3_432), (4, "too few people to tell", 5 * 2 / 70)]
)
def test_too_few_linked_people_are_compared_as_all_are(database: Database, count: int, kind: str, p: float) -> None:
    """Seven linked: 2/2⁷ · 5 = 0.078 can never be real, but unlinked 2 of 3,432 splits can.

    For four people not even that.
    """
    earlier = linked(database, everywhere(3, count), "open", 90)
    later = linked(database, everywhere(4, count), "open", 10)
    verdicts = verdicts_on(database, earlier, later)
    numbers = verdicts.by_dimension["people"].numbers
    assert numbers is not None
    assert (verdicts.uses_linked, kinds(verdicts)) == (False, {(kind, True)})
    assert numbers.adjusted == pytest.approx(min(1, p))
    assert wording.who_is_compared(verdicts) == (
        f"Only {count} people answered both times, too few to test, so we compared all {count} with all {count}."
    )


def test_only_those_in_both_are_linked(database: Database) -> None:
    """Twelve before, ten of them again with two new people at 1: only the ten who rose count."""
    earlier = linked(database, everywhere(3, 12), "open", 90)
    later = linked(database, [*everywhere(4, 10), *everywhere(1, 2)], "open", 10, first=2)
    verdicts = verdicts_on(database, earlier, later)
    numbers = verdicts.by_dimension["people"].numbers
    assert numbers is not None
    assert (verdicts.linked, numbers.people, numbers.change) == (10, (10, 10), 1.0)
    assert wording.who_is_compared(verdicts) == "We compared the 10 people who answered both times."


def test_linked_people_who_rated_too_little_do_not_silence_a_dimension(database: Database) -> None:
    """Twelve linked people of thirty, three of whom rated people both times: so all thirty are compared, in all
    dimensions. The twelve would allow a verdict on all dimensions except people; the thirty allow it on people too."""
    few = {q.id: 0 for q in shipped().dimensions[0].questions}
    rated_few = [{**levels, **few} for levels in everywhere(2, 9)]
    earlier = linked(database, [*everywhere(2, 3), *rated_few, *everywhere(2, 18)], "open", 90)
    later = linked(database, everywhere(4, 12), "open", 10)
    verdicts = verdicts_on(database, earlier, later)
    assert (verdicts.linked, verdicts.uses_linked) == (12, False)
    assert kinds(verdicts) == {("real", True)}
    numbers = verdicts.by_dimension["people"].numbers
    assert numbers is not None
    assert numbers.people == (21, 12)


def test_others_each_time(database: Database) -> None:
    """Eight at 3, then eight at 4, not linked: 2 of the 12,870 splits are as far apart, times 5."""
    earlier, later = surveyed(database, people(8), "open", 90), surveyed(database, everywhere(4, 8), "open", 10)
    verdicts = verdicts_on(database, earlier, later)
    numbers = verdicts.by_dimension["people"].numbers
    assert numbers is not None
    assert (verdicts.linked, kinds(verdicts), numbers.is_linked) == (None, {("real", True)}, False)
    assert numbers.adjusted == pytest.approx(5 * 2 / 12_870)
    assert wording.people_counted(verdicts.by_dimension["people"]) == "8 then, 8 now"
    assert wording.who_is_compared(verdicts).startswith("We compared all 8 with all 8;")


def test_codes_that_link_nobody(database: Database) -> None:
    """If no linked person came back, everyone who answered is compared."""
    earlier = linked(database, everywhere(3, 7), "open", 90)
    later = linked(database, everywhere(4, 7), "open", 10, first=7)
    verdicts = verdicts_on(database, earlier, later)
    numbers = verdicts.by_dimension["people"].numbers
    assert numbers is not None
    assert (verdicts.linked, numbers.is_linked, numbers.people) == (0, False, (7, 7))
    assert wording.who_is_compared(verdicts).startswith("Nobody is known to have answered both times")


def test_a_linked_person_is_compared_over_what_they_rated_both_times(database: Database) -> None:
    """Ten at 3; then P1 to P4 at 5, the others of people at 3, but each leaves out another of P1 to P4: +0.86.

    Each is compared over seven of the eight questions: 27/7 − 3 = 6/7. Over everything rated the second time it would
    be the same, and with the omitted question counted as a fall it would be less.
    """
    risen = {f"P{n}": 5 for n in range(1, 5)}
    after = [{**levels, **risen, f"P{1 + place % 4}": 0} for place, levels in enumerate(everywhere(3, 10))]
    earlier, later = linked(database, everywhere(3, 10), "open", 90), linked(database, after, "open", 10)
    numbers = verdicts_on(database, earlier, later).by_dimension["people"].numbers
    assert numbers is not None
    assert numbers.change == pytest.approx(6 / 7)


@pytest.mark.parametrize(("privacy", "count", "again"), [("open", 8, "again"), ("anonymous", 10, "undo")])
def test_a_workshop_is_judged_by_the_votes_that_were_revealed_last(
    database: Database, privacy: Privacy, count: int, again: WorkshopAction
) -> None:
    """All vote 2 on each question of people, then 4 on the first one again: (4 + 7 · 2) ÷ 8 = 2.25, from 3.

    Likewise where the first reveal was undone, which in an anonymous workshop leaves its votes in a round of their own.
    """
    before = surveyed(database, everywhere(3, count), "open", 90)
    view = workshops.begin(database, scope="full", dimensions=["people"], privacy=privacy)
    voters, votes = workshops.join(database, view, count), VoteWriter(lambda: database)
    view = workshops.do(database, view, "begin")
    for number in range(len(view.questions)):
        for voter in voters:
            workshops.vote(votes, view, voter, 2)
        view = workshops.do(database, view, "reveal")
        if number == 0:
            view = workshops.do(database, view, again)
            for voter in voters:
                workshops.vote(votes, view, voter, 4)
            view = workshops.do(database, view, "reveal")
        view = workshops.do(database, view, "next" if number + 1 < len(view.questions) else "end")
    verdicts = verdicts_on(database, before, view.assessment.id)
    numbers = verdicts.by_dimension["people"].numbers
    assert numbers is not None
    assert (list(verdicts.by_dimension), numbers.people, numbers.change) == (["people"], (count, count), -0.75)


class TestAnonymous:
    """A verdict from ten people on, because for fewer it would disclose answers.

    Numbers only where counts beside them disclose nobody.
    """

    @pytest.mark.parametrize(("count", "kind", "shows"), [(9, "too few people to tell", False), (10, "real", True)])
    def test_from_ten_people_on(self, database: Database, count: int, kind: str, shows: bool) -> None:
        """For nine linked people “real” would disclose that all of them rose, except perhaps one."""
        earlier = linked(database, everywhere(3, count), "anonymous", 90)
        later = linked(database, everywhere(4, count), "anonymous", 10)
        compared, verdicts = judged(database, earlier, later)
        assert kinds(verdicts) == {(kind, shows)}
        assert {verdict.direction for verdict in verdicts.by_dimension.values()} == {int(shows)}
        assert {verdict.means for verdict in verdicts.by_dimension.values()} == {(3.0, 4.0) if shows else None}
        assert {verdict.stage_count is not None for verdict in verdicts.by_dimension.values()} == {shows}
        [(verdict_text, why)] = wording.verdict_sentences(compared, verdicts)
        assert verdict_text == kind
        assert ("People +1.00" in why, "could tell what each of them said" in why) == (shows, not shows)

    def test_one_anonymous_side_is_enough(self, database: Database) -> None:
        """Answers given openly before must not disclose anonymous ones now, nor those given openly now earlier ones."""
        named, anonymous = surveyed(database, people(12), "open", 90), surveyed(database, people(9), "anonymous", 50)
        named_now = surveyed(database, people(12), "open", 10)
        for earlier, later in ((named, anonymous), (anonymous, named_now)):
            verdicts = verdicts_on(database, earlier, later)
            assert set(verdicts.by_dimension.values()) == {Verdict("too few people to tell", 0, None, is_withheld=True)}

    @pytest.mark.parametrize("newcomers", [0, 1, 10])
    def test_subtraction_discloses_nobody(self, database: Database, newcomers: int) -> None:
        """Ten linked among eleven: counts less the mean of the ten would be the eleventh's answers.

        Nor ten among twenty: next time eleven may come back, and the two means differ by one person. So everyone is
        compared.
        """
        earlier = linked(database, everywhere(3, 10), "anonymous", 90)
        later = linked(database, [*everywhere(4, 10), *everywhere(5, newcomers)], "anonymous", 10)
        verdicts = verdicts_on(database, earlier, later)
        assert (verdicts.uses_linked, kinds(verdicts)) == (newcomers == 0, {("real", True)})
        [means] = {verdict.means for verdict in verdicts.by_dimension.values()}
        assert means == pytest.approx((3.0, (40 + 5 * newcomers) / (10 + newcomers)))
        sentence = wording.who_is_compared(verdicts)
        assert ("could tell what the others said" in sentence) == (newcomers > 0)

    def test_no_figure_of_one_who_rated_other_questions_each_time(self, database: Database) -> None:
        """Twelve, one of whom leaves P1 out the second time: the counts include their first answer to P1, a test of own
        levels does not. So people is judged from the counts alone, which discloses nothing more."""
        after = everywhere(4, 12)
        after[0] = {**after[0], "P1": 0}
        earlier, later = linked(database, everywhere(3, 12), "anonymous", 90), linked(database, after, "anonymous", 10)
        compared, verdicts = judged(database, earlier, later)
        assert verdicts.from_counts == ("people",)
        assert kinds(verdicts) == {("real", True)}
        numbers = verdicts.by_dimension["people"].numbers
        assert numbers is not None
        assert (numbers.people, numbers.change, numbers.is_linked) == ((12, 11), 1.0, False)
        sentence = wording.judged_from_counts(compared, verdicts)
        assert sentence
        assert sentence.startswith(
            "People is judged from the counts alone, which is more cautious: not everybody rated"
        )

    def test_a_round_from_a_portable_file_is_judged_from_its_counts(
        self, sqlite_database: Database, begun_sqlite_file: Path, tmp_path: Path
    ) -> None:
        """All twelve rated everything, but the file holds none of their answers: that is the reason given."""
        ids = [
            surveyed(sqlite_database, everywhere(level, 12), "anonymous", back) for level, back in ((3, 90), (4, 10))
        ]
        content = writing.write_portable(sqlite_database, writing.Selection())
        elsewhere = open_database(f"sqlite:///{copyfile(begun_sqlite_file, tmp_path / 'other.db')}")
        importing.import_portable(elsewhere, content, importing.ImportChoices(), NOW)
        compared, verdicts = judged(elsewhere, *ids)
        elsewhere.close()
        assert len(verdicts.from_counts) == 5
        sentence = wording.judged_from_counts(compared, verdicts)
        assert sentence
        assert "a round that came in a portable file has its counts" in sentence

    def test_few_who_rated_enough(self, database: Database) -> None:
        """Every question has ten ratings, but only four people rated enough for an own level."""
        halves: list[Levels] = [
            {q.id: 3 for i, q in enumerate(shipped().questions) if i % 2 == place} for place in (0, 1)
        ]
        earlier = surveyed(database, [*people(4), *halves * 6], "anonymous", 90)
        later = surveyed(database, everywhere(4, 12), "anonymous", 10)
        verdicts = verdicts_on(database, earlier, later)
        assert len(verdicts.from_counts) == 5
        assert kinds(verdicts) == {("real", True)}
        assert {v.means for v in verdicts.by_dimension.values()} == {(3.0, 4.0)}  # made of the counts

    def test_fewer_than_five_linked_people_are_not_counted(self, database: Database) -> None:
        """Twelve each time, three of whom came back: all twelve are compared, and the number three is not shown."""
        earlier = linked(database, everywhere(3, 12), "anonymous", 90)
        later = linked(database, everywhere(4, 12), "anonymous", 10, first=9)
        verdicts = verdicts_on(database, earlier, later)
        assert kinds(verdicts) == {("real", True)}
        assert wording.who_is_compared(verdicts) == (
            "Fewer than 5 people answered both times, too few to test, so we compared all 12 with all 12."
        )

    def test_a_sealed_survey_has_no_verdicts(self, database: Database) -> None:
        """Without a shown level there is no verdict."""
        earlier, later = surveyed(database, people(4), "anonymous", 90), surveyed(database, people(8), "anonymous", 10)
        assert verdicts_on(database, earlier, later).by_dimension == {}


def test_answers_are_read_again_after_an_open_survey_was_closed_again(database: Database) -> None:
    """Cached answers belong to one frozen result: after one answer changed, the test changes."""
    earlier = surveyed(database, everywhere(3, 8), "open", 90)
    later = surveyed(database, everywhere(4, 8), "open", 10)
    assert verdicts_on(database, earlier, later).by_dimension["people"].means == (3.0, 4.0)
    closing.reopen_assessment(database, later)
    with database.writing() as connection:
        connection.exec_driver_sql("UPDATE answer SET level = 5 WHERE level = 4")
    closing.close_assessment(database, later, NOW)
    assert verdicts_on(database, earlier, later).by_dimension["people"].means == (3.0, 5.0)


def test_one_person_alone_gets_no_verdict(database: Database) -> None:
    """Neither two solo assessments nor a solo one beside a survey; the page gives the reason."""
    solo, again = quarter(database, {}, 90), quarter(database, {}, 60)
    crowd = surveyed(database, people(8), "open", 10)
    for earlier, later, why in ((solo, again, "One person answered each time"), (again, crowd, "several people the")):
        compared = comparison.compare_assessments(database, earlier, later)
        assert judge_comparison(compared) is None
        assert why in wording.explain_no_verdict(compared)


def test_why_it_is_too_close(database: Database) -> None:
    """Ten rose by 1/8 = 0.125, shown as 0.13, on people; elsewhere nobody changed.

    The first is small, the others are not significant.
    """
    earlier = linked(database, everywhere(3, 10), "open", 90)
    later = linked(database, [{**levels, "P1": 4} for levels in everywhere(3, 10)], "open", 10)
    small, none = wording.verdict_sentences(*judged(database, earlier, later))
    assert small == (
        "too close to call",
        "People +0.13. It is hardly chance, but less than the 0.25 of a level that we call a change.",
    )
    assert none[1].startswith("Operations +0.00, Channels +0.00")
    assert none[1].endswith("Chance alone can bring a change this large.")


@pytest.mark.parametrize(("then", "now", "stage", "counts"), [(3, 4, 4, (0, 10)), (1, 1, 2, (0, 0))])
def test_how_many_rate_it_at_its_stage_or_above(
    database: Database, then: int, now: int, stage: int, counts: tuple[int, int]
) -> None:
    """At the stage of the later round; at stage 1 everyone counts, so stage 2 is used there."""
    earlier, later = (
        surveyed(database, everywhere(then, 10), "open", 90),
        surveyed(database, everywhere(now, 10), "open", 10),
    )
    assert verdicts_on(database, earlier, later).by_dimension["people"].stage_count == StageCount(
        stage, *counts, (10, 10)
    )
