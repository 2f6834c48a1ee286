"""Reads the files of a questionnaire's folder as plain values, with their line numbers and all faults of notation."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import nan
from pathlib import Path
from stat import S_ISREG
from typing import Any

import yaml

from cxmaturity.errors import Issue, ValidationErrors

MODEL_FILE = "model.yaml"

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C parser, if PyYAML has it, is ten times faster
_MAX_DEPTH = 20  # far more than a questionnaire needs
_MAX_VALUES = 100_000
MAX_BYTES = 2 << 20
"""The largest file that is read, in bytes."""

MAX_FILES = 100
"""The largest number of YAML files in the folder of a questionnaire."""
_SUFFIXES = (".yaml", ".yml")
_OTHER_FOLDER = f"Give the folder of a questionnaire, one with a {MODEL_FILE}"


@dataclass(slots=True)
class YamlFile:
    """A parsed file: its plain values, and by path the line, the YAML type and text; and its faults of notation."""

    name: str
    data: Any = None
    lines: dict[tuple[str | int, ...], int] = field(default_factory=dict)
    written: dict[tuple[str | int, ...], tuple[str, str]] = field(default_factory=dict)  # YAML type, text
    faults: dict[tuple[str | int, ...], tuple[str, str]] = field(default_factory=dict)
    unreadable: Issue | None = None

    @property
    def issues(self) -> list[Issue]:
        """The faults of notation in the file."""
        if self.unreadable:
            return [self.unreadable]
        return [Issue(self.name, self.place(path), *fault) for path, fault in self.faults.items()]

    def line(self, path: tuple[str | int, ...]) -> int:
        """Return the line of `path`, or of its longest part that exists in the file."""
        while path not in self.lines and path:
            path = path[:-1]
        return self.lines.get(path, 1)

    def place(self, path: tuple[str | int, ...]) -> str:
        """Return `path` for a message: the line, then the item by its id where it has one, then the field."""
        words: list[str] = []
        node = self.data
        for step in path:
            try:
                node = node[step]
            except (KeyError, IndexError, TypeError):
                node = None
            if isinstance(step, str):
                words.append(step)
            elif isinstance(node, dict) and isinstance(node.get("id"), str):
                words = [node["id"]]
            else:
                words.append(f"{words.pop() if words else ''}[{step + 1}]")
        return f"line {self.line(path)}" + (f", {'.'.join(words)}" if words else "")

    def fault(self, path: tuple[str | int, ...], problem: str, fix: str) -> None:
        """Add a fault of notation, unless there is one at this path already."""
        self.faults.setdefault(path, (problem, fix))


def read_folder(folder: Path) -> dict[str, YamlFile]:
    """Return the YAML files of a questionnaire's folder by name; raises ValidationErrors where it cannot be one."""
    try:
        names = sorted(n for n in os.listdir(folder) if n.endswith(_SUFFIXES) and _is_part(folder / n))
    except FileNotFoundError:
        raise _unusable(folder, "there is no such folder", _OTHER_FOLDER) from None
    except OSError as error:
        raise _unusable(folder, f"it cannot be opened: {error.strerror}", _OTHER_FOLDER) from None
    if MODEL_FILE not in names:
        raise _unusable(folder, f"it has no {MODEL_FILE}", _OTHER_FOLDER)
    if len(names) > MAX_FILES:
        raise _unusable(folder, f"it has more than {MAX_FILES} YAML files", "Take out those that do not belong to it")
    return {name: _read(folder / name, f"{folder.name}/{name}") for name in names}


def read_texts(path: Path, name: str) -> YamlFile:
    """Return a file of another model with every scalar as the text in the file; `No` is not read as false."""
    file = YamlFile(name)
    try:
        node = _compose(_read_text(path))
        file.data = _as_texts(node, file) if node else {}
    except (_TooLarge, UnicodeDecodeError, OSError):
        file.unreadable = Issue(name, "", "it cannot be read as UTF-8 text of at most 2 MB", "Save it as UTF-8")
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        file.unreadable = Issue(name, place, "it is not YAML", "Mend the layout at this place")
    if not isinstance(file.data, dict):
        file.data = {}
    return file


def _as_texts(node: yaml.Node, file: YamlFile, path: tuple[str | int, ...] = ()) -> Any:
    """Return a node as texts, lists and mappings; raises MarkedYAMLError when aliases make it too large."""
    file.lines[path] = node.start_mark.line + 1
    if len(path) > _MAX_DEPTH or len(file.lines) > _MAX_VALUES:
        raise yaml.MarkedYAMLError(None, None, "aliases (*) make it grow without end", node.start_mark)
    if isinstance(node, yaml.SequenceNode):
        return [_as_texts(n, file, (*path, i)) for i, n in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        pairs = ((key, value) for key, value in node.value if isinstance(key, yaml.ScalarNode))
        return {key.value: _as_texts(value, file, (*path, key.value)) for key, value in pairs}
    return "" if node.tag.endswith(":null") else node.value


def _unusable(folder: Path, problem: str, fix: str) -> ValidationErrors:
    return ValidationErrors(f"The questionnaire in {folder.name}", [Issue(str(folder), "", problem, fix)])


def _is_part(path: Path) -> bool:
    """Return whether a path is a file; True for an inaccessible one, so that reading it reports the error."""
    try:
        return S_ISREG(path.stat().st_mode)
    except OSError:
        return True


def _read_text(path: Path) -> str:
    """Return the text of a file, with the line ends of Unix; raises _TooLarge, UnicodeDecodeError and OSError."""
    with path.open("rb") as file:
        content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise _TooLarge
    return content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")


class _TooLarge(Exception):
    """Raised for a file that is larger than any of a questionnaire."""


def _read(path: Path, name: str) -> YamlFile:
    file = YamlFile(name)
    text = ""
    try:
        text = _read_text(path)
        node = _compose(text)
        file.data = _plain(node, file, ()) if node else None
        if not isinstance(file.data, dict) or not file.data:
            file.unreadable = Issue(name, "line 1", "the file holds no fields", "Write 'field: value' lines")
    except _TooLarge:
        problem = f"it is larger than {MAX_BYTES >> 20} MB, far more than a questionnaire needs"
        file.unreadable = Issue(name, "", problem, "Take out what does not belong there")
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f"line {mark.line + 1}, column {mark.column + 1}" if mark else "line 1"
        file.unreadable = Issue(name, place, f"it is not YAML: {error.problem}", "Mend the layout at this place")
    except yaml.reader.ReaderError as error:
        place = f"line {text.encode()[: error.position].count(10) + 1}"
        problem = f"the character U+{error.character:04X} does not belong in a text"
        file.unreadable = Issue(name, place, problem, "Take it out")
    except UnicodeDecodeError:
        file.unreadable = Issue(name, "", "it cannot be read as UTF-8 text", "Save the file as UTF-8")
    except FileNotFoundError:
        if path.is_symlink():
            fix = "Take the link away; an editor makes one while it changes a file: save and close it there"
            file.unreadable = Issue(name, "", "it is a link that leads nowhere", fix)
        else:
            file.unreadable = Issue(name, "", "it was removed while it was read", "Put it back, or reload the page")
    except OSError as error:
        fix = "Check the permissions of the file and its folder"
        file.unreadable = Issue(name, "", f"it cannot be opened: {error.strerror}", fix)
    if file.unreadable:
        file.data = {}
    return file


def _compose(text: str) -> yaml.Node | None:
    """Return the tree of nodes; raises MarkedYAMLError above _MAX_VALUES, and above _MAX_DEPTH: the C parser would
    overflow its stack.
    """
    depth = 0
    for count, event in enumerate(yaml.parse(text, Loader=_Loader)):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        problem = ""
        if count > _MAX_VALUES:
            problem = f"the file holds more than {_MAX_VALUES:,} values"
        if depth > _MAX_DEPTH:
            problem = f"more than {_MAX_DEPTH} lists or fields stand inside one another"
        if problem:
            raise yaml.MarkedYAMLError(None, None, problem, event.start_mark)  # type: ignore[arg-type]  # the C reader's own mark
    node: yaml.Node | None = yaml.compose(text, Loader=_Loader)
    return node


def _plain(node: yaml.Node, file: YamlFile, path: tuple[str | int, ...], above: tuple[yaml.Node, ...] = ()) -> Any:
    """Return a YAML node as plain values, and record in `file` the line of each and faults of notation."""
    file.lines[path] = node.start_mark.line + 1
    if node in above:
        file.fault(path, "it contains itself through an alias (*)", "Write the value out")
        return None
    if len(path) > _MAX_DEPTH or len(file.lines) > _MAX_VALUES:
        raise yaml.MarkedYAMLError(None, None, "aliases (*) make it grow without end", node.start_mark)
    above = (*above, node)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(n, file, (*path, i), above) for i, n in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        return dict(_pairs(node, file, path, above))
    kind = node.tag.rsplit(":", 1)[-1]
    file.written[path] = (kind, node.value)
    if kind == "bool" and node.value not in ("true", "false"):
        file.fault(path, f"{node.value} without quotes is read as true or false", f'Write "{node.value}" or true/false')
        return node.value
    return _scalar(kind, node.value)


def _pairs(
    node: yaml.MappingNode, file: YamlFile, path: tuple[str | int, ...], above: tuple[yaml.Node, ...]
) -> Iterator[tuple[str, Any]]:
    names: set[str] = set()
    for key_node, value_node in node.value:
        key = key_node.value if isinstance(key_node, yaml.ScalarNode) else "?"
        file.lines[(*path, key)] = key_node.start_mark.line + 1
        if key in names:
            file.fault((*path, key), f"'{key}' is given twice", "Keep one of them")
            continue
        if not key_node.tag.endswith(":str"):
            file.fault((*path, key), f"the field name {key} is not text", f'Write "{key}" in quotes')
        names.add(key)
        value = _plain(value_node, file, (*path, key), above)
        file.lines[(*path, key)] = key_node.start_mark.line + 1
        yield key, value


def _scalar(kind: str, text: str) -> Any:
    if kind == "bool":
        return text == "true"
    if kind == "null":
        return None
    if kind in ("int", "float"):
        try:
            return int(text) if kind == "int" else float(text)
        except ValueError:
            return nan  # a number in YAML only, such as 1:30 or .inf, which the schema then rejects
    return nan if kind == "timestamp" else text
