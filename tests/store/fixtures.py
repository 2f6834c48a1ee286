"""Shared by the tests of the store: a time, an assessment, and access to a database from outside the app."""

import os
import signal
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pg8000.native
import psutil
from sqlalchemy import Connection, make_url

from cxmaturity.questionnaire.loading import load_questionnaire
from cxmaturity.questionnaire.schema import Question, Questionnaire
from cxmaturity.records import Action, Assessment, Scope
from cxmaturity.services import plans
from cxmaturity.services.assessments import creation, removal, views
from cxmaturity.services.assessments.views import PersonView
from cxmaturity.services.plans import PlannedStep
from cxmaturity.store import frozen_results
from cxmaturity.store.database.engine import Database
from tests.build import SHIPPED

NOW = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)

Child = Callable[..., "subprocess.Popen[str]"]
Run = Callable[[str], list[Any]]


@cache
def shipped() -> Questionnaire:
    return load_questionnaire(SHIPPED)


def removed_for_good(database: Database, assessment_id: str) -> None:
    """Remove an assessment and delete it permanently."""
    removal.remove_assessment(database, assessment_id, NOW)
    removal.delete_assessment(database, assessment_id)


def plan_step(
    database: Database,
    assessment: Assessment,
    question: Question,
    level: int,
    owner: str,
    due: date | None,
    now: datetime,
) -> Action:
    """Add the step from a level of a question to the team's plan, and return its action."""
    [action] = plans.add_to_plan(database, assessment, [PlannedStep(question, level, owner, due)], now)
    return action


def frozen_contents(connection: Connection, assessment_id: str) -> list[str]:
    """Return the content of each frozen result of an assessment, newest first."""
    return [content for _, content in reversed(frozen_results.frozen_results(connection, assessment_id))]


def begin(
    database: Database,
    team: str = "Bakery",
    label: str = "Spring",
    *,
    scope: Scope = "full",
    now: datetime = NOW,
    questionnaire: Questionnaire | None = None,
) -> PersonView:
    """Start an assessment, by default with the shipped questionnaire, and return its view."""
    command = creation.StartSolo(
        questionnaire=questionnaire or shipped(), team_name=team, label=label, scope=scope, variant="service"
    )
    return views.load_person_view(database, creation.start(database, command, now).assessment_id)


def file_of(sqlite_url: str) -> Path:
    return Path(sqlite_url.removeprefix("sqlite:///"))


@contextmanager
def outside(url: str) -> Iterator[Run]:
    """Run statements as another program would, on a separate connection."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(file_of(url), isolation_level=None)) as connection:
            yield lambda statement: connection.execute(statement).fetchall()
    else:
        address = make_url(url)
        socket = f"{address.query['host']}/.s.PGSQL.5432"
        user, name = str(address.username), address.database
        with closing(pg8000.native.Connection(user, unix_sock=socket, database=name, ssl_context=False)) as server:
            yield lambda statement: server.run(statement) or []


def from_outside(url: str, *statements: str) -> list[Any]:
    """Run statements as another program would, and return the rows of the last one."""
    with outside(url) as run:
        return [run(statement) for statement in statements][-1]


def bytes_of(url: str) -> object:
    """Return the content of a database: an SQLite file's bytes, or PostgreSQL's columns and schema version."""
    if url.startswith("sqlite"):
        return file_of(url).read_bytes()
    this_schema = "information_schema.columns WHERE table_schema = current_schema()"
    columns = from_outside(url, f"SELECT table_name, column_name FROM {this_schema} ORDER BY 1, 2")
    versioned = ["alembic_version", "version_num"] in columns
    return columns, from_outside(url, "SELECT version_num FROM alembic_version") if versioned else None


@contextmanager
def hanging(folder: Path) -> Iterator[None]:
    """Suspend every process of the server during the block."""
    pid = next(int(file.read_text(encoding="utf-8").split()[0]) for file in folder.rglob("postmaster.pid"))
    postmaster = psutil.Process(pid)
    processes = [postmaster, *postmaster.children(recursive=True)]
    for process in processes:
        with suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for process in processes:
            with suppress(ProcessLookupError):  # it was stopped on its way out
                os.kill(process.pid, signal.SIGCONT)
