"""The real server, stopped: the one file that people back up is complete."""

import json
import shutil
import signal
import sqlite3
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.server import Server
from tests.store.fixtures import begin


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    running = Server(tmp_path)
    yield running
    running.kill()


def save(server: Server, assessment: str, question: str, revision: int) -> None:
    """Save a level as the answer form does, and check that the reply confirms it."""
    content = json.dumps({"answer": {"level": 3}, "base_revision": revision}).encode()
    address = f"{server.url}/answers/{assessment}/{question}"
    headers = {"Content-Type": "application/json", "Origin": server.url}
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with direct.open(urllib.request.Request(address, content, headers)) as reply:
        assert json.load(reply)["is_accepted"]


@pytest.mark.skipif(sys.platform == "win32", reason="signals of other systems")
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_after_a_stop_the_file_alone_has_every_answer(server: Server, tmp_path: Path, how: signal.Signals) -> None:
    """Stopped by a service manager or by Ctrl+C: there is no log, and a copy of the one file has all 38 answers."""
    with server.opened_database() as database:
        view = begin(database)
    server.start()
    for revision, question in enumerate(view.questions):
        save(server, view.assessment.id, question.id, revision)
    server.stop(how)
    assert not server.file.with_name("cx.db-wal").exists()
    copy = shutil.copyfile(server.file, tmp_path / "copy.db")
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT count(*) FROM answer").fetchone() == (38,)
