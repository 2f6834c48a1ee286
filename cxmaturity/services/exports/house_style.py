"""The organisation's own template for decks and logo for reports, stored in the data folder for all results."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Literal

from cxmaturity.errors import Refused
from cxmaturity.services import settings
from cxmaturity.wording.exports.house_style import (
    MAX_LOGO_BYTES,
    MAX_TEMPLATE_BYTES,
    TOO_LARGE_TEMPLATE,
    cannot_be_kept,
    unreadable_template,
)

Kind = Literal["template", "logo"]

KEPT_AS = {"template": "template.pptx", "logo": "logo.png"}
"""The names of the files in the data folder; a logo may be a JPEG whatever it is called."""


def own_template() -> bytes | None:
    """Return the organisation's template for decks, None without one; raises Refused when it cannot be read."""
    file = _place("template")
    try:
        if file.stat().st_size > MAX_TEMPLATE_BYTES:
            raise Refused(*TOO_LARGE_TEMPLATE)
        return file.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise Refused(*unreadable_template(str(file), error.strerror or "")) from error


def own_logo() -> bytes | None:
    """Return the logo for the first page of reports, None without one; at most one byte more than the limit is read."""
    with suppress(OSError), _place("logo").open("rb") as file:
        return file.read(MAX_LOGO_BYTES + 1)
    return None


def is_kept(kind: Kind) -> bool:
    """Return whether the organisation's template or logo is stored."""
    return _place(kind).is_file()


def keep(kind: Kind, content: bytes) -> None:
    """Store a template or a logo, which all later exports use, in place of an earlier one.

    Raises Refused when it is not usable, with the reason, or when it cannot be written.
    """
    if kind == "template":
        from cxmaturity.export.slides.template import their_template  # slow to import, and rarely needed

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
    """Remove the organisation's template or logo; no effect when there is none."""
    _place(kind).unlink(missing_ok=True)


def _place(kind: Kind) -> Path:
    return settings.DATA_FOLDER / KEPT_AS[kind]
