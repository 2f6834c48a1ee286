"""A round imported from a file: stored all or none, and equal when it is exported and imported again."""

from datetime import timedelta
from threading import Thread, get_ident

import pytest
from sqlalchemy import event

from cxmaturity.answers import Answer, Privacy
from cxmaturity.errors import NotFound, Refused
from cxmaturity.files.answers_table import GROUP, RespondentAnswers, answers_csv
from cxmaturity.files.imports.mapping import FileMapping
from cxmaturity.files.imports.reading import read_answers
from cxmaturity.services import teams
from cxmaturity.services.assessments import answering, listing, views
from cxmaturity.services.assessments.views import AssessmentView
from cxmaturity.services.exports import exportable
from cxmaturity.services.imports import rounds, staging
from cxmaturity.services.trends import milestones
from cxmaturity.store.database.engine import Database, open_database
from tests.store.fixtures import NOW, begin, removed_for_good, shipped
from tests.waiting import eventually

IDS = [q.id for q in shipped().questions]
ANSWERS = [{i: Answer(level=1 + (n + k) % 5) for k, i in enumerate(IDS)} for n in range(6)]
ANSWERS[0]["P1"] = Answer(level=2, note="=1+1")
ANSWERS[1]["P1"] = Answer(dont_know=True)
PEOPLE = [
    RespondentAnswers(f"=Person {n}", "leader" if n % 2 else "other", answers) for n, answers in enumerate(ANSWERS)
]


def imported(database: Database, people: list[RespondentAnswers], privacy: Privacy = "open") -> AssessmentView:
    moment = NOW - timedelta(days=90)
    stored = rounds.import_round(database, shipped(), "Bakery", "Winter", "service", people, privacy, moment, NOW)
    return views.load_view(database, stored)


def exported(database: Database, view: AssessmentView) -> list[RespondentAnswers]:
    """Return the people in the exported file of an assessment, as an import reads them; of a group, its one row.

    An import leaves that row out unless a person decides otherwise, for it is nobody's answers.
    """
    content = answers_csv(view.assessment, view.questionnaire, exportable.exportable_responses(database, view))
    if f"\n{GROUP},".encode() in content:
        assert read_answers("a.csv", content, view.questionnaire).people == ()
    reading = read_answers("a.csv", content, view.questionnaire, FileMapping(keep_rows=frozenset({2})))
    assert [fault for fault in reading.faults if fault.cell] == []
    return list(reading.people)


def by_name(people: list[RespondentAnswers]) -> list[RespondentAnswers]:
    return sorted(people, key=lambda person: person.name)


@pytest.mark.each_database
def test_exported_and_imported_again_it_is_the_same(database: Database) -> None:
    """The same people, answers and result."""
    first = imported(database, PEOPLE)
    again = imported(database, exported(database, first))
    assert by_name(exported(database, first)) == by_name(exported(database, again)) == PEOPLE
    assert first.response == again.response
    assert first.outcome().result == again.outcome().result
    assert first.assessment.closed_at == NOW - timedelta(days=90)


def test_of_two_rounds_dated_to_one_day_the_one_imported_later_is_the_later(database: Database) -> None:
    """Over time they are in this order, and the first is the second's last time."""
    first, second, third = (imported(database, PEOPLE) for _ in range(3))
    newest = milestones.milestone_page(database, first.assessment.team_id)
    assert [m.assessment.id for m in newest] == [view.assessment.id for view in (first, second, third)]
    last_time = views.previous_view(database, third)
    assert last_time
    assert last_time.assessment.id == second.assessment.id


@pytest.mark.each_database
def test_of_an_anonymous_round_only_the_group_is_exported(database: Database) -> None:
    """P1 has the levels 2 3 4 5 1, so the low median is 3; no name is in the database or in the file."""
    view = imported(database, PEOPLE, "anonymous")
    [group] = exported(database, view)
    assert (group.name, group.role) == (GROUP, None)
    assert group.answers["P1"].level == view.response.level_of("P1") == 3
    assert {i: a.level for i, a in group.answers.items()} == {i: view.response.level_of(i) for i in IDS}
    with database.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM participant").scalar() == 0
        kept = connection.exec_driver_sql("SELECT content FROM frozen_result").scalars().all()
    assert kept
    assert not any("Person" in content for content in kept)


def test_hidden_answers_are_empty_in_the_file(database: Database) -> None:
    """Of four people nothing is shown; of six, five of whom rated P1 and four P2, only P1 is."""
    assert exported(database, imported(database, PEOPLE[2:], "anonymous")) == [RespondentAnswers(GROUP, None, {})]
    p2 = {"P2": Answer(level=5)}
    few = [
        RespondentAnswers(p.name, None, {"P1": p.answers["P1"]} | (p2 if n in range(1, 5) else {}))
        for n, p in enumerate(PEOPLE)
    ]
    [group] = exported(database, imported(database, few, "anonymous"))
    assert list(group.answers) == ["P1"]


def test_one_person_can_be_imported(database: Database) -> None:
    """A file with one row is imported; a solo assessment is exported as one row."""
    view = imported(database, PEOPLE[:1])
    assert view.response.answers.keys() == set(IDS)
    solo = begin(database)
    answering.save_answer(database, solo, "P1", Answer(level=4, note="'=x"), None, NOW)
    solo = views.load_person_view(database, solo.assessment.id)
    assert exported(database, solo) == [RespondentAnswers("Respondent 1", None, {"P1": Answer(level=4, note="'=x")})]


@pytest.mark.each_database
def test_all_or_nothing(database: Database) -> None:
    """An import that stops half-way leaves no team and no assessment."""

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rounds.import_round(database, shipped(), "Mill", "Winter", "both", PEOPLE, "open", NOW, NOW, stop)
    with database.reading() as connection:
        for table in ("team", "assessment", "response", "answer", "participant"):
            assert connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar() == 0


def test_a_removed_assessment_cannot_be_exported(database: Database) -> None:
    """The error says that the assessment was removed."""
    view = imported(database, PEOPLE)
    removed_for_good(database, view.assessment.id)
    with pytest.raises(NotFound):
        exportable.exportable_responses(database, view)


@pytest.mark.each_database
def test_nothing_of_an_import_is_visible_before_all_of_it_is_there(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No list has it between its transactions; after the process died, the next start removes what it left."""
    monkeypatch.setattr(staging, "ANSWERS_AT_ONCE", len(IDS))  # one person in each transaction

    def look(done: int, total: int) -> None:
        assert listing.list_assessments(database) == []
        assert [*teams.list_teams(database), *teams.list_teams(database, archived=True)] == []
        assert count(database, "answer") == done
        if done == total - len(IDS):
            raise SystemExit

    discard = staging._discard
    monkeypatch.setattr(staging, "_discard", lambda *_: None)  # as if the process had ended there
    with pytest.raises(SystemExit):
        rounds.import_round(database, shipped(), "Mill", "Winter", "both", PEOPLE, "open", NOW, NOW, look)
    assert listing.list_assessments(database) == []
    assert count(database, "response") == 5
    monkeypatch.setattr(staging, "_discard", discard)
    staging.remove_unfinished_imports(database)
    for table in ("team", "assessment", "response", "answer", "participant"):
        assert count(database, table) == 0


@pytest.mark.each_database
def test_an_import_that_another_start_removes_is_refused(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second process that starts in the middle removes the incomplete import.

    The import then fails instead of publishing the rest.
    """
    monkeypatch.setattr(staging, "ANSWERS_AT_ONCE", len(IDS))

    def start_another(done: int, total: int) -> None:
        if done == 3 * len(IDS):
            staging.remove_unfinished_imports(database)

    with pytest.raises(Refused, match="so nothing was stored"):
        rounds.import_round(database, shipped(), "Mill", "Winter", "both", PEOPLE, "open", NOW, NOW, start_another)
    for table in ("team", "assessment", "response", "answer", "participant"):
        assert count(database, table) == 0


def test_whoever_waits_to_write_has_their_turn_after_each_transaction_of_an_import(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody else asks during each of its 30 transactions, and has stored an answer before the next one begins.

    In one large transaction they would wait for all.
    """
    database = open_database(sqlite_url)
    queue = database._writers
    assert queue
    view, people = begin(database), PEOPLE * 50
    monkeypatch.setattr(staging, "ANSWERS_AT_ONCE", 10 * len(IDS))
    importer = get_ident()
    asked: list[Thread] = []
    stored: list[int | None] = []

    def ask(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if get_ident() != importer or not statement.startswith("INSERT INTO answer") or queue._waiting:
            return
        change = (database, view, "P1", Answer(level=1 + len(asked) % 5), None, NOW)
        asked.append(Thread(target=answering.save_answer, args=change))
        asked[-1].start()
        eventually(lambda: len(queue._waiting), 1)

    def read_back(_done: int, _total: int) -> None:
        stored.append(views.load_view(database, view.assessment.id).response.level_of("P1"))

    event.listen(database.engine, "before_cursor_execute", ask)
    rounds.import_round(database, shipped(), "Mill", "W", "both", people, "open", NOW, NOW, read_back)
    for thread in asked:
        thread.join()
    database.close()
    assert len(asked) == 30
    assert stored == [1, 2, 3, 4, 5] * 6


def count(database: Database, table: str) -> int:
    with database.reading() as connection:
        return int(connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one())
