"""The command line: every command with its name. Each is a function of a module in this folder.

Exit codes: 0 done; 1 the checked file or database has faults or does not match; 2 the command could not run.
"""

import sys
from collections.abc import Callable
from contextlib import suppress
from typing import NoReturn

import typer

from cxmaturity.cli import database, export_import, listings, preview, questionnaires, tokens
from cxmaturity.cli.convert import convert
from cxmaturity.cli.output import WRONG_USE, Commands, end_program, prepare_console, print_error

app = typer.Typer(
    cls=Commands,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 done; 1 what was looked at has faults or does not match; 2 it cannot be done as asked. "
    "All commands work on the database of the app, CXMATURITY_DATABASE_URL. Each has an example: cxmaturity teams -h",
)


@app.callback()
def main() -> None:
    """How well do you serve your customers? A maturity self-assessment."""


token = typer.Typer(no_args_is_help=True, help="Tokens by which other programs read the data.", rich_markup_mode=None)
app.add_typer(token, name="token")


def _add(name: str, command: Callable[..., None], *examples: str) -> None:
    """Add a command; a name of two words adds it to the group of the first. Examples are listed below its help."""
    lines = "\n".join(f"  cxmaturity {name} {example}".rstrip() for example in examples)
    group, _, last = name.rpartition(" ")
    (token if group else app).command(last, epilog=f"\b\nFor example:\n{lines}")(command)


_add("run", database.run, "", "--port 8502 --network")
_add("check", questionnaires.check, "", "backup.db", "questionnaires/cx", "--strict questionnaires/cx")
_add("score", questionnaires.score, "answers.json", "--pulse answers.json")
_add("convert", convert, "model.xlsx --from csv -o questionnaires/mine", "core --from samm -o questionnaires/samm")
_add("preview", preview.preview, "answers.csv", "--sheet Answers --mapping choices.json answers.xlsx")
_add("teams", listings.teams, "", "--json")
_add("assessments", listings.assessments, "", "--json", "--team 'Team North'")
_add("result", listings.result, "ID", "ID --json")
_add(
    "export",
    export_import.export,
    "ID --format pptx",
    "ID --format json -o result.json",
    "--all --format cxm",
    "--all --format parquet --table levels",
)
_add(
    "import",
    export_import.import_file,
    "result.cxm",
    "all.cxm --same-name rename",
    "answers.csv --team 'Team North' --label 2026 --privacy open",
)
_add("verify", export_import.verify, "report.pdf")
_add("backup", database.backup, "backup.db")
_add("restore", database.restore, "backup.db")
_add("demo", database.demo, "")
_add("token create", tokens.create, "'Board dashboard'", "'Team North' --team 'Team North'")
_add("token list", tokens.list_all, "", "--json")
_add("token revoke", tokens.revoke, "ID")


def run_command_line(arguments: list[str] | None = None) -> NoReturn:
    """Run the command in the arguments, by default those of this process, and exit the program with its code.

    An unexpected error is printed as one line, without a traceback.
    """
    prepare_console()
    code = WRONG_USE
    with suppress(OSError):  # not even the error stream can be written
        try:
            app(args=arguments, prog_name="cxmaturity")
        except SystemExit as ended:
            if isinstance(ended.code, str):
                print(ended.code, file=sys.stderr)
            else:
                code = ended.code or 0
        except OSError as error:
            print_error(error)
        except Exception as error:
            print(f"Something went wrong that was not foreseen: {type(error).__name__}: {error}", file=sys.stderr)
    end_program(code)
