"""Reads a model from an XLSForm: its questions with one choice, their groups and their lists of choices."""

import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cxmaturity.errors import Issue, ValidationErrors
from cxmaturity.files.imports.cells.normalising import normalise_text
from cxmaturity.files.imports.cells.value_words import DONT_KNOW_WORDS, MISSING_WORDS, NOT_APPLICABLE_WORDS
from cxmaturity.files.models.converted_model import (
    ConvertedModel,
    Ids,
    dimension_ids,
    distinct,
    is_level_count,
    new_model,
    one_line,
    question_ids,
    several_lines,
)
from cxmaturity.files.models.sheets import Rows, read_sheets

_NOT_APPLICABLE = NOT_APPLICABLE_WORDS - {"trifft nicht zu"} | {"na"}  # the first is a level of agreement as well
_TAG = re.compile(r"<[^<>]{1,200}>|\$\{[^{}]{1,100}\}")


def read_xlsform(path: Path) -> ConvertedModel:
    """Return the model in a form; raises Refused when it cannot be read, ValidationErrors when it is not usable.

    Questions are used if their lists have the most frequent number of choices; the others are listed in `assumed`.
    """
    sheets = read_sheets(path)
    survey, choices = (_table(sheets.get(name, [])) for name in ("survey", "choices"))
    missing = [name for name, rows in (("survey", survey), ("choices", choices)) if not rows]
    if missing:
        fix = "Give the XLSForm itself: a workbook with the sheets survey, choices and settings"
        issues = [Issue(path.name, "", f"there is no sheet '{name}' with rows", fix) for name in missing]
        raise ValidationErrors(path.name, issues)
    settings = next(iter(_table(sheets.get("settings", []))), {})
    language = settings.get("default_language", "")
    title = settings.get("form_title", "") or path.stem
    result = ConvertedModel(new_model(settings.get("form_id", "") or path.stem, title))
    lists = _lists(choices, language)
    asked = [row for row in survey if row.get("type", "").split()[:1] == ["select_one"]]
    counts = Counter(len(lists.get(_list_name(row), [])) for row in asked)
    usable = [(number, length) for length, number in counts.items() if is_level_count(length)]
    if not usable:
        fix = "Its questions need to be of the type select_one, with a list of 2 to 7 choices"
        raise ValidationErrors(path.name, [Issue(path.name, "sheet survey", "no question can be taken over", fix)])
    length = max(usable)[1]
    _give_scale(result, [lists[_list_name(row)] for row in asked if len(lists.get(_list_name(row), [])) == length])
    _read_survey(survey, lists, length, language, result, _extra_choices(choices, language))
    return result


def _table(rows: Rows) -> list[dict[str, str]]:
    """Return the rows beneath the headings as fields, without empty rows."""
    if not rows:
        return []
    heading = [cell.strip().lower() for cell in rows[0]]
    named = [{name: cell for name, cell in zip(heading, row, strict=True) if name and cell} for row in rows[1:]]
    return [row for row in named if row]


def _text(row: Mapping[str, str], field: str, language: str) -> str:
    """Return a field in the form's language, else in its first language, without markup and references."""
    wanted = f"{field}::{language}".strip().lower()
    names = [name for name in row if name == field or name.startswith(f"{field}::")]
    name = next((n for n in names if n.replace(" ", "") == wanted.replace(" ", "")), next(iter(names), ""))
    return several_lines(_TAG.sub("", row.get(name, "")))


def _list_name(row: Mapping[str, str]) -> str:
    return next(iter(row.get("type", "").split()[1:2]), "")


def _is_apart(label: str) -> bool:
    """Return whether a choice is no level: don't know, does not apply, or no answer."""
    return normalise_text(label) in DONT_KNOW_WORDS | MISSING_WORDS | _NOT_APPLICABLE


def _lists(choices: list[dict[str, str]], language: str) -> dict[str, list[tuple[str, str]]]:
    """Return the choices of each list as (name, label), lowest first: by their names where these are numbers."""
    lists: dict[str, list[tuple[str, str]]] = {}
    for row in choices:
        name = row.get("list_name") or row.get("list name", "")
        label = _text(row, "label", language) or row.get("name", "")
        if name and not _is_apart(label):
            lists.setdefault(name, []).append((row.get("name", ""), label))
    for name, listed in lists.items():
        if all(re.fullmatch(r"-?\d+", value) for value, _ in listed):
            listed.sort(key=lambda pair: int(pair[0]))
        lists[name] = list(zip([value for value, _ in listed], distinct([text for _, text in listed]), strict=True))
    return lists


def _extra_choices(choices: list[dict[str, str]], language: str) -> frozenset[str]:
    """Return the names of the lists with a choice for what does not apply."""
    return frozenset(
        row.get("list_name") or row.get("list name", "")
        for row in choices
        if normalise_text(_text(row, "label", language)) in _NOT_APPLICABLE
    )


def _give_scale(result: ConvertedModel, used: list[list[tuple[str, str]]]) -> None:
    """Set the stages, named by the choices if all questions share a list, else by numbers."""
    values = [value for value, _ in used[0]]
    first = 0 if values[0] == "0" else 1
    is_shared = all([text for _, text in listed] == [text for _, text in used[0]] for listed in used)
    names = [one_line(text)[:80] if is_shared else f"Level {first + i}" for i, (_, text) in enumerate(used[0])]
    result.model["stages"] = [{"level": first + i, "name": name} for i, name in enumerate(distinct(names))]
    if is_shared:
        result.model["levels"] = [text for _, text in used[0]]
    else:
        result.assumed.append("The questions have different lists of choices, so the levels are called by numbers.")
    if not all(re.fullmatch(r"-?\d+", value) for value in values):
        result.assumed.append("The choices are taken as levels in the order of the list, the lowest first.")


def _read_survey(
    survey: list[dict[str, str]],
    lists: Mapping[str, list[tuple[str, str]]],
    length: int,
    language: str,
    result: ConvertedModel,
    with_not_applicable: frozenset[str],
) -> None:
    """Add the questions by their groups: the outermost group is the dimension, the next one the capability."""
    open_groups: list[tuple[str, str]] = []
    dimensions: dict[str, dict[str, Any]] = {}
    places, capability_ids, ids = dimension_ids(), Ids(), question_ids()
    left_out = []
    for row in survey:
        kind = row.get("type", "").lower().replace("_", " ").strip()
        if kind.startswith(("begin group", "begin repeat")):
            name = row.get("name", "")
            open_groups.append((name, one_line(_text(row, "label", language)) or name))
        elif kind.startswith(("end group", "end repeat")):
            open_groups = open_groups[:-1]
        elif row.get("type", "").split()[:1] == ["select_one"]:
            prompt, listed = _text(row, "label", language), lists.get(_list_name(row), [])
            if not prompt or len(listed) != length:
                left_out.append(row.get("name", "") or prompt[:40])
                continue
            outer = open_groups[0] if open_groups else (result.model["id"], result.model["title"])
            inner = open_groups[1] if len(open_groups) > 1 else outer
            if outer[0] not in dimensions:
                made = places.give(outer[0], "part")
                dimensions[outer[0]] = {"id": made, "name": outer[1], "capabilities": {}, "questions": []}
            dimension = dimensions[outer[0]]
            if inner[0] not in dimension["capabilities"]:
                made = capability_ids.give(inner[0] if inner != outer else dimension["id"], "part")
                dimension["capabilities"][inner[0]] = {"id": made, "name": inner[1]}
            question = {
                "id": ids.give(row.get("name", ""), "Q"),
                "capability": dimension["capabilities"][inner[0]]["id"],
                "prompt": prompt,
                "why": _text(row, "hint", language),
                "may_not_apply": _list_name(row) in with_not_applicable or None,
            }
            if "levels" not in result.model:
                question["levels"] = [text for _, text in listed]
            dimension["questions"].append(question)
    names = distinct([dimension["name"] for dimension in dimensions.values()])
    capability_names = distinct([c["name"] for part in dimensions.values() for c in part["capabilities"].values()])
    distinct_names = iter(capability_names)
    for dimension, name in zip(dimensions.values(), names, strict=True):
        listed_capabilities = [c | {"name": next(distinct_names)} for c in dimension["capabilities"].values()]
        result.dimensions.append(dimension | {"name": name, "capabilities": listed_capabilities})
    if left_out:
        result.assumed.append(f"Left out, for they have another number of choices: {', '.join(left_out)}.")
