"""Writes the files of a questionnaire as YAML with all texts in double quotes; a folder completely or not at all."""

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from cxmaturity.errors import Refused
from cxmaturity.text_cleaning import clean_text

SCHEMA_LINE = "# yaml-language-server: $schema=../schema.json\n"


def yaml_text(fields: Mapping[str, Any]) -> str:
    """Return a file's fields as YAML, without those that are None, an empty text, list or mapping."""
    return SCHEMA_LINE + "".join(f"{line}\n" for line in _fields(fields, ""))


def write_folder(files: Mapping[str, str], folder: Path) -> None:
    """Write these files into a new folder, all or none; raises Refused when the folder is not new or empty."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refused(f"{folder} is there already and is not empty.", "Name a new folder, or empty that one.")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        unfinished = Path(mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    except OSError as error:
        raise Refused(
            f"{folder} cannot be written: {error.strerror}.", "Choose a folder that you may write to."
        ) from None
    try:
        unfinished.chmod(0o755)
        for name, content in files.items():
            (unfinished / name).write_text(content, "utf-8", newline="\n")
        if folder.exists():
            folder.rmdir()
        os.replace(unfinished, folder)
    except OSError as error:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise Refused(
            f"{folder} cannot be written: {error.strerror}.", "Choose a folder that you may write to."
        ) from None


def _is_left_out(value: object) -> bool:
    return value is None or value == "" or value == [] or value == {}


def _fields(fields: Mapping[str, Any], indent: str) -> list[str]:
    lines = []
    for name, value in fields.items():
        if _is_left_out(value):
            continue
        if isinstance(value, Mapping):
            lines += [f"{indent}{name}:", *_fields(value, indent + "  ")]
        elif isinstance(value, list | tuple):
            lines += [f"{indent}{name}:", *_items(value, indent + "  ")]
        else:
            lines.append(f"{indent}{name}: {_scalar(value)}")
    return lines


def _items(values: list[Any] | tuple[Any, ...], indent: str) -> list[str]:
    lines = []
    for value in values:
        if isinstance(value, Mapping):
            inner = _fields(value, indent + "  ")
            lines += [f"{indent}- {inner[0].strip()}", *inner[1:]] if inner else [f"{indent}- {{}}"]
        else:
            lines.append(f"{indent}- {_scalar(value)}")
    return lines


def _scalar(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return f"{value:g}" if isinstance(value, int) or len(f"{value:g}") < 5 else repr(value)
    text = clean_text(str(value)).replace("\u2028", "\n").replace("\u2029", "\n")
    return json.dumps(text, ensure_ascii=False)  # a JSON string is a double-quoted YAML scalar
