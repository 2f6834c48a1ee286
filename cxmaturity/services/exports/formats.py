"""The formats of exported files, in a module that imports none of the modules that write them."""

from collections.abc import Mapping
from typing import Literal, get_args

Format = Literal["pptx", "pdf", "xlsx", "cxm", "csv", "json", "md"]
"""The formats of a file of one assessment, which are also its file name extensions."""

FORMATS: tuple[Format, ...] = get_args(Format)

CollectionFormat = Literal["cxm", "xlsx", "parquet", "csv"]
"""The formats of files of many assessments."""

AnyFormat = Literal["pptx", "pdf", "xlsx", "cxm", "csv", "json", "md", "parquet"]

TableName = Literal["assessments", "levels", "answers", "verdicts", "actions"]
TABLE_NAMES: tuple[TableName, ...] = get_args(TableName)
"""The names of the tidy tables."""

_OFFICE = "application/vnd.openxmlformats-officedocument"
MEDIA_TYPES: Mapping[str, str] = {
    "pptx": f"{_OFFICE}.presentationml.presentation",
    "pdf": "application/pdf",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    "cxm": "application/vnd.cxmaturity+zip",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "md": "text/markdown; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
}

PICTURE_TYPES: Mapping[str, str] = {"svg": "image/svg+xml", "png": "image/png"}

PACKED_MEDIA_TYPES = tuple(MEDIA_TYPES[format] for format in ("pptx", "pdf", "xlsx", "cxm"))
"""The media types of files that are compressed already."""
