"""A published result: frozen, read-only, limited in time, light, and only what may be shown."""

import gzip
import re
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from pptx import Presentation
from pypdf import PdfReader
from starlette.applications import Starlette
from starlette.testclient import TestClient

from cxmaturity.answers import Answer
from cxmaturity.errors import Gone, NotFound, Refused
from cxmaturity.services.assessments import answering, closing, removal, views
from cxmaturity.services.exports.formats import FORMATS
from cxmaturity.services.sharing import participant_links, published_links
from cxmaturity.services.workshops import workshop_view
from cxmaturity.store.database.engine import Database
from cxmaturity.web.published.pages import published_routes
from tests.exports import samples
from tests.fixtures import GERMAN, begun, everywhere
from tests.store import workshop_fixtures as workshops
from tests.store.fixtures import NOW
from tests.store.survey_fixtures import start, survey_of, take_part

KEY = "an-owner-key-of-these-tests"
HOSTILE = "<script>alert(1)</script> & Co"


@pytest.fixture
def visitor(database: Database) -> TestClient:
    return TestClient(Starlette(routes=published_routes(lambda: database)))


def now() -> datetime:
    return datetime.now(UTC)


def test_quotations_of_the_questionnaire_are_marked_with_its_language(database: Database, visitor: TestClient) -> None:
    """Within the app's English sentences, and where a name stands alone."""
    assessment = begun(database, everywhere(3), questionnaire=GERMAN)
    reply = visitor.get(f"/r/{published_links.publish(database, assessment, 30, now(), KEY)}")
    assert '<html lang="en">' in reply.text
    assert 'Stage 3 of 5: <span lang="de">By design</span>' in reply.text
    assert '<th scope="row"><span lang="de">People</span></th>' in reply.text


def test_a_published_page_begins_as_a_report_for_a_board(database: Database, visitor: TestClient) -> None:
    """Stage, what holds it back, how certain it is, the bars and the first steps come before everything else, once.

    Then come the files and links to all sections. The 18 capabilities are folded, the 5 dimensions are not.
    """
    assessment = begun(database, everywhere(3) | {"P1": 1, "O1": 1}, finished=True)
    page = visitor.get(f"/r/{published_links.publish(database, assessment, 30, now(), KEY)}").text
    first, rest = page.split("This page shows the result as it was", 1)
    parts = ["Stage 3 of 5: By design", "Nobody speaks up for customers", "All 38 questions rated", "Where we stand"]
    places = [first.index(part) for part in (*parts, "What we will do first", "Worked if")]
    assert places == sorted(places)
    assert first.count("<img ") == 2
    assert "Worked if" not in rest
    for key in re.findall(r'<h2 id="([a-z_]+)">', rest):
        assert f'<a href="#{key}">' in rest
    assert "<summary>Levels of the capabilities</summary>" in rest
    assert "<caption>Levels of the dimensions</caption>" in rest


def test_a_published_page_is_frozen(database: Database, visitor: TestClient) -> None:
    """Published at stage 3, it shows that after every answer was changed to 5; it has no notes."""
    assessment = begun(database, everywhere(3) | {"P1": Answer(level=3, note="Only mine")}, team=HOSTILE, label="Q1")
    secret = published_links.publish(database, assessment, 30, now(), KEY)
    view = views.load_person_view(database, assessment)
    for question in view.questions:
        answering.save_answer(database, view, question.id, Answer(level=5), None, now())
    reply = visitor.get(f"/r/{secret}")
    assert reply.status_code == 200
    assert "Stage 3 of 5: By design" in reply.text
    assert "Only mine" not in reply.text
    assert "<script" not in reply.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; Co" in reply.text
    assert 'name="robots" content="noindex' in reply.text
    assert reply.headers["cache-control"] == "no-store"
    assert "default-src 'none'" in reply.headers["content-security-policy"]
    assert "noindex" in reply.headers["x-robots-tag"]
    assert len(gzip.compress(reply.content)) < 150_000


def test_a_published_link_expires(database: Database, visitor: TestClient) -> None:
    """404 for an unknown address; 410 once it was withdrawn, has expired, or the result was removed."""
    assessment = begun(database, everywhere(3), finished=True)
    assert visitor.get("/r/never").status_code == 404
    early = now() - timedelta(days=8)
    over = published_links.publish(database, assessment, 7, early, KEY)
    first, second = (published_links.publish(database, assessment, 7, now(), KEY) for _ in range(2))
    assert visitor.get(f"/r/{over}").status_code == 410
    open_links = published_links.open_links(database, assessment, now())
    assert len(open_links) == 2
    [link] = [link for link in open_links if published_links.known_secret(KEY, link) == first]
    published_links.revoke(database, link.id, now())
    assert visitor.get(f"/r/{first}").status_code == 410
    assert visitor.get(f"/r/{second}").status_code == 200
    for added in (".", "),", "%3E", "/"):  # a mail program took it for a part of the link
        reply = visitor.get(f"/r/{second}{added}", follow_redirects=False)
        assert (reply.status_code, reply.headers["location"]) == (303, f"/r/{second}")
    removal.remove_assessment(database, assessment, now())
    assert visitor.get(f"/r/{second}").status_code == 410
    removal.delete_assessment(database, assessment)
    assert visitor.get(f"/r/{second}").status_code == 404


def test_the_owner_finds_the_address_again_and_the_database_does_not_tell_it(database: Database) -> None:
    """Its last part is derived from the owner's key; only its hash is stored.

    With another key the address is invalid.
    """
    assessment = begun(database, everywhere(3), finished=True)
    secret = published_links.publish(database, assessment, 7, now(), KEY)
    [link] = published_links.open_links(database, assessment, now())
    assert published_links.known_secret(KEY, link) == secret
    assert published_links.known_secret("another-key-of-the-owner", link) is None
    assert len(secret) >= 43
    assert secret not in (link.id, link.secret_hash)


def test_a_hidden_result_is_not_published(database: Database) -> None:
    """Neither an open survey nor one with too few people can be published."""
    started = start(database, expected=4)
    survey = survey_of(database, started)
    for _ in range(4):
        take_part(database, survey, {"P1": 5})
    for is_open in (True, False):
        if not is_open:
            closing.close_assessment(database, started.assessment_id, NOW)
        with pytest.raises(Refused, match="no result yet that may be shown"):
            published_links.publish(database, started.assessment_id, 7, now(), KEY)
    with pytest.raises(NotFound):
        published_links.publish(database, "unknown", 7, now(), KEY)
    with pytest.raises(Refused, match="7, 30, 90 or 365"):
        published_links.publish(database, started.assessment_id, 10_000, now(), KEY)


def test_a_withdrawn_report_is_deleted(database: Database) -> None:
    """The frozen report is deleted with the link; withdrawing again changes nothing."""
    assessment = begun(database, everywhere(3), finished=True)
    secret = published_links.publish(database, assessment, 7, now(), KEY)
    [link] = published_links.open_links(database, assessment, now())
    for _ in range(2):
        published_links.revoke(database, link.id, now())
    with pytest.raises(Gone):
        published_links.published_report(database, secret, now())
    assert published_links.open_links(database, assessment, now()) == []


def test_its_files_equal_the_page(database: Database, visitor: TestClient) -> None:
    """Deck, report and text of the shown result without notes; no files of the answers, no other formats."""
    assessment = begun(database, everywhere(3) | {"P1": Answer(level=3, note="Only mine")}, team=HOSTILE, finished=True)
    secret = published_links.publish(database, assessment, 30, now(), KEY)
    page = visitor.get(f"/r/{secret}").text
    addresses = re.findall(r'href="([^"]+)" download', page)
    assert [address.rpartition(".")[2] for address in addresses] == ["pptx", "pdf", "md"]
    replies = [visitor.get(f"/r/{address}") for address in addresses]
    assert [(reply.status_code, "noindex" in reply.headers["x-robots-tag"]) for reply in replies] == [(200, True)] * 3
    assert len(Presentation(BytesIO(replies[0].content)).slides) >= 10
    pages = PdfReader(BytesIO(replies[1].content))
    assert not pages.attachments
    assert "Only mine" not in " ".join(sheet.extract_text() for sheet in pages.pages) + replies[2].text
    assert {visitor.get(f"/r/{secret}/result.{format}").status_code for format in ("xlsx", "cxm", "json", "csv")} == {
        404
    }
    assert visitor.get("/r/never/result.pdf").status_code == 404


def test_participants_of_an_ended_workshop_get_every_format(database: Database, visitor: TestClient) -> None:
    """After a workshop has ended: its session on the page and every format.

    Before that, and for a survey, it is refused.
    """
    workshop = workshops.begin(database)
    with pytest.raises(Refused):
        participant_links.share_with_participants(database, workshop.assessment.id, now(), KEY)
    survey = samples.survey(database)
    with pytest.raises(Refused, match="has ended"):
        participant_links.share_with_participants(database, survey, now(), KEY)
    ended = samples.workshop(database)
    assert participant_links.participant_secret(database, ended, now(), KEY) is None
    before = workshop_view.load_workshop(database, ended).version
    participant_links.share_with_participants(database, ended, now(), KEY)
    assert workshop_view.load_workshop(database, ended).version == before + 1
    secret = participant_links.participant_secret(database, ended, now(), KEY)
    page = visitor.get(f"/r/{secret}").text
    assert "=1+1: visit the depot &lt;b&gt;together&lt;/b&gt;" in page
    assert "Ask the depot again." not in page
    addresses = re.findall(r'href="([^"]+)" download', page)
    assert [address.rpartition(".")[2] for address in addresses] == list(FORMATS)
    for address in addresses:
        reply = visitor.get(f"/r/{address}")
        assert reply.status_code == 200, address
        assert b"Ask the depot again." not in reply.content, address
    [link] = published_links.open_links(database, ended, now())
    published_links.revoke(database, link.id, now())
    assert participant_links.participant_secret(database, ended, now(), KEY) is None
    assert visitor.get(f"/r/{addresses[0]}").status_code == 410
