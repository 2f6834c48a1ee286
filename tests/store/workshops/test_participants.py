"""The participants of a workshop: one count of those present.

Removing and renaming never discloses an anonymous vote.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from cxmaturity.answers import Answer
from cxmaturity.errors import Gone, NotFound, Refused
from cxmaturity.records import Assessment
from cxmaturity.services.assessments import listing, views
from cxmaturity.services.assessments.views import PersonView
from cxmaturity.services.surveys import admission, codes, participation
from cxmaturity.services.surveys.admission import Locked
from cxmaturity.services.surveys.participation import NameTaken, Survey
from cxmaturity.services.workshops import workshop_view
from cxmaturity.services.workshops.finishing import dot_votes
from cxmaturity.services.workshops.live_status import LiveStatuses
from cxmaturity.services.workshops.people import participants, phone_rosters
from cxmaturity.services.workshops.people.participants import Attendance
from cxmaturity.services.workshops.people.phone_rosters import PhoneRosters
from cxmaturity.services.workshops.voting import polls, reveals
from cxmaturity.services.workshops.voting.vote_writer import VoteWriter
from cxmaturity.services.workshops.workshop_view import WorkshopView
from cxmaturity.store import tables as t
from cxmaturity.store.database.engine import Database
from cxmaturity.store.workshop.votes import VoteRow
from cxmaturity.workshops.polls import WarmUp
from tests.workshop_fixtures import done, joined, opened, voted

NOW = datetime.now(UTC)


class WorkshopInUse:
    """A workshop with phones whose connections are set by the test."""

    def __init__(
        self, database: Database, rosters: PhoneRosters, clock: list[float], people: int, **terms: Any
    ) -> None:
        self.database, self.rosters, self._clock = database, rosters, clock
        self.opened = opened(database, **terms)
        self.people = joined(database, self.opened, people)
        self.view()  # every phone is known from here on

    def view(self) -> WorkshopView:
        return workshop_view.load_workshop(self.database, self.opened.assessment.id)

    @property
    def row(self) -> Assessment:
        return self.view().assessment

    def attendance(self) -> Attendance:
        return participants.attendance(self.database, self.view())

    def leave(self, *people: PersonView) -> None:
        """Mark these people as gone, and all others as connected."""
        self._clock[0] += 10_000
        for person in self.people:
            if person not in people:
                self.rosters.visit(self.row.id, person.stored.id, 100)

    def number(self, person: PersonView) -> int:
        phones = self.rosters.phones(self.row.id)
        return next(number for number, response_id, _ in phones if response_id == person.stored.id)

    def remove(self, person: PersonView) -> None:
        participants.remove_participant(self.database, self.view(), self.number(person))

    def counts(self) -> tuple[int, int, int]:
        people = self.view().people
        return people.participants, people.joined, people.voted


MakeWorkshop = Callable[..., WorkshopInUse]


@pytest.fixture
def make_workshop(database: Database, monkeypatch: pytest.MonkeyPatch) -> MakeWorkshop:
    """Make a workshop with this many people, with its own clock, counted as on SQLite."""
    clock = [0.0]
    rosters = PhoneRosters(lambda: clock[0])
    for module in (phone_rosters, participants):
        monkeypatch.setattr(module, "ROSTERS", rosters)
    if database.engine.dialect.name == "postgresql":
        monkeypatch.setattr(phone_rosters, "may_be_elsewhere", lambda _connection: False)
    return lambda people, **terms: WorkshopInUse(database, rosters, clock, people, **terms)


# One count


@pytest.mark.each_database
def test_those_who_left_without_a_vote_are_not_waited_for(make_workshop: MakeWorkshop) -> None:
    """Eight joined, two left without a vote and one with: six are counted, and after five more votes all are in."""
    workshop = make_workshop(8)
    done(workshop.database, workshop.opened, "begin")
    one, *others = workshop.people
    voted(workshop.database, workshop.opened, [one], 3)
    assert workshop.counts() == (8, 8, 1)
    workshop.leave(one, *others[:2])
    assert workshop.counts() == (8, 6, 1)
    voted(workshop.database, workshop.opened, others[2:], 1, 2, 3, 4, 5)
    assert workshop.counts() == (8, 6, 6)
    live = LiveStatuses(lambda: workshop.database).status(workshop.row.id)
    assert (live.joined, live.voted) == (6, 6)
    [card] = [card for card in listing.list_assessments(workshop.database) if card.assessment.id == workshop.row.id]
    assert card.answered == 6
    done(workshop.database, workshop.opened, "reveal", "end")
    assert workshop.counts()[:2] == (8, 8)


@pytest.mark.each_database
def test_in_self_paced_answering_those_who_left_are_not_waited_for(make_workshop: MakeWorkshop) -> None:
    """Of three, two have submitted and the third is gone: two are present, and both are counted."""
    workshop = make_workshop(3, pace="self_paced")
    done(workshop.database, workshop.opened, "begin")
    for person in workshop.people[:2]:
        participation.mark_submitted(workshop.database, person, NOW)
    assert workshop.counts() == (3, 3, 2)
    workshop.leave(workshop.people[2])
    assert workshop.counts() == (3, 2, 2)


def test_in_open_mode_the_list_says_who_is_missing(make_workshop: MakeWorkshop) -> None:
    """By name, in alphabetical order; not those who left, and nobody before a vote."""
    workshop = make_workshop(4)
    assert [person.name for person in workshop.attendance().people] == [f"Person {n}" for n in range(1, 5)]
    assert not any(person.is_missing for person in workshop.attendance().people)
    done(workshop.database, workshop.opened, "begin")
    voted(workshop.database, workshop.opened, workshop.people[:1], 3)
    workshop.leave(workshop.people[3])
    shown = workshop.attendance()
    assert [person.name for person in shown.people if person.is_missing] == ["Person 2", "Person 3"]
    assert (shown.connected, shown.away, shown.gone) == (3, 0, 1)


# Attacks on presence and the list


def test_a_vote_changes_nothing_on_the_list_of_an_anonymous_workshop(make_workshop: MakeWorkshop) -> None:
    """Whoever votes, in any order: the list is the same, without names, and shows nobody's presence during the vote."""
    workshop = make_workshop(6, privacy="anonymous")
    before_vote = workshop.attendance()
    assert [person.number for person in before_vote.people] == [1, 2, 3, 4, 5, 6]
    assert {person.presence for person in before_vote.people} == {"away"}
    done(workshop.database, workshop.opened, "begin")
    waiting = workshop.attendance()
    assert {(person.name, person.presence, person.is_missing) for person in waiting.people} == {(None, None, False)}
    for person in reversed(workshop.people):
        voted(workshop.database, workshop.opened, [person], 4)
        assert workshop.attendance() == waiting


@pytest.mark.parametrize("phase", ["warm_up", "vote", "reveal", "dots", "steps", "worth"])
def test_whether_somebody_who_left_took_part_is_not_shown(make_workshop: MakeWorkshop, phase: str) -> None:
    """One of six leaves, having answered or not: the list and the count of people never tell together which it was.

    While answers are taken, somebody who answered counts though they left; so the list must not say who left.
    """
    shown = []
    for answering in (0, 5):  # who answers; the last one leaves
        workshop = make_workshop(6, privacy="anonymous", warm_up=WarmUp("Coffee?", ("Yes", "No")))
        database, row, who = workshop.database, workshop.row, workshop.people[answering]
        view = done(database, workshop.opened, "begin")
        if phase == "warm_up":
            polls.save_poll_answer(database, row.id, who.stored.id, "warm_up", 1)
        else:
            view = done(database, view, "reveal", "begin")
            voters = workshop.people if phase in ("dots", "steps") else [who]
            voted(database, view, voters, *[3] * len(voters))
        if phase not in ("warm_up", "vote"):
            view = done(database, view, "reveal")
        if phase in ("dots", "steps"):
            view = done(database, view, "dots")
            [step, *_] = dot_votes.step_candidates(database, row.id, view.version)
            dot_votes.save_dots(database, row.id, who.stored.id, {step.key: 1})
        if phase == "steps":
            done(database, view, "steps")
        if phase == "worth":
            done(database, view, "ask_worth")
            polls.save_poll_answer(database, row.id, who.stored.id, "worth", 4)
        workshop.leave(workshop.people[5])
        is_told_who = any(person.presence for person in workshop.attendance().people)
        shown.append(workshop.counts() if is_told_who else None)
    assert shown[0] == shown[1]


def test_a_participants_number_does_not_disclose_the_id(make_workshop: MakeWorkshop) -> None:
    """Votes have ids in the database; the list has numbers of this process only."""
    workshop = make_workshop(5, privacy="anonymous")
    ids = {person.stored.id for person in workshop.people}
    shown = repr(workshop.attendance())
    assert not any(response_id in shown for response_id in ids)


# Removing


def reveal_level(workshop: WorkshopInUse) -> tuple[int | None, int | None]:
    shown = reveals.round_results(workshop.database, workshop.row.id, "P1")[-1].shown
    return shown.answer.level, shown.rated


def test_a_removal_in_open_mode_takes_the_votes_along(make_workshop: MakeWorkshop) -> None:
    """Also in the shown round: the middle of 1, 4, 5 is 4, of 1 and 5 the lower one; the name is removed too."""
    workshop = make_workshop(3)
    done(workshop.database, workshop.opened, "begin")
    voted(workshop.database, workshop.opened, workshop.people, 1, 4, 5)
    done(workshop.database, workshop.opened, "reveal")
    assert reveal_level(workshop) == (4, 3)
    version = workshop.view().version
    workshop.remove(workshop.people[1])
    assert reveal_level(workshop) == (1, 2)
    assert workshop.view().version == version + 1
    assert [person.name for person in workshop.attendance().people] == ["Person 1", "Person 3"]
    [shown] = reveals.round_results(workshop.database, workshop.row.id, "P1")
    assert [vote.name for vote in shown.votes] == ["Person 1", "Person 3"]
    done(workshop.database, workshop.opened, "end")
    group = views.load_view(workshop.database, workshop.row.id).group
    assert group
    assert [vote.name for vote in group.votes["P1"]] == ["Person 1", "Person 3"]


def test_a_removal_never_discloses_an_anonymous_vote(make_workshop: MakeWorkshop) -> None:
    """A shown result stays, in a second vote and at the end, because the difference would be the removed person's vote.

    Six vote 1, 1, 1, 5, 5, 5: the middle is 1. Without one of the first three it would be 5.
    """
    workshop = make_workshop(6, privacy="anonymous")
    done(workshop.database, workshop.opened, "begin")
    voted(workshop.database, workshop.opened, workshop.people, 1, 1, 1, 5, 5, 5)
    done(workshop.database, workshop.opened, "reveal")
    assert reveal_level(workshop) == (1, 6)
    workshop.remove(workshop.people[0])
    assert reveal_level(workshop) == (1, 6)
    assert workshop.counts()[0] == 5
    done(workshop.database, workshop.opened, "again")
    voted(workshop.database, workshop.opened, workshop.people[1:], 1, 1, 5, 5, 5)
    done(workshop.database, workshop.opened, "reveal")
    assert reveal_level(workshop) == (1, 6)
    done(workshop.database, workshop.opened, "end")
    group = views.load_view(workshop.database, workshop.row.id).group
    assert group
    assert (group.disclosure.questions["P1"].answer.level, group.disclosure.questions["P1"].rated) == (1, 6)


def test_after_the_end_nothing_stored_says_who_was_removed(make_workshop: MakeWorkshop) -> None:
    """Who was removed is known to all who were there: a mark on the one row would tell what they had voted."""
    workshop = make_workshop(6, privacy="anonymous")
    done(workshop.database, workshop.opened, "begin")
    voted(workshop.database, workshop.opened, workshop.people, 1, 1, 1, 5, 5, 5)
    done(workshop.database, workshop.opened, "reveal")
    workshop.remove(workshop.people[0])
    done(workshop.database, workshop.opened, "end")
    with workshop.database.reading() as connection:
        rows = connection.execute(select(t.response).filter_by(assessment_id=workshop.row.id)).all()
    assert len({(row.is_removed, len(row.participant_hash), row.participant_hash.isalnum()) for row in rows}) == 1
    assert len(rows) == 6


def test_a_removal_takes_away_what_was_not_shown_yet(make_workshop: MakeWorkshop) -> None:
    """Votes and dots that were not shown are deleted: of five people four are left, too few, so nothing is shown."""
    workshop = make_workshop(5, privacy="anonymous")
    done(workshop.database, workshop.opened, "begin")
    voted(workshop.database, workshop.opened, workshop.people, 1, 1, 1, 5, 5)
    workshop.remove(workshop.people[0])
    assert workshop.counts() == (4, 4, 4)
    done(workshop.database, workshop.opened, "reveal")
    assert reveal_level(workshop) == (None, None)


def test_a_removal_takes_away_votes_whose_reveal_showed_nothing(make_workshop: MakeWorkshop) -> None:
    """Four votes are too few to show. One of the four is removed, the reveal undone, and a newcomer votes: four again.

    With the removed vote there would be five, and a result of four people and one who was told that theirs is gone.
    """
    workshop = make_workshop(5, privacy="anonymous")
    done(workshop.database, workshop.opened, "begin")
    voted(workshop.database, workshop.opened, workshop.people[:4], 1, 1, 1, 5)
    done(workshop.database, workshop.opened, "reveal")
    workshop.remove(workshop.people[0])
    done(workshop.database, workshop.opened, "undo")
    voted(workshop.database, workshop.opened, workshop.people[4:], 5)
    done(workshop.database, workshop.opened, "reveal")
    assert reveal_level(workshop) == (None, None)


@pytest.mark.parametrize("people", [4, 5])
def test_dots_that_were_shown_stay(make_workshop: MakeWorkshop, people: int) -> None:
    """With five people who gave dots the order was shown and stays.

    With four it was not, and the removed person's dots go.
    """
    workshop = make_workshop(6, privacy="anonymous")
    done(workshop.database, workshop.opened, "begin")
    voted(workshop.database, workshop.opened, workshop.people, 1, 1, 2, 2, 2, 2)
    done(workshop.database, workshop.opened, "reveal", "dots")
    [step, *_] = dot_votes.step_candidates(workshop.database, workshop.row.id)
    for person in workshop.people[:people]:
        dot_votes.save_dots(workshop.database, workshop.row.id, person.stored.id, {step.key: 1})
    done(workshop.database, workshop.opened, "steps")
    before = [(s.key, s.dots) for s in dot_votes.step_candidates(workshop.database, workshop.row.id)]
    workshop.remove(workshop.people[0])
    assert [(s.key, s.dots) for s in dot_votes.step_candidates(workshop.database, workshop.row.id)] == before
    assert bool(dot_votes.given_dots(workshop.database, workshop.people[0].stored.id).dots) == (people == 5)


@pytest.mark.parametrize("privacy", ["open", "anonymous"])
def test_a_removed_participant_can_do_nothing(make_workshop: MakeWorkshop, privacy: str) -> None:
    """Their code, a vote being sent, and dots are refused, while other votes of the same batch are stored."""
    workshop = make_workshop(6, privacy=privacy)
    survey, code = Survey(workshop.row, workshop.opened.questionnaire), codes.new_code()
    late = participation.begin_participation(workshop.database, survey, code, "Late", None, NOW)
    done(workshop.database, workshop.opened, "begin")
    workshop.view()
    workshop.people.append(late)
    workshop.remove(late)
    assert participation.find_participation(workshop.database, survey, code) is None
    assert not participation.is_known(workshop.database, survey, code)
    writer = VoteWriter(lambda: workshop.database)
    votes = [
        VoteRow(who.stored.id, "P1", 1, Answer(level=3), NOW) for who in (workshop.people[0], late, workshop.people[1])
    ]
    first, refused, last = [writer.submit(workshop.row.id, vote) for vote in votes]
    assert tuple(vote.result(20).stored.answer.level for vote in (first, last)) == (3, 3)
    with pytest.raises(NotFound, match="removed from the workshop"):
        refused.result(20)
    assert workshop.counts() == (6, 6, 2)
    done(workshop.database, workshop.opened, "reveal", "dots")
    with pytest.raises(Gone):
        dot_votes.save_dots(workshop.database, workshop.row.id, late.stored.id, {})
    with pytest.raises(Refused, match="no longer in the workshop"):
        participants.remove_participant(workshop.database, workshop.view(), 99)
    again = participation.begin_participation(workshop.database, survey, codes.new_code(), "Late", None, NOW)
    assert again.response.answers == {}


def test_an_ended_workshop_stays_as_it_is(make_workshop: MakeWorkshop) -> None:
    """Nobody can be removed or renamed."""
    workshop = make_workshop(3)
    done(workshop.database, workshop.opened, "end")
    with pytest.raises(Refused, match="has ended"):
        participants.remove_participant(workshop.database, workshop.view(), 1)
    with pytest.raises(Refused, match="has ended"):
        participants.rename_participant(workshop.database, workshop.view(), 1, "Eve")


# Names


@pytest.mark.each_database
def test_a_name_that_is_taken_is_asked_about(make_workshop: MakeWorkshop) -> None:
    """Also in another case or width; a namesake gets a number, and shown votes have the new name."""
    workshop = make_workshop(3)
    done(workshop.database, workshop.opened, "begin")
    voted(workshop.database, workshop.opened, workshop.people, 1, 2, 3)
    done(workshop.database, workshop.opened, "reveal")
    number = workshop.number(workshop.people[0])
    with pytest.raises(NameTaken) as taken:
        participants.rename_participant(workshop.database, workshop.view(), number, "PERSON 2")
    assert taken.value.marked_name == "PERSON 2 (2)"
    rename = participants.rename_participant
    assert rename(workshop.database, workshop.view(), number, "PERSON 2", is_namesake=True) == "PERSON 2 (2)"
    before = workshop.view().version
    assert [rename(workshop.database, workshop.view(), number, name) for name in (" Eve ", "Eve")] == ["Eve", "Eve"]
    assert workshop.view().version == before + 1  # so that a name on the screen changes at once
    [shown] = reveals.round_results(workshop.database, workshop.row.id, "P1")
    assert [vote.name for vote in shown.votes] == ["Eve", "Person 2", "Person 3"]
    with pytest.raises(Refused):
        rename(workshop.database, workshop.view(), number, "  ")


def test_in_an_anonymous_workshop_nobody_has_a_name(make_workshop: MakeWorkshop) -> None:
    """And nobody can be given one."""
    workshop = make_workshop(2, privacy="anonymous")
    with pytest.raises(Refused, match="anonymous"):
        participants.rename_participant(workshop.database, workshop.view(), 1, "Eve")


# The lock


@pytest.mark.parametrize("has_slips", [False, True])
@pytest.mark.each_database
def test_a_locked_workshop_lets_nobody_in(make_workshop: MakeWorkshop, has_slips: bool) -> None:
    """Nobody joins, not even with a slip; participants stay; once unlocked, people can join."""
    workshop = make_workshop(0, privacy="anonymous")
    [slip] = admission.make_slips(workshop.database, workshop.row, 1) if has_slips else [""]
    admission.set_lock(workshop.database, workshop.row, is_locked=True)
    survey = Survey(workshop.row, workshop.opened.questionnaire)

    def join() -> None:
        participation.begin_participation(workshop.database, survey, codes.new_code(), "", None, NOW, slip=slip)

    with pytest.raises(Locked):
        join()
    admission.set_lock(workshop.database, workshop.row, is_locked=False)
    join()
    assert workshop.counts()[0] == 1
