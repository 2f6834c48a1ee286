"""The organisation's own template of the deck and logo of the report, kept in the data folder for every result."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Literal

from cxmaturity.errors import Refused
from cxmaturity.services import settings
from cxmaturity.wording.report.templates import (
    MAX_LOGO_BYTES,
    MAX_TEMPLATE_BYTES,
    cannot_be_kept,
    too_large_template,
    unreadable_template,
)

Kind = Literal["template", "logo"]

KEPT_AS = {"template": "template.pptx", "logo": "logo.png"}
"""The names of the files in the data folder; a logo may be a JPEG whatever it is called."""


def own_template() -> bytes | None:
    """Return the organisation's own template of the deck, None where there is none; raises Refused."""
    file = _place("template")
    try:
        if file.stat().st_size > MAX_TEMPLATE_BYTES:
            raise Refused(*too_large_template(MAX_TEMPLATE_BYTES))
        return file.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise Refused(*unreadable_template(str(file), error.strerror or "")) from error


def own_logo() -> bytes | None:
    """Return the logo for the first page of reports, None where there is none; cut where it is too large to be used."""
    with suppress(OSError), _place("logo").open("rb") as file:
        return file.read(MAX_LOGO_BYTES + 1)
    return None


def is_kept(kind: Kind) -> bool:
    """Return whether there is a template or a logo of one's own."""
    return _place(kind).is_file()


def keep(kind: Kind, content: bytes) -> None:
    """Keep a template or a logo for all that is exported from now on, in place of an earlier one.

    Raises Refused, with what it lacks, for one that could not be used, or where it cannot be written.
    """
    if kind == "template":
        from cxmaturity.export.slides.template import their_template  # slow to import, and asked for now and then

        their_template(content)
    else:
        from cxmaturity.export.pdf import usable_logo

        usable_logo(content)
    file = _place(kind)
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor, written = tempfile.mkstemp(dir=file.parent)
        with open(descriptor, "wb") as whole:
            whole.write(content)
        os.replace(written, file)
    except OSError as error:
        raise Refused(*cannot_be_kept(str(file), error.strerror or "")) from error


def remove(kind: Kind) -> None:
    """Remove the organisation's own template or logo; a second time changes nothing."""
    _place(kind).unlink(missing_ok=True)


def _place(kind: Kind) -> Path:
    return settings.DATA_FOLDER / KEPT_AS[kind]
