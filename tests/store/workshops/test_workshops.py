"""Workshops: votes, reveals, agreed levels and steps; no vote is lost, late or counted twice."""

import json
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Event, current_thread
from typing import Any

import pytest
from sqlalchemy import event

from cxmaturity.answers import Answer
from cxmaturity.errors import ChangedElsewhere, DatabaseUnavailable, NotFound, Refused
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.services.assessments import answering, closing, creation, listing, next_round, views
from cxmaturity.services.assessments.agreed_levels import agree_on_level, load_agreed_levels
from cxmaturity.services.assessments.answering import Basis, SaveResult
from cxmaturity.services.assessments.views import AssessmentView, PersonView
from cxmaturity.services.surveys import participation
from cxmaturity.services.workshops import facilitation, private_notes, workshop_view
from cxmaturity.services.workshops.finishing import dot_votes
from cxmaturity.services.workshops.live_status import LiveStatuses
from cxmaturity.services.workshops.preparing import agenda, join_codes
from cxmaturity.services.workshops.voting import reveals
from cxmaturity.services.workshops.voting.vote_writer import VoteWriter
from cxmaturity.services.workshops.workshop_view import WorkshopView
from cxmaturity.store.database.engine import Database
from cxmaturity.store.workshop.votes import VoteRow
from cxmaturity.workshops.state import WorkshopAction
from tests.build import leaders_and_others
from tests.store.fixtures import NOW, frozen_contents, shipped
from tests.store.workshop_fixtures import begin, do, join, vote


@pytest.mark.each_database
def test_from_the_lobby_to_a_frozen_result(database: Database) -> None:
    """Two rounds on the first question: 1, 2, 5 then 2, 3, 3; the last one counts, and both are stored as shown."""
    workshop = begin(database)
    people, vote_queue = join(database, workshop, 3), VoteWriter(lambda: database)
    workshop = do(database, workshop, "begin")
    first = str(workshop.state.question)
    for participant, level in zip(people, (1, 2, 5), strict=True):
        assert vote(vote_queue, workshop, participant, level) == Answer(level=level)
    assert (workshop_view.load_workshop(database, workshop.assessment.id).voted, workshop.joined) == (3, 3)
    workshop = do(database, workshop, "reveal")
    [shown] = reveals.round_results(database, workshop.assessment.id, first)
    assert (shown.shown.answer.level, shown.shown.agreement, shown.shown.counts) == (2, "split", (1, 1, 0, 0, 1))
    assert [(v.name, v.level) for v in shown.votes] == [("Person 0", 1), ("Person 1", 2), ("Person 2", 5)]
    workshop = do(database, workshop, "again")
    for participant, level in zip(people, (2, 3, 3), strict=True):
        vote(vote_queue, workshop, participant, level)
    workshop = do(database, workshop, "reveal", "end")
    view = views.load_view(database, workshop.assessment.id)
    assert view.group
    assert view.response.level_of(first) == 3
    assert [r.shown.answer.level for r in view.group.rounds[first]] == [2, 3]
    assert (view.group.disclosure.answered, view.assessment.is_open, workshop.state.phase) == (3, False, "closed")
    with pytest.raises(Refused, match="stays as it is"):
        closing.reopen_assessment(database, workshop.assessment.id)


def test_a_vote_is_taken_only_while_it_runs(database: Database) -> None:
    """Not in the lobby, on another question or round, during a pause, after the reveal or the end."""
    workshop = begin(database)
    [participant], vote_queue = join(database, workshop, 1), VoteWriter(lambda: database)
    with pytest.raises(Refused):
        vote(vote_queue, workshop, participant, 3, workshop.order[0])
    workshop = do(database, workshop, "begin")
    for question, round_ in ((workshop.order[1], 1), (workshop.order[0], 2), ("Z9", 1)):
        with pytest.raises(Refused, match="over"):
            vote(vote_queue, workshop, participant, 3, question, round_)
    vote(vote_queue, workshop, participant, 3)
    workshop = do(database, workshop, "pause")
    with pytest.raises(Refused, match="paused"):
        vote(vote_queue, workshop, participant, 4)
    workshop = do(database, workshop, "resume", "reveal")
    with pytest.raises(Refused, match="over"):
        vote(vote_queue, workshop, participant, 5)
    assert reveals.round_results(database, workshop.assessment.id, workshop.order[0])[0].shown.answer.level == 3
    workshop = do(database, workshop, "end")
    with pytest.raises(NotFound):
        vote(vote_queue, workshop, participant, 5, workshop.order[0], 1)


@pytest.mark.parametrize(
    "answer", [Answer(level=6), Answer(), Answer(level=3, dont_know=True), Answer(level=3, note="x" * 2001)]
)
def test_an_invalid_vote_is_refused(sqlite_database: Database, answer: Answer) -> None:
    """Off the scale, empty, two answers at once, too long; a valid vote in the same batch is stored."""
    workshop = begin(sqlite_database)
    (bad, good), vote_queue = join(sqlite_database, workshop, 2), VoteWriter(lambda: sqlite_database)
    workshop = do(sqlite_database, workshop, "begin")
    waiting = vote_queue.submit(workshop.assessment.id, VoteRow(bad.stored.id, workshop.order[0], 1, answer, NOW))
    assert vote(vote_queue, workshop, good, 3).level == 3
    with pytest.raises(Refused):
        waiting.result(timeout=20)
    assert workshop_view.load_workshop(sqlite_database, workshop.assessment.id).voted == 1


@pytest.mark.usefixtures("patient_writers")
@pytest.mark.each_database
def test_concurrent_votes_are_all_stored_and_counted_once(database: Database) -> None:
    """Forty people vote three times each from eight threads; each person's last vote counts."""
    workshop = begin(database, expected=40)
    people, vote_queue = join(database, workshop, 40), VoteWriter(lambda: database)
    workshop = do(database, workshop, "begin")

    def vote_thrice(number: int) -> None:
        for level in (5, 4, number % 5 + 1):
            vote(vote_queue, workshop, people[number], level)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(vote_thrice, range(40)))
    assert workshop_view.load_workshop(database, workshop.assessment.id).voted == 40
    workshop = do(database, workshop, "reveal")
    assert reveals.round_results(database, workshop.assessment.id, workshop.order[0])[0].shown.counts == (
        8,
        8,
        8,
        8,
        8,
    )


def test_votes_of_one_person_in_one_batch_stand_as_they_were_chosen(database: Database) -> None:
    """Three devices with one code send at once what they chose 9, 1 and 5 seconds ago: the choice of one second ago is
    stored, the device that sent after it gets that in reply, and one row is written per vote."""
    workshop = do(database, begin(database), "begin")
    [participant, other] = join(database, workshop, 2)
    gated = SlowDatabase(database, "vote-writer")
    writer = VoteWriter(gated)

    def submit(person: PersonView, level: int, age: int) -> "Future[SaveResult]":
        row = VoteRow(person.stored.id, workshop.order[0], 1, Answer(level=level), NOW)
        return writer.submit(workshop.assessment.id, row, {"choice": Basis(0, NOW - timedelta(seconds=age))})

    first = submit(other, 3, 0)
    assert gated.reached.wait(20)  # the first batch is being written
    waiting = [submit(participant, level, age) for level, age in ((2, 9), (4, 1), (5, 5))]
    gated.gate.set()
    assert first.result(20).is_accepted
    results = [future.result(20) for future in waiting]
    assert [(r.stored.answer.level, r.stored.revision, r.overruled) for r in results] == [
        (2, 1, ()),
        (4, 2, ()),
        (4, 2, ("choice",)),
    ]
    writer.close()
    workshop = do(database, workshop, "reveal")
    assert reveals.round_results(database, workshop.assessment.id, workshop.order[0])[0].shown.counts == (
        0,
        0,
        1,
        1,
        0,
    )


def test_two_windows_on_one_console(database: Database) -> None:
    """The second click is refused with the new state, and nothing happens twice."""
    workshop = do(database, begin(database), "begin")
    moved = do(database, workshop, "reveal")
    with pytest.raises(ChangedElsewhere):
        do(database, workshop, "reveal")
    assert workshop_view.load_workshop(database, workshop.assessment.id).version == moved.version


def test_the_screen_goes_blank_and_comes_back(database: Database) -> None:
    """Blanking makes a new version in the same phase, which followers get; repeated, nothing is written."""
    workshop = do(database, begin(database), "begin")
    for is_on in (True, True):
        facilitation.set_switch(database, workshop.assessment.id, "screen_blank", is_on)
        after = workshop_view.load_workshop(database, workshop.assessment.id)
        assert (after.state, after.version) == (replace(workshop.state, screen_blank=True), workshop.version + 1)
    assert not do(database, after, "reveal").state.screen_blank
    with pytest.raises(NotFound):
        facilitation.set_switch(database, "nobody", "screen_blank", is_on=True)


def test_the_review_of_self_paced_answers_starts_with_the_most_disagreement(database: Database) -> None:
    """Everyone answers the pulse self-paced; the question with two votes of 1 and two of 5 is reviewed first."""
    workshop = begin(database, pace="self_paced")
    people = join(database, workshop, 4)
    workshop = do(database, workshop, "begin")
    split = workshop.questions[3].id
    for number, participant in enumerate(people):
        for question in workshop.questions:
            level = (1, 1, 5, 5)[number] if question.id == split else 3
            answering.save_answer(database, participant, question.id, Answer(level=level), None, NOW)
    participation.mark_submitted(database, people[0], NOW)
    assert workshop_view.load_workshop(database, workshop.assessment.id).voted == 1
    workshop = do(database, workshop, "start_review")
    assert (workshop.state.phase, workshop.state.question, workshop.order[0]) == ("reveal", split, split)
    assert reveals.round_results(database, workshop.assessment.id, split)[0].shown.agreement == "split"
    with pytest.raises(Refused):
        answering.save_answer(database, people[1], split, Answer(level=3), None, NOW)


@pytest.mark.parametrize(("count", "level"), [(4, None), (5, 3), (10, 3)])
def test_an_anonymous_workshop_shows_what_may_be_shown(
    sqlite_database: Database, count: int, level: int | None
) -> None:
    """Below five people nothing, from five the level, from ten the counts; never a name."""
    workshop = begin(sqlite_database, privacy="anonymous")
    people, vote_queue = join(sqlite_database, workshop, count), VoteWriter(lambda: sqlite_database)
    workshop = do(sqlite_database, workshop, "begin")
    for number, participant in enumerate(people):
        vote(vote_queue, workshop, participant, 2 + number % 3)
    workshop = do(sqlite_database, workshop, "reveal")
    [shown] = reveals.round_results(sqlite_database, workshop.assessment.id, workshop.order[0])
    assert shown.shown.answer.level == level
    assert (shown.shown.counts is not None) == (count >= 10)
    assert list(shown.votes) == []
    workshop = do(sqlite_database, workshop, "end")
    kept = views.load_view(sqlite_database, workshop.assessment.id).group
    assert kept
    assert kept.disclosure.questions[workshop.order[0]] == shown.shown


def test_an_agreed_level_stands_in_the_result_with_its_reason(database: Database) -> None:
    """Only for a revealed question; the votes stay beside it."""
    workshop = begin(database)
    [participant], vote_queue = join(database, workshop, 1), VoteWriter(lambda: database)
    workshop = do(database, workshop, "begin")
    name = workshop.order[0]
    with pytest.raises(Refused, match="Reveal"):
        agree_on_level(database, workshop.assessment.id, name, 4, "We saw it", NOW)
    vote(vote_queue, workshop, participant, 2)
    workshop = do(database, workshop, "reveal")
    for level, reason in ((6, "x"), (3, " ")):
        with pytest.raises(Refused):
            agree_on_level(database, workshop.assessment.id, name, level, reason, NOW)
    agree_on_level(database, workshop.assessment.id, name, 4, "We saw it", NOW)
    with pytest.raises(ChangedElsewhere):
        do(database, workshop, "end")  # the console that agreed has the new version
    workshop = do(database, workshop_view.load_workshop(database, workshop.assessment.id), "end")
    view = views.load_view(database, workshop.assessment.id)
    assert view.group
    assert (view.response.level_of(name), view.group.agreed[name].reason) == (4, "We saw it")
    assert view.group.rounds[name][0].shown.answer.level == 2
    with database.reading() as connection:
        [content] = frozen_contents(connection, workshop.assessment.id)
    assert json.loads(content)["answers"][name]["level"] == 4


def test_dots(database: Database) -> None:
    """Three per person, on the shown steps, while the dot vote is open; they are counted only after it."""
    workshop = begin(database)
    people, vote_queue = join(database, workshop, 2), VoteWriter(lambda: database)
    workshop = do(database, workshop, "begin")
    for _ in workshop.order[1:]:
        for participant in people:
            vote(vote_queue, workshop, participant, 2)
        workshop = do(database, workshop, "reveal", "next")
    with pytest.raises(Refused, match="not open"):
        dot_votes.save_dots(database, people[0].assessment.id, people[0].stored.id, {workshop.order[0]: 1})
    workshop = do(database, workshop, "dots")
    listed = [c.key for c in dot_votes.step_candidates(database, workshop.assessment.id)]
    assert 3 <= len(listed) <= 8
    for wrong in ({listed[0]: 4}, {listed[0]: 2, listed[1]: 2}, {"Z9": 1}, {listed[0]: -1, listed[1]: 3}):
        with pytest.raises(Refused, match="3 dots"):
            dot_votes.save_dots(database, people[0].assessment.id, people[0].stored.id, wrong)
    dot_votes.save_dots(database, people[0].assessment.id, people[0].stored.id, {listed[0]: 3})
    dot_votes.save_dots(database, people[0].assessment.id, people[0].stored.id, {listed[2]: 2, listed[0]: 1})
    dot_votes.save_dots(database, people[1].assessment.id, people[1].stored.id, {listed[2]: 3})
    assert dot_votes.given_dots(database, people[0].stored.id).dots == {listed[2]: 2, listed[0]: 1}
    assert {c.dots for c in dot_votes.step_candidates(database, workshop.assessment.id)} == {0}
    do(database, workshop, "steps")
    counted = [(c.key, c.dots) for c in dot_votes.step_candidates(database, workshop.assessment.id)]
    assert counted[:2] == [(listed[2], 5), (listed[0], 1)]


@pytest.mark.parametrize(
    ("givers", "is_ordered", "dots"), [(4, False, (0, 0)), (5, True, (0, 0)), (9, True, (0, 0)), (10, True, (20, 10))]
)
def test_dots_of_few_anonymous_people(
    sqlite_database: Database, givers: int, is_ordered: bool, dots: tuple[int, int]
) -> None:
    """Two dots for the last step and one for the first: below five people no order, below ten no numbers.

    Once the order was shown no more dots are accepted, because the difference would be one person's.
    """
    workshop = begin(sqlite_database, privacy="anonymous")
    people, vote_queue = join(sqlite_database, workshop, 10), VoteWriter(lambda: sqlite_database)
    workshop = do(sqlite_database, workshop, "begin")
    for _ in workshop.order[1:]:
        for participant in people:
            vote(vote_queue, workshop, participant, 2)
        workshop = do(sqlite_database, workshop, "reveal", "next")
    workshop = do(sqlite_database, workshop, "dots")
    before = [c.key for c in dot_votes.step_candidates(sqlite_database, workshop.assessment.id)]
    for participant in people[:givers]:
        dot_votes.save_dots(
            sqlite_database, participant.assessment.id, participant.stored.id, {before[-1]: 2, before[0]: 1}
        )
    workshop = do(sqlite_database, workshop, "steps")
    after = dot_votes.step_candidates(sqlite_database, workshop.assessment.id)
    assert ([c.key for c in after] != before) == is_ordered
    assert after[0].key == (before[-1] if is_ordered else before[0])
    assert (after[0].dots, after[1].dots) == dots
    assert ("dots" in facilitation.allowed_actions(workshop)) != is_ordered
    workshop = do(sqlite_database, workshop, "go", question=workshop.order[0])
    assert ("dots" in facilitation.allowed_actions(workshop)) != is_ordered


def test_the_code_leads_to_an_open_workshop_alone(database: Database) -> None:
    """In any spelling; ended, expired and unknown codes give the same message."""
    workshop = begin(database)
    typed = join_codes.normalise_join_code(f" {join_codes.format_code(workshop.code).lower()} ")
    assert typed == workshop.code
    assert workshop_view.workshop_by_code(database, workshop.code, NOW).assessment.id == workshop.assessment.id
    assert join_codes.normalise_join_code("12345") is None
    workshop, later = do(database, workshop, "begin"), NOW + timedelta(days=4)
    with pytest.raises(NotFound) as expired:
        workshop_view.workshop_by_code(database, workshop.code, later)
    do(database, workshop, "end")
    with pytest.raises(NotFound) as ended:
        workshop_view.workshop_by_code(database, workshop.code, NOW)
    with pytest.raises(NotFound) as unknown:
        workshop_view.workshop_by_code(database, "ABCDEF", NOW)
    messages = {str(error.value) for error in (expired, ended, unknown)}
    assert len(messages) == 1


def test_a_code_lasts_until_a_workshop_begins_and_three_days_after_each_step(database: Database) -> None:
    """Prepared long before, and continued another week, it is still joined with the code that the screen shows."""
    workshop, begun = begin(database), NOW + timedelta(weeks=3)
    assert workshop_view.workshop_by_code(database, workshop.code, begun).assessment.id == workshop.assessment.id
    steps: dict[WorkshopAction, datetime] = {"begin": begun, "skip": begun + timedelta(weeks=1)}
    for step, now in steps.items():
        workshop = facilitation.perform_action(database, workshop.assessment.id, workshop.version, step, now)
        until = now + timedelta(days=3)
        assert workshop_view.workshop_by_code(database, workshop.code, until).assessment.id == workshop.assessment.id
        with pytest.raises(NotFound):
            workshop_view.workshop_by_code(database, workshop.code, until + timedelta(seconds=1))


@pytest.mark.each_database
def test_the_screens_token_opens_its_workshop_only(database: Database) -> None:
    """It is neither an invitation nor a join code."""
    workshop = begin(database)
    assert workshop_view.workshop_by_screen(database, workshop.screen).assessment.id == workshop.assessment.id
    for token in ("", workshop.code, workshop.assessment.invitation or "", workshop.assessment.id):
        with pytest.raises(NotFound):
            workshop_view.workshop_by_screen(database, token)
    with pytest.raises(NotFound):
        participation.survey_by_invitation(database, workshop.screen)


def test_chosen_dimensions_are_asked_alone(database: Database) -> None:
    """Only their questions, in order; those of other dimensions count as missing overall."""
    workshop = begin(database, scope="full", dimensions=["csr", "people"])
    asked = {workshop.questionnaire.dimension_of[q.id].id for q in workshop.questions}
    assert asked == {"people", "csr"}
    assert workshop.assessment.dimensions == ("people", "csr")  # in the questionnaire's order
    assert workshop.order == tuple(q.id for q in workshop.questions)
    for wrong in ({"dimensions": ["nothing"]}, {"scope": "pulse", "dimensions": ["people"]}):
        with pytest.raises(Refused):
            begin(database, **{"scope": "full", **wrong})
    everything = begin(database, scope="full", dimensions=[d.id for d in shipped().dimensions])
    assert everything.assessment.dimensions is None


@pytest.mark.parametrize("changes", [{"expected": 1}, {"expected": 10_001}, {"asks_role": True, "expected": 9}])
def test_invalid_terms_are_refused(database: Database, changes: Mapping[str, Any]) -> None:
    """Nothing is stored."""
    with pytest.raises(Refused):
        begin(database, **changes)
    assert listing.list_assessments(database) == []


@pytest.mark.each_database
def test_single_questions_are_asked_in_the_order_in_which_they_were_picked(database: Database) -> None:
    """Two questions of two dimensions, the later one first; no other is asked, missing or counted.

    The next workshop proposes them in this order, and no other assessment of the team does.
    """
    workshop = begin(database, scope="full", questions=["R1", "P2"], team_name="Bakers")
    assert workshop.order == ("R1", "P2")
    assert [q.id for q in workshop.questions] == ["P2", "R1"]
    assert workshop.assessment.dimensions == ("people", "csr")
    people, votes = join(database, workshop, 2), VoteWriter(lambda: database)
    workshop = do(database, workshop, "begin")
    for person in people:
        vote(votes, workshop, person, 3)
    assert agenda.last_order(database, "bakers ", workshop.questionnaire) == ()
    do(database, workshop, "reveal", "next", "reveal", "end")
    view = views.load_view(database, workshop.assessment.id)
    assert [q.id for q in view.questions] == ["P2", "R1"]
    assert agenda.last_order(database, "bakers ", workshop.questionnaire) == ("R1", "P2")
    assert agenda.last_shown(database, "Bakers", workshop.questionnaire)["R1"].counts == (0, 0, 2, 0, 0)
    assert agenda.last_shown(database, "Others", workshop.questionnaire) == {}
    next_major = Questionnaire.model_validate(workshop.questionnaire.model_dump() | {"version": "3.0.0"})
    assert agenda.last_order(database, "Bakers", next_major) == ("R1", "P2")
    assert agenda.last_shown(database, "Bakers", next_major) == {}  # its levels are others, or mean something else
    again = next_round.start_next_round(database, workshop.assessment.id, "Next quarter", NOW).assessment_id
    assert workshop_view.load_workshop(database, again).order == ("R1", "P2")
    for questions in (["R1", "R1"], ["R1", "Z9"]):
        with pytest.raises(Refused, match="cannot be picked"):
            begin(database, scope="full", questions=questions)
    with pytest.raises(Refused, match="cannot be picked"):
        begin(database, scope="pulse", questions=["R1"])


def test_a_private_note_is_the_facilitators(database: Database) -> None:
    """One per question, replacing the earlier one; never on phones, on the screen or in a frozen result."""
    workshop = do(database, begin(database), "begin", "reveal")
    private_notes.save_private_note(database, workshop.assessment.id, workshop.order[0], "Ask Ben")
    private_notes.save_private_note(database, workshop.assessment.id, workshop.order[0], "Ask Ana first")
    assert private_notes.load_private_notes(database, workshop.assessment.id) == {workshop.order[0]: "Ask Ana first"}
    do(database, workshop, "end")
    with database.reading() as connection:
        assert "Ask" not in str(frozen_contents(connection, workshop.assessment.id))


def test_all_followers_share_one_cached_status(database: Database) -> None:
    """Within the cache time the database is read once; after it a new state is read."""
    workshop = begin(database)
    asked: list[int] = []

    def counted() -> Database:
        asked.append(1)
        return database

    live = LiveStatuses(counted)
    assert live.status(workshop.assessment.id).state.phase == "lobby"
    for _ in range(300):
        live.status(workshop.assessment.id)
    assert len(asked) == 1
    do(database, workshop, "begin")
    status = live.status(workshop.assessment.id)
    while status.version == workshop.version:  # until the kept one has had its quarter of a second
        status = live.status(workshop.assessment.id)
    assert (status.state.phase, status.joined, status.voted) == ("vote", 0, 0)
    with pytest.raises(NotFound):
        live.status("gone")


@pytest.mark.each_database
def test_a_database_error_reaches_every_waiting_vote(database: Database) -> None:
    """Every waiting vote fails at once, and the next vote is stored when the database is back."""
    workshop = begin(database)
    [participant] = join(database, workshop, 1)
    workshop = do(database, workshop, "begin")
    broken = [True]

    def sometimes() -> Database:
        if broken:
            broken.pop()
            raise OSError("gone for a moment")
        return database

    vote_queue = VoteWriter(sometimes)
    with pytest.raises(OSError, match="moment"):
        vote(vote_queue, workshop, participant, 3)
    assert vote(vote_queue, workshop, participant, 3).level == 3


def test_leaders_and_others_in_a_workshop(database: Database) -> None:
    """Six of each: leaders vote 4, the others 2."""
    workshop = begin(database, privacy="anonymous", asks_role=True)
    people, vote_queue = join(database, workshop, 12, leaders_and_others(6, 6)), VoteWriter(lambda: database)
    workshop = do(database, workshop, "begin")
    for number, participant in enumerate(people):
        vote(vote_queue, workshop, participant, 4 if number < 6 else 2)
    workshop = do(database, workshop, "reveal")
    shown = reveals.round_results(database, workshop.assessment.id, workshop.order[0])[0].shown
    assert (shown.leaders, shown.others, shown.counts) == (4, 2, None)


@pytest.mark.each_database
def test_an_undone_reveal_of_an_anonymous_workshop_counts_its_people_only(database: Database) -> None:
    """Ten at 3 are shown and the reveal is undone: their votes stay and can be changed, a newcomer's does not count.

    Otherwise ten 3s, then five changed to 4 and the newcomer's 5, would disclose the newcomer. An undone reveal is no
    vote: participants see one, and the frozen result has one. In open mode the newcomer counts.
    """
    for privacy, counts in (("anonymous", (0, 0, 5, 5, 0)), ("open", (0, 0, 5, 5, 1))):
        workshop = begin(database, privacy=privacy, team_name=privacy)
        people, votes = join(database, workshop, 10), VoteWriter(lambda: database)
        workshop = do(database, workshop, "begin")
        first = workshop.order[0]
        for person in people:
            vote(votes, workshop, person, 3)
        workshop = do(database, workshop, "reveal", "undo")
        is_in = 0 if privacy == "anonymous" else 10
        assert (workshop.state.phase, workshop.state.vote_number, workshop.voted) == ("vote", 1, is_in)
        [newcomer] = join(database, workshop, 1)
        for person in people[:5]:
            vote(votes, workshop, person, 4)
        vote(votes, workshop, newcomer, 5)
        workshop = do(database, workshop, "skip", "back", "reveal")
        [shown] = reveals.round_results(database, workshop.assessment.id, first)
        assert (shown.round, shown.shown.counts) == (1, counts)
        workshop = do(database, workshop, "again")
        assert workshop.state.vote_number == 2
        workshop = do(database, workshop, "end")
        group = views.load_view(database, workshop.assessment.id).group
        assert group
        assert [result.shown.counts for result in group.rounds[first]] == [counts]
        assert group.disclosure.questions[first].counts == counts


@pytest.mark.each_database
def test_an_undone_reveal_leaves_nothing_of_its_question(database: Database) -> None:
    """If the question is then skipped it counts as not revealed; once somebody has voted again, undo is refused."""
    workshop = begin(database, privacy="anonymous")
    people, votes = join(database, workshop, 5), VoteWriter(lambda: database)
    workshop = do(database, workshop, "begin")
    for person in people:
        vote(votes, workshop, person, 2)
    workshop = do(database, workshop, "reveal")
    left = do(database, workshop, "undo", "skip")
    result = workshop_view.result_so_far(database, workshop.assessment.id)
    assert result.response.level_of(workshop.order[0]) is None
    assert result.group
    assert workshop.order[0] not in result.group.rounds
    again = do(database, left, "back", "reveal", "again")
    vote(votes, again, people[0], 4)
    shown = do(database, again, "go", question=workshop.order[0])
    assert not facilitation.may_undo(database, shown)
    with pytest.raises(Refused, match="voted again"):
        do(database, shown, "undo")


def test_a_note_stays_when_a_question_is_voted_on_again(database: Database) -> None:
    """It was written while self-paced; the votes of the second round have none."""
    workshop = begin(database, pace="self_paced")
    [participant], vote_queue = join(database, workshop, 1), VoteWriter(lambda: database)
    workshop = do(database, workshop, "begin")
    noted = VoteRow(participant.stored.id, "P1", 1, Answer(level=2, note="The till is slow"), NOW)
    assert vote_queue.submit(workshop.assessment.id, noted).result(20).stored.answer.note
    workshop = do(database, workshop, "start_review")
    workshop = do(database, workshop, "vote", question="P1")
    vote(vote_queue, workshop, participant, 3)
    workshop = do(database, workshop, "reveal", "end")
    group = views.load_view(database, workshop.assessment.id).group
    assert group
    assert group.response.level_of("P1") == 3
    assert [comment.note for comment in group.comments["P1"]] == ["The till is slow"]


def statements(database: Database, work: Callable[[], object]) -> list[str]:
    """Return the SQL statements that `work` sends."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        sent.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        work()
    finally:
        event.remove(database.engine, "before_cursor_execute", note)
    return sent


@pytest.mark.each_database
def test_an_action_reads_the_workshop_once(database: Database) -> None:
    """Under its lock; the returned state equals the stored one."""
    workshop = do(database, begin(database), "begin")
    after: list[WorkshopView] = []
    sent = statements(database, lambda: after.append(do(database, workshop, "reveal")))
    assert sum("FROM workshop" in statement for statement in sent) == 1
    assert after == [workshop_view.load_workshop(database, workshop.assessment.id)]
    ended: list[WorkshopView] = []
    statements(database, lambda: ended.append(do(database, after[0], "end")))
    assert ended[0].state == workshop_view.load_workshop(database, workshop.assessment.id).state
    assert (ended[0].assessment.status, ended[0].version) == ("closed", 4)


@pytest.mark.each_database
def test_a_review_stores_all_reveals_in_one_statement(database: Database) -> None:
    """Ten questions, four people: votes are read once and reveals written once, for any number of questions."""
    workshop = begin(database, pace="self_paced")
    people = join(database, workshop, 4)
    workshop = do(database, workshop, "begin")
    for participant in people:
        for question in workshop.questions:
            answering.save_answer(database, participant, question.id, Answer(level=3), None, NOW)
    sent = statements(database, lambda: do(database, workshop, "start_review"))
    assert sum(statement.startswith("INSERT INTO reveal") for statement in sent) == 1
    assert sum("FROM answer JOIN response" in statement.replace("\n", "") for statement in sent) <= 2  # and one count
    for name in workshop.order:
        [shown] = reveals.round_results(database, workshop.assessment.id, name)
        assert (shown.shown.answer.level, shown.shown.counts, len(shown.votes)) == (3, (0, 0, 4, 0, 0), 4)


@pytest.mark.each_database
def test_all_notes_are_one_query(database: Database) -> None:
    """For any number of questions in a workshop."""
    workshop = do(database, begin(database), "begin")
    for name in workshop.order:
        private_notes.save_private_note(database, workshop.assessment.id, name, f"On {name}")
    private_notes.save_private_note(database, workshop.assessment.id, workshop.order[0], "")
    notes: dict[str, str] = {}
    sent = statements(
        database, lambda: notes.update(private_notes.load_private_notes(database, workshop.assessment.id))
    )
    assert notes == {name: f"On {name}" for name in workshop.order[1:]}
    assert len([statement for statement in sent if statement.startswith("SELECT")]) == 1


class SlowDatabase:
    """A database that blocks one thread on access while `gate` is closed."""

    def __init__(self, database: Database, slow_thread: str) -> None:
        self._database, self._slow_thread = database, slow_thread
        self.gate, self.reached, self.asked = Event(), Event(), 0

    def __call__(self) -> Database:
        self.asked += 1
        if current_thread().name.startswith(self._slow_thread):
            self.reached.set()
            assert self.gate.wait(20)
        return self._database


@pytest.mark.each_database
def test_a_slow_workshop_stalls_no_other(database: Database) -> None:
    """While reading one workshop's status blocks, another's is read; callers for the slow one share one read."""
    slow, other = begin(database), do(database, begin(database, label="Other"), "begin")
    gated = SlowDatabase(database, "slow")
    live = LiveStatuses(gated)
    with ThreadPoolExecutor(1, "slow") as first, ThreadPoolExecutor(2, "next") as pool:
        waiting = [first.submit(live.status, slow.assessment.id)]
        assert gated.reached.wait(20)
        waiting.append(pool.submit(live.status, slow.assessment.id))
        assert pool.submit(live.status, other.assessment.id).result(20).state.phase == "vote"
        assert not any(future.done() for future in waiting)
        gated.gate.set()
        assert [future.result(20).state.phase for future in waiting] == ["lobby", "lobby"]
    assert gated.asked == 2


def test_the_steps_to_vote_on_are_worked_out_once(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """For all callers at the same moment; while one workshop's computation is slow, another's is not blocked."""
    slow, other = dots_open(database), dots_open(database)
    reached, gate, worked_out = Event(), Event(), []
    result_so_far = workshop_view.result_so_far

    def slowly(database: Database, assessment_id: str) -> AssessmentView:
        worked_out.append(assessment_id)
        if assessment_id == slow.assessment.id:
            reached.set()
            assert gate.wait(20)
        return result_so_far(database, assessment_id)

    monkeypatch.setattr(workshop_view, "result_so_far", slowly)
    ask = dot_votes.step_candidates
    with ThreadPoolExecutor(10) as pool:
        waiting = [pool.submit(ask, database, slow.assessment.id, slow.version) for _ in range(8)]
        assert reached.wait(20)
        assert pool.submit(ask, database, other.assessment.id, other.version).result(20)
        gate.set()
        first, *others = [future.result(20) for future in waiting]
    assert first
    assert all(steps is first for steps in others)
    assert sorted(worked_out) == sorted([slow.assessment.id, other.assessment.id])


def dots_open(database: Database) -> WorkshopView:
    """Return a workshop in which one person voted 2 on the first question, and the dots are open."""
    workshop = do(database, begin(database), "begin")
    [participant] = join(database, workshop, 1)
    vote(VoteWriter(lambda: database), workshop, participant, 2)
    return do(database, workshop, "reveal", "dots")


@pytest.mark.each_database
def test_no_vote_is_lost_when_the_writer_closes(database: Database) -> None:
    """Votes accepted before closing are stored although the writer is behind; later ones are refused."""
    workshop = do(database, begin(database), "begin")
    people = join(database, workshop, 6)
    gated = SlowDatabase(database, "vote-writer")
    writer = VoteWriter(gated)

    def submit(number: int) -> "Future[SaveResult]":
        row = VoteRow(people[number].stored.id, workshop.order[0], 1, Answer(level=number % 5 + 1), NOW)
        return writer.submit(workshop.assessment.id, row)

    waiting = [submit(0)]
    assert gated.reached.wait(20)  # the first batch is being written
    waiting += [submit(number) for number in range(1, 5)]
    with ThreadPoolExecutor(1) as pool:
        closing = pool.submit(writer.close)
        assert not any(future.done() for future in waiting)
        gated.gate.set()
        closing.result(20)
        assert all(future.done() for future in waiting)
    assert [future.result().stored.answer for future in waiting] == [Answer(level=level) for level in (1, 2, 3, 4, 5)]
    assert workshop_view.load_workshop(database, workshop.assessment.id).voted == 5
    with pytest.raises(DatabaseUnavailable, match="stopping"):
        submit(5).result(20)
    writer.close()  # a second time changes nothing


def test_a_level_may_still_be_agreed_on_after_the_end(database: Database) -> None:
    """By the same service as before: the result is frozen again with the level in place of the votes."""
    workshop = do(database, begin(database), "begin")
    [participant] = join(database, workshop, 1)
    vote(VoteWriter(lambda: database), workshop, participant, 2)
    workshop = do(database, workshop, "reveal", "end")
    agree_on_level(database, workshop.assessment.id, workshop.order[0], 4, "We saw it", NOW + timedelta(hours=1))
    view = views.load_view(database, workshop.assessment.id)
    assert view.group
    assert (view.response.level_of(workshop.order[0]), view.group.rounds[workshop.order[0]][0].shown.answer.level) == (
        4,
        2,
    )
    assert workshop_view.load_workshop(database, workshop.assessment.id).version == workshop.version
    with database.reading() as connection:
        assert len(frozen_contents(connection, workshop.assessment.id)) == 2


def test_no_level_is_agreed_on_in_an_open_survey_or_solo_assessment(database: Database) -> None:
    """Nor of a removed one; nothing is stored."""
    about: dict[str, Any] = {"questionnaire": shipped(), "team_name": "Bakery", "scope": "pulse", "variant": "service"}
    solo = creation.start(database, creation.StartSolo(label="Alone", **about), NOW).assessment_id
    terms: dict[str, Any] = {"privacy": "open", "asks_role": False, "is_linked": False, "expected": 3}
    survey = creation.start(database, creation.StartSurvey(label="Survey", **about, **terms), NOW)
    question = shipped().pulse[0].id
    for assessment_id, error, words in (
        (survey.assessment_id, Refused, "open again"),
        (solo, Refused, "no such question"),
        ("gone", NotFound, "removed"),
    ):
        with pytest.raises(error, match=words):
            agree_on_level(database, assessment_id, question, 3, "We saw it", NOW)
    assert load_agreed_levels(database, survey.assessment_id) == {}
