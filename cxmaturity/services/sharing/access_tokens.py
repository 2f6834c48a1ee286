"""Tokens by which other programs read: stored hashed, of one team or of all, until they are withdrawn."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_hex, token_urlsafe

from cxmaturity.errors import NotFound, Refused
from cxmaturity.records import AccessToken
from cxmaturity.store import sharing, teams
from cxmaturity.store.database.engine import Database
from cxmaturity.text_cleaning import clean_name
from cxmaturity.wording.exports import sharing as words

PREFIX = "cxm_"
"""What every token begins with, so that a leaked one is known for what it is."""
MOST_TOKENS = 50
"""How many tokens may be there at a time."""

_MAX_LENGTH = 200  # characters of a token that are looked at
_USE_IS_NOTED_EVERY = timedelta(minutes=10)  # a write for each request would hold up everyone


@dataclass(frozen=True, slots=True)
class NewToken:
    """A token that was just made: what is stored of it, and `secret`, which is shown this once."""

    token: AccessToken
    secret: str


def create_token(database: Database, name: str, team_id: str | None, now: datetime) -> NewToken:
    """Make a token for the data of a team, or (None) of all; raises Refused and NotFound."""
    secret = f"{PREFIX}{token_urlsafe(32)}"
    token = AccessToken(token_hex(8), _hash(secret), clean_name(name, "The token"), team_id, now, None, None)
    with database.writing() as connection:
        if team_id is not None and team_id not in {team.id for team in teams.every_team(connection)}:
            raise NotFound(*words.NO_TEAM)
        if sum(known.revoked_at is None for known in sharing.tokens(connection)) >= MOST_TOKENS:
            raise Refused(*words.too_many_tokens(MOST_TOKENS))
        sharing.add_token(connection, token)
    return NewToken(token, secret)


def list_tokens(database: Database) -> list[AccessToken]:
    """Return the tokens that work, the newest first."""
    with database.reading() as connection:
        return [token for token in sharing.tokens(connection) if token.revoked_at is None]


def revoke_token(database: Database, token_id: str, now: datetime) -> None:
    """Let a token work no more; raises NotFound for one that is not there or works no more already."""
    with database.writing() as connection:
        if not sharing.change_token(connection, token_id, revoked_at=now):
            raise NotFound(*words.NO_TOKEN)


def find_token(database: Database, secret: str, now: datetime) -> AccessToken | None:
    """Return the token that works and has this secret, and note its use now and then; None without one."""
    if not secret.startswith(PREFIX) or len(secret) > _MAX_LENGTH:
        return None
    with database.reading() as connection:
        token = sharing.token_by_hash(connection, _hash(secret))
    if token and (token.last_used_at is None or now - token.last_used_at >= _USE_IS_NOTED_EVERY):
        with database.writing() as connection:
            sharing.change_token(connection, token.id, last_used_at=now)
    return token


def _hash(secret: str) -> str:
    return sha256(secret.encode("utf-8", "surrogateescape")).hexdigest()
