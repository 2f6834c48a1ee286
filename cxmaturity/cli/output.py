"""The output of commands: consoles of any encoding, errors without a traceback, JSON, tables, files."""

import codecs
import io
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any, NoReturn

import typer
from typer.core import TyperGroup

from cxmaturity.errors import CxMaturityError, Refused, ValidationErrors, without_library_prefix

WRONG_USE = 2
"""The exit code of a command that could not run."""
FAULTS = 1
"""The exit code when the checked file or database has faults or does not match."""

STANDARD_OUTPUT = "-"

_TYPED = {"–": "-", "—": "-", "·": "-", "“": '"', "”": '"', "’": "'", "…": "...", "→": "->", "×": "x", "≥": ">="}
"""ASCII replacements of typographic characters, for consoles that cannot show them."""


def local_day(moment: datetime) -> date:
    """Return the date of a moment in this machine's time zone."""
    return moment.astimezone().date()


def prepare_console() -> None:
    """Make printing replace characters that the console cannot show, by ASCII or a question mark."""
    codecs.register_error("cxmaturity", _as_typed)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="cxmaturity")


def _as_typed(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(_TYPED.get(character, "?") for character in error.object[error.start : error.end]), error.end


class Commands(TyperGroup):
    """The commands, which only raise errors: they are printed here, one per line and without a traceback."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command named in the arguments; raises typer.Exit with WRONG_USE after an error was printed."""
        try:
            done = super().invoke(ctx)
            if sys.stdout is not None:
                sys.stdout.flush()  # so that output which cannot be written is an error here
            return done
        except typer.BadParameter as error:
            error.message = without_library_prefix(error.message)
            raise
        except (CxMaturityError, OSError) as error:
            print_error(error)
            raise typer.Exit(WRONG_USE) from error


def print_error(error: CxMaturityError | OSError) -> None:
    """Print an error and how to fix it; of several faults each on a line."""
    if isinstance(error, ValidationErrors):
        print(*error.issues, sep="\n", file=sys.stderr)
    elif isinstance(error, CxMaturityError):
        print(error.message, error.fix, file=sys.stderr)
    elif not isinstance(error, BrokenPipeError):  # else the reader of the output has ended, such as `head`
        from cxmaturity.wording.command_line import file_problem

        print(file_problem(error), file=sys.stderr)


def end_program(code: int) -> NoReturn:
    """Exit the program; output that cannot be written is discarded, because Python would replace the code by 120."""
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    sys.exit(code)


def print_json(content: Any) -> None:
    """Print JSON, escaped as ASCII when the console cannot show it, so that its content stays the same."""
    is_unicode = (getattr(sys.stdout, "encoding", None) or "").lower().replace("-", "").startswith("utf")
    print(json.dumps(content, indent=2, ensure_ascii=not is_unicode), flush=True)


def print_table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table with columns as wide as their longest cell."""
    widths = [max(len(row[place]) for row in (headings, *rows)) for place in range(len(headings))]
    for row in (headings, *rows):
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def write_output(content: bytes, name: str, output: str | None, *, may_replace: bool) -> None:
    """Write a file and print its path.

    `output` is None for the file `name` in the current folder, a folder for `name` in that folder, STANDARD_OUTPUT, or
    a file, which is replaced. In a folder, a file is replaced only if `may_replace`. Raises Refused and OSError.
    """
    if output == STANDARD_OUTPUT and sys.stdout is None:
        raise Refused("The standard output is closed.", "Give a file with -o.")
    if output == STANDARD_OUTPUT:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    place = Path(output or ".")
    if place.is_dir():
        place = place / name
        if place.exists() and not may_replace:
            raise Refused(f"{place} is there already.", "Replace it with --force, or give another name with -o.")
    _write_whole(place, content)
    print(place)


def _write_whole(place: Path, content: bytes) -> None:
    """Write a file completely or not at all; something that is not a regular file, such as /dev/null, is written to."""
    try:
        if place.exists() and not place.is_file():
            place.write_bytes(content)
        else:
            _replace_file(place, content)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(place)) from error  # with the path that the person gave


def _replace_file(place: Path, content: bytes) -> None:
    descriptor, written = tempfile.mkstemp(dir=place.parent, prefix=".cxmaturity-")
    try:
        with open(descriptor, "wb") as whole:
            whole.write(content)
        with suppress(OSError):
            Path(written).chmod(0o666 & ~_current_umask())  # the mode that other programs give a new file
        os.replace(written, place)
    except BaseException:
        with suppress(OSError):
            Path(written).unlink()
        raise


def _current_umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
