"""What no route foresees: a failure, and methods and addresses that there are not; in words, as a page or as JSON."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from cxmaturity.services.owner_sessions import EndedSessions
from cxmaturity.services.sharing import access_tokens, published_links
from cxmaturity.store.database.engine import Database
from cxmaturity.web.answer_endpoints import answer_routes
from cxmaturity.web.api.routes import api_routes
from cxmaturity.web.exports import export_routes
from cxmaturity.web.participant.survey_pages import join_routes
from cxmaturity.web.published.pages import published_routes
from cxmaturity.web.security.access import OwnerAccess
from cxmaturity.web.security.same_origin import SameOrigin
from cxmaturity.web.unexpected import UnexpectedErrors
from cxmaturity.web.workshop.routes import WorkshopRoutes
from tests.fixtures import begun, everywhere
from tests.web.participant import opened

KEY = "an-owner-key-of-these-tests"


@pytest.fixture(params=["", "/cx"], ids=["at the root", "below a path"])
def browser(request: pytest.FixtureRequest, database: Database, tmp_path: Path) -> TestClient:
    """A browser on this machine, with all routes of the app beside Streamlit."""

    def base_path() -> str:
        return str(request.param)

    workshops = WorkshopRoutes(lambda: database, list)
    public = [*join_routes(lambda: database, workshops), *published_routes(lambda: database)]
    access = Middleware(
        OwnerAccess,
        public=[*public, *api_routes(lambda: database)],
        private=[*answer_routes(lambda: database), *export_routes(lambda: database)],
        key=lambda: KEY,
        needs_key=lambda: False,
        base_path=base_path,
        ended=EndedSessions(tmp_path / "ended"),
    )
    layers = [Middleware(UnexpectedErrors, base_path), Middleware(SameOrigin, base_path), access]
    here = f"http://localhost{base_path()}"
    return TestClient(Starlette(middleware=layers), here, client=("127.0.0.1", 50000), headers={"Host": "localhost"})


def damage(database: Database) -> None:
    """Write into the database a time that nobody can read, as a failing disk might."""
    with database.writing() as connection:
        connection.execute(text("UPDATE assessment SET opened_at = 'x', closed_at = 'x'"))
        connection.execute(text("UPDATE published_link SET created_at = 'x'"))


def test_what_fails_says_so_without_details(
    browser: TestClient, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    """A database with a damaged row: every kind of route replies in words, with the reference of the log's entry."""
    assessment = begun(database, everywhere(3), finished=True)
    survey, now = opened(database), datetime.now(UTC)
    secret = published_links.publish(database, assessment, 30, now, KEY)
    token = access_tokens.create_token(database, "Board", None, now).secret
    damage(database)
    failures: Mapping[str, bool] = {
        "/api/v1/assessments": True,
        f"/api/v1/tables/levels.csv?token={token}": True,
        f"/answers/{assessment}": True,
        f"/export/{assessment}/x.csv": False,
        f"/r/{secret}": False,
        survey.address: False,
    }
    for path, is_json in failures.items():
        reply = browser.get(path, headers={"Authorization": f"Bearer {token}"})
        assert (reply.status_code, "Something went wrong here." in reply.text) == (500, True), path
        assert reply.headers["content-type"].partition(";")[0] == ("application/json" if is_json else "text/html")
        assert not is_json or reply.json().keys() == {"message", "fix"}
        assert not re.search("Traceback|Error|isoformat|opened_at", reply.text)
        named = re.search(r"(?:says more under|this reference:) (\w{8})\.", reply.text)
        assert named, path
        assert f"reference {named[1]}" in caplog.text
        assert "What was marked as saved is saved." in reply.text


def test_a_program_is_answered_in_json(browser: TestClient, database: Database) -> None:
    """405 with the methods that there are, 404 for addresses that there are not; HEAD as GET, without the content."""
    token = access_tokens.create_token(database, "Board", None, datetime.now(UTC)).secret
    for sent in ({}, {"Authorization": f"Bearer {token}"}, {"Origin": "http://elsewhere.example"}):
        for method in ("POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND"):
            reply = browser.request(method, "/api/v1/teams", headers=sent, json={"name": "New"})
            assert (reply.status_code, reply.headers["allow"]) == (405, "GET, HEAD")
            assert reply.json() == {
                "message": f"{method} is not possible here.",
                "fix": "Use one of these: GET, HEAD.",
            }
    for path in ("/api", "/api/", "/api/a%0Ab", "/api/v1/teams/1/2"):
        assert (browser.get(path).status_code, browser.get(path).json().keys()) == (404, {"message", "fix"})
    head = browser.head("/api/v1/teams", headers={"Authorization": f"Bearer {token}"})
    assert (head.status_code, head.headers["content-type"]) == (200, "application/json")
    assert browser.head("/api/v1/teams").status_code == 401
    assert browser.put("/answers/1", headers={"Origin": "http://localhost"}).headers["allow"] == "GET, HEAD"
