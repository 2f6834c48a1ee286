"""Files with names and answers are removed with what they are about, also in the window that offered them."""

from collections.abc import Callable

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from cxmaturity.errors import DatabaseUnavailable
from cxmaturity.services import teams
from cxmaturity.services.assessments import views
from cxmaturity.store.database.engine import Database
from cxmaturity.ui.shared import downloads
from cxmaturity.ui.shared.frame import session
from cxmaturity.web.downloads import EndingDownloads
from tests.store.fixtures import begin, removed_for_good

NAMES = b"name,P1\r\nAnna,3\r\n"


async def _file(request: Request) -> Response:
    """Reply as Streamlit's media endpoint: a file, a picture, part of a file, or 404."""
    name = request.path_params["name"]
    if name == "gone.csv":
        return PlainTextResponse("File not found", 404)
    headers = {} if name == "picture.png" else {"Content-Disposition": 'attachment; filename="answers.csv"'}
    is_part = "range" in request.headers
    return Response(NAMES[:4] if is_part else NAMES, 206 if is_part else 200, headers)


Browser = Callable[..., TestClient]


@pytest.fixture
def browser() -> Browser:
    def opened(has_ended: Callable[[bytes], bool]) -> TestClient:
        app = Starlette(routes=[Route("/cx/media/{name}", _file), Route("/cx/{name}", _file)])
        return TestClient(EndingDownloads(app, lambda: "/cx", has_ended))

    return opened


def test_a_file_is_served_until_it_has_ended(browser: Browser) -> None:
    """After that its address says so; also for a request of part of a file."""
    ended: set[bytes] = set()
    visitor = browser(ended.__contains__)
    assert visitor.get("/cx/media/a.csv").content == NAMES
    assert visitor.get("/cx/media/a.csv", headers={"Range": "bytes=0-3"}).content == NAMES
    ended.add(NAMES)
    for headers in ({}, {"Range": "bytes=0-3"}):
        reply = visitor.get("/cx/media/a.csv", headers=headers)
        assert (reply.status_code, reply.text) == (410, "This file is no longer here: what it is about was removed.")
    assert visitor.get("/cx/media/picture.png").content == NAMES
    assert visitor.get("/cx/a.csv").content == NAMES


def test_an_address_without_a_file_says_so(browser: Browser) -> None:
    """After a restart, or after the window was closed."""
    reply = browser(lambda _content: False).get("/cx/media/gone.csv")
    assert reply.status_code == 404
    assert reply.text == "There is no file at this address. Go back to the page and download it again."


def test_no_file_is_served_while_the_database_is_unavailable(browser: Browser) -> None:
    """While the database is unavailable no file is served."""

    def fail(_content: bytes) -> bool:
        raise DatabaseUnavailable("The database does not answer.", "Try again.")

    reply = browser(fail).get("/cx/media/a.csv")
    assert (reply.status_code, reply.text) == (503, "The database does not answer. Try again.")


@pytest.mark.parametrize("kind", ["assessment", "team"])
def test_a_file_is_removed_with_its_subject(database: Database, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    """Two files with equal content, of two teams: served until both are removed; other files are always served."""
    monkeypatch.setattr(session, "database", lambda: database)
    content = f"{kind}: Anna, 3".encode()
    subjects = [begin(database, team) for team in ("Bakery", "Kiosk")]
    for view in subjects:
        row = view.assessment
        assert downloads.ending_with(row.id if kind == "assessment" else row.team_id, content) == content
    assert not downloads.has_ended(b"the faults in a file")
    for view in subjects:
        assert not downloads.has_ended(content)
        if kind == "assessment":
            removed_for_good(database, view.assessment.id)
            with pytest.raises(Exception, match="no assessment"):
                views.load_view(database, view.assessment.id)
        else:
            team = view.assessment.team_id
            teams.remove_team(database, team, teams.removal_impact(database, team))
    assert downloads.has_ended(content)
