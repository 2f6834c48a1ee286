"""Published results: a report as it was when it was published, at an address that cannot be guessed.

The secret, the last part of the address, is derived from the owner's key and the link's id. So the owner can show it
again, and the database, which stores only its hash, does not reveal it.
"""

import hmac
from base64 import urlsafe_b64encode
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from secrets import token_hex

from pydantic import TypeAdapter

from cxmaturity.errors import Gone, NotFound, Refused
from cxmaturity.records import PublishedLink
from cxmaturity.report.document import Report, SectionKey
from cxmaturity.services.locking import lock_assessment
from cxmaturity.store import sharing
from cxmaturity.store.database.engine import Database
from cxmaturity.store.sharing import secret_hash
from cxmaturity.wording.exports import sharing as words

DAYS = (7, 30, 90, 365)
"""The numbers of days for which a link may be published."""
MOST_LINKS = 20
"""The largest number of open links to one assessment."""

LEFT_OUT: tuple[SectionKey, ...] = ("appendix", "session")
"""The sections with texts that people wrote, which are not published."""

_MAX_SECRET = 100  # characters; a longer secret is not looked up


def publish(
    database: Database, assessment_id: str, days: int, now: datetime, owner_key: str, *, is_whole: bool = False
) -> str:
    """Publish the result of an assessment as it is now, for a number of days, and return the secret of its address.

    `now` is the current time in the owner's time zone. What people wrote is left out unless `is_whole`, for the
    participants of a closed workshop. Raises NotFound; Refused when nothing may be shown yet, for another number of
    days than DAYS, and for too many links.
    """
    if days not in DAYS:
        raise Refused(*words.UNKNOWN_DURATION)
    from cxmaturity.services import reports  # slow to import, and few processes publish

    report = reports.report(database, assessment_id, now)
    if report.section("hidden"):
        raise Refused(*words.NOTHING_TO_PUBLISH)
    left_out = () if is_whole else LEFT_OUT
    shown = replace(report, sections=tuple(s for s in report.sections if s.key not in left_out))
    link_id = token_hex(16)
    secret = link_secret(owner_key, link_id)
    link = PublishedLink(link_id, assessment_id, secret_hash(secret), now, now + timedelta(days=days), None, is_whole)
    with database.writing() as connection:
        row = lock_assessment(connection, assessment_id, for_share=True)
        if not row.has_result:
            raise Refused(*words.NOTHING_TO_PUBLISH)
        if is_whole and (row.is_open or row.mode != "workshop"):
            raise Refused(*words.ONLY_ENDED_WORKSHOPS)
        if sum(other.is_open(now) for other in sharing.links_of(connection, assessment_id)) >= MOST_LINKS:
            raise Refused(*words.too_many_links(MOST_LINKS))
        sharing.add_link(connection, link, _report_json().dump_json(shown).decode())
    return secret


def link_secret(owner_key: str, link_id: str) -> str:
    """Return the secret of a link, 256 bits that cannot be guessed without the owner's key."""
    digest = hmac.digest(owner_key.encode(), f"published link {link_id}".encode(), "sha256")
    return urlsafe_b64encode(digest).decode().rstrip("=")


def known_secret(owner_key: str, link: PublishedLink) -> str | None:
    """Return the secret of a link; None when it was published under an earlier key of the owner."""
    secret = link_secret(owner_key, link.id)
    return secret if hmac.compare_digest(secret_hash(secret), link.secret_hash) else None


def open_links(database: Database, assessment_id: str, now: datetime) -> list[PublishedLink]:
    """Return the open links to an assessment, newest first."""
    with database.reading() as connection:
        return [link for link in sharing.links_of(connection, assessment_id) if link.is_open(now)]


def revoke(database: Database, link_id: str, now: datetime) -> None:
    """Withdraw a link and delete its report from the database; no effect when it is withdrawn already."""
    with database.writing() as connection:
        sharing.revoke_link(connection, link_id, now)


def published_report(database: Database, secret: str, now: datetime) -> tuple[Report, PublishedLink]:
    """Return the report with this secret, and its link; raises NotFound, and Gone for an expired or withdrawn link."""
    with database.reading() as connection:
        row = sharing.link_by_hash(connection, secret_hash(secret[:_MAX_SECRET]))
    if row is None:
        raise NotFound(*words.NO_LINK)
    link, content, is_kept = row
    if not is_kept or not link.is_open(now):
        raise Gone(*words.LINK_ENDED)
    return _report_json().validate_json(content), link


@cache
def _report_json() -> TypeAdapter[Report]:
    return TypeAdapter(Report)
