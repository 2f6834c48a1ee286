"""Edits the YAML of a questionnaire without changing comments, order and layout of the rest."""

from collections.abc import Callable
from io import StringIO
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from cxmaturity.errors import Refused

Path = tuple[str | int, ...]


def _yaml() -> YAML:
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 100_000
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def edited(text: str, change: Callable[[Any], None]) -> str:
    """Return a YAML text after calling `change` on its content; raises Refused when it is not a YAML mapping."""
    yaml, written = _yaml(), StringIO()
    try:
        content = yaml.load(text)
    except (YAMLError, RecursionError, ValueError):
        raise Refused("A file of it is not YAML that can be changed here.", "Mend it by hand first.") from None
    if not isinstance(content, CommentedMap):
        raise Refused("A file of it holds no fields.", "Mend it by hand first.")
    change(content)
    yaml.dump(content, written)
    return written.getvalue()


def place(questions: list[Any], question_id: str) -> int:
    """Return the index of the entry with an id; raises KeyError when there is none."""
    for i, entry in enumerate(questions):
        if isinstance(entry, dict) and entry.get("id") == question_id:
            return i
    raise KeyError(question_id)


def as_written(value: Any) -> Any:
    """Return a value in the notation to write: texts in double quotes, mappings and lists as blocks."""
    if isinstance(value, str):
        return DoubleQuotedScalarString(value)
    if isinstance(value, dict):
        return CommentedMap({name: as_written(part) for name, part in value.items()})
    if isinstance(value, list | tuple):
        return CommentedSeq([as_written(part) for part in value])
    return value


def set_field(content: Any, path: Path, value: Any) -> None:
    """Set the field at `path`; an empty value removes it.

    A step of the path may be the id of an entry of a list. Missing mappings on the path are added. Raises KeyError when
    the path does not exist.
    """
    node = content
    for step in path[:-1]:
        node = _step(node, step)
    last = path[-1]
    if isinstance(node, list):
        node[int(last)] = as_written(value)
    elif value is None or value in ("", [], {}):
        node.pop(last, None)
    else:
        node[last] = as_written(value)


def get_field(content: Any, path: Path) -> Any:
    """Return the value at `path`, None when there is none."""
    node = content
    try:
        for step in path:
            node = _step(node, step, make=False)
    except (KeyError, IndexError, TypeError):
        return None
    return node


def _step(node: Any, step: str | int, *, make: bool = True) -> Any:
    if isinstance(node, list):
        return node[step if isinstance(step, int) else place(node, step)]
    if step not in node and make:
        node[step] = CommentedMap()
    return node[step]
