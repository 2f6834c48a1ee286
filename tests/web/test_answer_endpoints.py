"""The endpoint of answers: stored before the reply, refused in plain words, closed to other sites."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from httpx2 import Response
from starlette.applications import Starlette
from starlette.testclient import TestClient

from cxmaturity.answers import Answer, EvidenceGrade
from cxmaturity.services.assessments import answering, views
from cxmaturity.store.database.engine import Database, open_database
from cxmaturity.web.answer_endpoints import answer_routes
from cxmaturity.web.security.same_origin import SameOrigin
from tests.fixtures import begun, stored
from tests.store.fixtures import removed_for_good

HERE = {"Origin": "http://testserver"}


@pytest.fixture
def app(database: Database) -> TestClient:
    return TestClient(SameOrigin(Starlette(routes=answer_routes(lambda: database)), str))


def give(app: TestClient, assessment: str, question: str, answer: Any, base_revision: Any = 0) -> Response:
    content = {"answer": answer, "base_revision": base_revision}
    return app.post(f"/answers/{assessment}/{question}", json=content, headers=HERE)


def test_the_reply_comes_when_it_is_stored(app: TestClient, database: Database) -> None:
    """Every part of an answer is stored, and the reply holds the stored answer."""
    opened = begun(database)
    answer = {"level": 3, "note": "Since *March*", "evidence_grade": 2, "evidence": "Rota <b>"}
    reply = give(app, opened, "P1", answer)
    assert (reply.status_code, reply.json()["is_accepted"], reply.json()["answer"]) == (200, True, answer)
    wanted = Answer(3, note="Since *March*", evidence_grade=EvidenceGrade.DOCUMENT, evidence="Rota <b>")
    assert dict(stored(database, opened).answers) == {"P1": wanted}


def test_sent_twice_is_stored_once(app: TestClient, database: Database) -> None:
    """A repeated request gets the same answer and revision."""
    opened = begun(database)
    first, again = (give(app, opened, "P1", {"dont_know": True}).json() for _ in range(2))
    assert (first["revision"], again["revision"], again["is_accepted"]) == (1, 1, True)


def test_a_later_answer_from_elsewhere_is_not_overwritten_unseen(app: TestClient, database: Database) -> None:
    """A change based on revision 1 gets the later answer; one based on the latest revision is stored."""
    opened = begun(database, {"P1": 3})
    view = views.load_person_view(database, opened)
    answering.save_answer(database, view, "P1", Answer(level=5), None, datetime.now(UTC))
    reply = give(app, opened, "P1", {"level": 1}, base_revision=1).json()
    assert (reply["is_accepted"], reply["answer"], reply["revision"]) == (False, {"level": 5}, 2)
    assert stored(database, opened).level_of("P1") == 5
    assert give(app, opened, "P1", {"level": 1}, base_revision=2).json()["is_accepted"] is True
    assert stored(database, opened).level_of("P1") == 1


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"choice": {"base_revision": 0, "age": 10**18}}, 200),  # longer than any span of time that Python knows
        ({"choice": {"base_revision": 0}}, 422),
        ({"choice": {"base_revision": 0, "age": -1}}, 422),
        ({"choice": "0"}, 422),
        ({"another": {"base_revision": 0, "age": 0}}, 422),
        ([], 422),
    ],
)
def test_a_change_says_what_it_was_based_on_and_how_long_ago(
    app: TestClient, database: Database, changes: Any, status: int
) -> None:
    opened = begun(database)
    content = {"answer": {"level": 3}, "changes": changes}
    reply = app.post(f"/answers/{opened}/P1", json=content, headers=HERE)
    assert (reply.status_code, set(stored(database, opened).answers)) == (status, {"P1"} if status == 200 else set())


def test_all_answers_can_be_looked_at(app: TestClient, database: Database) -> None:
    """A GET returns all stored answers, and is never cached."""
    opened = begun(database, {"P1": 3, "P2": Answer(dont_know=True), "P7": Answer(not_applicable="No shops")})
    reply = app.get(f"/answers/{opened}")
    assert reply.headers["cache-control"] == "no-store"
    assert reply.json()["answers"] == {
        "P1": {"level": 3},
        "P2": {"dont_know": True},
        "P7": {"not_applicable": "No shops"},
    }
    assert reply.json()["revision"] == 3


@pytest.mark.parametrize(
    "origin", [None, "http://evil.example", "http://testserver:81", "null", "https://testserver.x"]
)
def test_another_site_cannot_store_answers(app: TestClient, database: Database, origin: str | None) -> None:
    """The browser states the origin of a request; only our own is accepted."""
    opened = begun(database)
    headers = {} if origin is None else {"Origin": origin}
    reply = app.post(f"/answers/{opened}/P1", json={"answer": {"level": 1}, "base_revision": 0}, headers=headers)
    assert (reply.status_code, reply.json()["message"]) == (403, "Only the app's own pages store answers.")
    assert dict(stored(database, opened).answers) == {}


@pytest.mark.parametrize(
    ("question", "answer", "base_revision", "expected"),
    [
        ("P1", {"level": 6}, 0, "6 is not on the scale"),
        ("P1", {"level": 1, "dont_know": True}, 0, "more than one thing"),
        ("P1", {"not_applicable": "We do not"}, 0, "applies to everyone"),
        ("P7", {"not_applicable": "  "}, 0, "The reason is empty"),
        ("P1", {"level": 2, "note": "x" * 2001}, 0, "longer than 2000 characters"),
        ("P1", {"level": 2, "evidence": "x" * 2001}, 0, "longer than 2000 characters"),
        ("P99", {"level": 2}, 0, "There is no such question."),
        ("P1", {"level": "2"}, 0, "The answer has 1 fault."),
        ("P1", {"level": True, "colour": 1}, 0, "The answer has 2 faults."),
        ("P1", [], 0, "The answer has 1 fault."),
        ("P1", {"level": 2}, "0", "something that is no answer"),
        ("P1", {"level": 2}, -1, "something that is no answer"),
        ("P1", {"level": 2, "note": "x" * 70_000}, 0, "something that is no answer"),
    ],
)
def test_what_does_not_fit_is_refused_in_words(
    app: TestClient, database: Database, question: str, answer: Any, base_revision: Any, expected: str
) -> None:
    """For every invalid request the reply says what is wrong, and nothing is stored."""
    opened = begun(database)
    reply = give(app, opened, question, answer, base_revision)
    assert (reply.status_code, expected in reply.json()["message"]) == (422, True), reply.json()
    assert dict(stored(database, opened).answers) == {}


def test_no_json_is_refused(app: TestClient, database: Database) -> None:
    """An empty body, a form, and broken bytes."""
    opened = begun(database)
    for content in (b"", b"level=3", b"\xff\xfe", b"3"):
        assert app.post(f"/answers/{opened}/P1", content=content, headers=HERE).status_code == 422


def test_a_finished_or_removed_assessment_takes_no_answers(app: TestClient, database: Database) -> None:
    """The reply says which of the two it is."""
    finished = begun(database, {"P1": 3}, finished=True)
    reply = give(app, finished, "P1", {"level": 1}, base_revision=9)
    assert (reply.status_code, reply.json()["message"]) == (422, "This assessment is finished.")
    assert stored(database, finished).level_of("P1") == 3
    removed_for_good(database, finished)
    reply = give(app, finished, "P1", {"level": 1})
    assert (reply.status_code, reply.json()["message"]) == (404, "This assessment was removed.")
    assert app.get(f"/answers/{finished}").status_code == 404


def test_a_database_that_cannot_be_written_says_so_and_may_be_tried_again(tmp_path: Path) -> None:
    """503: the page keeps the answer and retries by itself."""
    writable = open_database(f"sqlite:///{tmp_path / 'cx.db'}")
    opened = begun(writable)
    readable = open_database(f"sqlite:///file:{tmp_path / 'cx.db'}?mode=ro&uri=true")
    app = TestClient(Starlette(routes=answer_routes(lambda: readable)))
    reply = give(app, opened, "P1", {"level": 3})
    assert (reply.status_code, reply.json()["message"]) == (503, "The database can be read but not written.")
    readable.close()
    writable.close()
