"""The commands for access tokens, with which other programs read the data."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from cxmaturity.cli.database import app_database
from cxmaturity.cli.listings import AsJson
from cxmaturity.cli.output import local_day, print_json, print_table


def create(
    name: Annotated[str, typer.Argument(help="What it is for, such as “Board dashboard”.")],
    team: Annotated[str | None, typer.Option(help="Only the data of this team: its name or its id.")] = None,
    as_json: AsJson = False,
) -> None:
    """Create a token and print it, only this once.

    The database stores its hash.
    """
    from cxmaturity.services.sharing.access_tokens import create_token, revoke_token
    from cxmaturity.services.teams import team_by_name_or_id

    with app_database() as database:
        team_id = None if team is None else team_by_name_or_id(database, team).id
        made = create_token(database, name, team_id, datetime.now(UTC))
        try:
            if as_json:
                about = made.token
                print_json({"id": about.id, "name": about.name, "team": about.team_id, "token": made.secret})
            else:
                print(made.secret, flush=True)
        except OSError:  # nobody has read it
            revoke_token(database, made.token.id, datetime.now(UTC))
            raise


def list_all(as_json: AsJson = False) -> None:
    """List the valid tokens."""
    from cxmaturity.services.sharing.access_tokens import list_tokens
    from cxmaturity.services.teams import every_team
    from cxmaturity.wording import command_line as words

    with app_database() as database:
        tokens, teams = list_tokens(database), {team.id: team.name for team, _ in every_team(database)}
    if as_json:
        print_json(
            [
                {
                    "id": token.id,
                    "name": token.name,
                    "team": token.team_id,
                    "created_at": token.created_at.isoformat(),
                    "last_used_at": token.last_used_at.isoformat() if token.last_used_at else None,
                }
                for token in tokens
            ]
        )
    elif tokens:
        print_table(words.TOKEN_HEADINGS, [words.token_row(token, teams, local_day) for token in tokens])
    else:
        print(words.NO_TOKENS)


def revoke(token: Annotated[str, typer.Argument(help="Its id: see `cxmaturity token list`.", metavar="ID")]) -> None:
    """Revoke a token."""
    from cxmaturity.services.sharing.access_tokens import revoke_token
    from cxmaturity.wording.exports.sharing import TOKEN_WITHDRAWN

    with app_database() as database:
        revoke_token(database, token, datetime.now(UTC))
        print(TOKEN_WITHDRAWN)
