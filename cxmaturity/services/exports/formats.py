"""The formats of files of one assessment; apart, so that listing them imports nothing that writes one."""

from collections.abc import Mapping
from typing import Literal, get_args

Format = Literal["csv", "json"]
"""The formats of a file of one assessment, which are also how its name ends."""

FORMATS: tuple[Format, ...] = get_args(Format)

MEDIA_TYPES: Mapping[Format, str] = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}
