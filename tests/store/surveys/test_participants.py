"""The people of a workshop: one count of who is there; removing and renaming; none of it tells an anonymous vote."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from cxmaturity.answers import Answer
from cxmaturity.errors import NotFound, Refused
from cxmaturity.records import Assessment
from cxmaturity.services.assessments import listing, views
from cxmaturity.services.assessments.views import PersonView
from cxmaturity.services.surveys import admission, codes, participation
from cxmaturity.services.surveys.admission import Locked
from cxmaturity.services.surveys.participation import NameTaken, Survey
from cxmaturity.services.workshops import facilitation, participants, presence
from cxmaturity.services.workshops.facilitation import WorkshopView
from cxmaturity.services.workshops.finishing import dot_votes
from cxmaturity.services.workshops.participants import Attendance
from cxmaturity.services.workshops.presence import PhoneRosters
from cxmaturity.services.workshops.snapshots import WorkshopSnapshots
from cxmaturity.services.workshops.voting.vote_writer import VoteWriter
from cxmaturity.store.database.engine import Database
from cxmaturity.store.workshop.votes import VoteRow
from tests.browser.workshop_fixtures import done, joined, opened, voted

NOW = datetime.now(UTC)


class Room:
    """A workshop with phones whose connections the test decides about."""

    def __init__(
        self, database: Database, rosters: PhoneRosters, clock: list[float], people: int, **terms: object
    ) -> None:
        self.database, self.rosters, self._clock = database, rosters, clock
        self.workshop = opened(database, **terms)
        self.people = joined(database, self.workshop, people)
        self.view()  # every phone is known from here on

    def view(self) -> WorkshopView:
        return facilitation.load_workshop(self.database, self.workshop.assessment.id)

    @property
    def row(self) -> Assessment:
        return self.view().assessment

    def attendance(self) -> Attendance:
        return participants.attendance(self.database, self.view())

    def leave(self, *people: PersonView) -> None:
        """Let these be gone, and all others be connected."""
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


MakeRoom = Callable[..., Room]


@pytest.fixture
def room(database: Database, monkeypatch: pytest.MonkeyPatch) -> MakeRoom:
    """Make a workshop of so many people, with a clock of its own and counted as on SQLite."""
    clock = [0.0]
    rosters = PhoneRosters(lambda: clock[0])
    for module in (presence, participants):
        monkeypatch.setattr(module, "ROSTERS", rosters)
    if database.engine.dialect.name == "postgresql":
        monkeypatch.setattr(presence, "may_be_elsewhere", lambda _connection: False)
    return lambda people, **terms: Room(database, rosters, clock, people, **terms)


# One count


def test_the_room_waits_for_those_who_are_there(room: MakeRoom) -> None:
    """Eight came, two left without a vote and one with: seven are counted, and with six more votes everyone is in."""
    it = room(8)
    done(it.database, it.workshop, "begin")
    one, *others = it.people
    voted(it.database, it.workshop, [one], 3)
    assert it.counts() == (8, 8, 1)
    it.leave(one, *others[:2])
    assert it.counts() == (8, 6, 1)
    voted(it.database, it.workshop, others[2:], 1, 2, 3, 4, 5)
    assert it.counts() == (8, 6, 6)
    live = WorkshopSnapshots(lambda: it.database).status(it.row.id)
    assert (live.joined, live.voted) == (6, 6)
    [card] = [card for card in listing.list_assessments(it.database) if card.assessment.id == it.row.id]
    assert card.answered == 6
    done(it.database, it.workshop, "reveal", "end")
    assert it.counts()[:2] == (8, 8)


def test_who_left_while_answering_in_their_own_time_holds_nobody(room: MakeRoom) -> None:
    """Of three two have finished; the third is gone."""
    it = room(3, pace="self_paced")
    done(it.database, it.workshop, "begin")
    for person in it.people[:2]:
        participation.mark_submitted(it.database, person, NOW)
    assert it.counts() == (3, 3, 2)
    it.leave(it.people[2])
    assert it.counts() == (3, 2, 2)


def test_in_open_mode_the_list_says_who_is_missing(room: MakeRoom) -> None:
    """By name, in the order of names; nobody is missing who has left, nor before a vote."""
    it = room(4)
    assert [person.name for person in it.attendance().people] == [f"Person {n}" for n in range(1, 5)]
    assert not any(person.is_missing for person in it.attendance().people)
    done(it.database, it.workshop, "begin")
    voted(it.database, it.workshop, it.people[:1], 3)
    it.leave(it.people[3])
    shown = it.attendance()
    assert [person.name for person in shown.people if person.is_missing] == ["Person 2", "Person 3"]
    assert (shown.connected, shown.away, shown.gone) == (3, 0, 1)


# Attacks on presence and the list


def test_a_vote_changes_nothing_on_the_list_of_an_anonymous_room(room: MakeRoom) -> None:
    """Whoever votes, in whichever order: the list is the same, has no name, and tells nobody's presence meanwhile."""
    it = room(6, privacy="anonymous")
    before_vote = it.attendance()
    assert [person.number for person in before_vote.people] == [1, 2, 3, 4, 5, 6]
    assert {person.presence for person in before_vote.people} == {"away"}
    done(it.database, it.workshop, "begin")
    waiting = it.attendance()
    assert {(person.name, person.presence, person.is_missing) for person in waiting.people} == {(None, None, False)}
    for person in reversed(it.people):
        voted(it.database, it.workshop, [person], 4)
        assert it.attendance() == waiting


def test_a_participants_number_does_not_disclose_the_id(room: MakeRoom) -> None:
    """Nothing on the list stands in the database, where votes have ids: a number is this process's alone."""
    it = room(5, privacy="anonymous")
    ids = {person.stored.id for person in it.people}
    shown = repr(it.attendance())
    assert not any(response_id in shown for response_id in ids)


# Removing


def reveal_level(it: Room) -> tuple[int | None, int | None]:
    shown = facilitation.round_results(it.database, it.row.id, "P1")[-1].shown
    return shown.answer.level, shown.rated


def test_a_removal_in_open_mode_takes_the_votes_along(room: MakeRoom) -> None:
    """Of the shown round too: the middle of 1, 4, 5 is 4, of 1 and 5 the lower one; the name is gone with them."""
    it = room(3)
    done(it.database, it.workshop, "begin")
    voted(it.database, it.workshop, it.people, 1, 4, 5)
    done(it.database, it.workshop, "reveal")
    assert reveal_level(it) == (4, 3)
    version = it.view().version
    it.remove(it.people[1])
    assert reveal_level(it) == (1, 2)
    assert it.view().version == version + 1
    assert [person.name for person in it.attendance().people] == ["Person 1", "Person 3"]
    [shown] = facilitation.round_results(it.database, it.row.id, "P1")
    assert [vote.name for vote in shown.votes] == ["Person 1", "Person 3"]
    done(it.database, it.workshop, "end")
    group = views.load_view(it.database, it.row.id).group
    assert group
    assert [vote.name for vote in group.votes["P1"]] == ["Person 1", "Person 3"]


def test_a_removal_never_discloses_an_anonymous_vote(room: MakeRoom) -> None:
    """Whatever was shown stays, in a second vote and in the result: the difference would be the vote of the removed.

    Six say 1, 1, 1, 5, 5, 5: the middle is 1. Without one of the first three it would be 5.
    """
    it = room(6, privacy="anonymous")
    done(it.database, it.workshop, "begin")
    voted(it.database, it.workshop, it.people, 1, 1, 1, 5, 5, 5)
    done(it.database, it.workshop, "reveal")
    assert reveal_level(it) == (1, 6)
    it.remove(it.people[0])
    assert reveal_level(it) == (1, 6)
    assert it.counts()[0] == 5
    done(it.database, it.workshop, "again")
    voted(it.database, it.workshop, it.people[1:], 1, 1, 5, 5, 5)
    done(it.database, it.workshop, "reveal")
    assert reveal_level(it) == (1, 6)
    done(it.database, it.workshop, "end")
    group = views.load_view(it.database, it.row.id).group
    assert group
    assert (group.disclosure.questions["P1"].answer.level, group.disclosure.questions["P1"].rated) == (1, 6)


def test_a_removal_takes_away_what_was_not_shown_yet(room: MakeRoom) -> None:
    """Of an open vote, and dots: five people with one less are too few, so nothing is shown of the question."""
    it = room(5, privacy="anonymous")
    done(it.database, it.workshop, "begin")
    voted(it.database, it.workshop, it.people, 1, 1, 1, 5, 5)
    it.remove(it.people[0])
    assert it.counts() == (4, 4, 4)
    done(it.database, it.workshop, "reveal")
    assert reveal_level(it) == (None, None)


@pytest.mark.parametrize("people", [4, 5])
def test_dots_that_were_shown_stay(room: MakeRoom, people: int) -> None:
    """With five who gave dots the order was shown, and stays; with four nothing was, and theirs go."""
    it = room(6, privacy="anonymous")
    done(it.database, it.workshop, "begin")
    voted(it.database, it.workshop, it.people, 1, 1, 2, 2, 2, 2)
    done(it.database, it.workshop, "reveal", "dots")
    [step, *_] = dot_votes.step_candidates(it.database, it.row.id)
    for person in it.people[:people]:
        dot_votes.save_dots(it.database, it.row.id, person.stored.id, {step.question.id: 1})
    done(it.database, it.workshop, "steps")
    before = [(s.question.id, s.dots) for s in dot_votes.step_candidates(it.database, it.row.id)]
    it.remove(it.people[0])
    assert [(s.question.id, s.dots) for s in dot_votes.step_candidates(it.database, it.row.id)] == before
    assert bool(dot_votes.given_dots(it.database, it.people[0].stored.id).dots) == (people == 5)


@pytest.mark.parametrize("privacy", ["open", "anonymous"])
def test_whoever_was_removed_can_do_nothing_more(room: MakeRoom, privacy: str) -> None:
    """Their code opens nothing, a vote on its way is refused while those beside it are stored, dots too."""
    it = room(6, privacy=privacy)
    survey, code = Survey(it.row, it.workshop.questionnaire), codes.new_code()
    late = participation.begin_participation(it.database, survey, code, "Late", None, NOW)
    done(it.database, it.workshop, "begin")
    it.view()
    it.people.append(late)
    it.remove(late)
    assert participation.find_participation(it.database, survey, code) is None
    assert not participation.is_known(it.database, survey, code)
    writer = VoteWriter(lambda: it.database)
    votes = [VoteRow(who.stored.id, "P1", 1, Answer(level=3), NOW) for who in (it.people[0], late, it.people[1])]
    first, refused, last = [writer.submit(it.row.id, vote) for vote in votes]
    assert tuple(vote.result(20).stored.answer.level for vote in (first, last)) == (3, 3)
    with pytest.raises(NotFound, match="removed from the workshop"):
        refused.result(20)
    assert it.counts() == (6, 6, 2)
    with pytest.raises(Refused, match="no longer in the workshop"):
        participants.remove_participant(it.database, it.view(), 99)
    again = participation.begin_participation(it.database, survey, codes.new_code(), "Late", None, NOW)
    assert again.response.answers == {}


def test_an_ended_workshop_stays_as_it_is(room: MakeRoom) -> None:
    """Nobody is removed or renamed any more."""
    it = room(3)
    done(it.database, it.workshop, "end")
    with pytest.raises(Refused, match="has ended"):
        participants.remove_participant(it.database, it.view(), 1)
    with pytest.raises(Refused, match="has ended"):
        participants.rename_participant(it.database, it.view(), 1, "Eve")


# Names


def test_a_name_that_is_taken_is_asked_about(room: MakeRoom) -> None:
    """In any case and width; as a namesake it gets a number; shown votes bear the new name."""
    it = room(3)
    done(it.database, it.workshop, "begin")
    voted(it.database, it.workshop, it.people, 1, 2, 3)
    done(it.database, it.workshop, "reveal")
    number = it.number(it.people[0])
    with pytest.raises(NameTaken) as taken:
        participants.rename_participant(it.database, it.view(), number, "PERSON 2")
    assert taken.value.marked_name == "PERSON 2 (2)"
    rename = participants.rename_participant
    assert rename(it.database, it.view(), number, "PERSON 2", is_namesake=True) == "PERSON 2 (2)"
    assert rename(it.database, it.view(), number, " Eve ") == "Eve"
    [shown] = facilitation.round_results(it.database, it.row.id, "P1")
    assert [vote.name for vote in shown.votes] == ["Eve", "Person 2", "Person 3"]
    with pytest.raises(Refused):
        rename(it.database, it.view(), number, "  ")


def test_in_an_anonymous_room_nobody_has_a_name(room: MakeRoom) -> None:
    """And nobody gets one."""
    it = room(2, privacy="anonymous")
    with pytest.raises(Refused, match="anonymous"):
        participants.rename_participant(it.database, it.view(), 1, "Eve")


# The lock


@pytest.mark.parametrize("has_slips", [False, True])
def test_a_locked_room_lets_nobody_in(room: MakeRoom, has_slips: bool) -> None:
    """Nobody new joins, not even with a slip; participants stay; once unlocked, people join again."""
    it = room(0, privacy="anonymous")
    [slip] = admission.make_slips(it.database, it.row.id, 1) if has_slips else [""]
    admission.set_lock(it.database, it.row.id, is_locked=True)
    survey = Survey(it.row, it.workshop.questionnaire)

    def join() -> None:
        participation.begin_participation(it.database, survey, codes.new_code(), "", None, NOW, slip=slip)

    with pytest.raises(Locked):
        join()
    admission.set_lock(it.database, it.row.id, is_locked=False)
    join()
    assert it.counts()[0] == 1
