"""Exported files at their own address: with a name for every system, bounded, refused in plain words."""

from datetime import UTC, datetime
from threading import Event, Thread
from urllib.parse import unquote

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from cxmaturity.errors import DatabaseUnavailable
from cxmaturity.services import plans
from cxmaturity.services.assessments import removal, views
from cxmaturity.services.exports.formats import FORMATS
from cxmaturity.store.database.engine import Database
from cxmaturity.web.exports import ExportTurns, content_disposition, export_routes
from tests.fixtures import begun, everywhere
from tests.store.fixtures import removed_for_good


@pytest.fixture
def browser(database: Database) -> TestClient:
    return TestClient(Starlette(routes=export_routes(lambda: database)))


def saved_name(disposition: str) -> str:
    """Return the name under which a current browser saves a file."""
    return unquote(disposition.partition("filename*=UTF-8''")[2])


@pytest.mark.parametrize("format", FORMATS)
def test_a_file_of_each_format(browser: TestClient, database: Database, format: str) -> None:
    """Named by team, assessment and day; not cached; with its length in a header."""
    assessment = begun(database, everywhere(3), team="Süd 漢", label='A/B "1"', finished=True)
    reply = browser.get(f"/export/{assessment}/anything.{format}?zone=UTC")
    assert reply.status_code == 200
    assert reply.headers["cache-control"] == "no-store"
    assert int(reply.headers["content-length"]) == len(reply.content) > 100
    name = saved_name(reply.headers["content-disposition"])
    assert name == f"Süd 漢 - A B 1 - {datetime.now(UTC):%Y-%m-%d}.{format}"


@pytest.mark.parametrize("zone", ["", "?zone=", "?zone=Nowhere/At_All", "?zone=UTC"])
def test_an_unfinished_assessment_after_a_finished_one(browser: TestClient, database: Database, zone: str) -> None:
    """Its report lists what was planned since, in any time zone, also from browsers that name none."""
    earlier = begun(database, everywhere(2), team="Bakery", label="Spring", finished=True, days_ago=90)
    now = datetime.now(UTC)
    team = views.load_person_view(database, earlier).assessment.team_id
    plans.add_own_action(database, team, plans.OwnAction("Call ten customers", None, "", None, ""), now)
    assessment = begun(database, everywhere(3), team="Bakery", label="Summer")
    reply = browser.get(f"/export/{assessment}/report.md{zone}")
    assert (reply.status_code, "Call ten customers" in reply.text) == (200, True)


@pytest.mark.parametrize(("origin", "is_named"), [("http://cx.example.org", True), ("http://127.0.0.1:8501", False)])
def test_a_file_names_the_page_only_where_others_reach_it(
    browser: TestClient, database: Database, origin: str, is_named: bool
) -> None:
    """An address of the reader's own machine would lead nowhere."""
    assessment = begun(database, everywhere(3), finished=True)
    report = browser.get(f"{origin}/export/{assessment}/report.md").text
    assert (f"{origin}/result?assessment={assessment}" in report) is is_named


def test_unknown_and_removed_exports_have_error_pages(browser: TestClient, database: Database) -> None:
    """404 for an unknown assessment or format, 410 for a removed one until it is restored."""
    assessment = begun(database, everywhere(3), finished=True)
    assert browser.get("/export/unknown/x.csv").status_code == 404
    reply = browser.get(f"/export/{assessment}/x.exe")
    assert (reply.status_code, "There is no file of this kind." in reply.text) == (404, True)
    removal.remove_assessment(database, assessment, datetime.now(UTC))
    reply = browser.get(f"/export/{assessment}/x.csv")
    assert (reply.status_code, "This assessment was removed." in reply.text) == (410, True)
    removal.restore_assessment(database, assessment)
    assert browser.get(f"/export/{assessment}/x.csv").status_code == 200
    removed_for_good(database, assessment)
    assert browser.get(f"/export/{assessment}/x.csv").status_code == 404


def test_a_chart_as_a_picture(browser: TestClient, database: Database) -> None:
    """As SVG with its finding, as PNG with its size; a chart that the report lacks is 404."""
    assessment = begun(database, everywhere(3) | {"L1": 1}, finished=True)
    picture = browser.get(f"/export/{assessment}/charts/dimensions.svg")
    assert picture.headers["content-type"] == "image/svg+xml"
    assert "Leadership is lowest at 2.7" in picture.text
    assert browser.get(f"/export/{assessment}/charts/dimensions.png").content.startswith(b"\x89PNG")
    for unknown in ("people.svg", "dimensions.gif", "dimensions"):
        assert browser.get(f"/export/{assessment}/charts/{unknown}").status_code == 404


def test_a_database_that_is_away(database: Database) -> None:
    """503 with only the error's sentence."""

    def fail() -> Database:
        raise DatabaseUnavailable("The database does not answer.", "Try again.")

    reply = TestClient(Starlette(routes=export_routes(fail))).get("/export/a/b.csv")
    assert (reply.status_code, "The database does not answer." in reply.text) == (503, True)


def test_files_of_everything(browser: TestClient, database: Database) -> None:
    """A workbook of tables and a portable file of all teams; a format of one assessment is refused (422)."""
    begun(database, everywhere(3), finished=True)
    for format in ("xlsx", "cxm"):
        reply = browser.get(f"/export/all/everything.{format}?zone=UTC")
        assert reply.status_code == 200
        wanted = f"CX Maturity - {datetime.now(UTC):%Y-%m-%d}.{format}"
        assert saved_name(reply.headers["content-disposition"]) == wanted
    assert browser.get("/export/all/everything.pptx").status_code == 422


def test_another_export_waits_with_a_message(database: Database) -> None:
    """While the only slot is in use another request waits, and is told to come back if it stays in use."""
    assessment = begun(database, everywhere(3), finished=True)
    is_begun, may_end = Event(), Event()

    def slow_first_time() -> Database:
        if not is_begun.is_set():
            is_begun.set()
            may_end.wait(30)
        return database

    routes = export_routes(slow_first_time, ExportTurns(at_once=1, patience=0.2))
    replies: list[int] = []
    with TestClient(Starlette(routes=routes)) as browser:
        first = Thread(target=lambda: replies.append(browser.get(f"/export/{assessment}/x.csv").status_code))
        first.start()
        assert is_begun.wait(30)
        reply = browser.get(f"/export/{assessment}/x.csv")
        assert (reply.status_code, reply.headers["retry-after"]) == (503, "30")
        assert "Others are making files just now." in reply.text
        may_end.set()
        first.join()
        assert browser.get(f"/export/{assessment}/x.csv").status_code == 200
    assert replies == [200]


@pytest.mark.parametrize("name", ['a"b\\c%41.csv', "Ünï 漢字 🚀.pptx", "a b;c.csv", "x" * 200])
def test_a_name_arrives_as_it_is(name: str) -> None:
    """In UTF-8 for current browsers, and in ASCII without special characters for others."""
    header = content_disposition(name)
    header.encode("ascii")
    plain, encoded = header.removeprefix('attachment; filename="').split("\"; filename*=UTF-8''")
    assert unquote(encoded) == name
    assert '"' not in plain
    assert len(plain) == len(name)
