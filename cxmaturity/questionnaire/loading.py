"""Loads a questionnaire from a folder of YAML files, or lists every fault with its file, line and place."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from cxmaturity.errors import Issue, ValidationErrors, suggest_name, without_library_prefix
from cxmaturity.questionnaire.checks import check_content, check_coverage
from cxmaturity.questionnaire.field_types import ID_PATTERN, LANGUAGE_PATTERN, VERSION_PATTERN
from cxmaturity.questionnaire.helps import check_helps
from cxmaturity.questionnaire.raw_content import RawContent
from cxmaturity.questionnaire.references import ClaimsFile, CrosswalkFile
from cxmaturity.questionnaire.schema import Dimension, DimensionFile, ModelFile, Questionnaire
from cxmaturity.questionnaire.yaml_files import MODEL_FILE, YamlFile, read_folder
from cxmaturity.text_cleaning import cut

CLAIMS_FILE = "claims.yaml"
CROSSWALK_FILE = "crosswalk.yaml"

M = TypeVar("M", bound=BaseModel)
_MAX_QUOTED = 60  # characters of a value in a message
_KINDS = {"bool": "true or false", "int": "a number", "float": "a number", "null": "nothing", "timestamp": "a date"}


def load_questionnaire(folder: Path, *, strict: bool = False) -> Questionnaire:
    """Return the questionnaire in `folder`; with `strict`, missing help texts and claims without a question are faults.

    Raises ValidationErrors with every fault in every file when anything is wrong.
    """
    return questionnaire_from_files(folder.name, read_folder(folder), strict=strict)


def questionnaire_from_files(name: str, files: dict[str, YamlFile], *, strict: bool = False) -> Questionnaire:
    """Return the questionnaire of the files of a folder called `name`, as `load_questionnaire` does."""
    issues = [i for f in files.values() for i in f.issues]
    model = _validate(files[MODEL_FILE], ModelFile, issues)
    claims = _validate(files[CLAIMS_FILE], ClaimsFile, issues) if CLAIMS_FILE in files else None
    crosswalk = _validate(files[CROSSWALK_FILE], CrosswalkFile, issues) if CROSSWALK_FILE in files else None
    fixed_files = (MODEL_FILE, CLAIMS_FILE, CROSSWALK_FILE)
    others = {n: f for n, f in files.items() if n.endswith(".yaml") and n not in fixed_files}
    parts = {n: _validate(f, DimensionFile, issues) for n, f in others.items()}
    raw = RawContent(*fixed_files, {n: f.data for n, f in files.items()})
    issues += [Issue(files[n].name, files[n].place(path), problem, fix) for n, path, problem, fix in check_content(raw)]
    if strict:
        missing = (*check_helps(raw), *check_coverage(raw))
        issues += [Issue(files[n].name, files[n].place(path), *what) for n, path, *what in missing]
    if issues or model is None:
        raise ValidationErrors(f"The questionnaire in {name}", sorted(set(issues), key=_by_line))
    return Questionnaire(
        **{name: getattr(model, name) for name in ModelFile.model_fields if name != "dimensions"},
        dimensions=tuple(_dimension(part, model) for d in model.dimensions if (part := parts[f"{d}.yaml"])),
        sources=claims.sources if claims else (),
        claims=claims.claims if claims else (),
        frameworks=crosswalk.frameworks if crosswalk else (),
    )


def _dimension(file: DimensionFile, model: ModelFile) -> Dimension:
    """Return a dimension in which every question has statements: its own, its dimension's or the model's."""
    shared = file.levels or tuple(level.text for level in model.levels)
    questions = tuple(q if q.levels else q.model_copy(update={"levels": shared}) for q in file.questions)
    fields = {name: getattr(file, name) for name in Dimension.model_fields if name in file.model_fields_set}
    return Dimension(**fields | {"questions": questions})


def questionnaire_from_canonical(canonical: str) -> Questionnaire:
    """Return the questionnaire of an archived canonical text (`Questionnaire.canonical`)."""
    return Questionnaire.model_validate_json(canonical)


def json_schema() -> dict[str, Any]:
    """Return one JSON schema for all files of a questionnaire; it distinguishes the kinds of file by their fields."""
    definitions: dict[str, Any] = {}
    for file in (ModelFile, ClaimsFile, CrosswalkFile, DimensionFile):
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
                "else": {"$ref": "#/$defs/DimensionFile"},
            },
        },
        "$defs": dict(sorted(definitions.items())),
    }


def _by_line(issue: Issue) -> tuple[str, int, str, str]:
    digits = "".join(c for c in issue.place.split(",")[0] if c.isdigit())
    return issue.file, int(digits or 0), issue.place, issue.problem


def _validate(file: YamlFile, kind: type[M], issues: list[Issue]) -> M | None:
    """Return the file as `kind`, or None after adding every fault of form to `issues`."""
    if not file.data:
        return None
    try:
        return kind.model_validate_json(json.dumps(file.data))
    except ValidationError as error:
        faults = [f for f in error.errors() if tuple(f["loc"]) not in file.faults]
        # Pydantic counts only valid entries of a list, and so reports a list of invalid ones as too short.
        paths = [tuple(f["loc"]) for f in error.errors()]
        inside = {path[:length] for path in paths for length in range(len(path))}
        issues += [_explain(file, kind, f) for f in faults if f["type"] != "too_short" or tuple(f["loc"]) not in inside]
        return None


def _explain(file: YamlFile, kind: type[BaseModel], fault: Any) -> Issue:
    path = tuple(step for step in fault["loc"] if step != "[key]")  # pydantic's marker for the name of a field
    context = fault.get("ctx", {})
    written_as, text = file.written.get(path, ("", ""))
    text = cut(text, _MAX_QUOTED)
    name = path[-1] if path else ""
    fix = "Give a value as the key dictionary in questionnaires/README.md says"
    match fault["type"]:
        case "extra_forbidden":
            problem = f"there is no field '{name}' here"
            fix = suggest_name(str(name), _fields_at(kind, path[:-1]), "Remove it")
        case "missing":
            problem, fix = f"'{name}' is missing", f"Add '{name}'"
        case "string_type" if written_as == "null":
            problem = f"{text or 'an empty value'} stands where a text belongs"
            fix = "Write a text instead of null, or take the field out"
        case "string_type" if written_as in ("bool", "int", "float", "timestamp"):
            problem = f"{text} without quotes is read as {_KINDS[written_as]}, not as text"
            fix = f'Write "{text}" in double quotes'
        case "string_type" | "string_too_short":
            problem, fix = "it must be text and not empty", "Write the text in double quotes"
        case "string_too_long":
            problem = f"it is longer than {context['max_length']:,} characters: it has {len(str(fault['input'])):,}"
            fix = "Shorten it"
        case "string_pattern_mismatch":
            problem, fix = _explain_pattern(str(fault["input"]), context["pattern"])
        case "too_short" if fault["input"]:
            problem = f"it needs at least {context['min_length']} entries, it has {len(fault['input'])}"
            fix = "Add to it"
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
            problem = without_library_prefix(fault["msg"]).lower()
    return Issue(file.name, file.place(path), problem, fix.rstrip("."))


def _explain_pattern(text: str, pattern: str) -> tuple[str, str]:
    """Return the problem of a `text` that does not match a pattern of the schema, and the fix."""
    if pattern == VERSION_PATTERN:
        return f"'{text}' is no version", "Write major.minor.patch, such as 1.0.0"
    if pattern == LANGUAGE_PATTERN:
        return f"'{text}' is no language tag", "Write a language tag, such as en, de or pt-BR"
    if pattern == ID_PATTERN:
        wrong = next((c for c in text if not re.fullmatch(r"[A-Za-z0-9._-]", c)), text[0])
        return (
            f"the id has {_named_character(wrong)}"
            if not re.match(r"[._-]", text)
            else f"the id begins with '{text[0]}'",
            "Begin an id with a letter or a digit, and use letters, digits, '.', '-' and '_' in it",
        )
    wrong = next((c for c in text if not c.isprintable() and c != "\u00a0"), text[0])
    if wrong == "\n":
        return "it has a line break in a one-line text", "Write it in one line"
    return f"it has {_named_character(wrong)}, which no text may have", "Take it out"


def _named_character(character: str) -> str:
    names = {" ": "a blank", "\t": "a tab", "\n": "a line break"}
    shown = f"'{character}'" if character.isprintable() else f"U+{ord(character):04X}"
    return names.get(character) or f"the character {shown}"


@cache
def _schema(kind: type[BaseModel]) -> dict[str, Any]:
    return kind.model_json_schema()


def _fields_at(kind: type[BaseModel], path: tuple[str | int, ...]) -> list[str]:
    """Return the field names allowed at `path` inside a file of `kind`."""
    schema = _schema(kind)
    node: Any = schema
    for step in path:
        node = node.get("items", {}) if isinstance(step, int) else _member(node, step)
        while "$ref" in node or "anyOf" in node:
            node = schema["$defs"][node["$ref"].split("/")[-1]] if "$ref" in node else node["anyOf"][0]
    return list(node.get("properties", {}))


def _member(node: Any, name: str) -> Any:
    by_pattern = next(iter(node.get("patternProperties", {}).values()), None)
    return node.get("properties", {}).get(name) or by_pattern or {}
