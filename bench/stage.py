"""A workshop on one of our servers: the phones run in a separate process, the console in this one."""

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
from cxmaturity.services.workshops import facilitation, workshop_view
from cxmaturity.services.workshops.workshop_view import WorkshopView
from cxmaturity.store.database.engine import Database, open_database
from cxmaturity.workshops.state import WorkshopAction

_USUAL_FILES = 1024  # the usual limit of open files and connections


class Phones:
    """The process with the phones: each call sends it a command (see `phones.AllPhones`) and returns the reply."""

    def __init__(self, server: Server, workshop: WorkshopView, count: int) -> None:
        arguments = ["127.0.0.1", server.port, workshop.assessment.invitation, workshop.screen, count]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bench.phones", *map(str, arguments)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, do: str, **arguments: object) -> Any:
        """Send a command and return its result."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps({"do": do} | arguments) + "\n")
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
    """A running workshop: its server, database, phones, and the console, which is here."""

    def __init__(self, url: str, serve: Callable[[str], Server], count: int) -> None:
        self.url = url
        self.store = open_database(self.url)
        self.workshop = opened(self.store, count)
        self.server = serve(self.url)
        with _usual_limit():
            self.server.start()
        self.phones = Phones(self.server, self.workshop, count)

    def act(self, do: WorkshopAction, question: str | None = None) -> float:
        """Perform an action on the console and return the time when it was requested."""
        began = time.time()
        now = datetime.now(UTC)
        self.workshop = facilitation.perform_action(
            self.store, self.workshop.assessment.id, self.workshop.version, do, now, question=question
        )
        return began

    def check(self) -> None:
        """Switch the phones off; raises RuntimeError when one met a fault."""
        left = self.phones.ask("leave")
        if left["errors"]:
            raise RuntimeError(left["first_errors"][0])

    def close(self) -> None:
        """End the workshop."""
        self.phones.end()
        self.server.kill()
        self.store.close()


def opened(store: Database, count: int) -> WorkshopView:
    """Open an anonymous workshop on all questions, with leaders and others apart."""
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
    return workshop_view.load_workshop(store, creation.start(store, command, datetime.now(UTC)).assessment_id)


@contextmanager
def under_way(url: str, serve: Callable[[str], Server], count: int) -> Iterator[Workshop]:
    """Yield a workshop with `count` phones in a new database; `serve` returns a server for a database's address."""
    workshop = Workshop(url, serve, count)
    try:
        yield workshop
    finally:
        workshop.close()


@contextmanager
def _usual_limit() -> Iterator[None]:
    """Start processes in the block with the usual limit of open files, which they may raise."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(_USUAL_FILES, *before), before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
