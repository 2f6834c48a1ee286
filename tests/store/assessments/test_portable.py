"""The portable file: everything is restored on another machine, all or none, and no anonymous person is disclosed."""

from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest

from cxmaturity.analysis.polls import POLL_RESULT_JSON, PollResult
from cxmaturity.analysis.trends.verdicts import judge_comparison
from cxmaturity.answers import Answer
from cxmaturity.errors import ChangedElsewhere, NotFound, Refused, StillOpen
from cxmaturity.export.pdf import pdf
from cxmaturity.files.answers_table import RespondentAnswers
from cxmaturity.files.portable.reading import read_portable
from cxmaturity.records import DimensionTarget
from cxmaturity.services import plans, reports, teams
from cxmaturity.services.assessments import answering, closing, next_round, removal, renaming, targets, views
from cxmaturity.services.assessments.agreed_levels import agree_on_level
from cxmaturity.services.demo import loading
from cxmaturity.services.imports import rounds, staging
from cxmaturity.services.plans import OwnAction
from cxmaturity.services.portable import large_rounds
from cxmaturity.services.portable.importing import ImportChoices, SameNames, import_portable, name_collisions
from cxmaturity.services.portable.known_assessments import differing_assessments
from cxmaturity.services.portable.verifying import verify
from cxmaturity.services.portable.writing import Selection, write_portable
from cxmaturity.services.surveys import codes, participation
from cxmaturity.services.surveys.participation import Survey
from cxmaturity.services.trends import comparison
from cxmaturity.services.workshops import facilitation, workshop_view
from cxmaturity.services.workshops.voting.polls import worth_over_time
from cxmaturity.services.workshops.voting.vote_writer import VoteWriter
from cxmaturity.store.database.engine import Database, open_database
from cxmaturity.store.workshop import polls
from cxmaturity.store.workshop.votes import VoteRow
from tests import pdf_structure
from tests.store.fixtures import NOW, begin, frozen_contents, shipped
from tests.store.survey_fixtures import anonymous_result, start, take_part
from tests.store.workshop_fixtures import begin as begin_workshop

IDS = [q.id for q in shipped().questions]
EVERYTHING = Selection()
ASK = ImportChoices()


def people(count: int, shift: int = 0) -> list[RespondentAnswers]:
    """Return named people with different levels, each with their own note."""
    return [
        RespondentAnswers(
            f"Person {n:02}",
            "leader" if n % 2 else "other",
            {
                name: Answer(level=1 + (n + place + shift * (n % 3 > 0)) % 5, note=f"note of {n}" if place == 0 else "")
                for place, name in enumerate(IDS)
            },
        )
        for n in range(count)
    ]


def import_people(
    database: Database, team: str, label: str, privacy: Any, count: int, days: int, shift: int = 0
) -> str:
    then = NOW - timedelta(days=days)
    return rounds.import_round(database, shipped(), team, label, "service", people(count, shift), privacy, then, NOW)


def hold_workshop(database: Database, privacy: Any) -> str:
    """Hold a workshop of six people on the first question of the pulse, in two rounds of votes."""
    workshop = begin_workshop(database, team_name=f"{privacy} hall", privacy=privacy, expected=None)
    survey = Survey(workshop.assessment, workshop.questionnaire)
    joined = [
        participation.begin_participation(database, survey, codes.new_code(), f"P {n}", None, NOW) for n in range(6)
    ]
    writer = VoteWriter(lambda: database)
    for act in ("begin", "vote", "reveal", "again", "vote", "reveal", "end"):
        if act == "vote":
            for n, person in enumerate(joined):
                answer = Answer(level=1 + n % 4 + workshop.state.round - 1, note=f"why {n}")
                row = VoteRow(person.stored.id, workshop.state.question or "", workshop.state.round, answer, NOW)
                writer.submit(workshop.assessment.id, row).result(20)
        else:
            workshop = facilitation.perform_action(
                database, workshop.assessment.id, workshop.version, act, NOW + timedelta(hours=1)
            )
    worth = PollResult(6, 4, "agree", (0, 0, 1, 4, 1) if privacy == "open" else None)
    with database.writing() as connection:
        polls.save_result(connection, workshop.assessment.id, "worth", POLL_RESULT_JSON.dump_json(worth).decode())
    return workshop.assessment.id


@pytest.fixture(scope="module")
def source(begun_sqlite_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A database with an assessment of every kind, to be read only."""
    file = copyfile(begun_sqlite_file, tmp_path_factory.mktemp("source") / "cx.db")
    database = open_database(f"sqlite:///{file}")
    loading.load_demo(database, shipped(), NOW)
    for label, days, shift in (("Winter", 120, 0), ("Spring", 20, 1)):
        import_people(database, "Open team", label, "open", 14, days, shift)
        import_people(database, "Hidden team", label, "anonymous", 14, days, shift)
    import_people(database, "Few", "Sealed", "anonymous", 4, 20)
    for privacy in ("open", "anonymous"):
        hold_workshop(database, privacy)
    unfinished = begin(database, "Solo", "Half done")
    answering.save_answer(database, unfinished, "P1", Answer(level=3, note="=1+1 \u202eabc 😀"), None, NOW)
    pulse = begin(database, "Solo", "Pulse", scope="pulse")
    for q in pulse.questions:
        answering.save_answer(database, pulse, q.id, Answer(level=4), None, NOW)
    targets.set_targets(database, pulse.assessment.id, {"people": DimensionTarget(5, 4)})
    closing.close_assessment(database, pulse.assessment.id, NOW)
    yield database
    database.close()


@pytest.fixture
def elsewhere(begun_sqlite_file: Path, tmp_path: Path) -> Iterator[Database]:
    """Another new database."""
    database = open_database(f"sqlite:///{copyfile(begun_sqlite_file, tmp_path / 'elsewhere.db')}")
    yield database
    database.close()


def all_ids(database: Database) -> list[str]:
    with database.reading() as connection:
        return sorted(connection.exec_driver_sql("SELECT id FROM assessment").scalars().all())


def verdicts(database: Database, team: str) -> Any:
    """Return the verdicts on the change between a team's two rounds."""
    with database.reading() as connection:
        [team_id] = connection.exec_driver_sql(f"SELECT id FROM team WHERE name = '{team}'").scalars().all()
        [first, second] = (
            connection.exec_driver_sql(f"SELECT id FROM assessment WHERE team_id = '{team_id}' ORDER BY closed_at")
            .scalars()
            .all()
        )
    return judge_comparison(comparison.compare_assessments(database, first, second))


@pytest.mark.each_database
def test_everything_is_equal_after_import(source: Database, database: Database) -> None:
    """Every result, target, plan and change is equal to the last bit; exported again, so is the file."""
    data = write_portable(source, EVERYTHING)
    assert data == write_portable(source, EVERYTHING)
    assert verify(data) == ()
    done = import_portable(database, data, ASK, NOW)
    assert (len(done.added), done.kept, done.left_out, done.differences) == (len(all_ids(source)), (), (), ())
    assert all_ids(database) == all_ids(source)
    for assessment_id in all_ids(source):
        here, there = (views.load_view(d, assessment_id) for d in (database, source))
        assert here.response == there.response
        assert here.targets == there.targets
        assert here.group == there.group
        assert (here.outcome().result, here.outcome().first_steps) == (
            there.outcome().result,
            there.outcome().first_steps,
        )
        with database.reading() as connection, source.reading() as other:
            contents = [frozen_contents(c, assessment_id) for c in (connection, other)]
        assert contents[0] == contents[1]
    day = NOW.date()
    for team in teams.list_teams(source):
        assert plans.list_plan(database, team.id, day) == plans.list_plan(source, team.id, day)
    workshops = [one for one in read_portable(data).assessments if one.assessment.mode == "workshop"]
    for one in workshops:
        worth_by_database = [
            [worth for _, worth in worth_over_time(d, one.assessment.team_id)] for d in (database, source)
        ]
        assert worth_by_database[0] == worth_by_database[1]
    assert [bool(one.worth) for one in workshops] == [True, True]
    assert verdicts(database, "Open team") == verdicts(source, "Open team")
    assert verdicts(database, "Hidden team") is not None
    assert write_portable(database, EVERYTHING) == data


@pytest.mark.each_database
def test_a_second_time_changes_nothing(source: Database, database: Database) -> None:
    """Imported items are recognised by id, also if they were renamed, archived or removed since."""
    data = write_portable(source, EVERYTHING)
    import_portable(database, data, ASK, NOW)
    [pulse] = [one for one in read_portable(data).assessments if one.assessment.label == "Pulse"]
    renaming.rename_assessment(database, pulse.assessment.id, "Pulse of May", "Pulse")
    removed = next(one.assessment.id for one in read_portable(data).assessments if one.assessment.label == "Half done")
    removal.remove_assessment(database, removed, NOW)
    before = write_portable(database, EVERYTHING)
    again = import_portable(database, data, ASK, NOW)
    assert (again.added, again.teams_added, again.actions_added) == ((), (), 0)
    assert {k.assessment.label: k.differs for k in again.kept if k.differs} == {
        "Pulse of May": ("label",),
        "Half done": ("removed",),
    }
    assert write_portable(database, EVERYTHING) == before


def test_only_the_result_of_an_anonymous_round_is_exported(source: Database) -> None:
    """The file has no person, key, link, code, or time of theirs; of four people not even a level."""
    portable = read_portable(write_portable(source, EVERYTHING))
    anonymous = [one for one in portable.assessments if one.assessment.privacy == "anonymous"]
    assert {one.assessment.label for one in anonymous} > {"Winter", "Spring", "Sealed", "Away day"}
    assert all(one.people == () and one.response is None and len(one.frozen) == 1 for one in anonymous)
    [sealed] = [one for one in anonymous if one.assessment.label == "Sealed"]
    assert '"level": 1' not in sealed.frozen[0].content
    assert "note of" not in sealed.frozen[0].content
    with source.reading() as connection:
        secrets = [
            value
            for query in (
                "SELECT participant_hash FROM response WHERE participant_hash IS NOT NULL",
                "SELECT id FROM response",
                "SELECT invitation FROM assessment WHERE invitation IS NOT NULL",
                "SELECT screen FROM workshop",
                "SELECT code FROM workshop",
            )
            for value in connection.exec_driver_sql(query).scalars()
        ]
    texts = repr(portable)
    assert len(secrets) > 100
    assert not [value for value in secrets if value in texts]


def test_of_an_anonymous_round_that_was_reopened_the_newest_result_is_exported(sqlite_database: Database) -> None:
    """Four answered, and a fifth after it was reopened: the two results, side by side, could reveal the fifth."""
    few = anonymous_result(sqlite_database, "Few", [3] * 4, 0).assessment
    closing.reopen_assessment(sqlite_database, few.id)
    take_part(sqlite_database, Survey(few, shipped()), {"P1": 5})
    closing.close_assessment(sqlite_database, few.id, NOW + timedelta(days=1))
    with sqlite_database.reading() as connection:
        newest, first = frozen_contents(connection, few.id)
    [exported] = read_portable(write_portable(sqlite_database, EVERYTHING)).assessments
    assert [one.content for one in exported.frozen] == [newest]
    assert newest != first


def test_what_was_written_in_an_open_workshop_is_exported_once(source: Database) -> None:
    """Beside its question, with its writer's name; the votes are without it."""
    portable = read_portable(write_portable(source, EVERYTHING))
    [held] = [one for one in portable.assessments if one.assessment.team_name == "open hall"]
    assert len(held.people) == 6
    assert "why 3" in held.frozen[-1].content
    assert "why" not in repr(held.people)


def test_an_open_survey_is_exported_without_answers(sqlite_database: Database) -> None:
    """Of an open survey the file has its name only, whether it is chosen alone or with its team."""
    running = start(sqlite_database, "Running", privacy="open").assessment_id
    portable = read_portable(write_portable(sqlite_database, Selection(assessment_id=running)))
    assert portable.assessments == ()
    assert [(row.label, row.team_name) for row in portable.left_out] == [("Running", "Bakery")]
    with pytest.raises(StillOpen):
        views.load_view(sqlite_database, running)


def test_one_assessment_is_exported_with_its_team_and_actions(source: Database) -> None:
    """The file has the assessment, its team, questionnaire and actions, and nothing else."""
    portable = read_portable(write_portable(source, EVERYTHING))
    action = next(action for team in portable.teams for action in team.actions if action.assessment_id)
    alone = read_portable(write_portable(source, Selection(assessment_id=action.assessment_id)))
    assert [one.assessment.id for one in alone.assessments] == [action.assessment_id]
    assert [team.team.id for team in alone.teams] == [action.team_id]
    assert action in alone.teams[0].actions
    assert {a.assessment_id for a in alone.teams[0].actions} == {action.assessment_id}
    whole_team = read_portable(write_portable(source, Selection(team_id=action.team_id)))
    assert {one.assessment.team_id for one in whole_team.assessments} == {action.team_id}
    assert len(whole_team.assessments) > 1
    for nothing in (Selection(assessment_id="none"), Selection(team_id="none")):
        with pytest.raises(NotFound):
            write_portable(source, nothing)


def test_a_colliding_team_name_is_asked_about(sqlite_database: Database, elsewhere: Database) -> None:
    """If another team has the name, nothing is stored until it is decided to join or to rename it."""
    theirs = begin(elsewhere, "Bakery", "Theirs")
    plans.add_own_action(elsewhere, theirs.assessment.team_id, OwnAction("Sweep", None, "", None, ""), NOW)
    data = write_portable(elsewhere, EVERYTHING)
    ours = begin(sqlite_database, "bakery", "Ours")
    before = write_portable(sqlite_database, EVERYTHING)
    [collision] = name_collisions(sqlite_database, read_portable(data))
    assert (collision.name, collision.is_archived) == ("Bakery", False)
    with pytest.raises(SameNames, match="Bakery"):
        import_portable(sqlite_database, data, ASK, NOW)
    assert write_portable(sqlite_database, EVERYTHING) == before
    import_portable(sqlite_database, data, ImportChoices(otherwise="join"), NOW)
    assert [team.name for team in teams.list_teams(sqlite_database)] == ["bakery"]
    joined = views.load_view(sqlite_database, theirs.assessment.id).assessment
    assert joined.team_id == ours.assessment.team_id
    assert [a.do for a in plans.list_plan(sqlite_database, joined.team_id, NOW.date())] == ["Sweep"]
    begin(elsewhere, "Bakery", "A second one")  # known now: it goes where the first one went
    import_portable(sqlite_database, write_portable(elsewhere, EVERYTHING), ASK, NOW)
    assert len(read_portable(write_portable(sqlite_database, Selection(team_id=joined.team_id))).assessments) == 3


def test_a_solo_assessment_is_replaced_by_choice(sqlite_database: Database, elsewhere: Database) -> None:
    """A solo assessment that was closed elsewhere replaces the one here if that is chosen; otherwise it stays."""
    here = begin(sqlite_database, "Bakery", "Spring")
    answering.save_answer(sqlite_database, here, "P1", Answer(level=2), None, NOW)
    step = plans.add_own_action(sqlite_database, here.assessment.team_id, OwnAction("Sweep", "P1", "", None, ""), NOW)
    out = write_portable(sqlite_database, EVERYTHING)
    import_portable(elsewhere, out, ASK, NOW)
    there = views.load_person_view(elsewhere, here.assessment.id)
    answering.save_answer(elsewhere, there, "P1", Answer(level=5), there.stored.answers["P1"].revision, NOW)
    closing.close_assessment(elsewhere, there.assessment.id, NOW)
    plans.change_action(elsewhere, step.id, NOW, {"status": "done"})
    back = write_portable(elsewhere, EVERYTHING)
    stayed = import_portable(sqlite_database, back, ASK, NOW)
    assert [kept.differs for kept in stayed.kept] == [("status", "closed_at", "answers", "frozen", "plan")]
    assert views.load_view(sqlite_database, here.assessment.id).response.level_of("P1") == 2
    [known] = differing_assessments(sqlite_database, read_portable(back))
    assert known.version is not None
    choices = ImportChoices(replace={here.assessment.id: known.version})
    renaming.rename_assessment(sqlite_database, here.assessment.id, "Spring 2", "Spring")
    with pytest.raises(ChangedElsewhere):
        import_portable(sqlite_database, back, choices, NOW)
    renaming.rename_assessment(sqlite_database, here.assessment.id, "Spring", "Spring 2")
    done = import_portable(sqlite_database, back, choices, NOW)
    assert [row.id for row in done.replaced] == [here.assessment.id]
    assert write_portable(sqlite_database, EVERYTHING) == back


def test_a_shown_group_result_is_never_replaced(source: Database, sqlite_database: Database) -> None:
    """Two results of one anonymous round would disclose single answers, so replacing is refused for every choice."""
    data = write_portable(source, EVERYTHING)
    import_portable(sqlite_database, data, ASK, NOW)
    hidden = next(o.assessment for o in read_portable(data).assessments if o.assessment.team_name == "Hidden team")
    agree_on_level(sqlite_database, hidden.id, "P1", 4, "Said aloud", NOW)
    known = [
        one for one in differing_assessments(sqlite_database, read_portable(data)) if one.assessment.id == hidden.id
    ]
    assert [(one.differs, one.version) for one in known] == [(("agreed", "frozen"), None)]
    with pytest.raises(Refused):
        import_portable(sqlite_database, data, ImportChoices(replace={hidden.id: "0"}), NOW)


def test_a_large_round_is_imported_all_or_none(
    source: Database, sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its people are written in several hidden transactions; if the import is interrupted, nothing stays."""
    monkeypatch.setattr(staging, "ANSWERS_AT_ONCE", 100)  # so that 14 people with 38 answers are many
    data = write_portable(source, EVERYTHING)
    portable = read_portable(data)
    large = [one.assessment.id for one in portable.assessments if one.assessment.team_name == "Open team"]
    empty = write_portable(sqlite_database, EVERYTHING)

    def cut_off() -> None:
        with large_rounds.large_rounds_staged(sqlite_database, portable, NOW) as staged:
            assert list(staged) == large
            assert all_ids(sqlite_database) == sorted(large)
            assert write_portable(sqlite_database, EVERYTHING) == empty
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        cut_off()
    assert all_ids(sqlite_database) == []
    assert len(import_portable(sqlite_database, data, ASK, NOW).added) == len(portable.assessments)
    assert write_portable(sqlite_database, EVERYTHING) == data


def test_another_name_is_the_next_free_one(sqlite_database: Database, elsewhere: Database) -> None:
    """Beside "Bakery" and "Bakery (2)" the imported team is "Bakery (3)", also at the next import."""
    begin(elsewhere, "Bakery", "Theirs")
    data = write_portable(elsewhere, EVERYTHING)
    begin(sqlite_database, "Bakery", "Ours")
    begin(sqlite_database, "Bakery (2)", "Ours too")
    done = import_portable(sqlite_database, data, ImportChoices(otherwise="rename"), NOW)
    assert done.teams_added == ("Bakery (3)",)
    assert import_portable(sqlite_database, data, ASK, NOW).teams_added == ()


def test_imported_assessments_can_be_continued(source: Database, sqlite_database: Database) -> None:
    """An open assessment takes answers, a group agrees on a level, an ended workshop is repeated.

    A shown result stays closed.
    """
    portable = read_portable(write_portable(source, EVERYTHING))
    import_portable(sqlite_database, write_portable(source, EVERYTHING), ASK, NOW)
    by_label = {(one.assessment.team_name, one.assessment.label): one.assessment.id for one in portable.assessments}
    half = views.load_person_view(sqlite_database, by_label["Solo", "Half done"])
    answering.save_answer(sqlite_database, half, "P2", Answer(level=2), None, NOW)
    closing.close_assessment(sqlite_database, half.assessment.id, NOW)
    hidden = by_label["Hidden team", "Spring"]
    agree_on_level(sqlite_database, hidden, "P1", 4, "Said aloud", NOW)
    assert views.load_view(sqlite_database, hidden).response.level_of("P1") == 4
    with pytest.raises(Refused, match="shown"):
        closing.reopen_assessment(sqlite_database, hidden)
    held = by_label["open hall", "Away day"]
    again = next_round.start_next_round(sqlite_database, held, "Next day", NOW + timedelta(days=30)).assessment_id
    assert workshop_view.load_workshop(sqlite_database, again).state.phase == "lobby"
    assert verify(write_portable(sqlite_database, EVERYTHING)) == ()


@pytest.mark.parametrize("kind", ["2026 Q1", "Winter", "Sealed", "Away day", "Pulse", "Half done"])
def test_a_report_proves_itself(source: Database, sqlite_database: Database, kind: str) -> None:
    """A report of every kind of assessment verifies, and is imported as the portable file that it contains."""
    rows = [one.assessment for one in read_portable(write_portable(source, EVERYTHING)).assessments]
    row = next(row for row in rows if row.label == kind)
    portable_file = write_portable(source, Selection(assessment_id=row.id))
    data = pdf(reports.report(source, row.id, NOW), portable_file)
    assert verify(data) == ()
    assert [a.id for a in import_portable(sqlite_database, data, ASK, NOW).added] == [row.id]
    assert pdf_structure.faults(data) == []


def test_the_digest_of_a_frozen_result_is_that_of_its_text(source: Database, sqlite_database: Database) -> None:
    """The stored text is unchanged, so the digest matches it."""
    import_portable(sqlite_database, write_portable(source, EVERYTHING), ASK, NOW)
    with sqlite_database.reading() as connection:
        rows = connection.exec_driver_sql("SELECT content, digest FROM frozen_result").all()
    assert len(rows) > 10
    assert all(sha256(content.encode()).hexdigest() == digest for content, digest in rows)
