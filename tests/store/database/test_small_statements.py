"""Short statements that pages, phones and the command line send, on both kinds of database."""

from datetime import date, timedelta

import pytest

from cxmaturity.answers import Answer
from cxmaturity.errors import Gone
from cxmaturity.services import plans, teams
from cxmaturity.services.assessments import answering, choosing, closing, removal
from cxmaturity.services.exports import exportable
from cxmaturity.services.surveys import admission, codes, participation, progress, receipts
from cxmaturity.services.trends import milestones
from cxmaturity.services.workshops.finishing import dot_votes
from cxmaturity.services.workshops.people import people_count
from cxmaturity.services.workshops.preparing import wifi
from cxmaturity.services.workshops.voting.vote_reasons import has_notes
from cxmaturity.services.workshops.voting.vote_writer import VoteWriter
from cxmaturity.services.workshops.workshop_view import load_workshop
from cxmaturity.store import portable
from cxmaturity.store.database.engine import Database
from cxmaturity.store.workshop import polls as stored_polls
from cxmaturity.store.workshop.votes import VoteRow
from tests.store import workshop_fixtures as workshops
from tests.store.fixtures import NOW, begin, plan_step
from tests.store.survey_fixtures import start, survey_of

pytestmark = pytest.mark.each_database


def test_an_assessment_that_was_closed_twice_and_removed(database: Database) -> None:
    """Its first result is of the first closing; once removed it has no export, and its ids are still taken."""
    view = begin(database)
    for question in view.questions:
        answering.save_answer(database, view, question.id, Answer(level=3), None, NOW)
    name, again = view.assessment.id, NOW + timedelta(days=3)
    closing.close_assessment(database, name, NOW)
    closing.reopen_assessment(database, name)
    closing.close_assessment(database, name, again)
    [milestone] = milestones.milestone_page(database, view.assessment.team_id)
    assert milestones.first_closings(database, [milestone]) == {name: NOW}
    assert choosing.freezing_dates(database, milestone.assessment) == ([NOW], None)
    removal.remove_assessment(database, name, again)
    with pytest.raises(Gone):
        exportable.exportable_view(database, name)
    with database.reading() as connection:
        assert portable.all_ids(connection) == ({view.assessment.team_id}, {name}, set())


def test_the_actions_that_are_due_first(database: Database) -> None:
    """Of three, one has no date: the earliest two follow, and one of them is overdue."""
    view = begin(database)
    for question, due in zip(view.questions, (date(2026, 5, 1), date(2026, 3, 1), None), strict=False):
        plan_step(database, view.assessment, question, 2, "Ada", due, NOW)
    listed = plans.due_next(database, teams.list_teams(database), date(2026, 4, 1), 5)
    assert [action.due for _, action in listed.actions] == [date(2026, 3, 1), date(2026, 5, 1)]
    assert listed.overdue == 1


def test_asking_for_admission_slips_and_receipts(database: Database) -> None:
    """One browser asks twice and counts once; of two slips one is used; its person's receipt has their answers."""
    about = survey_of(database, start(database, expected=5))
    name = about.assessment.id
    slip, _ = admission.make_slips(database, about.assessment, 2)
    for _ in range(2):
        admission.request_admission(database, name, "a browser")
    code = codes.new_code()
    person = participation.begin_participation(database, about, code, "", None, NOW, slip=slip)
    answering.save_answer(database, person, "P1", Answer(level=4), None, NOW)
    status = admission.admission_status(database, progress.participation_status(database, name).assessment)
    assert (status.asking, status.slips, status.slips_used) == (1, 2, 1)
    stored = receipts.stored_of(database, about, code)
    assert [row["level"] for row in stored["answer"]] == [4]


def test_who_has_voted_answered_or_written_in_a_workshop(database: Database) -> None:
    """One of two gives a level with a note, then a dot; nobody has answered the warm-up."""
    workshop = workshops.begin(database)
    name = workshop.assessment.id
    wifi.save_wifi(database, name, "Depot", "open sesame")
    workshop = load_workshop(database, name)
    assert workshop.wifi == ("Depot", "open sesame")
    (writer, silent), vote_writer = workshops.join(database, workshop, 2), VoteWriter(lambda: database)
    workshop = workshops.do(database, workshop, "begin")
    row = VoteRow(writer.stored.id, workshop.state.question or "", 1, Answer(level=2, note="Seen often"), NOW)
    vote_writer.submit(name, row).result(20)
    assert (has_notes(database, writer.stored.id), has_notes(database, silent.stored.id)) == (True, False)
    for _ in workshop.order[1:]:
        workshop = workshops.do(database, workshop, "reveal", "next")
        workshops.vote(vote_writer, workshop, writer, 2)
    workshop = workshops.do(database, workshop, "reveal", "dots")
    first = dot_votes.step_candidates(database, name)[0].key
    dot_votes.save_dots(database, name, writer.stored.id, {first: 3})
    with database.reading() as connection:
        assert people_count.voted_ids(connection, name, workshop.state) == {writer.stored.id}
        assert stored_polls.answerer_ids(connection, name, "warm_up") == set()
