"""Reads and writes published links and access tokens."""

from dataclasses import asdict
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection, insert, select, update

from cxmaturity.records import AccessToken, PublishedLink
from cxmaturity.store import tables as t
from cxmaturity.store.assessments import IS_KEPT

_LINK_COLUMNS = [t.published_link.c[name] for name in PublishedLink.__slots__]


def secret_hash(secret: str) -> str:
    """Return the hash under which the secret of a link, or a token, is stored."""
    return sha256(secret.encode("utf-8", "surrogateescape")).hexdigest()


def add_link(connection: Connection, link: PublishedLink, content: str) -> None:
    """Insert a published link with the report that it shows, as JSON."""
    connection.execute(insert(t.published_link).values(**asdict(link), content=content))


def links_of(connection: Connection, assessment_id: str) -> list[PublishedLink]:
    """Return the published links of an assessment, newest first."""
    c = t.published_link.c
    query = select(*_LINK_COLUMNS).where(c.assessment_id == assessment_id).order_by(c.created_at.desc(), c.id)
    return [PublishedLink(**row) for row in connection.execute(query).mappings()]


def link_by_hash(connection: Connection, secret_hash: str) -> tuple[PublishedLink, str, bool] | None:
    """Return the link with this hash, its report, and whether its assessment still exists; None without one."""
    c = t.published_link.c
    query = select(*_LINK_COLUMNS, c.content, IS_KEPT.label("is_kept")).join(t.assessment)
    row = connection.execute(query.where(c.secret_hash == secret_hash)).one_or_none()
    return (PublishedLink(*row[: len(_LINK_COLUMNS)]), row.content, bool(row.is_kept)) if row else None


def revoke_link(connection: Connection, link_id: str, now: datetime) -> bool:
    """Revoke a link, and return whether it was open until now."""
    c = t.published_link.c
    change = update(t.published_link).where(c.id == link_id, c.revoked_at.is_(None)).values(revoked_at=now, content="")
    return connection.execute(change).rowcount > 0


def add_token(connection: Connection, token: AccessToken) -> None:
    """Add an access token."""
    connection.execute(insert(t.access_token).values(**asdict(token)))


def tokens(connection: Connection) -> list[AccessToken]:
    """Return all access tokens, newest first."""
    c = t.access_token.c
    rows = connection.execute(select(t.access_token).order_by(c.created_at.desc(), c.id))
    return [AccessToken(**row) for row in rows.mappings()]


def token_by_hash(connection: Connection, token_hash: str) -> AccessToken | None:
    """Return the token with this hash if it is not revoked, else None."""
    c = t.access_token.c
    query = select(t.access_token).where(c.token_hash == token_hash, c.revoked_at.is_(None))
    row = connection.execute(query).mappings().one_or_none()
    return AccessToken(**row) if row else None


def change_token(connection: Connection, token_id: str, **changes: datetime) -> bool:
    """Set `revoked_at` or `last_used_at` of a token that is not revoked; return whether there is one."""
    c = t.access_token.c
    change = update(t.access_token).where(c.id == token_id, c.revoked_at.is_(None)).values(**changes)
    return connection.execute(change).rowcount > 0
