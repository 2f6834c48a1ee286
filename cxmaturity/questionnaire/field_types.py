"""Types of a questionnaire's fields: texts, ids, versions and languages, and the base of its parts."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

# Printable text only: a stray control character would end up in pages, exports and projected screens.
_PRINTABLE = r"^[^\x00-\x1f\x7f-\x9f]*$"
_PRINTABLE_LINES = r"^[^\x00-\x09\x0b-\x1f\x7f-\x9f]*$"
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000, pattern=_PRINTABLE)]
"""A text of one line, such as a name or a title."""
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=5000, pattern=_PRINTABLE_LINES)]
"""A text of one or more lines."""
MAX_ID_LENGTH = 80
ID_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9._-]*$"
VERSION_PATTERN = r"^\d+\.\d+\.\d+$"
LANGUAGE_PATTERN = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
Id = Annotated[str, StringConstraints(max_length=MAX_ID_LENGTH, pattern=ID_PATTERN)]
Version = Annotated[str, StringConstraints(max_length=40, pattern=VERSION_PATTERN)]
Language = Annotated[str, StringConstraints(pattern=LANGUAGE_PATTERN)]


def is_left_out(value: object) -> bool:
    """Return whether an optional field has its default; it is then omitted, so that older digests stay valid."""
    return value is None or value == "" or value == ()


class FrozenModel(BaseModel):
    """Base class: immutable, with strict types, without unknown fields."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")
