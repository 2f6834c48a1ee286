"""Loads a questionnaire from a folder of YAML files, or lists every fault with its file, line and place."""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from math import nan
from pathlib import Path
from stat import S_ISREG
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from cxmaturity.errors import Issue, ValidationErrors, suggest_name
from cxmaturity.questionnaire.checks import QuestionnaireDraft, check_draft
from cxmaturity.questionnaire.schema import ClaimsFile, CrosswalkFile, Dimension, ModelFile, Questionnaire

MODEL_FILE = "model.yaml"
CLAIMS_FILE = "claims.yaml"
CROSSWALK_FILE = "crosswalk.yaml"

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C parser where PyYAML has it: ten times faster
_MAX_DEPTH = 20  # far beyond what a questionnaire needs
_MAX_VALUES = 100_000
_MAX_BYTES = 2 << 20
_MAX_FILES = 100
_SUFFIXES = (".yaml", ".yml")
_OTHER_FOLDER = f"Give the folder of a questionnaire, one with a {MODEL_FILE}"
M = TypeVar("M", bound=BaseModel)
_KINDS = {"bool": "true or false", "int": "a number", "float": "a number", "null": "nothing", "timestamp": "a date"}


@dataclass(slots=True)
class _File:
    """One parsed file: its plain values; by path in it the line, the YAML type and text, and faults of notation."""

    name: str
    data: Any = None
    lines: dict[tuple[str | int, ...], int] = field(default_factory=dict)
    written: dict[tuple[str | int, ...], tuple[str, str]] = field(default_factory=dict)  # YAML type, text
    faults: dict[tuple[str | int, ...], tuple[str, str]] = field(default_factory=dict)
    unreadable: Issue | None = None

    @property
    def issues(self) -> list[Issue]:
        """Every fault found while reading the file."""
        if self.unreadable:
            return [self.unreadable]
        return [Issue(self.name, self.place(path), *fault) for path, fault in self.faults.items()]

    def line(self, path: tuple[str | int, ...]) -> int:
        """Return the line of `path`, or of the longest part of it that stands in the file."""
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
        self.faults.setdefault(path, (problem, fix))


def load_questionnaire(folder: Path) -> Questionnaire:
    """Return the questionnaire in `folder`.

    Raises ValidationErrors with every fault in every file when anything is wrong.
    """
    files = _read_folder(folder)
    issues = [i for f in files.values() for i in f.issues]
    model = _validate(files[MODEL_FILE], ModelFile, issues)
    claims = _validate(files[CLAIMS_FILE], ClaimsFile, issues) if CLAIMS_FILE in files else None
    crosswalk = _validate(files[CROSSWALK_FILE], CrosswalkFile, issues) if CROSSWALK_FILE in files else None
    fixed_files = (MODEL_FILE, CLAIMS_FILE, CROSSWALK_FILE)
    others = {n: f for n, f in files.items() if n.endswith(".yaml") and n not in fixed_files}
    parts = {n: _validate(f, Dimension, issues) for n, f in others.items()}
    draft = QuestionnaireDraft(*fixed_files, {n: f.data for n, f in files.items()})
    issues += [Issue(files[n].name, files[n].place(path), problem, fix) for n, path, problem, fix in check_draft(draft)]
    if issues or model is None:
        raise ValidationErrors(f"The questionnaire in {folder.name}", sorted(set(issues), key=_by_line))
    return Questionnaire(
        **{name: getattr(model, name) for name in ModelFile.model_fields if name != "dimensions"},
        dimensions=tuple(part for d in model.dimensions if (part := parts[f"{d}.yaml"])),
        sources=claims.sources if claims else (),
        claims=claims.claims if claims else (),
        frameworks=crosswalk.frameworks if crosswalk else (),
    )


def questionnaire_from_canonical(canonical: str) -> Questionnaire:
    """Return the questionnaire of an archived canonical text (`Questionnaire.canonical`)."""
    return Questionnaire.model_validate_json(canonical)


def json_schema() -> dict[str, Any]:
    """Return one JSON schema for all files of a questionnaire; it tells the kinds of file apart by their fields."""
    definitions: dict[str, Any] = {}
    for file in (ModelFile, ClaimsFile, CrosswalkFile, Dimension):
        schema = file.model_json_schema(mode="validation", ref_template="#/$defs/{model}")
        definitions |= schema.pop("$defs", {}) | {file.__name__: schema}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A file of a maturity questionnaire",
        "type": "object",
        "if": {"required": ["stages"]},
        "then": {"$ref": "#/$defs/ModelFile"},
        "else": {
            "if": {"required": ["claims"]},
            "then": {"$ref": "#/$defs/ClaimsFile"},
            "else": {
                "if": {"required": ["frameworks"]},
                "then": {"$ref": "#/$defs/CrosswalkFile"},
                "else": {"$ref": "#/$defs/Dimension"},
            },
        },
        "$defs": dict(sorted(definitions.items())),
    }


def _by_line(issue: Issue) -> tuple[str, int, str, str]:
    digits = "".join(c for c in issue.place.split(",")[0] if c.isdigit())
    return issue.file, int(digits or 0), issue.place, issue.problem


def _read_folder(folder: Path) -> dict[str, _File]:
    try:
        names = sorted(n for n in os.listdir(folder) if n.endswith(_SUFFIXES) and _is_part(folder / n))
    except FileNotFoundError:
        raise _unusable(folder, "there is no such folder", _OTHER_FOLDER) from None
    except OSError as error:
        raise _unusable(folder, f"it cannot be opened: {error.strerror}", _OTHER_FOLDER) from None
    if MODEL_FILE not in names:
        raise _unusable(folder, f"it has no {MODEL_FILE}", _OTHER_FOLDER)
    if len(names) > _MAX_FILES:
        raise _unusable(folder, f"it has more than {_MAX_FILES} YAML files", "Take out those that do not belong to it")
    return {name: _read(folder / name, f"{folder.name}/{name}") for name in names}


def _unusable(folder: Path, problem: str, fix: str) -> ValidationErrors:
    return ValidationErrors(f"The questionnaire in {folder.name}", [Issue(str(folder), "", problem, fix)])


def _is_part(path: Path) -> bool:
    """Whether a path is a file, or cannot be looked at, which reading it then tells."""
    try:
        return S_ISREG(path.stat().st_mode)
    except OSError:
        return True


def _read_bytes(path: Path) -> bytes:
    """Return the content of a file; raises _TooLarge and OSError."""
    with path.open("rb") as file:
        content = file.read(_MAX_BYTES + 1)
    if len(content) > _MAX_BYTES:
        raise _TooLarge
    return content


class _TooLarge(Exception):
    """A file is larger than any questionnaire's."""


def _read(path: Path, name: str) -> _File:
    file = _File(name)
    text = ""
    try:
        text = _read_bytes(path).decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
        node = _compose(text)
        file.data = _plain(node, file, ()) if node else None
        if not isinstance(file.data, dict) or not file.data:
            file.unreadable = Issue(name, "line 1", "the file holds no fields", "Write 'field: value' lines")
    except _TooLarge:
        problem = f"it is larger than {_MAX_BYTES >> 20} MB, far more than a questionnaire needs"
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


def _plain(node: yaml.Node, file: _File, path: tuple[str | int, ...], above: tuple[yaml.Node, ...] = ()) -> Any:
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
    node: yaml.MappingNode, file: _File, path: tuple[str | int, ...], above: tuple[yaml.Node, ...]
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
            return nan  # a number that only YAML knows, such as 1:30 or .inf: neither text nor a number for us
    return nan if kind == "timestamp" else text


def _validate(file: _File, kind: type[M], issues: list[Issue]) -> M | None:
    """Return the file as `kind`, or None after adding every fault of form to `issues`."""
    if not file.data:
        return None
    try:
        return kind.model_validate_json(json.dumps(file.data))
    except ValidationError as error:
        faults = [f for f in error.errors() if tuple(f["loc"]) not in file.faults]
        # Pydantic counts only the valid entries of a list; one that holds nothing but faulty ones is not too short.
        issues += [_explain(file, kind, f) for f in faults if f["type"] != "too_short" or not f["input"]]
        return None


def _explain(file: _File, kind: type[BaseModel], fault: Any) -> Issue:
    path = tuple(step for step in fault["loc"] if step != "[key]")  # pydantic's mark for a field's name itself
    context = fault.get("ctx", {})
    written_as, text = file.written.get(path, ("", ""))
    name = path[-1] if path else ""
    fix = "Give a value as the key dictionary in questionnaires/README.md says"
    match fault["type"]:
        case "extra_forbidden":
            problem = f"there is no field '{name}' here"
            fix = suggest_name(str(name), _fields_at(kind, path[:-1]), "Remove it")
        case "missing":
            problem, fix = f"'{name}' is missing", f"Add '{name}'"
        case "string_type" if written_as in ("bool", "int", "float", "timestamp", "null"):
            problem = f"{text or 'an empty value'} without quotes is read as {_KINDS[written_as]}, not as text"
            fix = f'Write "{text}" in double quotes' if text else "Write the text in double quotes"
        case "string_type" | "string_too_short":
            problem, fix = "it must be text and not empty", "Write the text in double quotes"
        case "string_too_long":
            problem, fix = f"it is longer than {context['max_length']} characters", "Shorten it"
        case "string_pattern_mismatch":
            problem = "it has characters that are not allowed here"
            fix = {"version": "Write major.minor.patch, such as 1.0.0"}.get(
                str(name), "Use a letter first, then letters, digits, - or _ for an id; no line breaks in a text"
            )
        case "too_short" | "tuple_type" | "list_type" | "model_type" | "dict_type":
            problem, fix = f"'{name}' needs a list or fields below it", "Indent them under it"
        case "too_long":
            problem, fix = f"it has more than {context['max_length']} entries", "Leave the rest out"
        case "greater_than":
            problem, fix = (
                f"it must be above {context['gt']:g}, it is {text}",
                f"Give a number above {context['gt']:g}",
            )
        case "greater_than_equal" | "less_than_equal":
            limit = f"at least {context['ge']}" if "ge" in context else f"at most {context['le']}"
            problem, fix = f"it must be {limit}, it is {text}", f"Give a number that is {limit}"
        case "bool_type":
            problem, fix = f"{text} is not true or false", "Write true or false, without quotes"
        case "int_type" | "int_from_float" | "float_type" | "finite_number":
            problem, fix = (
                f"{text or 'the value'} is not a number of the right kind",
                "Write a plain number, without quotes",
            )
        case _:
            problem = str(fault["msg"]).lower()
    return Issue(file.name, file.place(path), problem, fix.rstrip("."))


@cache
def _schema(kind: type[BaseModel]) -> dict[str, Any]:
    return kind.model_json_schema()


def _fields_at(kind: type[BaseModel], path: tuple[str | int, ...]) -> list[str]:
    """Return the field names allowed at `path` inside a file of `kind`."""
    schema = _schema(kind)
    node: Any = schema
    for step in path:
        while "$ref" in node or "anyOf" in node:
            node = schema["$defs"][node["$ref"].split("/")[-1]] if "$ref" in node else node["anyOf"][0]
        node = node.get("items", {}) if isinstance(step, int) else _member(node, step)
    while "$ref" in node or "anyOf" in node:
        node = schema["$defs"][node["$ref"].split("/")[-1]] if "$ref" in node else node["anyOf"][0]
    return list(node.get("properties", {}))


def _member(node: Any, name: str) -> Any:
    by_pattern = next(iter(node.get("patternProperties", {}).values()), None)
    return node.get("properties", {}).get(name) or by_pattern or {}
