"""Databases with assessments, for the measurements."""

import sqlite3
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from cxmaturity.answers import Answer
from cxmaturity.records import Team
from cxmaturity.services import questionnaires
from cxmaturity.services.assessments import answering, closing, creation, views
from cxmaturity.store import teams as stored_teams
from cxmaturity.store.database.engine import open_database

NOW = datetime(2030, 1, 1, tzinfo=UTC)
_KINDS = 5  # different results, copied many times


def database(folder: Path, name: str, count: int = 1, *, answered: bool = False) -> tuple[str, list[str]]:
    """Return the address of a new SQLite database and the ids of `count` full assessments in it, each of its own team.

    With `answered` every question has a level, otherwise none has.
    """
    url = f"sqlite:///{folder / name}.db"
    store = open_database(url)
    (questionnaire, *_), _ = questionnaires.list_questionnaires()
    ids = []
    for place in range(count):
        team = f"Team {place}"
        command = creation.StartSolo(questionnaire=questionnaire, team_name=team, label="2030 Q1")
        ids.append(creation.start(store, command, NOW).assessment_id)
        for number, question in enumerate(questionnaire.questions if answered else ()):
            view = views.load_person_view(store, ids[-1])
            answering.save_answer(store, view, question.id, Answer(level=1 + (number * 7 + place) % 5), None, NOW)
    store.close()
    return url, ids


def finished(folder: Path, name: str, count: int, teams: int = 1) -> str:
    """Return the address of a new SQLite database with `count` closed assessments, one per day, in turn of each team.

    A few are stored by the services; the database copies these, which takes seconds instead of minutes.
    """
    url, kinds = database(folder, name, _KINDS, answered=True)
    store = open_database(url)
    for kind in kinds:
        closing.close_assessment(store, kind, NOW)
    with store.writing() as writing:
        originals = stored_teams.teams(writing)
        for number in range(teams):
            stored_teams.add_team(writing, Team(f"t{number}", f"Copied {number}", False), NOW)
    with sqlite3.connect(url.removeprefix("sqlite:///")) as connection:
        _copy_all(connection, count, teams)
    connection.close()
    with store.writing() as writing:
        for team in originals:
            stored_teams.delete_team(writing, team.id)
    store.close()
    return url


def _copy_all(connection: sqlite3.Connection, count: int, teams: int) -> None:
    connection.execute("pragma foreign_keys = on")
    connection.execute("create temp table kind as select row_number() over (order by id) - 1 as nr, id from assessment")
    connection.execute(
        "create temp table copy as with recursive n(i) as (select 0 union all select i + 1 from n where i < ?)"
        " select i, kind.id as of from n join kind on nr = i % ?",
        [count - 1, _KINDS],
    )
    day = f"strftime('%Y-%m-%d 12:00:00.000000', 'now', (i - {count}) || ' days')"
    changed = {"id": "'a' || i", "team_id": f"'t' || (i % {teams})", "label": "'Day ' || i"}
    _copy(connection, "assessment", "assessment.id", changed | {"opened_at": day, "closed_at": day})
    _copy(connection, "frozen_result", "assessment_id", {"assessment_id": "'a' || i", "frozen_at": day})
    _copy(connection, "response", "assessment_id", {"assessment_id": "'a' || i", "id": "'r' || i"})
    owner = "(select assessment_id from response where response.id = response_id)"
    _copy(connection, "answer", owner, {"response_id": "'r' || i"})


def _copy(connection: sqlite3.Connection, table: str, assessment_column: str, changed: Mapping[str, str]) -> None:
    """Copy the rows of a table once per copy of their assessment, with other values in the columns of `changed`."""
    names = [row[1] for row in connection.execute(f"pragma table_info({table})")]
    values = ", ".join(changed.get(name, f"{table}.{name}") for name in names)
    connection.execute(f"insert into {table} select {values} from {table} join copy on copy.of = {assessment_column}")
