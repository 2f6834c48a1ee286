"""Commands about the app and its whole database: starting, backing up, restoring, the demo data."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cxmaturity.services.settings import QUESTIONNAIRES, load_settings, protect_data_folder

if TYPE_CHECKING:
    from cxmaturity.store.database.engine import Database


@contextmanager
def app_database() -> Iterator["Database"]:
    """Context manager: yield the app's database, created if there is none."""
    from cxmaturity.store.database.engine import open_database  # slow to import, and some commands need no database

    protect_data_folder()
    with closing(open_database(load_settings().database_url)) as database:
        yield database


def _parse_port(text: str | int) -> int:
    digits = str(text)
    if digits.isascii() and digits.isdigit() and len(digits) <= len("65535") and 1 <= int(digits) <= 65535:
        return int(digits)
    raise typer.BadParameter(f"“{text}” is no port. Give a number from 1 to 65535.")


def run(
    port: Annotated[int, typer.Option(parser=_parse_port, metavar="PORT", help="The port to listen on.")] = 8501,
    network: Annotated[bool, typer.Option("--network", help="Let other machines reach it.")] = False,
) -> None:
    """Start the app and open the browser."""
    from cxmaturity.cli.server import start  # the other commands need neither sockets nor a browser

    start(port, network)


def backup(
    file: Annotated[Path, typer.Argument(help="The file to write, which must not be there yet.")],
) -> None:
    """Write the whole database to one file.

    The app may run meanwhile. Every row is compared.
    """
    from cxmaturity.services import backups

    contents = backups.back_up(load_settings().database_url, file)
    print(f"{file} has everything: {contents}. Every row was compared.")


def restore(
    file: Annotated[Path, typer.Argument(help="The file of a backup.")],
) -> None:
    """Write a backup to a new or empty database.

    Stop the app before. Every row is compared.
    """
    from cxmaturity.services import backups

    contents = backups.restore(load_settings().database_url, file)
    print(f"The database has everything of {file}: {contents}. Every row was compared.")


def demo() -> None:
    """Add the demo data.

    An invented organisation with its past. A second time changes nothing.
    """
    from cxmaturity.questionnaire.loading import load_questionnaire
    from cxmaturity.services.demo import loading
    from cxmaturity.wording import command_line as words

    with app_database() as database:
        is_there = loading.is_demo_loaded(database)
        if not is_there:
            loading.load_demo(database, load_questionnaire(QUESTIONNAIRES / loading.QUESTIONNAIRE), datetime.now(UTC))
        print(words.DEMO_THERE if is_there else words.DEMO_LOADED)
