"""What participants write in a workshop: polls, reasons and steps.

None of it discloses its author or the order of writing.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from cxmaturity.answers import Answer
from cxmaturity.errors import Refused
from cxmaturity.services.assessments.answering import Basis
from cxmaturity.services.assessments.views import PersonView, load_view
from cxmaturity.services.workshops.finishing import dot_votes, participant_steps
from cxmaturity.services.workshops.voting import polls, vote_reasons
from cxmaturity.services.workshops.workshop_view import WorkshopView
from cxmaturity.store import tables as t
from cxmaturity.store.database.engine import Database
from cxmaturity.store.workshop import polls as stored_polls
from cxmaturity.workshops.polls import WarmUp
from tests.store.workshop_fixtures import remove
from tests.workshop_fixtures import done, joined, opened, reloaded, voted

NOW = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)


def workshop_with(database: Database, people: int, **terms: Any) -> tuple[WorkshopView, list[PersonView]]:
    workshop = opened(database, **{"privacy": "anonymous", **terms})
    return workshop, joined(database, workshop, people)


def reasons_of(database: Database, workshop: WorkshopView) -> list[str]:
    view = reloaded(database, workshop)
    return [reason.text for reason in vote_reasons.reasons(database, view.assessment, view.state)]


# Polls


@pytest.mark.parametrize("privacy", ["anonymous", "open"])
@pytest.mark.each_database
def test_a_shown_warm_up_of_an_anonymous_workshop_stays(database: Database, privacy: str) -> None:
    """The middle of 1, 2, 3, 4, 5, 5 is 3.

    After the person with 1 is removed an anonymous workshop still shows 3, an open one 4. No answer of theirs is left.
    """
    workshop, people = workshop_with(database, 6, privacy=privacy, warm_up=WarmUp("How awake are you?"))
    done(database, workshop, "begin")
    for person, choice in zip(people, (1, 2, 3, 4, 5, 5), strict=True):
        polls.save_poll_answer(database, workshop.assessment.id, person.stored.id, "warm_up", choice)
    assert reloaded(database, workshop).voted == 6
    done(database, workshop, "reveal")
    with pytest.raises(polls.PollClosed):
        polls.save_poll_answer(database, workshop.assessment.id, people[0].stored.id, "warm_up", 5)
    before = polls.poll_results(database, [workshop.assessment.id], "warm_up")[workshop.assessment.id]
    assert before.middle == 3
    done(database, workshop, "begin")
    voted(database, workshop, people, 1, 1, 2, 2, 2, 2)
    done(database, workshop, "reveal")
    remove(database, workshop, people[0])
    after = polls.poll_results(database, [workshop.assessment.id], "warm_up")[workshop.assessment.id]
    assert after == before if privacy == "anonymous" else (after.answered, after.middle) == (5, 4)
    with database.reading() as connection:
        assert stored_polls.poll_answer(connection, people[0].stored.id, "warm_up") is None
        assert stored_polls.poll_answer(connection, people[1].stored.id, "warm_up") == (2, 1)


def test_the_last_question_is_kept_at_the_end_and_shown_over_time(database: Database) -> None:
    """Its result exists only after the workshop has ended, so it cannot be watched changing.

    Without answers there is none.
    """
    workshop, people = workshop_with(database, 5)
    done(database, workshop, "begin")
    voted(database, workshop, people, 2, 2, 2, 2, 2)
    done(database, workshop, "reveal", "ask_worth")
    for person, choice in zip(people, (2, 4, 4, 5, 5), strict=True):
        polls.save_poll_answer(database, workshop.assessment.id, person.stored.id, "worth", choice)
    assert polls.poll_results(database, [workshop.assessment.id], "worth") == {}
    done(database, workshop, "end")
    result = polls.poll_results(database, [workshop.assessment.id], "worth")[workshop.assessment.id]
    assert (result.answered, result.middle, result.counts) == (5, 4, None)
    team = workshop.assessment.team_id
    assert [(row.id, kept.middle) for row, kept in polls.worth_over_time(database, team)] == [
        (workshop.assessment.id, 4)
    ]
    silent, _ = workshop_with(database, 5)
    done(database, silent, "begin", "end")
    assert polls.worth_over_time(database, silent.assessment.team_id) == []


@pytest.mark.each_database
def test_an_older_answer_or_dots_do_not_replace_newer_ones(database: Database) -> None:
    """A change based on an older revision and chosen earlier is refused, and the stored one is returned."""
    workshop, people = workshop_with(database, 1, privacy="open", warm_up=WarmUp("How awake are you?"))
    done(database, workshop, "begin")
    ids = workshop.assessment.id, people[0].stored.id
    assert polls.save_poll_answer(database, *ids, "warm_up", 5, Basis(0), NOW) == (polls.PollAnswer(5, 1), True)
    late = Basis(0, NOW - timedelta(seconds=9))
    assert polls.save_poll_answer(database, *ids, "warm_up", 1, late, NOW) == (polls.PollAnswer(5, 1), False)
    assert polls.save_poll_answer(database, *ids, "warm_up", 1, Basis(1), NOW) == (polls.PollAnswer(1, 2), True)
    done(database, workshop, "begin")
    voted(database, workshop, people, 2)
    done(database, workshop, "reveal", "dots")
    [step, *_] = dot_votes.step_candidates(database, workshop.assessment.id)
    stored_dots, is_in = dot_votes.save_dots(database, *ids, {step.key: 3}, Basis(0, NOW), NOW)
    assert (stored_dots, is_in) == (dot_votes.GivenDots({step.key: 3}, 1), True)
    stored_dots, is_in = dot_votes.save_dots(database, *ids, {step.key: 1}, late, NOW)
    assert (dict(stored_dots.dots), stored_dots.revision, is_in) == ({step.key: 3}, 1, False)
    stored_dots, is_in = dot_votes.save_dots(database, *ids, {step.key: 1}, Basis(1, NOW - timedelta(seconds=9)), NOW)
    assert (dict(stored_dots.dots), stored_dots.revision, is_in) == ({step.key: 1}, 2, True)


# Why


@pytest.mark.parametrize(("people", "is_shown"), [(4, False), (5, True)])
def test_reasons_are_shown_from_as_many_ratings_as_votes(
    sqlite_database: Database, people: int, is_shown: bool
) -> None:
    """What counts is how many rated, not how many wrote. Reasons are in alphabetical order."""
    workshop, everyone = workshop_with(sqlite_database, people)
    done(sqlite_database, workshop, "begin")
    answers = [Answer(level=3, note=note) for note in ("zebra", "Apple", "mango", "", "")]
    voted(sqlite_database, workshop, everyone, *answers[:people])
    assert reasons_of(sqlite_database, workshop) == []  # not before the result
    done(sqlite_database, workshop, "reveal")
    assert reasons_of(sqlite_database, workshop) == (["Apple", "mango", "zebra"] if is_shown else [])


@pytest.mark.each_database
def test_a_newcomers_reason_is_not_shown_with_a_second_vote(database: Database) -> None:
    """Reasons of those in the first vote are shown, and a removal hides none of them; so it is in the result."""
    workshop, people = workshop_with(database, 7)
    done(database, workshop, "begin")
    voted(database, workshop, people[:5], *[Answer(level=2, note=f"line {n}") for n in range(5)])
    voted(database, workshop, [people[5]], Answer(dont_know=True, note="line 5"))
    done(database, workshop, "reveal", "again")
    voted(database, workshop, [people[6]], Answer(level=5, note="I came later"))
    voted(database, workshop, people[:5], Answer(level=3, note="line 0, better"), *[Answer(level=2)] * 4)
    workshop = done(database, workshop, "reveal")
    lines = ["line 0, better", "line 1", "line 2", "line 3", "line 4", "line 5"]
    assert reasons_of(database, workshop) == lines
    remove(database, workshop, people[1])
    assert reasons_of(database, workshop) == lines
    question = str(workshop.state.question)
    done(database, workshop, "end")
    group = load_view(database, workshop.assessment.id).group
    assert group
    assert [comment.note for comment in group.comments[question]] == lines


@pytest.mark.each_database
def test_reasons_on_the_screen_are_chosen_and_can_be_removed(database: Database) -> None:
    """At most three reasons; deleting one's notes removes the reason from the screen and the database.

    Another workshop with the same lines shows none of them and keeps them.
    """
    (other, those), (workshop, people) = workshop_with(database, 5), workshop_with(database, 5)
    for each, voters in ((other, those), (workshop, people)):
        done(database, each, "begin")
        voted(database, each, voters, *[Answer(level=2, note=f"line {n}") for n in range(5)])
        done(database, each, "reveal")
    row, before = workshop.assessment, reloaded(database, workshop).version
    for n in (4, 0, 2):
        vote_reasons.put_on_screen(database, row.id, f"line {n}", is_shown=True)
    view = reloaded(database, workshop)
    assert view.version == before + 3  # phones and screen look again
    shown = [reason.text for reason in vote_reasons.reasons_on_screen(database, row, view.state)]
    assert shown == ["line 0", "line 2", "line 4"]
    there = reloaded(database, other)
    assert len(vote_reasons.reasons(database, there.assessment, there.state)) == 5
    assert vote_reasons.reasons_on_screen(database, there.assessment, there.state) == []
    with pytest.raises(Refused, match="3 reasons"):
        vote_reasons.put_on_screen(database, row.id, "line 1", is_shown=True)
    with pytest.raises(Refused, match="no longer here"):
        vote_reasons.put_on_screen(database, row.id, "never written", is_shown=True)
    for n in (1, 2, 2):  # line 1 is not on the screen, line 2 is until the first time
        vote_reasons.take_back_notes(database, row.id, people[n].stored.id)
    assert reloaded(database, workshop).version == before + 4  # so that it leaves screen and phones at once
    assert [r.text for r in vote_reasons.reasons_on_screen(database, row, view.state)] == ["line 0", "line 4"]
    with database.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM answer WHERE note = 'line 2'")).scalar() == 1
    vote_reasons.put_on_screen(database, row.id, "line 0", is_shown=False)
    assert [r.text for r in vote_reasons.reasons_on_screen(database, row, view.state)] == ["line 4"]


# Steps


@pytest.mark.each_database
def test_a_participants_step_does_not_disclose_its_author(database: Database) -> None:
    """A row holds the text and nothing about its author; rejected ones are deleted, undecided ones at the end."""
    workshop, people = workshop_with(database, 5)
    row_id = workshop.assessment.id
    done(database, workshop, "begin")
    voted(database, workshop, people, 2, 2, 2, 2, 2)
    with pytest.raises(Refused, match="not collected"):
        participant_steps.propose_step(database, row_id, "Too early")
    done(database, workshop, "reveal", "dots")
    for do in ("More  cake", "more cake", "Fewer reports", "Rude words", "Later"):
        participant_steps.propose_step(database, row_id, do)
    participant_steps.propose_step(database, row_id, "Ask three customers a week", is_by_console=True)
    assert set(t.room_step.columns.keys()) == {"id", "assessment_id", "do", "is_accepted"}
    waiting = participant_steps.waiting_steps(database, row_id)
    assert [step.do for step in waiting] == ["Fewer reports", "Later", "More cake", "Rude words"]
    fewer, _, _, rude = waiting
    participant_steps.decide_on_step(database, row_id, fewer.id, is_accepted=True)
    participant_steps.decide_on_step(database, row_id, rude.id, is_accepted=False)
    with pytest.raises(Refused, match="no longer in the list"):
        participant_steps.decide_on_step(database, row_id, rude.id, is_accepted=True)
    written = [c.step.do for c in dot_votes.step_candidates(database, row_id) if c.question is None]
    assert sorted(written) == ["Ask three customers a week", "Fewer reports"]
    dot_votes.save_dots(database, row_id, people[0].stored.id, {fewer.id: 3})
    done(database, workshop, "steps", "end")
    with database.reading() as connection:
        kept = connection.execute(text('SELECT "do" FROM room_step ORDER BY "do"')).scalars().all()
    assert kept == ["Ask three customers a week", "Fewer reports"]


@pytest.mark.parametrize("do", ["", " \n", "x" * 101])
def test_a_step_has_words_and_not_too_many(database: Database, do: str) -> None:
    """An empty text, or one longer than the screen shows, is refused."""
    workshop, people = workshop_with(database, 1, privacy="open")
    done(database, workshop, "begin")
    voted(database, workshop, people, 2)
    done(database, workshop, "reveal", "dots")
    with pytest.raises(Refused):
        participant_steps.propose_step(database, workshop.assessment.id, do)


def test_no_more_participants_steps_than_the_screen_shows(database: Database) -> None:
    """Four beside the proposed ones; the fifth is refused, also from the console."""
    workshop, people = workshop_with(database, 1, privacy="open")
    done(database, workshop, "begin")
    voted(database, workshop, people, 2)
    done(database, workshop, "reveal", "dots")
    for n in range(4):
        participant_steps.propose_step(database, workshop.assessment.id, f"Step {n}", is_by_console=True)
    with pytest.raises(Refused, match="4 steps"):
        participant_steps.propose_step(database, workshop.assessment.id, "Step 5", is_by_console=True)
