"""A question that is voted on again: who counts in an anonymous workshop, and when its result is shown."""

import pytest

from cxmaturity.answers import Answer
from cxmaturity.errors import Refused
from cxmaturity.services.assessments import views
from cxmaturity.services.workshops.voting import reveals
from cxmaturity.services.workshops.voting.vote_writer import VoteWriter
from cxmaturity.store.database.engine import Database
from cxmaturity.store.workshop.votes import VoteRow
from cxmaturity.workshops.state import WorkshopAction
from tests.build import leaders_and_others
from tests.store.fixtures import NOW
from tests.store.workshop_fixtures import begin, do, join, remove, vote
from tests.workshop_fixtures import reloaded


@pytest.mark.each_database
def test_a_second_vote_of_an_anonymous_workshop_counts_the_people_of_the_first(database: Database) -> None:
    """Ten at 1, 1, 1, 3, 3, 3, 3, 5, 5, 5 are shown; then one joins, whose vote the difference would disclose.

    Nine rise by one where they can, one does not vote again, one answers “don't know”: the last two keep their first
    level. The newcomer's 2 does not count, and their phone knows it. In open mode, where everybody sees who voted what,
    all votes of the round count.
    """
    first, second = (1, 1, 1, 3, 3, 3, 3, 5, 5, 5), (2, 2, 2, 4, 4, 4, 4, 5, None, None)
    for privacy, counts in (("anonymous", (0, 3, 0, 4, 3)), ("open", (0, 4, 0, 4, 1))):
        workshop = begin(database, privacy=privacy, team_name=privacy)
        people, vote_queue = join(database, workshop, 10), VoteWriter(lambda: database)
        workshop = do(database, workshop, "begin")
        for participant, level in zip(people, first, strict=True):
            vote(vote_queue, workshop, participant, level)
        workshop = do(database, workshop, "reveal", "again")
        [newcomer] = join(database, workshop, 1)
        for participant, again in zip(people, second, strict=True):
            if again:
                vote(vote_queue, workshop, participant, again)
        unsure = VoteRow(people[9].stored.id, workshop.order[0], 2, Answer(dont_know=True), NOW)
        assert vote_queue.submit(workshop.assessment.id, unsure).result(20).stored.answer.dont_know
        vote(vote_queue, workshop, newcomer, 2)
        binding = reveals.binding_rounds(database, workshop.assessment, workshop.state)
        assert bool(binding) is (privacy == "anonymous")
        voters = (people[0], people[9], newcomer) if binding else ()
        parts = [reveals.part_in_second_vote(database, person.stored.id, "P1", binding, 2) for person in voters]
        assert parts == [(True, True), (True, True), (False, False)][: len(voters)]
        workshop = do(database, workshop, "reveal")
        one, two = reveals.round_results(database, workshop.assessment.id, workshop.order[0])
        assert (one.shown.counts, two.shown.counts) == ((3, 0, 4, 0, 3), counts)
        workshop = do(database, workshop, "end")
        group = views.load_view(database, workshop.assessment.id).group
        assert group
        assert group.disclosure.questions[workshop.order[0]].counts == counts


@pytest.mark.parametrize("way", ["again", "undo"])
def test_a_newcomer_does_not_count_where_does_not_apply_was_shown(database: Database, way: WorkshopAction) -> None:
    """Three of five say that it does not apply, which is shown. A newcomer's level would make it three of six.

    "Most say it does not apply" would then go, and tell that the newcomer said something else. Once those of the first
    vote give levels, these are shown, and count from then on also where somebody gives none any more.
    """
    workshop = begin(database, privacy="anonymous", scope="full")
    people, votes = join(database, workshop, 5), VoteWriter(lambda: database)
    workshop = do(database, workshop, "begin")
    question, elsewhere = "P7", Answer(not_applicable="We hire nobody")
    workshop = do(database, workshop, "go", question=question)

    def vote_all(*answers: Answer) -> None:
        for person, answer in zip(people, answers, strict=True):
            row = VoteRow(person.stored.id, question, workshop.state.round, answer, NOW)
            votes.submit(workshop.assessment.id, row).result(20)

    first = [elsewhere] * 3 + [Answer(level=3)] * 2
    vote_all(*first)
    workshop = do(database, workshop, "reveal", way)
    people += join(database, workshop, 1)
    vote_all(*first, Answer(level=3))
    workshop = do(database, workshop, "reveal")
    shown = [result.shown for result in reveals.round_results(database, workshop.assessment.id, question)]
    assert [result.answer.not_applicable is not None for result in shown] == [True] * len(shown)
    workshop = do(database, workshop, "again")
    vote_all(*[Answer(level=2)] * 5, Answer(level=5))
    workshop = do(database, workshop, "reveal", "again")
    vote_all(*[Answer(level=4)] * 4, elsewhere, Answer(level=5))
    workshop = do(database, workshop, "reveal")
    shown = [result.shown for result in reveals.round_results(database, workshop.assessment.id, question)]
    assert [(result.answer.level, result.rated) for result in shown[-2:]] == [(2, 5), (4, 5)]


def test_a_second_vote_of_few_is_not_revealed(database: Database) -> None:
    """The difference would be the one vote of whom the others see voting again, or who alone was not removed.

    A newcomer, whose vote does not count, is none of the five; neither is somebody removed after their vote.
    """
    workshop = begin(database, privacy="anonymous")
    people, votes = join(database, workshop, 10), VoteWriter(lambda: database)
    workshop = do(database, workshop, "begin")
    for participant in people:
        vote(votes, workshop, participant, 2)
    workshop = do(database, workshop, "reveal", "again")
    for participant in [*people[:4], *join(database, workshop, 1)]:
        vote(votes, workshop, participant, 3)
    with pytest.raises(Refused, match="Fewer than 5 people of the first vote have voted again"):
        do(database, workshop, "reveal")
    vote(votes, workshop, people[4], 3)
    remove(database, workshop, people[3])
    workshop = reloaded(database, workshop)
    with pytest.raises(Refused, match="Fewer than 5"):
        do(database, workshop, "reveal")
    vote(votes, workshop, people[5], 3)
    workshop = do(database, workshop, "reveal")
    counts = [result.shown.counts for result in reveals.round_results(database, workshop.assessment.id, "P1")]
    assert counts == [(0, 10, 0, 0, 0), (0, 5, 5, 0, 0)]


def test_after_an_undone_reveal_few_votes_are_not_revealed(database: Database) -> None:
    """Ten at 2 are shown. Who then changes their vote would be the difference, so five must vote again, or nobody.

    As long as nobody has, the same can be shown again, and what follows is a second vote.
    """
    workshop = begin(database, privacy="anonymous")
    people, votes = join(database, workshop, 10), VoteWriter(lambda: database)
    workshop = do(database, workshop, "begin")
    for participant in people:
        vote(votes, workshop, participant, 2)
    workshop = do(database, workshop, "reveal", "undo", "reveal")
    [shown] = reveals.round_results(database, workshop.assessment.id, "P1")
    assert shown.shown.counts == (0, 10, 0, 0, 0)
    workshop = do(database, workshop, "undo")
    for participant in people[:4]:
        vote(votes, workshop, participant, 3)
    with pytest.raises(Refused, match="Fewer than 5 people of the first vote have voted again") as few:
        do(database, workshop, "reveal")
    assert few.value.fix == "Wait for more votes."  # there is no other result to go on with
    vote(votes, workshop, people[4], 3)
    workshop = do(database, workshop, "reveal", "undo", "reveal")
    [shown] = reveals.round_results(database, workshop.assessment.id, "P1")
    assert shown.shown.counts == (0, 5, 5, 0, 0)
    workshop = do(database, workshop, "again")
    assert workshop.state.vote_number == 2
    with pytest.raises(Refused, match="Fewer than 5"):
        do(database, workshop, "reveal")


def test_where_leaders_are_shown_apart_few_of_them_are_not_revealed_anew(database: Database) -> None:
    """Six leaders and six others are shown apart: one leader beside six others would be the change of the leaders."""
    workshop = begin(database, privacy="anonymous", asks_role=True)
    people, votes = join(database, workshop, 12, leaders_and_others(6, 6)), VoteWriter(lambda: database)
    workshop = do(database, workshop, "begin")
    for participant in people:
        vote(votes, workshop, participant, 2)
    workshop = do(database, workshop, "reveal", "again")
    for participant in people[5:]:
        vote(votes, workshop, participant, 4)
    with pytest.raises(Refused, match="Fewer than 5 leaders or others"):
        do(database, workshop, "reveal")
    for participant in people[1:5]:
        vote(votes, workshop, participant, 4)
    workshop = do(database, workshop, "reveal")
    shown = reveals.round_results(database, workshop.assessment.id, workshop.order[0])[-1].shown
    assert (shown.leaders, shown.others) == (4, 4)


def test_newcomers_count_where_nothing_was_shown_before(database: Database) -> None:
    """Four votes are hidden; with a fifth person the second vote is the first that shows a level."""
    workshop = begin(database, privacy="anonymous")
    people, vote_queue = join(database, workshop, 4), VoteWriter(lambda: database)
    workshop = do(database, workshop, "begin")
    for participant in people:
        vote(vote_queue, workshop, participant, 2)
    workshop = do(database, workshop, "reveal", "again")
    for participant in [*people, *join(database, workshop, 1)]:
        vote(vote_queue, workshop, participant, 3)
    workshop = do(database, workshop, "reveal")
    shown = [
        result.shown.rated for result in reveals.round_results(database, workshop.assessment.id, workshop.order[0])
    ]
    assert shown == [None, 5]
