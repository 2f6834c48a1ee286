"""Two anonymous results of one team within a short time: the second hides questions that the first showed.

Ten people are shown with counts; next day eleven answer, including the same ten: the difference is the eleventh's
answer.
"""

from typing import Any

import pytest

from cxmaturity.answers import Answer
from cxmaturity.errors import Refused
from cxmaturity.files.answers_table import RespondentAnswers
from cxmaturity.questionnaire.loading import questionnaire_from_canonical
from cxmaturity.services.assessments import closing, views
from cxmaturity.services.assessments.recent_results import last_result_too_recent
from cxmaturity.services.imports import rounds
from cxmaturity.services.surveys import codes
from cxmaturity.services.trends.comparison import compare_assessments
from cxmaturity.services.workshops.voting import vote_reasons
from cxmaturity.services.workshops.voting.vote_writer import VoteWriter
from cxmaturity.services.workshops.workshop_view import result_so_far
from cxmaturity.store.database.engine import Database
from cxmaturity.store.workshop.votes import VoteRow
from cxmaturity.wording.result.groups import suppressed_questions, suppressed_result, unanswered_word, way_to_show
from cxmaturity.wording.result.takeaways import answers_takeaway
from cxmaturity.wording.trends.over_time import explain_left_out, explain_missing_levels, missing_level_mark
from tests.build import leaders_and_others
from tests.store.fixtures import NOW, shipped
from tests.store.survey_fixtures import DAY, TEN, anonymous_result, closed, shown_level, start, survey_of, take_part
from tests.store.workshop_fixtures import begin as begin_workshop
from tests.store.workshop_fixtures import do, join, vote


@pytest.mark.parametrize(("days", "is_shown"), [(0, False), (1, False), (13, False), (14, True)])
def test_the_next_anonymous_result_of_a_team_waits(database: Database, days: int, is_shown: bool) -> None:
    """Eleven people, ten of them with the same answers as before: hidden with its reason for 14 days, then shown."""
    first = anonymous_result(database, "First", TEN, 0)
    assert shown_level(first) == (3, (1, 2, 4, 2, 1))
    second = anonymous_result(database, "Second", [*TEN, 5], days)
    assert second.group
    assert shown_level(second) == ((3, (1, 2, 4, 2, 2)) if is_shown else (None, None))
    assert second.group.disclosure.is_suppressed is not is_shown
    assert ("less than 14 days before or after" in suppressed_result(second.group)) is not is_shown
    assert way_to_show(second.group) == ("" if is_shown else "Open it again, and close it later.")
    compared = compare_assessments(database, first.assessment.id, second.assessment.id)
    for sentence in (explain_missing_levels(compared.later) or "", explain_left_out(compared)[0]):
        assert ("less than 14 days before or after" in sentence) is not is_shown
    assert missing_level_mark(compared.later, "People") == ("sealed" if is_shown else "too soon")
    assert second.group.comments == {}
    if not is_shown:  # nothing was shown, so it may be reopened and closed later
        closing.reopen_assessment(database, second.assessment.id)
        closing.close_assessment(database, second.assessment.id, NOW + 14 * DAY)
        assert shown_level(views.load_view(database, second.assessment.id)) == (3, (1, 2, 4, 2, 2))


def test_questions_are_hidden_one_by_one(database: Database) -> None:
    """The first result showed P1 and hid P2, which four people rated; the second hides P1 and shows P2."""
    anonymous_result(database, "First", TEN, 0)
    second = anonymous_result(database, "Second", TEN, 1, (), "P1", "P2")
    assert second.group
    assert (shown_level(second), shown_level(second, "P2")) == ((None, None), (3, (1, 2, 4, 2, 1)))
    assert second.group.disclosure.too_soon == ("P1",)
    sentence = suppressed_questions(second.group)
    assert sentence
    assert "36 questions are hidden and count as missing: fewer than 5 people rated them." in sentence
    assert "1 question is hidden and counts as missing: another anonymous result of this team" in sentence
    counts = answers_takeaway(second.outcome(), second.questions, unanswered_word(second.assessment, second.group))
    assert counts == "Of 38 questions: 1 at level 3, 37 hidden."


def test_the_same_linked_people_may_be_shown_again(database: Database) -> None:
    """If codes show that exactly the same people answered, it is shown; with one person exchanged it is hidden."""
    people = [codes.new_code() for _ in range(11)]
    anonymous_result(database, "First", TEN, 0, people[:10])
    assert shown_level(anonymous_result(database, "Same", TEN, 1, people[:10])) == (3, (1, 2, 4, 2, 1))
    assert shown_level(anonymous_result(database, "Exchanged", TEN, 2, people[1:])) == (None, None)


def test_the_same_linked_people_are_not_shown_by_roles_and_by_counts(database: Database) -> None:
    """The levels of six leaders and six others, and next day the counts of these twelve, could reveal one part's."""
    people, roles = [codes.new_code() for _ in range(12)], leaders_and_others(6, 6)
    for label, asks_role, is_shown in (("Roles", True, True), ("Counts", False, False), ("Roles again", True, True)):
        started = start(database, label, is_linked=True, asks_role=asks_role)
        for number, code in enumerate(people):
            role = roles[number] if asks_role else None
            take_part(database, survey_of(database, started), {"P1": 1 + number % 5}, code=code, role=role)
        group = closed(database, started).group
        assert group
        shown = group.disclosure.questions["P1"]
        assert (shown.leaders is not None, shown.counts) == (is_shown, None), label


def test_a_copy_of_the_questionnaire_asks_the_same(database: Database) -> None:
    """Next day eleven answer a copy in which P2 was rewritten, and P3 has another id: only P2 is shown."""
    anonymous_result(database, "First", TEN, 0, (), "P1", "P2", "P3")
    text = shipped().canonical.replace('"id":"cx"', '"id":"our-own"', 1).replace('"P3"', '"Q1"')
    copy = questionnaire_from_canonical(text.replace(shipped().by_id["P2"].prompt, "Who speaks up for customers?"))
    assert last_result_too_recent(database, "Bakery", copy, NOW + DAY)
    started = start(database, "Copy", questionnaire=copy)
    for level in [*TEN, 5]:
        take_part(database, survey_of(database, started), {"P1": level, "P2": level, "Q1": level})
    closing.close_assessment(database, started.assessment_id, NOW + DAY)
    view = views.load_view(database, started.assessment_id)
    assert view.group
    assert view.group.disclosure.too_soon == ("P1", "Q1")
    assert (shown_level(view), shown_level(view, "P2")) == ((None, None), (3, (1, 2, 4, 2, 2)))
    assert shown_level(view, "Q1") == (None, None)


def test_a_version_that_numbers_its_questions_anew_asks_the_same(database: Database) -> None:
    """What was shown as P1 is hidden under the id P2, of which nothing was shown, and so is what has its id now."""
    anonymous_result(database, "First", TEN, 0)
    text = shipped().canonical.replace('"P1"', '"P0"').replace('"P2"', '"P1"').replace('"P0"', '"P2"')
    started = start(database, "Second", questionnaire=questionnaire_from_canonical(text))
    for level in [*TEN, 5]:
        take_part(database, survey_of(database, started), {"P1": level, "P2": level, "P3": level})
    closing.close_assessment(database, started.assessment_id, NOW + DAY)
    view = views.load_view(database, started.assessment_id)
    assert view.group
    assert set(view.group.disclosure.too_soon) == {"P1", "P2"}
    assert shown_level(view, "P3") == (3, (1, 2, 4, 2, 2))


def test_other_teams_open_surveys_and_sealed_ones_do_not_count(database: Database) -> None:
    """Results with nothing shown, with names, or of another team hide nothing."""
    anonymous_result(database, "Sealed", TEN[:4], 0)
    started = start(database, "Open", privacy="open")
    survey = survey_of(database, started)
    for number in range(5):
        take_part(database, survey, {"P1": 3}, name=f"Person {number}")
    closing.close_assessment(database, started.assessment_id, NOW)
    started = start(database, "Other", team_name="Another team")
    survey = survey_of(database, started)
    for level in TEN:
        take_part(database, survey, {"P1": level})
    closing.close_assessment(database, started.assessment_id, NOW)
    assert last_result_too_recent(database, "Bakery", shipped(), NOW + DAY) is None
    assert shown_level(anonymous_result(database, "Second", TEN, 1)) == (3, (1, 2, 4, 2, 1))
    assert last_result_too_recent(database, "another  TEAM", shipped(), NOW + DAY)
    latest = last_result_too_recent(database, " bakery ", shipped(), NOW + 2 * DAY)
    assert latest
    assert latest.label == "Second"


def test_a_workshop_whose_votes_would_stay_hidden_is_not_begun(database: Database) -> None:
    """Starting is refused with the alternatives: in open mode, later, or with other questions it starts."""
    anonymous_result(database, "First", TEN, 0)

    def begin(days: int, **changes: Any) -> None:
        begin_workshop(database, now=NOW + days * DAY, **{"scope": "full", "privacy": "anonymous"} | changes)

    with pytest.raises(Refused, match="less than 14 days ago"):
        begin(1)
    begin(1, privacy="open")
    begin(1, dimensions=["csr"])
    begin(14)


def test_what_a_workshop_revealed_counts_though_it_was_undone(database: Database) -> None:
    """Ten people see the counts of P1 before the reveal is undone and the workshop ends; then eleven answer P1."""
    workshop = begin_workshop(database, scope="full", privacy="anonymous")
    people, votes = join(database, workshop, len(TEN)), VoteWriter(lambda: database)
    workshop = do(database, workshop, "begin")
    assert workshop.state.question == "P1"
    for person, level in zip(people, TEN, strict=True):
        vote(votes, workshop, person, level)
    workshop = do(database, workshop, "reveal", "undo", "end")
    assert shown_level(views.load_view(database, workshop.assessment.id)) == (None, None)
    assert shown_level(anonymous_result(database, "Next", [*TEN, 5], 1)) == (None, None)


def test_a_survey_that_ends_during_a_workshop_hides_the_votes_and_their_reasons(database: Database) -> None:
    """Ten vote on P1 with a line on why, just after the result of ten who answered it in a survey was shown."""
    workshop = begin_workshop(database, scope="full", privacy="anonymous")
    people, votes = join(database, workshop, len(TEN)), VoteWriter(lambda: database)
    workshop = do(database, workshop, "begin")
    for person, level in zip(people, TEN, strict=True):
        why = VoteRow(person.stored.id, "P1", 1, Answer(level=level, note=f"Why {level}"), NOW)
        votes.submit(workshop.assessment.id, why).result(20)
    anonymous_result(database, "Survey", TEN, 0)
    workshop = do(database, workshop, "reveal")
    shown = result_so_far(database, workshop.assessment.id)
    assert shown.group
    assert shown_level(shown) == (None, None)
    assert shown.group.disclosure.too_soon == ("P1",)
    assert shown.group.comments == {}
    assert way_to_show(shown.group) == ""  # a workshop is not opened again
    assert vote_reasons.reasons(database, workshop.assessment, workshop.state) == ()


@pytest.mark.parametrize("days", [-1, 1])
def test_an_imported_round_is_held_to_it_too(database: Database, days: int) -> None:
    """By its closing date, before or after the result shown already."""
    anonymous_result(database, "First", TEN, 0)
    people = [RespondentAnswers("", None, {"P1": Answer(level=level)}) for level in (*TEN, 5)]
    closed_at, now = NOW + days * DAY, NOW + 2 * DAY
    imported = rounds.import_round(
        database, shipped(), "Bakery", "Imported", "service", people, "anonymous", closed_at, now
    )
    assert shown_level(views.load_view(database, imported)) == (None, None)


def test_a_result_shown_while_an_import_is_summarised_counts(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A survey of the team that closes during the import hides the imported result as well."""
    freeze = rounds._freeze  # the moment between the two

    def freeze_while_another_closes(*arguments: Any, **_: Any) -> tuple[str, str]:
        monkeypatch.setattr(rounds, "_freeze", freeze)
        anonymous_result(database, "First", TEN, 0)
        return freeze(*arguments)

    monkeypatch.setattr(rounds, "_freeze", freeze_while_another_closes)
    people = [RespondentAnswers("", None, {"P1": Answer(level=level)}) for level in (*TEN, 5)]
    imported = rounds.import_round(
        database, shipped(), "Bakery", "Imported", "service", people, "anonymous", NOW + DAY, NOW + DAY
    )
    assert shown_level(views.load_view(database, imported)) == (None, None)
