"""Published links, access tokens, and the list of assessments for other programs, in the database."""

from datetime import timedelta

import pytest

from cxmaturity.answers import Answer
from cxmaturity.errors import Gone, NotFound, Refused
from cxmaturity.services.assessments import answering, closing, listing
from cxmaturity.services.sharing import access_tokens, published_links
from cxmaturity.store.database.engine import Database
from tests.store.fixtures import NOW, begin

pytestmark = pytest.mark.each_database

KEY = "an owner's key"


def test_a_published_link_is_open_until_it_is_withdrawn_or_has_expired(database: Database) -> None:
    """Two links of 7 and 30 days, newest first; one is withdrawn, the other ends with its last day."""
    view = begin(database)
    for question in view.questions:
        answering.save_answer(database, view, question.id, Answer(level=3), None, NOW)
    name, later = view.assessment.id, NOW + timedelta(minutes=1)
    week, month = (
        published_links.publish(database, name, days, moment, KEY) for days, moment in ((7, NOW), (30, later))
    )
    newest, oldest = published_links.open_links(database, name, later)
    assert [published_links.known_secret(KEY, link) for link in (newest, oldest)] == [month, week]
    report, link = published_links.published_report(database, week, later)
    assert report.section("stage") is not None
    assert link == oldest
    published_links.revoke(database, newest.id, later)
    for secret, moment in ((month, later), (week, NOW + timedelta(days=7, minutes=1))):
        with pytest.raises(Gone):
            published_links.published_report(database, secret, moment)
    assert published_links.open_links(database, name, later) == [oldest]


def test_a_token_is_valid_until_it_is_revoked(database: Database) -> None:
    """The secret is found by its hash; its use is stored once in ten minutes."""
    first, second = (
        access_tokens.create_token(database, name, None, NOW + timedelta(seconds=place))
        for place, name in enumerate(("First", "Second"))
    )
    assert [token.name for token in access_tokens.list_tokens(database)] == ["Second", "First"]
    for minutes, used in ((0, 0), (9, 0), (10, 10)):
        access_tokens.find_token(database, first.secret, NOW + timedelta(minutes=minutes))
        [token] = [token for token in access_tokens.list_tokens(database) if token.id == first.token.id]
        assert token.last_used_at == NOW + timedelta(minutes=used)
    access_tokens.revoke_token(database, first.token.id, NOW)
    assert access_tokens.find_token(database, first.secret, NOW) is None
    assert [token.id for token in access_tokens.list_tokens(database)] == [second.token.id]
    with pytest.raises(NotFound):
        access_tokens.revoke_token(database, first.token.id, NOW)


def test_a_revoked_token_makes_room_for_another(database: Database) -> None:
    """50 tokens are the most at a time; the 51st is refused until one of them is revoked."""
    first, *_ = (access_tokens.create_token(database, f"Program {number}", None, NOW) for number in range(50))
    with pytest.raises(Refused, match="50 tokens are there already"):
        access_tokens.create_token(database, "One more", None, NOW)
    access_tokens.revoke_token(database, first.token.id, NOW)
    access_tokens.create_token(database, "One more", None, NOW)
    assert len(access_tokens.list_tokens(database)) == 50


def test_assessments_are_listed_page_by_page_newest_first(database: Database) -> None:
    """Three of two teams: two, then the rest; of one team its own. Once finished, the day of that counts, as shown."""
    made = [
        begin(database, team, now=NOW + timedelta(hours=place)).assessment
        for place, team in enumerate(("Bakery", "Dairy", "Bakery"))
    ]
    first, second, third = (assessment.id for assessment in made)
    assert [row.id for row in listing.every_assessment(database, limit=2)] == [third, second]
    assert [row.id for row in listing.every_assessment(database, limit=2, offset=2)] == [first]
    assert [row.id for row in listing.every_assessment(database, made[0].team_id)] == [third, first]
    closing.close_assessment(database, first, NOW + timedelta(days=1))
    assert [row.id for row in listing.every_assessment(database)] == [first, third, second]
