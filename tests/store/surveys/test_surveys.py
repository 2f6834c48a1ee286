"""Surveys: several people answer by their own links; the group's result is frozen at closing."""

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from cxmaturity.answers import Answer, EvidenceGrade, Role
from cxmaturity.errors import NotFound, Refused, StillOpen, TooLate
from cxmaturity.files.answers_table import GROUP, RespondentAnswers
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.services.assessments import answering, closing, listing, removal, views
from cxmaturity.services.assessments.agreed_levels import agree_on_level
from cxmaturity.services.exports import exportable
from cxmaturity.services.imports import rounds
from cxmaturity.services.surveys import codes, participation, personal_links
from cxmaturity.services.surveys import progress as surveys_progress
from cxmaturity.store.database.engine import Database
from tests.store.fixtures import NOW, frozen_contents, shipped
from tests.store.survey_fixtures import DAY, closed, start, survey_of, take_part


@pytest.mark.each_database
def test_from_the_link_to_the_groups_result(database: Database) -> None:
    """Five people rate P1 with 2, 3, 3, 4, 5: the group's level is the median 3, and votes vary (AD 0.88)."""
    started = start(database)
    survey = survey_of(database, started)
    for level in (2, 3, 3, 4, 5):
        take_part(database, survey, {"P1": level})
    with pytest.raises(StillOpen):
        views.load_view(database, started.assessment_id)
    view = closed(database, started)
    assert view.group
    shown = view.group.disclosure.questions["P1"]
    assert (shown.answer.level, shown.rated, shown.agreement) == (3, 5, "mixed")
    assert (shown.counts, shown.deviation) == (None, None)
    assert view.response.level_of("P1") == 3
    assert (view.group.invited, view.group.disclosure.answered) == (12, 5)


def test_a_private_code_opens_its_answers(database: Database) -> None:
    """A private code in any spelling opens the person's answers; beginning twice adds no person."""
    survey = survey_of(database, start(database))
    code = codes.new_code()
    take_part(database, survey, {"P1": 4}, code=code)
    again = participation.begin_participation(database, survey, code, "", None, NOW)
    wide = code.translate({ord(c): ord(c) + 0xFEE0 for c in code})  # as a Japanese keyboard types it
    for spelling in (f" {code.lower().replace('-', ' ')} ", wide):
        assert codes.normalise_code(spelling) == code
    participant = participation.find_participation(database, survey, code)
    assert participant
    assert participant.stored == again.stored
    assert participant.response.level_of("P1") == 4
    assert surveys_progress.participation_status(database, survey.assessment.id).begun == 1
    assert participation.find_participation(database, survey, codes.new_code()) is None


@pytest.mark.parametrize("typed", ["", "ABCD", "ABCD-EFGH-JKLM-NPQ0", "ABCD-EFGH-JKLM-NPQ1x", "ÄBCD-EFGH-JKLM-NPQR"])
def test_an_invalid_code_is_refused(typed: str) -> None:
    """Too short, too long, or with characters that no code has."""
    assert codes.normalise_code(typed) is None


@pytest.mark.each_database
def test_no_code_and_no_name_is_stored_in_anonymous_mode(database: Database) -> None:
    """Neither occurs anywhere in the database."""
    survey = survey_of(database, start(database, is_linked=True))
    code = codes.new_code()
    take_part(database, survey, {"P1": 4}, code=code, name="Ana Who")
    tables = ("assessment", "response", "answer", "participant", "team")
    with database.reading() as connection:
        stored = str([connection.execute(text(f"SELECT * FROM {table}")).all() for table in tables])
    assert survey.assessment.id in stored
    assert code not in stored
    assert code.replace("-", "") not in stored
    assert "Ana" not in stored


@pytest.mark.each_database
def test_a_code_links_answers_over_time_only_in_linked_surveys(database: Database) -> None:
    """The same code gives the same key in two linked surveys of a team, and different keys otherwise."""
    code = codes.new_code()
    keys = {}
    for label, is_linked, team in (("a", True, "Bakery"), ("b", True, "Bakery"), ("c", False, "Bakery"),
                                   ("d", False, "Bakery"), ("e", True, "Mill")):  # fmt: skip
        row = survey_of(database, start(database, label, is_linked=is_linked, team_name=team)).assessment
        keys[label] = codes.participant_key(row, code)
    assert keys["a"] == keys["b"]
    assert len(set(keys.values())) == 4


@pytest.mark.each_database
def test_last_times_answers_are_known_by_the_same_code(database: Database) -> None:
    """From the person's last linked survey of the team; not for other people, and not where answers are not linked.

    Nor from a survey with another major version, in which the same id may belong to another question.
    """
    code = codes.new_code()
    other = Questionnaire.model_validate(shipped().model_dump() | {"version": "99.0.0"})
    for days, (is_linked, level, asked) in enumerate(
        ((True, 2, shipped()), (True, 3, shipped()), (False, 5, shipped()), (True, 4, other))
    ):
        started = start(database, f"Day {days}", is_linked=is_linked, now=NOW + days * DAY, questionnaire=asked)
        take_part(database, survey_of(database, started), {"P1": level}, code=code)
        closed(database, started)
    survey = survey_of(database, start(database, "Now", is_linked=True, now=NOW + 9 * DAY))
    assert participation.previous_levels(database, survey, code) == {"P1": 3}
    assert participation.previous_levels(database, survey, codes.new_code()) == {}


def test_the_owner_sees_who_has_not_answered_in_open_mode_only(database: Database) -> None:
    """Names in open mode, a count in anonymous mode; opening the survey is not answering."""
    opened = start(database, privacy="open", expected=None, names=["Ana", "Ben", "Çem"])
    survey = survey_of(database, opened)
    take_part(database, survey, {"P1": 3}, code=opened.codes["Ben"], name="Ben")
    take_part(database, survey, {}, code=opened.codes["Ana"], name="Ana")
    status = surveys_progress.participation_status(database, opened.assessment_id)
    assert (status.expected, status.begun, status.answered, status.finished) == (3, 2, 1, 0)
    assert status.waiting == ("Ana", "Çem")
    assert participation.participant_name(database, survey, opened.codes["Çem"]) == "Çem"
    assert participation.participant_name(database, survey, codes.new_code()) is None
    anonymous = start(database, "Anonymous")
    participant = take_part(database, survey_of(database, anonymous), {"P1": 3})
    participation.mark_submitted(database, participant, NOW)
    anonymous_status = surveys_progress.participation_status(database, anonymous.assessment_id)
    assert (anonymous_status.answered, anonymous_status.finished, anonymous_status.waiting) == (1, 1, None)


@pytest.mark.each_database
def test_of_an_open_survey_only_the_number_of_people_is_exported(database: Database) -> None:
    """Ana has answered, Ben has only written a note; one row of the group holds no answer of either."""
    opened = start(database, privacy="open", names=["Ana", "Ben"])
    survey = survey_of(database, opened)
    take_part(database, survey, {"P1": 3}, code=opened.codes["Ana"], name="Ana", note="seen")
    ben = take_part(database, survey, {}, code=opened.codes["Ben"], name="Ben")
    answering.save_answer(database, ben, "P1", Answer(note="seen"), None, NOW)
    view = exportable.exportable_view(database, opened.assessment_id)
    assert view.group
    assert view.group.disclosure.answered == 1
    [row] = exportable.exportable_responses(database, view)
    assert (row.name, any(a.is_answered or a.note for a in row.answers.values())) == (GROUP, False)
    with pytest.raises(NotFound, match="no closed survey"):
        exportable.named_responses(database, opened.assessment_id)


@pytest.mark.each_database
def test_lost_personal_links_are_replaced(database: Database) -> None:
    """A person who has not begun gets a new link and the old one is invalid; others keep theirs."""
    started = start(database, privacy="open", expected=None, names=["Ana", "Ben"])
    survey = survey_of(database, started)
    take_part(database, survey, {"P1": 3}, code=started.codes["Ben"], name="Ben")
    renewed = personal_links.renew_personal_links(database, started.assessment_id)
    assert list(renewed) == ["Ana"]
    assert participation.participant_name(database, survey, renewed["Ana"]) == "Ana"
    assert participation.participant_name(database, survey, started.codes["Ana"]) is None
    assert participation.participant_name(database, survey, started.codes["Ben"]) == "Ben"
    assert surveys_progress.participation_status(database, started.assessment_id).waiting == ("Ana",)
    removal.remove_assessment(database, started.assessment_id, NOW)
    with pytest.raises(NotFound, match="removed"):
        personal_links.renew_personal_links(database, started.assessment_id)


def test_namesakes_are_told_apart_within_the_length_of_a_name() -> None:
    """Three people with the same 80 characters, of which the 76th is a blank: the third gets the next number."""
    long = f"{'A' * 75} {'B' * 4}"
    others = {"1": long, "2": f"{'A' * 75} (2)"}
    assert participation.distinct_name(others, "3", long, is_namesake=True) == f"{'A' * 75} (3)"


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"names": ["Ana"]}, "could read"),
        ({"privacy": "open", "names": ["Ana", "ANA"]}, "the same name"),
        ({"privacy": "open", "names": ["Zoe\u0308", "Zo\u200bë"]}, "the same name"),
        ({"privacy": "open", "names": ["Ana", " \x00 "]}, "needs a name"),
        ({"expected": 1}, "2 to 10,000"),
        ({"expected": 10_001}, "2 to 10,000"),
        ({"asks_role": True, "expected": 9}, "from 12 people"),
        ({"asks_role": True, "expected": None}, "from 12 people"),
    ],
)
def test_invalid_terms_are_refused(sqlite_database: Database, changes: dict[str, Any], what: str) -> None:
    """Personal links in anonymous mode, groups too small to be shown, and similar; nothing is stored."""
    with pytest.raises(Refused, match=what):
        start(sqlite_database, **changes)
    assert listing.list_assessments(sqlite_database) == []


def test_begin_asks_for_what_the_terms_need(database: Database) -> None:
    """A name in open mode, a role where it is asked; a closed survey admits nobody."""
    survey = survey_of(database, start(database, privacy="open", asks_role=True))
    code = codes.new_code()
    with pytest.raises(Refused, match="needs a name"):
        participation.begin_participation(database, survey, code, " ", "leader", NOW)
    with pytest.raises(Refused, match="lead people"):
        participation.begin_participation(database, survey, code, "Ana", None, NOW)
    participant = take_part(database, survey, {"P1": 3}, code=code, name="Ana", role="leader")
    closing.close_assessment(database, survey.assessment.id, NOW)
    with pytest.raises(Refused, match="closed"):
        participation.begin_participation(database, survey, codes.new_code(), "Ben", "other", NOW)
    with pytest.raises(TooLate, match="This survey is closed"):
        answering.save_answer(database, participant, "P2", Answer(level=1), None, NOW)
    with pytest.raises(Refused, match="closed"):
        participation.mark_submitted(database, participant, NOW)


def test_an_unknown_invitation_leads_nowhere(database: Database) -> None:
    """Also an empty one, although solo assessments have no invitation."""
    start(database)
    for invitation in ("", "x", "None"):
        with pytest.raises(NotFound):
            participation.survey_by_invitation(database, invitation)


def test_leaders_and_others(database: Database) -> None:
    """Six leaders vote 4, seven others 2: level 2 of thirteen, a gap of 2, and no counts in anonymous mode."""
    for privacy in ("anonymous", "open"):
        started = start(database, privacy, privacy=privacy, asks_role=True, expected=13)
        survey = survey_of(database, started)
        for number in range(13):
            role: Role = "leader" if number < 6 else "other"
            take_part(database, survey, {"P1": 4 if number < 6 else 2}, name=f"Person {number}", role=role)
        view = closed(database, started).group
        assert view
        shown = view.disclosure.questions["P1"]
        assert (shown.answer.level, shown.leaders, shown.others, shown.perception_gap) == (2, 4, 2, 2)
        assert (shown.counts is None) == (privacy == "anonymous")


def test_comments_have_names_in_open_mode_only(database: Database) -> None:
    """With names in open mode; in anonymous mode in alphabetical order, and only where five people rated."""
    started = start(database)
    survey = survey_of(database, started)
    for number, note in enumerate(["we ask", "but rarely", "we do", "all of us", ""]):
        take_part(database, survey, {"P1": 3, **({"P2": 1} if number < 4 else {})}, note=note)
    view = closed(database, started).group
    assert view
    assert [(s.note, s.name, s.level) for s in view.comments["P1"]] == [
        (note, None, None) for note in ("all of us", "but rarely", "we ask", "we do")
    ]
    assert "P2" not in view.comments
    assert view.votes == {}
    opened = start(database, "Open", privacy="open")
    survey = survey_of(database, opened)
    take_part(database, survey, {"P1": 4}, name="Ben", note="hm")
    take_part(database, survey, {"P1": 2}, name="Ana")
    view = closed(database, opened).group
    assert view
    assert [(s.note, s.name, s.level) for s in view.comments["P1"]] == [("hm", "Ben", 4)]
    assert [(v.name, v.level) for v in view.votes["P1"]] == [("Ana", 2), ("Ben", 4)]


def results(database: Database, assessment_id: str) -> list[Any]:
    with database.reading() as connection:
        return [json.loads(content) for content in frozen_contents(connection, assessment_id)]


def test_after_an_anonymous_result_was_shown_nobody_answers_any_more(database: Database) -> None:
    """The difference between five and six people would be the sixth person's answer.

    The same holds for a changed answer.
    """
    started = start(database)
    survey = survey_of(database, started)
    for _ in range(5):
        take_part(database, survey, {"P1": 3})
    first = closed(database, started)
    with pytest.raises(Refused, match="read off"):
        closing.reopen_assessment(database, started.assessment_id)
    assert views.load_view(database, started.assessment_id).group == first.group
    assert len(results(database, started.assessment_id)) == 1


def test_a_suppressed_or_open_survey_can_be_reopened(database: Database) -> None:
    """A hidden result of four people can be reopened, and with a fifth it is shown.

    Open mode has nothing to protect.
    """
    for privacy in ("anonymous", "open"):
        started = start(database, privacy, privacy=privacy)
        survey = survey_of(database, started)
        for number in range(4):
            take_part(database, survey, {"P1": 3}, name=f"Person {number}")
        closed(database, started)
        closing.reopen_assessment(database, started.assessment_id)
        take_part(database, survey, {"P1": 5}, name="Late", minutes=80)
        view = closed(database, started, 90)
        assert view.group
        assert (view.group.disclosure.answered, view.response.level_of("P1")) == (5, 3)
        assert len(results(database, started.assessment_id)) == 2  # the first is kept


def test_results_of_fewer_than_five_are_suppressed(database: Database) -> None:
    """Four anonymous people: no level, answer or note in the view or in exports."""
    started = start(database)
    survey = survey_of(database, started)
    for _ in range(4):
        take_part(database, survey, {q.id: 3 for q in shipped().questions}, note="seen")
    view = closed(database, started)
    assert view.group
    assert view.group.disclosure.is_suppressed
    assert view.outcome().result.overall.level is None
    assert not any(a.is_answered for a in view.response.answers.values())
    assert (view.group.comments, view.group.votes, view.group.details) == ({}, {}, {})
    with pytest.raises(Refused, match="anonymously"):
        exportable.named_responses(database, started.assessment_id)


@pytest.mark.each_database
def test_an_agreed_level_stands_beside_the_votes(database: Database) -> None:
    """Votes 2, 3, 4 in open mode; agreed on 4 with a reason, then undone. Each result is kept."""
    started = start(database, privacy="open")
    survey = survey_of(database, started)
    for name, level in (("Ana", 2), ("Ben", 3), ("Cem", 4)):
        take_part(database, survey, {"P1": level}, name=name)
    closed(database, started)
    later = NOW + timedelta(minutes=90)
    agree_on_level(database, started.assessment_id, "P1", 4, " We saw the list. ", later)
    view = views.load_view(database, started.assessment_id)
    assert view.group
    assert view.response.level_of("P1") == 4
    assert view.group.disclosure.questions["P1"].answer.level == 3
    assert (view.group.agreed["P1"].level, view.group.agreed["P1"].reason) == (4, "We saw the list.")
    agree_on_level(database, started.assessment_id, "P1", None, "", later + timedelta(minutes=1))
    assert views.load_view(database, started.assessment_id).response.level_of("P1") == 3
    assert len(results(database, started.assessment_id)) == 3


@pytest.mark.parametrize(
    ("question", "level", "reason"),
    [("P1", 6, "x"), ("P1", 0, "x"), ("P1", 3, "  "), ("P1", 3, "x" * 2001), ("Z9", 3, "x")],
)
def test_an_invalid_agreed_level_is_refused(sqlite_database: Database, question: str, level: int, reason: str) -> None:
    """Off the scale, without a reason, too long, or for an unknown question; nothing is frozen."""
    started = start(sqlite_database, privacy="open")
    take_part(sqlite_database, survey_of(sqlite_database, started), {"P1": 2}, name="Ana")
    closed(sqlite_database, started)
    with pytest.raises(Refused):
        agree_on_level(sqlite_database, started.assessment_id, question, level, reason, NOW + timedelta(minutes=90))
    assert len(results(sqlite_database, started.assessment_id)) == 1


def people_with(*levels: int) -> list[RespondentAnswers]:
    """Return people who rated every question with these levels, with a document as evidence."""
    grade = EvidenceGrade.DOCUMENT
    return [
        RespondentAnswers(
            f"Person {i}", None, {q.id: Answer(level=x, evidence_grade=grade) for q in shipped().questions}
        )
        for i, x in enumerate(levels)
    ]


def test_an_imported_round_is_stored_completely(database: Database) -> None:
    """A closed survey with its date, names in open mode only; progress reaches the number of answers."""
    reports: list[tuple[int, int]] = []
    then = NOW - timedelta(days=90)
    for privacy in ("open", "anonymous"):
        made = rounds.import_round(
            database, shipped(), f"Team {privacy}", "Winter", "service", people_with(2, 3, 3, 4, 5), privacy, then, NOW,
            lambda done, total: reports.append((done, total)),
        )  # fmt: skip
        view = views.load_view(database, made)
        assert view.group
        assert (view.assessment.closed_at, view.assessment.is_open) == (then, False)
        assert view.outcome().result.overall.level == 3
        assert reports[-1] == (190, 190)
        names = {vote.name for votes in view.group.votes.values() for vote in votes}
        assert names == ({f"Person {i}" for i in range(5)} if privacy == "open" else set())


def test_a_failed_import_stores_nothing(database: Database) -> None:
    """Without people, or with a future date; an error in the middle rolls back everything."""

    def broken(done: int, total: int) -> None:
        raise KeyboardInterrupt

    attempts: list[tuple[list[RespondentAnswers], Any, Any]] = [
        ([], NOW, None), (people_with(3), NOW + timedelta(days=1), None), (people_with(3), NOW, broken)
    ]  # fmt: skip
    for people, when, progress in attempts:
        with pytest.raises((Refused, KeyboardInterrupt)):
            rounds.import_round(database, shipped(), "Bakery", "R", "both", people, "open", when, NOW, progress)
    assert listing.list_assessments(database) == []


def test_the_details_are_those_of_the_votes(database: Database) -> None:
    """Ten anonymous people: measures of agreement are shown for a dimension whose counts are all shown."""
    levels = (1, 2, 2, 3, 3, 3, 4, 4, 5, 5)
    made = rounds.import_round(
        database, shipped(), "Bakery", "R", "service", people_with(*levels), "anonymous", NOW, NOW + timedelta(days=1)
    )
    view = views.load_view(database, made).group
    assert view
    # Every question has the same votes: variance 15.6 / 9, by chance 2.
    assert view.details["people"].r_star_wg == pytest.approx(1 - (15.6 / 9) / 2)
    assert view.details["people"].cronbach_alpha is None
    assert view.disclosure.questions["P1"].counts == (1, 2, 3, 2, 2)
    nine = rounds.import_round(
        database,
        shipped(),
        "Bakery",
        "R",
        "service",
        people_with(*levels[:9]),
        "anonymous",
        NOW,
        NOW + timedelta(days=1),
    )
    fewer = views.load_view(database, nine).group
    assert fewer
    assert fewer.details == {}
