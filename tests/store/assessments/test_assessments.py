"""One person's assessment on both databases: starting, answering, targets, closing, comparing, removing."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from functools import partial
from hashlib import sha256
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from sqlalchemy import text

from cxmaturity.analysis.outcome import outcome_json
from cxmaturity.answers import UNANSWERED, Answer, EvidenceGrade
from cxmaturity.errors import NotFound, Refused
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.records import DimensionTarget, StoredAnswer, Team
from cxmaturity.services import plans, questionnaires, teams
from cxmaturity.services.assessments import answering, closing, creation, listing, removal, targets, views
from cxmaturity.services.assessments.views import PersonView
from cxmaturity.store import answers
from cxmaturity.store import teams as stored_teams
from cxmaturity.store.database.engine import Database, open_database
from tests import build
from tests.build import ROOT
from tests.store.fixtures import NOW, Child, begin, frozen_contents, plan_step, removed_for_good, shipped

LATER = NOW + timedelta(minutes=5)
FOUR = Answer(level=4)
LONGEST = "x" * 2000


def again(database: Database, view: PersonView) -> PersonView:
    return views.load_person_view(database, view.assessment.id)


def fill(database: Database, view: PersonView, level: int = 3) -> None:
    """Give every question of a new assessment this level, in one go."""
    with database.writing() as connection:
        by_question = {question.id: (Answer(level=level), LATER) for question in view.questions}
        answers.save_answers(connection, view.stored.id, by_question)


def finished(database: Database, view: PersonView, level: int = 3) -> PersonView:
    fill(database, view, level)
    closing.close_assessment(database, view.assessment.id, LATER)
    return again(database, view)


def rows(database: Database) -> dict[str, int]:
    """Return the number of rows of each table that has any."""
    tables = ("team", "assessment", "response", "answer", "aim", "frozen_result", "action", "questionnaire_archive")
    with database.reading() as connection:
        counts = {table: connection.scalar(text(f"SELECT count(*) FROM {table}")) for table in tables}
    return {table: count for table, count in counts.items() if count}


# Starting


def test_starting_opens_an_empty_assessment(database: Database) -> None:
    """A new assessment is solo, open, dated, without answers, and linked to the current questionnaire."""
    view = begin(database, "Bakery", "Spring")
    a = view.assessment
    assert (a.team_name, a.label, a.scope, a.variant, a.mode, a.privacy) == (
        "Bakery",
        "Spring",
        "full",
        "service",
        "solo",
        "open",
    )
    assert (a.is_open, a.opened_at, a.closed_at, a.is_demo, a.digest) == (True, NOW, None, False, shipped().digest)
    assert (view.stored.revision, view.stored.answers, view.targets) == (0, {}, {})
    assert view.questionnaire == shipped()
    assert (len(view.questions), len(view.open_questions)) == (38, 38)


@pytest.mark.each_database
def test_a_name_in_any_case_and_spacing_is_the_same_team(database: Database) -> None:
    """Team names that differ in case and spacing are one team, so its assessments can be compared."""
    first = begin(database, "Straße  Nord")
    second = begin(database, " STRASSE nord ")
    third = begin(database, "Straße Süd")
    assert second.assessment.team_id == first.assessment.team_id != third.assessment.team_id
    assert [team.name for team in teams.list_teams(database)] == ["Straße Nord", "Straße Süd"]


@pytest.mark.each_database
def test_teams_are_listed_by_name_whatever_their_case_and_accents(database: Database) -> None:
    """Both databases list teams in the same order, ignoring case, and Ö stands with O."""
    for name in ("mill", "Bakery", "Öfen", "apples", "Zoo"):
        begin(database, name)
    assert [team.name for team in teams.list_teams(database)] == ["apples", "Bakery", "mill", "Öfen", "Zoo"]


def refusal(action: Callable[[], object]) -> str:
    with pytest.raises(Refused) as raised:
        action()
    return str(raised.value)


@pytest.mark.each_database
def test_a_name_that_cannot_be_seen_or_is_too_long_is_refused(database: Database) -> None:
    """An invisible or too long name is refused, and no team is stored."""
    team = "The team needs a name of 1 to 80 characters. Change it and try again."
    for name in ("", " \t\n", "\u200b\u200e", "\x00", "x" * 81):
        assert refusal(partial(begin, database, name, "Spring")) == team
    label = "The assessment needs a name of 1 to 80 characters. Change it and try again."
    for name in ("\x00\x1b", "y" * 81):
        assert refusal(partial(begin, database, "Bakery", name)) == label
    assert rows(database) == {}


@pytest.mark.each_database
def test_names_in_any_script_are_kept_as_people_see_them(database: Database) -> None:
    """Joined emoji, joiners within words and non-breaking spaces are accepted in names."""
    names = {
        "x" * 80: "x" * 80,
        "👩\u200d🔧 Repair": "👩\u200d🔧 Repair",
        "خانه\u200cها": "خانه\u200cها",
        "Équipe\u00a0: «\u202fNord\u202f»": "Équipe : « Nord »",
        "Robert'); DROP TABLE team;--": "Robert'); DROP TABLE team;--",
        "Front\x07 desk\r\n": "Front desk",
    }
    kept = [begin(database, typed, typed).assessment for typed in names]
    assert [(a.team_name, a.label) for a in kept] == [(name, name) for name in names.values()]


def test_an_unknown_variant_or_a_missing_pulse_is_refused(database: Database) -> None:
    """An unknown variant, and a pulse without pulse questions."""
    galaxy = creation.StartSolo(questionnaire=shipped(), team_name="Bakery", label="Spring", variant="galaxy")
    with pytest.raises(Refused, match="There is no such kind of organisation in this questionnaire"):
        creation.start(database, galaxy, NOW)
    pulse = creation.StartSolo(questionnaire=build.equal(3), team_name="Bakery", label="Spring", scope="pulse")
    with pytest.raises(Refused, match="This questionnaire has no pulse"):
        creation.start(database, pulse, NOW)
    assert rows(database) == {}


def test_an_unknown_id_raises_not_found(database: Database) -> None:
    """An unknown id raises an error in plain words."""
    with pytest.raises(NotFound, match=r"There is no assessment at this link\. It may have been removed"):
        views.load_person_view(database, "3f2a")


# Answering


@pytest.mark.each_database
def test_every_kind_of_answer_comes_back_as_given(database: Database) -> None:
    """Level, “does not apply”, “don't know” and a note alone are read back with everything stored beside them."""
    view = begin(database)
    stored_answers = {
        "P1": Answer(level=1),
        "P2": Answer(level=5, note="Since May", evidence_grade=EvidenceGrade.SEEN, evidence="https://x.example/1"),
        "P3": Answer(level=2, evidence_grade=EvidenceGrade.OPINION),
        "P4": Answer(dont_know=True, note="Ask Ana"),
        "P5": Answer(note="Still thinking"),
        "P6": Answer(level=3, note=LONGEST, evidence=LONGEST),
        "P7": Answer(not_applicable="We hire nobody"),
        "O2": Answer(not_applicable=LONGEST),
    }
    stored = {q: StoredAnswer(answer, number) for number, (q, answer) in enumerate(stored_answers.items(), start=1)}
    for question, answer in stored_answers.items():
        kept = answering.save_answer(database, view, question, answer, 0, LATER)
        assert kept == answering.SaveResult(stored[question])
    assert again(database, view).stored.answers == stored


@pytest.mark.each_database
def test_words_are_kept_letter_by_letter(database: Database) -> None:
    """Text that looks like SQL, markup or a placeholder is stored unchanged, neither trimmed nor folded."""
    view = begin(database)
    for words in (
        "She said: “it's 'fine'” \"really\" `now`",
        "'; DELETE FROM answer; -- %s %(x)s :name ? {0} \\",
        "👩\u200d👩\u200d👧 ✨ naïve Ω ﬁ 中文 עברית\u200f",
        "  first line\nsecond\tline\n\n",
        "NULL",
        "<script>alert(1)</script> &amp; =1+1",
    ):
        answer = Answer(not_applicable=words, note=words, evidence=words)
        answering.save_answer(database, view, "P7", answer, None, LATER)
        assert again(database, view).response.answer("P7") == answer


def test_invisible_characters_are_removed(database: Database) -> None:
    """Characters that no page, export or PostgreSQL can hold are removed, and line breaks unified."""
    view = begin(database)
    pasted = Answer(level=2, note="one\r\ntwo\rthree\x00\x08\x0b\x7f\x85\ufffe", evidence="half \ud83d emoji")
    clean = Answer(level=2, note="one\ntwo\nthree", evidence="half  emoji")
    assert answering.save_answer(database, view, "P1", pasted, 0, LATER).stored.answer == clean
    assert answering.save_answer(database, view, "P1", pasted, 1, LATER).stored == StoredAnswer(clean, 1)
    with pytest.raises(Refused, match="The reason is empty"):
        answering.save_answer(database, view, "P7", Answer(not_applicable="\x00"), 0, LATER)


@pytest.mark.each_database
def test_saving_the_same_answer_twice_changes_nothing(database: Database) -> None:
    """A repeated request raises no error and writes nothing."""
    view = begin(database)
    once = answering.save_answer(database, view, "P1", FOUR, 0, LATER)
    twice = answering.save_answer(database, view, "P1", FOUR, 0, LATER + timedelta(hours=1))
    assert once == twice == answering.SaveResult(StoredAnswer(FOUR, 1))
    with database.reading() as connection:
        assert connection.scalar(text("SELECT count(*) FROM answer")) == 1
    assert again(database, view).stored.revision == 1


def test_an_answer_may_be_changed_and_taken_back(database: Database) -> None:
    """The last change counts; the revision counts every change of the response."""
    view = begin(database)
    for number, answer in enumerate([FOUR, Answer(dont_know=True), UNANSWERED, Answer(level=1)], start=1):
        assert answering.save_answer(database, view, "P1", answer, None, LATER).stored == StoredAnswer(answer, number)
        assert again(database, view).response.answer("P1") == answer
    assert answering.save_answer(database, view, "P2", FOUR, None, LATER).stored.revision == 5


def test_a_window_left_open_does_not_write_over_a_later_answer(database: Database) -> None:
    """A change based on an older revision is refused, and the stored answer is returned."""
    view = begin(database)
    answering.save_answer(database, view, "P1", Answer(level=2), 0, LATER)
    elsewhere = answering.save_answer(database, view, "P1", Answer(level=5), 1, LATER)
    assert elsewhere == answering.SaveResult(StoredAnswer(Answer(level=5), 2))

    old_window = answering.save_answer(database, view, "P1", Answer(level=3), 1, LATER)
    assert old_window == answering.SaveResult(StoredAnswer(Answer(level=5), 2), ("choice",))
    assert again(database, view).response.level_of("P1") == 5


def test_an_old_window_may_still_answer_what_nobody_changed(database: Database) -> None:
    """Revisions are compared for each answer, not for the whole response."""
    view = begin(database)
    answering.save_answer(database, view, "P1", Answer(level=5), 0, LATER)
    assert answering.save_answer(database, view, "P2", Answer(level=3), 0, LATER).is_accepted
    assert answering.save_answer(database, view, "P2", Answer(level=4), 2, LATER).is_accepted
    assert again(database, view).response.level_of("P2") == 4


def test_an_explicit_choice_is_stored(database: Database) -> None:
    """An explicit choice replaces the stored answer, unlike a value that an old page repeats."""
    view = begin(database)
    for level in (2, 5):
        answering.save_answer(database, view, "P1", Answer(level=level), None, LATER)
    last = answering.save_answer(database, view, "P1", Answer(level=3), None, LATER)
    assert last == answering.SaveResult(StoredAnswer(Answer(level=3), 3))


def test_an_answer_that_does_not_fit_is_refused(database: Database) -> None:
    """The error states problem and fix, and nothing is stored."""
    view = begin(database)
    for question, answer, words in (
        ("P1", Answer(level=6), "6 is not on the scale. Give a whole number from 1 to 5."),
        ("P1", Answer(level=0), "0 is not on the scale. Give a whole number from 1 to 5."),
        ("P1", Answer(level=3, dont_know=True), "It says more than one thing. Give one of level, not_applicable"),
        ("P1", Answer(not_applicable="Not us"), "This question applies to everyone. Give a level or dont_know."),
        ("P7", Answer(not_applicable="  "), "The reason is empty. Say in a few words why it does not apply."),
        ("P1", Answer(level=3, note=LONGEST + "y"), "It is longer than 2000 characters. Shorten it."),
        ("P1", Answer(level=3, evidence=LONGEST + "y"), "It is longer than 2000 characters. Shorten it."),
        ("P7", Answer(not_applicable=LONGEST + "y"), "It is longer than 2000 characters. Shorten it."),
        ("P99", Answer(level=3), "There is no such question. Reload the page."),
        ("p1", Answer(level=3), "There is no such question. Reload the page."),
    ):
        refused = refusal(partial(answering.save_answer, database, view, question, answer, None, LATER))
        assert refused.startswith(words)
    assert again(database, view).stored == view.stored


def test_a_pulse_takes_answers_to_its_own_questions_only(database: Database) -> None:
    """A pulse has ten questions; an answer to another is refused."""
    view = begin(database, scope="pulse")
    answering.save_answer(database, view, "P1", FOUR, None, LATER)
    with pytest.raises(Refused, match="There is no such question"):
        answering.save_answer(database, view, "P2", FOUR, None, LATER)
    assert [(row.answered, row.asked) for row in listing.list_assessments(database)] == [(1, 10)]


def test_a_finished_or_removed_assessment_takes_no_answer(database: Database) -> None:
    """An open window gets the reason, and the frozen answers stay unchanged."""
    view = begin(database)
    answering.save_answer(database, view, "P1", FOUR, None, LATER)
    closing.close_assessment(database, view.assessment.id, LATER)
    with pytest.raises(Refused, match=r"This assessment is finished\. Reopen it on the result page"):
        answering.save_answer(database, view, "P1", Answer(level=1), None, LATER)
    assert again(database, view).response.level_of("P1") == 4

    closing.reopen_assessment(database, view.assessment.id)
    assert answering.save_answer(database, view, "P1", Answer(level=1), None, LATER).is_accepted

    removed_for_good(database, view.assessment.id)
    with pytest.raises(NotFound, match="There is nothing to answer at this link"):
        answering.save_answer(database, view, "P1", FOUR, None, LATER)


# Aims


def test_targets_are_set_changed_and_left_to_the_default(database: Database) -> None:
    """Target and importance belong to a dimension of one assessment; None restores the default."""
    view = begin(database)
    fill(database, view)
    targets.set_targets(database, view.assessment.id, {"people": DimensionTarget(5, 4)})
    targets.set_targets(database, view.assessment.id, {"csr": DimensionTarget(3, None)})
    targets.set_targets(database, view.assessment.id, {"csr": DimensionTarget(None, 1)})
    then = again(database, view)
    assert then.targets == {"people": DimensionTarget(5, 4), "csr": DimensionTarget(None, 1)}
    outcome = then.outcome()
    assert outcome.targets == {"people": 5, "operations": 4, "channels": 4, "csr": 4, "leadership": 4}
    assert {(g.dimension, g.gap, g.importance) for g in outcome.gaps if g.dimension in ("people", "csr")} == {
        ("people", 2, 4),
        ("csr", 1, 1),
    }


def test_targets_off_the_scale_are_refused(database: Database) -> None:
    """A target or importance outside its scale is refused."""
    view = begin(database)
    for target in (
        DimensionTarget(6, None),
        DimensionTarget(0, None),
        DimensionTarget(None, 6),
        DimensionTarget(None, 0),
    ):
        refused = refusal(partial(targets.set_targets, database, view.assessment.id, {"people": target}))
        assert refused == "A target is one of the 5 stages, an importance from 1 to 5. Choose one of those."
    refused = refusal(lambda: targets.set_targets(database, view.assessment.id, {"weather": DimensionTarget(3, 3)}))
    assert refused == "There is no such dimension. Reload the page."
    assert again(database, view).targets == {}


@pytest.mark.each_database
def test_of_several_targets_all_are_stored_or_none(database: Database) -> None:
    """If the last of five is invalid none is stored; without it all five are."""
    view = begin(database)
    earlier = {"people": DimensionTarget(2, None)}
    targets.set_targets(database, view.assessment.id, earlier)
    five = {d.id: DimensionTarget(5, 1) for d in view.questionnaire.dimensions}
    refused = {**five, "leadership": DimensionTarget(6, 1)}
    assert refusal(lambda: targets.set_targets(database, view.assessment.id, refused)).startswith("A target is one of")
    assert again(database, view).targets == earlier
    targets.set_targets(database, view.assessment.id, five)
    assert again(database, view).targets == five


def test_a_target_of_a_removed_assessment_is_refused(database: Database) -> None:
    """The error says that it was removed, as for every other change."""
    with pytest.raises(NotFound, match="This assessment was removed"):
        targets.set_targets(database, "gone", {"people": DimensionTarget(3, 3)})


# Finishing and reopening


def kept_results(database: Database) -> list[Any]:
    query = "SELECT assessment_id, content, digest FROM frozen_result ORDER BY frozen_at"
    with database.reading() as connection:
        return list(connection.execute(text(query)))


def test_finishing_freezes_the_result_under_its_digest(database: Database) -> None:
    """The result is stored with its answers, targets and questionnaire, and a digest that shows any later change."""
    view = begin(database)
    fill(database, view)
    answering.save_answer(database, view, "P7", Answer(not_applicable="We hire nobody"), None, LATER)
    answering.save_answer(database, view, "O1", Answer(level=4, evidence_grade=EvidenceGrade.SEEN), None, LATER)
    targets.set_targets(database, view.assessment.id, {"people": DimensionTarget(4, 5)})
    closing.close_assessment(database, view.assessment.id, LATER)
    then = again(database, view)
    assert (then.assessment.is_open, then.assessment.closed_at) == (False, LATER)

    [(assessment_id, content, digest)] = kept_results(database)
    assert assessment_id == view.assessment.id
    assert digest == sha256(content.encode()).hexdigest()
    frozen = json.loads(content)
    assert frozen["questionnaire"] == shipped().digest
    assert frozen["targets"] == {"people": {"target": 4, "importance": 5}}
    assert len(frozen["answers"]) == 38
    assert frozen["answers"]["O1"] == {"level": 4, "not_applicable": None, "dont_know": False, "evidence_grade": 3}
    assert frozen["answers"]["P7"]["not_applicable"] == "We hire nobody"
    assert frozen["result"] == json.loads(json.dumps(outcome_json(then.outcome())))
    assert frozen["result"]["dimensions"]["operations"]["level"] == pytest.approx(28 / 9)


def test_an_unfinished_one_may_be_finished_and_has_its_range(database: Database) -> None:
    """With one answer of 38 it may be closed: there is no level, but a range."""
    view = begin(database)
    answering.save_answer(database, view, "P1", Answer(level=5), None, LATER)
    closing.close_assessment(database, view.assessment.id, LATER)
    frozen = json.loads(kept_results(database)[0].content)["result"]["dimensions"]["people"]
    assert (frozen["level"], frozen["range"], frozen["coverage"]) == (None, [1.5, 5.0], 0.125)


def test_a_pulse_is_frozen_as_a_pulse(database: Database) -> None:
    """Ten levels and an index, no stage: all 2s give the index 25."""
    finished(database, begin(database, scope="pulse"), 2)
    frozen = json.loads(kept_results(database)[0].content)["result"]
    assert frozen["index"] == pytest.approx(25)
    assert set(frozen) == {"index", "levels"}
    assert set(frozen["levels"].values()) == {2}


@pytest.mark.each_database
def test_finishing_twice_keeps_the_first(database: Database) -> None:
    """A second click changes neither the date nor the frozen result."""
    view = finished(database, begin(database))
    closing.close_assessment(database, view.assessment.id, LATER + timedelta(days=1))
    assert again(database, view).assessment.closed_at == LATER
    assert len(kept_results(database)) == 1


def test_reopening_keeps_what_was_frozen_beside_the_next(database: Database) -> None:
    """The earlier frozen result stays stored beside the later one."""
    view = finished(database, begin(database), level=3)
    closing.reopen_assessment(database, view.assessment.id)
    reopened = again(database, view)
    assert (reopened.assessment.is_open, reopened.assessment.closed_at) == (True, None)
    for question in view.questions:
        answering.save_answer(database, view, question.id, FOUR, None, LATER)
    closing.close_assessment(database, view.assessment.id, LATER + timedelta(days=2))
    with database.reading() as connection:
        frozen = [json.loads(content) for content in frozen_contents(connection, view.assessment.id)]
    assert [result["result"]["overall"]["level"] for result in frozen] == [4.0, 3.0]


def test_closing_a_removed_assessment_raises_not_found(database: Database) -> None:
    """Closing a removed assessment raises an error that says so."""
    view = begin(database)
    removed_for_good(database, view.assessment.id)
    with pytest.raises(NotFound, match="This assessment was removed"):
        closing.close_assessment(database, view.assessment.id, LATER)


# Last time, the list, removing


@pytest.mark.each_database
def test_last_time_is_the_teams_newest_closed_one_before(database: Database) -> None:
    """Not an open one, another team's, or a later one."""
    older = finished(database, begin(database, now=NOW - timedelta(days=200)))
    newer = finished(database, begin(database, now=NOW - timedelta(days=100)))
    begin(database, now=NOW - timedelta(days=50))
    finished(database, begin(database, "Mill", now=NOW - timedelta(days=20)))
    this = begin(database, now=NOW)
    finished(database, begin(database, now=NOW + timedelta(days=10)))
    last = views.previous_view(database, this)
    assert last is not None
    assert last.assessment.id == newer.assessment.id
    assert last.response.level_of("P1") == 3
    before = views.previous_view(database, newer)
    assert before is not None
    assert before.assessment.id == older.assessment.id
    assert views.previous_view(database, older) is None


def test_the_next_one_keeps_the_targets_that_are_not_reached(database: Database) -> None:
    """All answers are 3: a target of 3 was reached; one of 4 stays, and so does an importance. A pulse has none."""
    last = finished(database, begin(database, now=NOW - timedelta(days=100)))
    chosen = {"people": DimensionTarget(3, 5), "csr": DimensionTarget(4, None)}
    targets.set_targets(database, last.assessment.id, chosen)
    this, pulse = begin(database, now=NOW), begin(database, scope="pulse", now=NOW)
    assert this.targets == {"people": DimensionTarget(None, 5), "csr": DimensionTarget(4, None)}
    assert (pulse.targets, begin(database, "Mill").targets) == ({}, {})
    targets.set_targets(database, this.assessment.id, {"csr": DimensionTarget(5, None)})
    assert views.load_view(database, last.assessment.id).targets == chosen


def test_a_pulse_is_compared_with_full_assessments_but_not_the_reverse(database: Database) -> None:
    """A pulse has only ten of the 38 answers; a full assessment includes those ten."""
    pulse = finished(database, begin(database, scope="pulse", now=NOW - timedelta(days=9)))
    assert views.previous_view(database, begin(database)) is None
    previous = views.previous_view(database, begin(database, scope="pulse"))
    assert previous is not None
    assert previous.assessment.id == pulse.assessment.id
    full = finished(database, begin(database, now=NOW - timedelta(days=5)))
    previous = views.previous_view(database, begin(database, scope="pulse"))
    assert previous is not None
    assert previous.assessment.id == full.assessment.id


def test_only_one_major_version_of_one_questionnaire_compares(database: Database) -> None:
    """Minor versions are comparable; another major version or another questionnaire is not."""
    finished(database, begin(database, now=NOW - timedelta(days=9)))
    compared = {}
    for version in ("2.9.3", "3.0.0", "20.0.0"):
        this = begin(database, questionnaire=variation(version=version))
        assert this.questionnaire.version == version
        compared[version] = views.previous_view(database, this) is not None
    assert compared == {"2.9.3": True, "3.0.0": False, "20.0.0": False}
    assert views.previous_view(database, begin(database, questionnaire=variation(id="other"))) is None


def variation(**changes: str) -> Questionnaire:
    """Return the shipped questionnaire with other fields, as another published version."""
    return Questionnaire.model_validate_json(json.dumps(json.loads(shipped().canonical) | changes))


@pytest.mark.each_database
def test_home_lists_unfinished_work_first_then_the_newest(database: Database) -> None:
    """Each with its progress: a note alone counts as no answer, “don't know” as one."""
    oldest = begin(database, label="open, old", now=NOW - timedelta(days=30))
    finished(database, begin(database, label="closed, old", now=NOW - timedelta(days=20)))
    finished(database, begin(database, label="closed, new", now=NOW - timedelta(days=10)))
    begin(database, label="open, new", scope="pulse", now=NOW)
    answering.save_answer(database, oldest, "P1", FOUR, None, LATER)
    answering.save_answer(database, oldest, "P2", Answer(dont_know=True), None, LATER)
    answering.save_answer(database, oldest, "P3", Answer(note="Later"), None, LATER)
    answering.save_answer(database, oldest, "P7", Answer(not_applicable="We hire nobody"), None, LATER)
    listed = [(row.assessment.label, row.answered, row.asked) for row in listing.list_assessments(database)]
    assert listed == [
        ("open, new", 0, 10),
        ("open, old", 3, 38),
        ("closed, new", 38, 38),
        ("closed, old", 38, 38),
    ]


@pytest.mark.each_database
def test_removing_takes_all_that_is_its_own_and_leaves_the_plan(database: Database) -> None:
    """Its answers, targets and frozen results are deleted, those of others stay, and actions stay in the plan."""
    kept = finished(database, begin(database, now=NOW - timedelta(days=9)))
    view = finished(database, begin(database))
    targets.set_targets(database, view.assessment.id, {"people": DimensionTarget(4, 5)})
    taken = plan_step(database, view.assessment, shipped().by_id["P1"], 3, "Ana", None, LATER)
    assert rows(database) == {
        "team": 1,
        "assessment": 2,
        "response": 2,
        "answer": 76,
        "aim": 1,
        "frozen_result": 2,
        "action": 1,
        "questionnaire_archive": 1,
    }
    removed_for_good(database, view.assessment.id)
    assert rows(database) == {
        "team": 1,
        "assessment": 1,
        "response": 1,
        "answer": 38,
        "frozen_result": 1,
        "action": 1,
        "questionnaire_archive": 1,
    }
    [action] = plans.list_plan(database, view.assessment.team_id, NOW.date())
    assert (action.id, action.assessment_id, action.do) == (taken.id, None, taken.do)
    assert [row.assessment.id for row in listing.list_assessments(database)] == [kept.assessment.id]
    removal.delete_assessment(database, view.assessment.id)


# Questionnaires that change


def test_an_old_assessment_scores_the_same_after_the_files_changed(url: str, tmp_path: Path, child: Child) -> None:
    """It uses the questionnaire stored in the database; changed weights and caps in the files have no effect."""
    folder = Path(copytree(ROOT / "questionnaires" / "cx", tmp_path / "shelf" / "cx"))
    database = open_database(url)
    [before], _ = questionnaires.list_questionnaires(folder.parent)
    view = begin(database, questionnaire=before)
    fill(database, view)
    answering.save_answer(database, view, "P1", Answer(level=1), None, LATER)
    closing.close_assessment(database, view.assessment.id, LATER)
    outcome_before = json.dumps(outcome_json(again(database, view).outcome()), sort_keys=True)

    edit(folder / "model.yaml", ("practice: 2", "practice: 0"), ('version: "2.0.2"', 'version: "2.1.0"'))
    edit(folder / "people.yaml", ('    capability: "PA"\n', '    capability: "PA"\n    weight: 7\n'))
    [after], _ = questionnaires.list_questionnaires(folder.parent)
    assert (after.version, after.by_id["P1"].weight, after.caps.practice) == ("2.1.0", 7, 0)

    another_process = child("score", url, view.assessment.id)
    assert another_process.communicate()[0] == f"{outcome_before}\n"
    assert json.loads(outcome_before)["dimensions"]["people"]["level"] == pytest.approx(22 / 8)
    newer = begin(database, questionnaire=after)
    assert (newer.assessment.digest, view.assessment.digest) == (after.digest, before.digest)
    assert again(database, view).questionnaire == before
    database.close()


def edit(file: Path, *changes: tuple[str, str]) -> None:
    content = file.read_text("utf-8")
    for old, new in changes:
        assert old in content
        content = content.replace(old, new, 1)
    file.write_text(content, "utf-8")


@pytest.mark.each_database
def test_the_same_questionnaire_is_archived_once(database: Database) -> None:
    """Many assessments share one stored copy, whose digest is that of its text."""
    for number in range(3):
        begin(database, f"Team {number}")
    with database.reading() as connection:
        [row] = connection.execute(text("SELECT digest, content FROM questionnaire_archive"))
    assert row.digest == sha256(row.content.encode()).hexdigest() == shipped().digest


def test_a_questionnaire_missing_from_the_archive_is_named(database: Database) -> None:
    """The error says that the questionnaire is missing, not the assessment."""
    with pytest.raises(NotFound, match=r"The questionnaire of this assessment is missing from the database\. Restore"):
        questionnaires.archived_questionnaire(database, "0" * 64)


# Moments


@pytest.mark.each_database
def test_moments_come_back_in_utc(database: Database) -> None:
    """Times are stored to the microsecond and read in UTC, whatever zone they had and whatever the server's."""
    summer = timezone(timedelta(hours=2))
    moment = datetime(2026, 7, 1, 0, 30, 0, 123456, tzinfo=summer)
    view = begin(database, now=moment)
    taken = plan_step(database, view.assessment, shipped().by_id["P1"], 2, "Ana", None, moment)
    plans.change_action(database, taken.id, moment, {"status": "done"})
    closing.close_assessment(database, view.assessment.id, moment)
    [action] = plans.list_plan(database, view.assessment.team_id, NOW.date())
    a = again(database, view).assessment
    moments = [a.opened_at, a.closed_at, action.created_at, action.done_at]
    assert [str(moment) for moment in moments] == ["2026-06-30 22:30:00.123456+00:00"] * 4
    assert {moment.tzinfo for moment in moments if moment} == {UTC}


# The demo's side of the store


@pytest.mark.each_database
def test_demo_teams_go_without_touching_a_team_of_the_same_name(database: Database) -> None:
    """A person's own team named 'Bakery' is separate from the demo's and not removed with it."""
    demo_team = begin(database, "Bakery").assessment.team_id
    with database.writing() as connection:
        stored_teams.change_team(connection, demo_team, {"is_demo": True})
    view = begin(database, "bakery")
    assert view.assessment.team_id != demo_team
    with database.writing() as connection:
        stored_teams.remove_demo(connection)
    assert teams.list_teams(database) == [Team(view.assessment.team_id, "bakery", False)]
    assert rows(database) == {"team": 1, "assessment": 1, "response": 1, "questionnaire_archive": 1}
