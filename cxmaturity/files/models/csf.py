"""Reads the NIST Cybersecurity Framework as published: its JSON export, or its workbook of the core."""

import json
import re
from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cxmaturity.errors import Issue, Refused, ValidationErrors
from cxmaturity.files.models.converted_model import (
    ConvertedModel,
    neutral_scale,
    new_model,
    one_line,
    several_lines,
    slug,
)
from cxmaturity.files.models.sheets import CHECK_NAME, MAX_BYTES, read_sheets, too_large

_NAMED = re.compile(r"\s*(.{1,200}?)\s*\(([A-Z0-9.-]{1,20})\)\s*:?\s*(.*)", re.DOTALL)
_CODED = re.compile(r"\s*([A-Z]{2}\.[A-Z0-9]{1,6}-\d{1,3})\s*:\s*(.+)", re.DOTALL)
_WITHDRAWN = re.compile(r"\s*\[?withdrawn", re.IGNORECASE)


@dataclass(slots=True)
class _Part:
    """A function, category or subcategory; a subcategory has examples."""

    id: str
    name: str
    about: str = ""
    examples: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Core:
    """The content of a file: the parts by id, in order, and the document's name and version."""

    functions: dict[str, _Part] = field(default_factory=dict)
    categories: dict[str, _Part] = field(default_factory=dict)
    subcategories: dict[str, _Part] = field(default_factory=dict)
    title: str = "Cybersecurity framework"
    version: str = ""


def read_csf(path: Path) -> ConvertedModel:
    """Return the model of the core: functions are groups, categories dimensions, subcategories questions.

    Withdrawn parts are left out. Raises Refused when the file cannot be read, ValidationErrors when it is not a core.
    """
    try:
        with path.open("rb") as file:
            start = file.read(200).lstrip(b"\xef\xbb\xbf \r\n\t")[:1]
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error.strerror}.", CHECK_NAME) from None
    core = _from_json(path) if start in (b"{", b"[") else _from_sheets(path)
    issues = _broken(core, path.name)
    if issues:
        raise ValidationErrors(path.name, issues)
    result = ConvertedModel(new_model("csf", f"{core.title} {core.version}".strip()))
    neutral_scale(result)
    result.model["groups"] = [
        {"id": f.id, "name": f.name, "about": f.about}
        for f in core.functions.values()
        if any(_function(c) == f.id for c in _used(core))
    ]
    names = Counter(core.categories[c].name for c in _used(core))
    for category_id in _used(core):
        category = core.categories[category_id]
        if names[category.name] > 1:
            category.name = f"{category.name} ({category_id})"
        questions = [
            {"id": s.id, "capability": category_id, "prompt": s.about, "evidence": "\n".join(s.examples)}
            for s in core.subcategories.values()
            if _category(s.id) == category_id
        ]
        capability = {"id": category_id, "name": category.name}
        about = {"about": category.about} if category.about else {}
        dimension: dict[str, Any] = {"id": category_id, "name": category.name, **about, "group": _function(category_id)}
        result.dimensions.append(dimension | {"capabilities": [capability], "questions": questions})
    return result


def _function(category_id: str) -> str:
    return category_id.partition(".")[0]


def _category(subcategory_id: str) -> str:
    return subcategory_id.rpartition("-")[0]


def _used(core: _Core) -> list[str]:
    """Return the ids of the categories that have a subcategory, in the order of the functions."""
    used = dict.fromkeys(_category(name) for name in core.subcategories)
    order = list(core.functions)
    return sorted((c for c in core.categories if c in used), key=lambda c: order.index(_function(c)))


def _broken(core: _Core, file: str) -> list[Issue]:
    if not core.subcategories:
        fix = "Give the JSON of the core from the reference tool, or the workbook of the core"
        return [Issue(file, "", "there is no subcategory in it, such as PR.AA-01", fix)]
    issues = []
    for name in dict.fromkeys(_category(s) for s in core.subcategories):
        if name not in core.categories:
            issues.append(Issue(file, name, "there is no category of this id", "Add it, or take its subcategories out"))
        elif _function(name) not in core.functions:
            issues.append(Issue(file, _function(name), "there is no function of this id", "Add it"))
    return issues


def _from_json(path: Path) -> _Core:
    if path.stat().st_size > MAX_BYTES:
        raise too_large(path, "core")
    try:
        content = json.loads(path.read_text("utf-8-sig"))
    except (ValueError, RecursionError):
        raise Refused(f"{path.name} is no JSON in UTF-8.", "Export it anew.") from None
    core = _Core()
    for document in _find(content, "documents"):
        core.title = one_line(document.get("name")) or core.title
        core.version = one_line(document.get("version"))
        break
    examples: list[tuple[str, str]] = []
    for element in _find(content, "elements"):
        kind = str(element.get("element_type", "")).lower().replace(" ", "_")
        name = slug(str(element.get("element_identifier", "")))
        title, text = one_line(element.get("title")), several_lines(element.get("text"))
        if not name or _WITHDRAWN.match(text) or _WITHDRAWN.match(title):
            continue
        if kind == "function":
            core.functions[name] = _Part(name, title or name, text)
        elif kind == "category":
            core.categories[name] = _Part(name, title or name, text)
        elif kind == "subcategory":
            core.subcategories[name] = _Part(name, title, text or title)
        elif kind == "implementation_example":
            examples.append((name.rpartition(".")[0], text))
    for name, text in examples:
        if name in core.subcategories and text:
            core.subcategories[name].examples.append(f"- {text}")
    return core


def _find(content: Any, name: str) -> Iterable[dict[str, Any]]:
    """Return the entries of the first list called `name` at any depth of nested mappings."""
    waiting = deque([content])
    while waiting:
        node = waiting.popleft()
        if isinstance(node, dict):
            listed = node.get(name)
            if isinstance(listed, list):
                return [entry for entry in listed if isinstance(entry, dict)]
            waiting += node.values()
    return []


def _from_sheets(path: Path) -> _Core:
    core = _Core()
    for rows in read_sheets(path).values():
        for start, row in enumerate(rows[:20]):
            words = [cell.casefold().strip() for cell in row]
            if "function" in words and "subcategory" in words:
                columns = [words.index(w) if w in words else -1 for w in ("function", "category", "subcategory")]
                examples = next((i for i, word in enumerate(words) if "example" in word), -1)
                for cells in rows[start + 1 :]:
                    _read_row(core, [cells[i] if i >= 0 else "" for i in (*columns, examples)])
                break
        if core.subcategories:
            break
    return core


def _read_row(core: _Core, cells: list[str]) -> None:
    for text, parts in ((cells[0], core.functions), (cells[1], core.categories)):
        if (match := _NAMED.fullmatch(text)) and not _WITHDRAWN.match(match[3]):
            parts.setdefault(match[2], _Part(match[2], one_line(match[1]), several_lines(match[3])))
    if (match := _CODED.fullmatch(cells[2])) and not _WITHDRAWN.match(match[2]):
        lines = [f"- {line.partition(': ')[2] or line}" for line in cells[3].splitlines() if line.strip()]
        core.subcategories[match[1]] = _Part(match[1], "", several_lines(match[2]), lines)
