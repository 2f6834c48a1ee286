"""Two server processes on one PostgreSQL in one workshop: when one is killed, phones continue with the other."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from threading import Event, Semaphore
from typing import Any

import pytest
from httpx2 import Client, HTTPError, Response

from cxmaturity.services.surveys import participation
from cxmaturity.services.surveys.participation import Survey
from cxmaturity.services.workshops import workshop_view
from cxmaturity.services.workshops.voting import vote_writer
from cxmaturity.store.database.engine import open_database
from cxmaturity.store.workshop import votes as stored_votes
from cxmaturity.web.participant import identity
from tests.server import Server
from tests.waiting import eventually
from tests.web.participant import Page
from tests.workshop_fixtures import done, opened

PHONES = 12
VOTES_BEFORE = 60  # of all phones, before the process is killed
VOTES_AFTER = 10  # of each phone, once it is killed


@pytest.fixture
def servers(tmp_path: Path, begun_postgresql_url: str) -> Iterator[list[Server]]:
    """Two servers on the same database, neither of which logs an error."""
    pair = []
    for name in ("first", "second"):
        folder = tmp_path / name
        folder.mkdir()
        pair.append(Server(folder))
        pair[-1].database_url = begun_postgresql_url
    with ThreadPoolExecutor() as pool:
        list(pool.map(Server.start, pair))
    yield pair
    for server in pair:
        server.kill()
        assert server.complaints() == []


class Phone:
    """A participant whose requests go to one server, and to the other after that one fails."""

    def __init__(self, servers: list[Server], home: str, name: str) -> None:
        self.servers, self.home, self.switches = servers, home, 0
        self.client = Client(follow_redirects=True, timeout=20)
        page = Page(self.request("GET", self.home))
        reply = self.request("POST", self.home, data={**page.fields, "do": "begin", "name": name})
        assert reply.status_code == 200, reply.text
        self.code = str(self.client.cookies["cx-participant"])

    def request(self, method: str, path: str, **content: Any) -> Response:
        """Send a request; raises HTTPError when the server does not answer."""
        url = self.servers[0].url
        headers = {"Accept": "application/json" if "json" in content else "text/html", "Origin": url}
        return self.client.request(method, f"{url}{path}", headers=headers, **content)

    def phase(self) -> object:
        """Ask where the workshop stands."""
        return self.request("GET", f"{self.home}/live", json=None).json()["phase"]

    def vote(self, question: str, level: int) -> bool:
        """Send a vote of the first round; False if the server did not answer, so the other is to be used."""
        token = identity.form_token(self.code)
        content = {"question": question, "round": 1, "answer": {"level": level}, "token": token}
        try:
            reply = self.request("POST", f"{self.home}/vote", json=content)
        except HTTPError:
            self.servers = self.servers[::-1]
            self.switches += 1
            return False
        assert (reply.status_code, reply.json()["is_in"]) == (200, True)
        return True


def test_a_process_is_killed_in_the_middle_of_the_votes(servers: list[Server], begun_postgresql_url: str) -> None:
    """Twelve phones, six on each process, change their votes again and again: 0 lost, 0 doubled.

    When a phone's server dies, the database holds that phone's last confirmed vote, or the one being sent. At the end
    it holds one vote per phone, the last; phones of the killed process use the other.
    """
    database = open_database(begun_postgresql_url)
    workshop = opened(database, expected=PHONES)
    home = f"/join/{workshop.assessment.invitation}"
    phones = [Phone(servers if n % 2 == 0 else servers[::-1], home, f"Person {n}") for n in range(PHONES)]
    done(database, workshop, "begin")
    question = str(workshop_view.load_workshop(database, workshop.assessment.id).state.question)
    survey = Survey(workshop.assessment, workshop.questionnaire)
    people = [participation.find_participation(database, survey, phone.code) for phone in phones]
    votes_in, killed = Semaphore(0), Event()

    def stored_level(number: int) -> int | None:
        person = people[number]
        assert person
        return vote_writer.stored_vote(database, person.stored.id, question, 1).answer.level

    def vote_often(number: int) -> int:
        """Vote 1, 2, 3, 4, 5, 1 … until some time after the kill, and return the last level."""
        last, phone, votes_after = 0, phones[number], 0
        for level in (turn % 5 + 1 for turn in count(number)):
            while not phone.vote(question, level):
                assert phone.switches == 1, "the other server does not answer, either"
                assert stored_level(number) in (last, level)
            last = level
            votes_in.release()
            votes_after += killed.is_set()
            if votes_after == VOTES_AFTER:
                break
        return last

    with ThreadPoolExecutor(PHONES) as pool:
        voting = [pool.submit(vote_often, number) for number in range(PHONES)]
        try:
            for _ in range(VOTES_BEFORE):
                assert votes_in.acquire(timeout=30)
            servers[0].kill()
        finally:
            killed.set()
        last = [future.result(timeout=60) for future in voting]

    assert [phone.switches for phone in phones] == [1, 0] * 6
    assert [stored_level(number) for number in range(PHONES)] == last
    with database.reading() as connection:
        votes = stored_votes.votes(connection, workshop.assessment.id, question_id=question)
    assert sorted(vote.answer.level or 0 for vote in votes) == sorted(last)
    assert workshop_view.load_workshop(database, workshop.assessment.id).joined == PHONES
    done(database, workshop, "reveal")
    for phone in phones:
        eventually(phone.phase, "reveal")
        phone.client.close()
    database.close()
