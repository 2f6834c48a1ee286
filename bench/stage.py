"""A workshop on a server of ours: phones in a process of their own, the console in this one."""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from bench.servers import ROOT, Server
from cxmaturity.services import questionnaires
from cxmaturity.services.assessments import creation
from cxmaturity.services.workshops import facilitation
from cxmaturity.services.workshops.facilitation import WorkshopView
from cxmaturity.store.database.engine import Database, open_database
from cxmaturity.workshops.state import WorkshopAction

_USUAL_FILES = 1024  # open files and connections that many systems allow a process which does not ask for more


class Phones:
    """The process with the phones: each call is a command to it (see `phones.Room`), and returns its reply."""

    def __init__(self, server: Server, of: WorkshopView, count: int) -> None:
        told = ["127.0.0.1", server.port, of.assessment.invitation, of.screen, count]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bench.phones", *map(str, told)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, do: str, **given: object) -> Any:
        """Have something done and return what came of it."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps({"do": do} | given) + "\n")
        self._process.stdin.flush()
        reply = self._process.stdout.readline()
        if not reply:
            raise RuntimeError("the phones broke down")
        return json.loads(reply)

    def end(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait()


class Workshop:
    """A workshop of ours under way: its server, its database, its phones, and its console, which is here."""

    def __init__(self, url: str, serve: Callable[[str], Server], count: int) -> None:
        self.url = url
        self.store = open_database(self.url)
        self.of = opened(self.store, count)
        self.server = serve(self.url)
        with _usual_limit():
            self.server.start()
        self.phones = Phones(self.server, self.of, count)

    def act(self, do: WorkshopAction, question: str | None = None) -> float:
        """Do something on the console and return when it was asked for."""
        began = time.time()
        now = datetime.now(UTC)
        self.of = facilitation.perform_action(
            self.store, self.of.assessment.id, self.of.version, do, now, question=question
        )
        return began

    def check(self) -> None:
        """Switch the phones off; raises RuntimeError when one saw something go wrong."""
        left = self.phones.ask("leave")
        if left["errors"]:
            raise RuntimeError(left["first_errors"][0])

    def close(self) -> None:
        """End it."""
        self.phones.end()
        self.server.kill()
        self.store.close()


def opened(store: Database, count: int) -> WorkshopView:
    """Open an anonymous workshop on all questions in which leaders and others are told apart."""
    (questionnaire, *_), _ = questionnaires.list_questionnaires()
    command = creation.StartWorkshop(
        questionnaire=questionnaire,
        team_name="Room",
        label="Load",
        privacy="anonymous",
        asks_role=True,
        expected=count,
        pace="together",
    )
    return facilitation.load_workshop(store, creation.start(store, command, datetime.now(UTC)).assessment_id)


@contextmanager
def under_way(url: str, serve: Callable[[str], Server], count: int) -> Iterator[Workshop]:
    """Yield a workshop for so many phones in a new database; `serve` returns a server of the database at an address."""
    workshop = Workshop(url, serve, count)
    try:
        yield workshop
    finally:
        workshop.close()


@contextmanager
def _usual_limit() -> Iterator[None]:
    """Let what is started meanwhile have no more open files than usual, unless it asks for more."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(_USUAL_FILES, *before), before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
