"""Shared by the tests of the participants' pages: surveys, and guests whose browsers run no scripts."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any

from httpx2 import Response
from starlette.applications import Starlette
from starlette.testclient import TestClient

from cxmaturity.answers import Answer
from cxmaturity.answers import Response as Answers
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.records import Scope
from cxmaturity.services.assessments import creation
from cxmaturity.services.surveys import participation, progress
from cxmaturity.services.surveys.participation import Survey
from cxmaturity.store.database.engine import Database
from cxmaturity.web.compression import CompressOnce
from cxmaturity.web.participant.identity import COOKIE
from cxmaturity.web.participant.survey_pages import join_routes
from cxmaturity.web.security.same_origin import SameOrigin
from cxmaturity.web.workshop.routes import WorkshopRoutes
from tests.fixtures import QUESTIONNAIRE

HOST = "http://testserver"
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
RULES = {"referrer-policy": "no-referrer", "x-content-type-options": "nosniff"}


@dataclass(frozen=True)
class Begun:
    """An open survey: the address of its invitation, and the private codes of people invited by name."""

    survey: Survey
    address: str
    codes: Mapping[str, str]


def opened(
    database: Database,
    privacy: str = "anonymous",
    *,
    scope: Scope = "full",
    team: str = "Bakery",
    label: str = "Spring",
    questionnaire: Questionnaire = QUESTIONNAIRE,
    **terms: Any,
) -> Begun:
    """Start a survey of five people and return it."""
    about: dict[str, Any] = {"privacy": privacy, "team_name": team, "label": label, "scope": scope, "expected": 5}
    command = creation.StartSurvey(questionnaire=questionnaire, **about | terms)
    started = creation.start(database, command, datetime.now(UTC))
    row = progress.participation_status(database, started.assessment_id).assessment
    assert row.invitation
    return Begun(participation.survey_by_invitation(database, row.invitation), f"/join/{row.invitation}", started.codes)


def stored(database: Database, begun: Begun, guest: "Guest") -> Mapping[str, Answer]:
    """Return a guest's stored answers."""
    assert guest.code
    participant = participation.find_participation(database, begun.survey, guest.code)
    return (participant.response if participant else Answers()).answers


def expect_rules(reply: Response) -> None:
    """Check the headers of a participants' page or file: no foreign script, framing, caching or referrer."""
    is_page = reply.headers.get("content-type", "").startswith("text/html")
    assert reply.headers["content-security-policy"] == (PAGE_POLICY if is_page else "frame-ancestors 'none'")
    assert {name: reply.headers.get(name) for name in RULES} == RULES
    is_file = "/files/" in str(reply.url) and reply.status_code == 200
    assert reply.headers["cache-control"] == ("public, max-age=31536000, immutable" if is_file else "no-store")


class Page(HTMLParser):
    """The content of a reply's HTML: its text, its links, and the form fields as a browser would send them."""

    def __init__(self, reply: Response) -> None:
        super().__init__()
        self.text, self.links, self.fields, self.tags = "", [], {}, []
        self._within: list[str] = []
        self._area = self._list = ""
        self.feed(reply.text)
        self.text = " ".join(self.text.split())

    text: str
    links: list[str]
    fields: dict[str, str]
    tags: list[tuple[str, dict[str, str | None]]]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a start tag."""
        attributes = dict(attrs)
        self.tags.append((tag, attributes))
        name = attributes.get("name") or ""
        if tag == "a":
            self.links.append(attributes["href"] or "")
        elif tag == "input" and (attributes.get("type") != "radio" or "checked" in attributes):
            self.fields[name] = attributes.get("value") or ""
        elif tag == "textarea":
            self._area, self.fields[name] = name, ""
        elif tag == "select":
            self._list, self.fields[name] = name, ""
        elif tag == "option" and "selected" in attributes:
            self.fields[self._list] = attributes.get("value") or ""

    def handle_endtag(self, tag: str) -> None:
        """Note an end tag."""
        if tag == "textarea":
            self.fields[self._area] = self.fields[self._area].removeprefix("\n")
            self._area = ""

    def handle_data(self, data: str) -> None:
        """Note a text."""
        if self._area:
            self.fields[self._area] += data
        self.text += f"{data} "


class Guest:
    """A person with their own browser, which runs no scripts."""

    def __init__(self, database: Callable[[], Database], host: str = HOST) -> None:
        routes = join_routes(database, WorkshopRoutes(database, tuple))
        app = SameOrigin(CompressOnce(Starlette(routes=routes)), str)
        self.browser = TestClient(app, host, follow_redirects=False)
        self.browser.headers["Accept"] = "text/html"
        self._home = ""  # the address of the survey visited last

    @property
    def code(self) -> str | None:
        """The private code in this browser's cookie of the survey visited last."""
        return self.code_for(self._home)

    def code_for(self, address: str) -> str | None:
        """Return the private code in this browser's cookie of the survey at this address."""
        return next((c.value for c in self.browser.cookies.jar if (c.name, c.path) == (COOKIE, address)), None)

    def get(self, address: str, **options: Any) -> Response:
        """Request an address."""
        self._home = "/".join(address.partition("?")[0].split("/")[:3])
        return self.browser.get(address, **options)

    def open(self, address: str) -> Page:
        """Request an address, follow redirects, and return the page, which must exist."""
        reply = self.get(address, follow_redirects=True)
        assert reply.status_code == 200, reply.text
        return Page(reply)

    def send(self, address: str, fields: Mapping[str, str]) -> Response:
        """Fill in these fields of the form at an address, and send it."""
        shown = self.open(address).fields
        return self.browser.post(address, data={**shown, **fields})

    def begin(self, begun: Begun, **fields: str) -> "Guest":
        """Begin to take part."""
        reply = self.send(begun.address, {"do": "begin", **fields})
        assert reply.status_code == 303, reply.text
        return self

    def answer(self, begun: Begun, question: str, choice: int | str = "", go: str = "next", **fields: str) -> Response:
        """Answer a question by its form."""
        chosen = {f"choice-{question}": str(choice)} if choice else {}
        return self.send(f"{begun.address}/{question}", {**chosen, **fields, "go": go})

    def save(self, begun: Begun, question: str, content: Any, **headers: str) -> Response:
        """Save an answer as the page's script does."""
        return self.browser.post(f"{begun.address}/{question}", json=content, headers={"Origin": HOST, **headers})

    def token(self, begun: Begun) -> str:
        """Return the form token of the guest's pages."""
        match = re.search(r'name="token" value="(\w+)"', self.browser.get(begun.address).text)
        assert match
        return match[1]
