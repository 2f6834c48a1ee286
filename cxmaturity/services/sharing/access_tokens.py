"""Access tokens, with which other programs read the data of one team or of all until a token is revoked."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_hex, token_urlsafe

from cxmaturity.errors import NotFound, Refused
from cxmaturity.records import AccessToken
from cxmaturity.services.teams import find_team
from cxmaturity.store import sharing
from cxmaturity.store.database.engine import Database
from cxmaturity.store.sharing import secret_hash
from cxmaturity.text_cleaning import clean_name
from cxmaturity.wording.exports import sharing as words

PREFIX = "cxm_"
"""The beginning of every token, by which scanners recognise a leaked one."""
MOST_TOKENS = 50
"""The largest number of tokens at a time."""

_MAX_LENGTH = 200  # characters; a longer token is not looked up
_USE_IS_NOTED_EVERY = timedelta(minutes=10)  # writing at each request would delay all other writers


@dataclass(frozen=True, slots=True)
class NewToken:
    """A new token: its stored record, and `secret`, the token itself, which is shown only once."""

    token: AccessToken
    secret: str


def create_token(database: Database, name: str, team_id: str | None, now: datetime) -> NewToken:
    """Create a token for the data of a team, or with None of all teams; raises Refused and NotFound."""
    secret = f"{PREFIX}{token_urlsafe(32)}"
    token = AccessToken(token_hex(8), secret_hash(secret), clean_name(name, "The token"), team_id, now, None, None)
    with database.writing() as connection:
        if team_id is not None:
            find_team(connection, team_id)
        if sum(known.revoked_at is None for known in sharing.tokens(connection)) >= MOST_TOKENS:
            raise Refused(*words.too_many_tokens(MOST_TOKENS))
        sharing.add_token(connection, token)
    return NewToken(token, secret)


def list_tokens(database: Database) -> list[AccessToken]:
    """Return the tokens that are not revoked, newest first."""
    with database.reading() as connection:
        return [token for token in sharing.tokens(connection) if token.revoked_at is None]


def revoke_token(database: Database, token_id: str, now: datetime) -> None:
    """Revoke a token; raises NotFound when there is none with this id, or it is revoked already."""
    with database.writing() as connection:
        if not sharing.change_token(connection, token_id, revoked_at=now):
            raise NotFound(*words.NO_TOKEN)


def find_token(database: Database, secret: str, now: datetime) -> AccessToken | None:
    """Return the valid token with this secret, None without one; now and then it stores when a token was used."""
    if not secret.startswith(PREFIX) or len(secret) > _MAX_LENGTH:
        return None
    with database.reading() as connection:
        token = sharing.token_by_hash(connection, secret_hash(secret))
    if token and (token.last_used_at is None or now - token.last_used_at >= _USE_IS_NOTED_EVERY):
        with database.writing() as connection:
            sharing.change_token(connection, token.id, last_used_at=now)
    return token
