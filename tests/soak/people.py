"""People who use a server endlessly, each in a thread; every sent value and every reply is recorded."""

import random
from collections.abc import Callable, Iterable
from itertools import count
from threading import Event, Thread
from typing import Any

from httpx2 import Client, HTTPError, Response
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import WebSocketException
from websockets.sync.client import connect

from cxmaturity.web.participant import identity
from tests.soak.ledger import Ledger
from tests.web.participant import Page

_PATIENCE_SECONDS = 30
_serial = count(1)


class Turns:
    """Lets all people continue, pause between two steps, or end."""

    def __init__(self) -> None:
        self.may_go = Event()
        self.is_over = Event()
        self.may_go.set()
        self._people: list[User] = []

    def join(self, people: Iterable["User"]) -> None:
        """Start these people."""
        for person in people:
            self._people.append(person)
            person.start()

    def pause(self) -> None:
        """Return once no person is in the middle of a step."""
        self.may_go.clear()
        for person in self._people:
            if not person.is_resting.wait(3 * _PATIENCE_SECONDS):
                raise RuntimeError(f"{person.name} waits for a reply without end")

    def end(self) -> list[str]:
        """Stop all people, and return the faults that they recorded."""
        self.is_over.set()
        self.may_go.set()
        for person in self._people:
            person.join(3 * _PATIENCE_SECONDS)
        return [trouble for person in self._people for trouble in person.troubles]


class User(Thread):
    """A person with their own browser."""

    def __init__(self, url: Callable[[], str], ledger: Ledger, turns: Turns, pause_seconds: float = 0.2) -> None:
        super().__init__(daemon=True)
        self.url, self.ledger, self.turns, self.pause_seconds = url, ledger, turns, pause_seconds
        self.is_resting = Event()
        self.troubles: list[str] = []
        self.client = Client(timeout=_PATIENCE_SECONDS, follow_redirects=True)
        self.serial = next(_serial)
        self.chance = random.Random(self.serial)

    def run(self) -> None:
        """Perform one step after the other."""
        while not self.turns.is_over.is_set():
            self.is_resting.set()
            self.turns.may_go.wait()
            self.is_resting.clear()
            try:
                self.step()
            except HTTPError:
                self.turns.is_over.wait(0.5)  # the server is away
            except Exception as error:
                self.troubles.append(f"{type(self).__name__}: {type(error).__name__}: {error}")
            self.turns.is_over.wait(self.chance.uniform(0, 2 * self.pause_seconds))
        self.is_resting.set()

    def step(self) -> None:
        """Perform one step."""
        raise NotImplementedError

    def save(self, cell: object, value: object, path: str, content: dict[str, Any]) -> dict[str, Any] | None:
        """Send a value; return the reply if it is stored, None if it was refused or the outcome is unknown."""
        self.ledger.send(cell, value)
        reply = self.post(path, json=content)
        if reply.status_code == 200 and not reply.json().get("overruled"):
            self.ledger.acknowledge(cell, value)
        elif reply.status_code < 500:  # from an unavailable database: it may be stored or not
            self.ledger.refuse(cell)
        if reply.status_code == 500:
            self.troubles.append(f"500 at {path}: {reply.text[:200]}")
        return dict(reply.json()) if reply.status_code == 200 else None

    def post(self, path: str, **content: Any) -> Response:
        """Send a request as a page of the app does."""
        headers = {"Origin": self.url(), "Accept": "application/json" if "json" in content else "text/html"}
        return self.client.post(self.url() + path, headers=headers, **content)


class SoloWindow(User):
    """A window on one assessment that changes only one part of its answers; other windows change other parts."""

    def __init__(self, *where: Any, assessment: str, questions: list[str], part: str) -> None:
        super().__init__(*where)
        self.assessment, self.questions, self.part = assessment, questions, part
        self.revisions: dict[str, int] = {}

    def step(self) -> None:
        """Change a level or a note."""
        question = self.chance.choice(self.questions)
        field = "level" if self.part == "choice" else "note"
        value = self.chance.randint(1, 5) if field == "level" else f"note {next(_serial)}"
        basis = {"base_revision": self.revisions.get(question, 0), "age": 0}
        content = {"answer": {field: value}, "changes": {self.part: basis}}
        reply = self.save((self.assessment, question, field), value, f"/answers/{self.assessment}/{question}", content)
        if reply:
            self.revisions[question] = reply["revision"]


class Participant(User):
    """A person who takes part in the current survey again and again, each time with a new name."""

    def __init__(self, *where: Any, invitation: Callable[[], tuple[str, str]], questions: list[str]) -> None:
        super().__init__(*where)
        self.invitation, self.questions = invitation, questions
        self.assessment = self.home = self.person = ""

    def step(self) -> None:
        """Start in the current survey, or continue it."""
        assessment, token = self.invitation()
        if assessment != self.assessment:
            self.begin(assessment, f"/join/{token}")
        else:
            self.take_part()

    def begin(self, assessment: str, home: str) -> None:
        """Open the invitation and start."""
        self.client.cookies.clear()
        page = Page(self.client.get(self.url() + home, headers={"Accept": "text/html"}))
        person = f"Person {next(_serial)}"
        self.ledger.send((assessment, person), True)
        reply = self.post(home, data={**page.fields, "do": "begin", "name": person})
        if reply.status_code == 200 and "cx-participant" in self.client.cookies:
            self.ledger.acknowledge((assessment, person), True)
            self.assessment, self.home, self.person = assessment, home, person

    @property
    def token(self) -> str:
        """The form token of this person's pages."""
        return identity.form_token(str(self.client.cookies["cx-participant"]))

    def take_part(self) -> None:
        """Answer a question of the survey."""
        question, level = self.chance.choice(self.questions), self.chance.randint(1, 5)
        changes = {"choice": {"base_revision": 0, "age": 0}}
        content = {"answer": {"level": level}, "changes": changes, "token": self.token}
        cell = (self.assessment, self.person, question, 1)
        self.save(cell, level, f"{self.home}/{question}", content)


class Phone(Participant):
    """A person in a workshop, who votes on the current question."""

    def take_part(self) -> None:
        """Vote, or change the vote."""
        state = self.client.get(f"{self.url()}{self.home}/part", headers={"Accept": "*/*"}).text
        key = state.partition('data-key="')[2].partition('"')[0].split(":")
        if key[0] == "vote":
            question, round_ = key[1], int(key[2])
            level = self.chance.randint(1, 5)
            content = {"question": question, "round": round_, "answer": {"level": level}, "token": self.token}
            self.save((self.assessment, self.person, question, round_), level, f"{self.home}/vote", content)


class Visitor(User):
    """A person who opens the owner's first page by Streamlit's protocol and leaves."""

    def step(self) -> None:
        """Open the page and wait until it is complete."""
        address = self.url().replace("http", "ws") + "/_stcore/stream"
        asked = BackMsg()
        asked.rerun_script.query_string = ""
        try:
            with connect(address, max_size=None, compression=None, open_timeout=_PATIENCE_SECONDS) as socket:
                socket.send(asked.SerializeToString())
                message = ForwardMsg()
                while message.WhichOneof("type") != "script_finished":
                    message.ParseFromString(socket.recv(_PATIENCE_SECONDS, decode=False))
        except (OSError, WebSocketException):  # the server is away
            self.turns.is_over.wait(0.5)
