"""Guards of the participants' pages: the origin of a request, its size, the headers of every reply, and error pages."""

import gzip
import json
import re
import tomllib
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import WebSocketDenialResponse
from starlette.websockets import WebSocketDisconnect

from cxmaturity.answers import Answer
from cxmaturity.browser import assets
from cxmaturity.errors import DatabaseUnavailable
from cxmaturity.services.surveys import progress
from cxmaturity.store.database.engine import Database, open_database
from tests.build import ROOT
from tests.web.participant import HOST, Begun, Guest, Page, expect_rules, opened, stored
from tests.web.random_requests import FUZZ, HEADERS, METHODS, json_with

ON_THE_WIRE = 15 * 1024  # bytes: a phone's first question with everything it needs


@pytest.fixture
def begun(database: Database, guest: Guest) -> Begun:
    """A survey that the guest has begun."""
    survey = opened(database)
    guest.begin(survey)
    return survey


# Whose request it is


@pytest.mark.parametrize("token", [None, "", "0" * 64, "ÿ", "x" * 5000])
def test_a_form_that_no_page_of_ours_made_changes_nothing(
    database: Database, guest: Guest, begun: Begun, token: str | None
) -> None:
    """Without the form token, or with an invalid one: a polite error page, for every form."""
    sent = {"choice-P1": "3", "do": "other"} | ({} if token is None else {"token": token})
    kept = guest.code
    for place in ("", "/P1", "/review"):
        reply = guest.browser.post(f"{begun.address}{place}", data=sent)
        assert (reply.status_code, "Nothing was changed." in reply.text) == (403, True)
        assert begun.address in Page(reply).links
    assert (stored(database, begun, guest), guest.code) == ({}, kept)
    assert progress.participation_status(database, begun.survey.assessment.id).finished == 0


def test_a_page_made_for_another_person_changes_nothing(database: Database, guest: Guest, other: Guest) -> None:
    """On a shared device, an open page of the previous person does not change the next person's answers."""
    begun = opened(database)
    guest.begin(begun)
    left_open = guest.open(f"{begun.address}/P1").fields
    guest.send(begun.address, {"do": "other"})
    guest.begin(begun)
    assert guest.browser.post(f"{begun.address}/P1", data={**left_open, "choice-P1": "3"}).status_code == 403
    reply = guest.save(begun, "P1", {"answer": {"level": 3}, "base_revision": 0, "token": left_open["token"]})
    assert (reply.status_code, "Somebody else answers" in reply.json()["message"]) == (403, True)
    assert stored(database, begun, guest) == {}


@pytest.mark.parametrize(
    ("origin", "form", "script"),
    [
        (HOST, 303, 200),
        ("null", 303, 403),  # what a form sends from a page without a referrer
        (None, 303, 403),
        ("http://evil.example", 403, 403),
        ("http://testserver:81", 403, 403),
        ("http://[", 403, 403),
    ],
)
def test_another_site_cannot_answer(guest: Guest, begun: Begun, origin: str | None, form: int, script: int) -> None:
    """Also with a valid form token: the browser states the origin of the request."""
    headers = {} if origin is None else {"Origin": origin}
    token = guest.token(begun)
    sent = {"token": token, "choice-P1": "3", "base_revision": "0"}
    assert guest.browser.post(f"{begun.address}/P1", data=sent, headers=headers).status_code == form
    content = {"answer": {"level": 3}, "base_revision": 1, "token": token}
    assert guest.browser.post(f"{begun.address}/P1", json=content, headers=headers).status_code == script


def test_refused_cookies_are_named(database: Database, guest: Guest, begun: Begun) -> None:
    """Without a cookie the answers could not be read again, so the page says so and nothing begins."""
    token = guest.token(begun)
    guest.browser.cookies.clear()
    for place in ("", "/P1", "/review"):
        reply = guest.browser.post(f"{begun.address}{place}", data={"token": token, "do": "begin"})
        assert (reply.status_code, "did not keep the cookie" in reply.text) in ((403, True), (303, False))
    assert guest.browser.post(begun.address, data={"token": token, "do": "begin"}).status_code == 403
    guest.browser.cookies.clear()
    reply = guest.save(begun, "P1", {"answer": {"level": 3}, "base_revision": 0, "token": token})
    assert (reply.status_code, stored_any(database, begun)) == (403, 0)


def stored_any(database: Database, begun: Begun) -> int:
    return progress.participation_status(database, begun.survey.assessment.id).answered


# The script's requests


def test_the_reply_to_a_save_holds_the_stored_answer(guest: Guest, begun: Begun) -> None:
    """As for the owner: stored before the reply, twice is once, a later change of another window stays."""
    token = guest.token(begun)
    answer = {"level": 3, "note": "Since *March*", "evidence_grade": 2, "evidence": "Rota <b>"}
    first, again = (
        guest.save(begun, "P1", {"answer": answer, "base_revision": 0, "token": token}).json() for _ in range(2)
    )
    assert first == {"is_accepted": True, "answer": answer, "revision": 1, "overruled": []} == again
    guest.answer(begun, "P1", 5)
    reply = guest.save(begun, "P1", {"answer": {"level": 1}, "base_revision": 1, "token": token}).json()
    assert (reply["is_accepted"], reply["answer"]["level"], reply["revision"]) == (
        False,
        5,
        3,
    )  # the note is removed
    looked = guest.get(begun.address, headers={"Accept": "application/json"})
    assert (looked.json()["revision"], looked.json()["answers"]["P1"]["level"]) == (3, 5)


@pytest.mark.parametrize(
    "content",
    [
        {"answer": {"level": 6}, "base_revision": 0},
        {"answer": {"level": 1, "dont_know": True}, "base_revision": 0},
        {"answer": {"not_applicable": "No"}, "base_revision": 0},
        {"answer": {"level": 2, "note": "x" * 2001}, "base_revision": 0},
        {"answer": [], "base_revision": 0},
        {"answer": {"level": "2"}, "base_revision": 0},
        {"answer": {"level": 2}, "base_revision": "0"},
        {"answer": {"level": 2}},
        {},
    ],
)
def test_what_does_not_fit_is_refused_in_words(database: Database, guest: Guest, begun: Begun, content: Any) -> None:
    """For every invalid request of a script the reply says what is wrong, and nothing is stored."""
    reply = guest.save(begun, "P1", {**content, "token": guest.token(begun)})
    assert (reply.status_code, set(reply.json())) == (422, {"message", "fix"})
    assert stored(database, begun, guest) == {}


def test_a_script_of_someone_who_has_not_begun_stores_nothing(other: Guest, begun: Begun) -> None:
    """Neither reading nor saving works."""
    other.open(begun.address)
    assert other.get(begun.address, headers={"Accept": "application/json"}).status_code == 403
    reply = other.save(begun, "P1", {"answer": {"level": 3}, "base_revision": 0, "token": "x"})
    assert (reply.status_code, reply.json()["message"]) == (403, "Nobody has begun in this browser.")


# How much is read, and how it may be asked


@pytest.mark.parametrize(
    ("kind", "content", "status"),
    [
        ("application/x-www-form-urlencoded", b"note=" + b"x" * 70_000, 413),
        ("application/json", b'{"note": "' + b"x" * 70_000 + b'"}', 413),
        ("multipart/form-data; boundary=x", b"--x--", 415),
        ("text/plain", b"choice-P1=3", 415),
        ("", b"choice-P1=3", 415),
        ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % n for n in range(100)), 422),
        ("application/x-www-form-urlencoded", b"token=%ff%00&\xff\xfe=%", 403),
        ("application/json", b"[" * 60_000, 422),
        ("application/json", b"\xff\xfe{", 422),
        ("application/json", b"9" * 5_000, 422),
    ],
)
def test_an_unreadable_request_gets_an_error_in_words(
    database: Database, guest: Guest, begun: Begun, kind: str, content: bytes, status: int
) -> None:
    """Too long, no form, no JSON: an error page or, for a script, a message; nothing is stored."""
    headers = {"Content-Type": kind, "Origin": HOST}
    for place in ("", "/P1", "/review"):
        reply = guest.browser.post(f"{begun.address}{place}", content=content, headers=headers)
        assert reply.status_code == status or (kind == "application/json" and reply.status_code in (415, 403)), place
        expect_rules(reply)
    assert stored(database, begun, guest) == {}


def test_only_looking_and_sending_are_understood(guest: Guest, begun: Begun) -> None:
    """Methods other than GET and POST are refused; HEAD works like GET."""
    for place in ("", "/P1", "/review"):
        for method in ("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"):
            reply = guest.browser.request(method, f"{begun.address}{place}", headers={"Origin": HOST})
            assert (reply.status_code, reply.headers["allow"]) == (405, "GET, HEAD, POST")
            expect_rules(reply)
        assert guest.browser.head(f"{begun.address}{place}").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/x/y/z",
        "/files",
        "/files/",
        "/files/../participant.js",
        "/%2e%2e/answers",
        "/x/P1/",
        "/ü",
        "/a b",
        "/x/%0A%00",
    ],
)
def test_unknown_addresses_have_an_error_page(guest: Guest, path: str) -> None:
    """For every method: a plain page without anything of the app."""
    for method in ("GET", "POST", "PUT", "OPTIONS"):
        form = {"a": "b"} if method == "POST" else None
        reply = guest.browser.request(method, f"/join{path}", headers={"Origin": HOST}, data=form)
        assert reply.status_code in (404, 405)
        assert Page(reply).tags[0][0] == "html"
        expect_rules(reply)


def test_a_websocket_is_turned_away(guest: Guest, begun: Begun) -> None:
    """Participants' pages accept no websocket."""
    for path in ("/join", "/join/x/y/z", begun.address):
        with pytest.raises((WebSocketDisconnect, WebSocketDenialResponse)), guest.browser.websocket_connect(path):
            pass


def test_a_question_that_is_not_asked(guest: Guest, begun: Begun) -> None:
    """A page with a link back to the survey; a script gets the same message."""
    reply = guest.get(f"{begun.address}/P99")
    assert (reply.status_code, "no such question" in reply.text) == (404, True)
    assert begun.address in Page(reply).links
    reply = guest.save(begun, "P99", {"answer": {"level": 3}, "base_revision": 0, "token": guest.token(begun)})
    assert (reply.status_code, reply.json()["message"]) == (422, "There is no such question.")


# What every reply carries


def test_no_page_holds_a_script_or_a_style_of_its_own(database: Database, guest: Guest) -> None:
    """So that injected script or style never runs."""
    begun = opened(database, "open", names=["Ada", "Bo"], is_linked=True, expected=12, asks_role=True, scope="pulse")
    replies = [guest.get(begun.address), guest.get(f"{begun.address}?code=x"), guest.get("/join/nobody")]
    replies += [guest.get(f"{begun.address}?code={begun.codes['Ada']}"), guest.get(begun.address)]
    replies += [guest.send(begun.address, {"do": "begin"})]
    guest.begin(begun, role="other")
    replies += [guest.get(f"{begun.address}{place}") for place in ("", "/P1", "/review", "/nothing")]
    replies += [guest.answer(begun, "P1", "9"), guest.send(f"{begun.address}/review", {}), guest.get(begun.address)]
    for reply in replies:
        expect_rules(reply)
        for tag, attributes in Page(reply).tags:
            assert tag != "style"
            assert tag != "script" or attributes["src"]
            assert not [name for name in attributes if name == "style" or name.startswith("on")]


def test_markup_is_text(database: Database, guest: Guest) -> None:
    """Markup in a name, a note or evidence is shown as typed."""
    evil = "\"'><script>alert(1)</script>{{ 7 * 7 }}&amp;"
    begun = opened(database, "open", team=evil[:70], label="</title><b>")
    guest.begin(begun, name=evil[:70])
    guest.answer(begun, "P7", "not_applicable", not_applicable=evil, note=f"</textarea>{evil}", evidence=evil)
    replies = [guest.get(f"{begun.address}{place}") for place in ("", "/P7", "/review")]
    for reply in replies:
        page = Page(reply)
        assert [attributes for tag, attributes in page.tags if tag == "script" and "src" not in attributes] == []
        assert "b" not in [tag for tag, _ in page.tags[:20]]
        assert evil[:70] in page.text
    assert Page(replies[1]).fields["note"] == f"</textarea>{evil}"
    assert Page(replies[1]).fields["not_applicable"] == evil


def test_the_first_question_is_light(guest: Guest, begun: Begun) -> None:
    """Page, style and script as sent, with headers, are below 15 KB."""
    reply = guest.get(f"{begun.address}/P1", headers={"Accept-Encoding": "gzip"})
    addresses = re.findall(r'(?:href|src)="(/join/files/[^"]+)"', reply.text)
    assert len(addresses) == 3
    total = 0
    for one in (reply, *(guest.get(address, headers={"Accept-Encoding": "gzip"}) for address in addresses)):
        assert one.headers["content-encoding"] == "gzip"
        total += int(one.headers["content-length"]) + sum(len(k) + len(v) + 4 for k, v in one.headers.items())
    assert total < ON_THE_WIRE


def test_style_and_script_are_kept_for_good(guest: Guest) -> None:
    """Their names contain a hash of their content; without gzip they are sent plain; an old name is 404."""
    for name in assets.ASSET_NAMES.values():
        reply = guest.get(f"/join/files/{name}", headers={"Accept-Encoding": "identity"})
        assert reply.headers["content-security-policy"] == "frame-ancestors 'none'"
        assert "content-encoding" not in reply.headers
        body = assets.asset(name, takes_gzip=True)
        assert body
        assert gzip.decompress(body[0]) == reply.content
        kind = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}[name.rpartition(".")[2]]
        assert reply.headers["content-type"].startswith(kind)
    assert guest.get("/join/files/0123456789abcdef.js").status_code == 404
    assert guest.get("/join/files/phone.js").status_code == 404


def test_the_colours_are_those_of_the_app() -> None:
    """Light and dark as in Streamlit's theme."""
    theme = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))["theme"]
    light, dark = assets.styles("participant.css").split("@media (prefers-color-scheme: dark)")
    for css, mode in ((light, "light"), (dark, "dark")):
        for name in ("primary", "background", "secondaryBackground", "text", "link", "border"):
            property_name = re.sub("([A-Z])", r"-\1", name).lower()
            match = re.search(rf"--st-{property_name}-color:(#\w+)", css)
            assert match
            short = match[1][1:]
            whole = short if len(short) == 6 else "".join(2 * letter for letter in short)
            assert whole.upper() == theme[mode][f"{name}Color"][1:], (mode, name)


# Trouble


def test_a_database_error_is_shown_and_the_next_try_succeeds(tmp_path: Path) -> None:
    """503 with the message; the typed answer stays in the page and one button sends it again."""
    with closing(open_database(f"sqlite:///{tmp_path / 'cx.db'}")) as writable:
        begun = opened(writable)
        current = [writable]
        guest = Guest(lambda: current[0]).begin(begun)
        token = guest.token(begun)
        with closing(open_database(f"sqlite:///file:{tmp_path / 'cx.db'}?mode=ro&uri=true")) as readable:
            current[0] = readable
            assert guest.get(f"{begun.address}/P1").status_code == 200
            reply = guest.answer(begun, "P1", 3, note="Typed <b>")
            assert (reply.status_code, "can be read but not written" in reply.text) == (503, True)
            saved = guest.save(begun, "P1", {"answer": {"level": 3}, "base_revision": 0, "token": token})
            assert (saved.status_code, saved.json()["message"]) == (503, "The database can be read but not written.")
        current[0] = writable
        again = Page(reply).fields
        assert again["note"] == "Typed <b>"
        assert guest.browser.post(f"{begun.address}/P1", data=again).status_code == 303
        assert stored(writable, begun, guest) == {"P1": Answer(level=3, note="Typed <b>")}


def test_no_database_at_all(caplog: pytest.LogCaptureFixture) -> None:
    """Every address says what is wrong and offers to try again, but not how to mend it; the terminal says it too."""

    def away() -> Database:
        raise DatabaseUnavailable("The disk is full.", "Free some space, then try again.")

    guest = Guest(away)
    for place in ("x", "x/P1", "x/review"):
        reply = guest.get(f"/join/{place}")
        assert (reply.status_code, "The disk is full. What was marked as saved" in Page(reply).text) == (503, True)
        assert "Free some space" not in reply.text
        assert ("a", {"class": "cx-next", "href": ""}) in Page(reply).tags
        expect_rules(reply)
    assert "database: The disk is full." in caplog.text


def test_the_unexpected_shows_no_traceback(caplog: pytest.LogCaptureFixture) -> None:
    """The page has plain words and a reference; the details are logged only, under this reference."""

    def mistake() -> Database:
        raise RuntimeError("a mistake of ours")

    guest = Guest(mistake)
    reply = guest.get("/join/x")
    assert (reply.status_code, "Something went wrong here." in reply.text) == (500, True)
    assert "Traceback" not in reply.text
    named = re.search("tell whoever invited you this reference: (.{8})\\.", reply.text)
    assert named
    assert f"reference {named[1]}\n" in caplog.text
    assert "RuntimeError: a mistake of ours" in caplog.text
    expect_rules(reply)


# Random requests

WORDS = st.text(max_size=30) | st.sampled_from(["3", "dont_know", "not_applicable", "next", "back", "begin", "other"])
FIELDS = st.sampled_from(
    ("choice-P1", "choice-P7", "not_applicable", "note", "evidence_grade", "evidence", "base_revision", "go")
) | st.sampled_from(("do", "name", "code", "role", "token"))
FORMS = st.dictionaries(FIELDS, WORDS, max_size=8)
JSON = json_with(["answer", "level", "base_revision", "token", "note", "dont_know"])
PATHS = st.sampled_from(["", "/P1", "/P7", "/review", "?code=%00", "/P1?code=x", "//"]) | st.binary(max_size=12).map(
    lambda odd: f"/{quote(odd, safe='')}"
)


@FUZZ
@given(form=FORMS, place=st.sampled_from(["", "/P1", "/P7", "/review"]), is_honest=st.booleans())
def test_no_form_brings_it_down(guest: Guest, begun: Begun, form: dict[str, str], place: str, is_honest: bool) -> None:
    """Any fields with any text, also with a valid form token: a reply or a refusal, never a 500."""
    sent = {"x": ""} | form | ({"token": guest.token(begun)} if is_honest else {})
    reply = guest.browser.post(f"{begun.address}{place}", data=sent)
    asks_first = {200} if place == "/review" else set()  # whether to hand in with so few answers
    assert reply.status_code in {303, 403, 409, 422} | asks_first
    expect_rules(reply)


@FUZZ
@given(content=JSON, is_honest=st.booleans())
def test_no_json_brings_it_down(guest: Guest, begun: Begun, content: Any, is_honest: bool) -> None:
    """Any JSON, also with a valid form token."""
    token = {"token": guest.token(begun)} if is_honest else {}
    sent = content | token if isinstance(content, dict) else {"answer": content, "base_revision": 0, **token}
    headers = {"Content-Type": "application/json", "Origin": HOST}
    reply = guest.browser.post(f"{begun.address}/P1", content=json.dumps(sent), headers=headers)
    assert reply.status_code in (200, 403, 422)
    expect_rules(reply)


@FUZZ
@given(method=METHODS, path=PATHS, headers=HEADERS, content=st.binary(max_size=60))
def test_no_request_brings_it_down(
    guest: Guest, begun: Begun, method: str, path: str, headers: dict[str, str], content: bytes
) -> None:
    """Any method, path, headers and bytes."""
    sent = {name.encode("latin-1"): value.encode("latin-1") for name, value in headers.items()}
    reply = guest.browser.request(method, f"{begun.address}{path}", headers=sent, content=content)
    assert reply.status_code < 500
    expect_rules(reply)
