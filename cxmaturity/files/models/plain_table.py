"""Reads a model from plain tables: a sheet of questions and one of levels, or a CSV file of questions."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import Any
from zipfile import is_zipfile

from cxmaturity.errors import Issue, ValidationErrors
from cxmaturity.files.imports.opening.raw_table import column_letter
from cxmaturity.files.models.converted_model import (
    ConvertedModel,
    Ids,
    dimension_ids,
    distinct,
    neutral_scale,
    new_model,
    one_line,
    question_ids,
    several_lines,
)
from cxmaturity.files.models.sheets import Rows, read_sheets
from cxmaturity.questionnaire.schema import MAX_LEVELS
from cxmaturity.wording.language.plurals import joined, joined_first

QUESTION_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "group": ("group", "function", "domain group"),
    "dimension": ("dimension", "domain", "area", "category", "practice area"),
    "capability": ("capability", "subdomain", "topic", "practice", "subcategory", "section"),
    "id": ("id", "number", "no", "code", "ref", "question id", "key"),
    "prompt": ("question", "prompt", "text", "statement", "question text", "item", "label"),
    "why": ("why", "reason", "rationale", "why it matters"),
    "evidence": ("evidence", "look at", "what to look at"),
    "ask": ("ask", "whom to ask", "who knows"),
    "weight": ("weight",),
    "pulse": ("pulse", "short version"),
    "may_not_apply": ("may not apply", "may_not_apply", "not applicable", "n/a allowed"),
    "level": ("belongs to level", "maturity level", "level of the practice", "practice level"),
}
"""The columns of the sheet of questions, each with its accepted headings; only the question is required."""

LEVEL_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "level": ("level", "number", "no", "stage"),
    "name": ("name", "stage name", "title", "label"),
    "meaning": ("meaning", "description", "about"),
    "text": ("text", "statement", "answer"),
    "value": ("value", "score", "points"),
    "threshold": ("threshold", "from"),
}
"""The columns of the sheet of levels; a name or a text is required."""

_LEVEL = re.compile(r"(?:level|stage|score|l)[ _-]*(\d{1,2})\b(.*)", re.IGNORECASE)
_NUMBERED_LEVEL = re.compile(r"(\d{1,2})(?!\w)(.*)|([^\W\d].*?)\s*[(\[](\d{1,2})[)\]]")  # 1, 1 - Initial, Initial (1)
_STEP = re.compile(r"step from (\d)", re.IGNORECASE)
_HEADINGS = ("group", "dimension", "capability")
_MAX_RENAMED = 5
_MAX_LEFT_OUT = 8
_YES = frozenset({"yes", "y", "true", "1", "x", "✓", "✔", "☑", "ja", "j", "oui", "sí", "si", "sim", "tak"})
_NO = frozenset({"no", "n", "false", "0", "-", "–", "☐", "✗", "nein", "non", "não", "nie"})


def read_plain_table(path: Path) -> ConvertedModel:
    """Return the model in a workbook with the sheets questions and levels, a CSV file, or a folder with both.

    Raises Refused when it cannot be read, and ValidationErrors with every incomplete row.
    """
    sheets = _sheets(path)
    questions, levels = _named(sheets, "question"), _named(sheets, "level")
    if len(sheets) == 1:  # a file may be called 'levels of service'
        questions, levels = next(iter(sheets.values())), None
    if questions is None:
        questions = next((rows for name, rows in sheets.items() if rows and rows is not levels), None)
    if questions is None or levels is questions:
        fix = "Name the sheet 'questions', with a heading 'question' in its first row"
        raise ValidationErrors(path.name, [Issue(path.name, "", "there is no sheet of questions", fix)])
    result = ConvertedModel(new_model(path.stem, path.stem.replace("_", " ").replace("-", " ").strip()))
    scale = _read_levels(levels) if levels is not None else []
    _read_questions(questions, scale, result, path.name, is_text=not is_zipfile(path))
    return result


def _sheets(path: Path) -> dict[str, Rows]:
    if not path.is_dir():
        return read_sheets(path)
    sheets: dict[str, Rows] = {}
    for file in sorted(path.glob("*.csv")):
        sheets |= read_sheets(file)
    return sheets


def _named(sheets: Mapping[str, Rows], word: str) -> Rows | None:
    return next((rows for name, rows in sheets.items() if word in name), None)


def _columns(heading: list[str], known: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    """Return the index of each known column in the headings, the first one of several."""
    places: dict[str, int] = {}
    words = [" ".join(cell.casefold().replace("_", " ").split()).strip(" .:?*") for cell in heading]
    for field, names in known.items():
        for name in names:
            if field not in places and name.replace("_", " ") in words:
                places[field] = words.index(name.replace("_", " "))
    return places


def _table(rows: Rows, known: Mapping[str, tuple[str, ...]], needed: str) -> tuple[int, dict[str, int]]:
    """Return the index of the heading row, the first one with the column `needed`, and the indices of the columns."""
    for place, row in enumerate(rows[:20]):
        columns = _columns(row, known)
        if needed in columns:
            return place, columns
    return 0, {}


def _read_levels(rows: Rows) -> list[dict[str, Any]]:
    """Return the levels of the sheet, lowest first, each with the fields it has."""
    for needed in ("name", "text"):
        heading, columns = _table(rows, LEVEL_COLUMNS, needed)
        if columns:
            break
    else:
        return []
    levels = []
    for row in rows[heading + 1 :]:
        level = {field: row[place] for field, place in columns.items() if row[place]}
        if level.get("name") or level.get("text"):
            levels.append(level)
    if all(_number(level.get("level", "")) is not None for level in levels):
        levels.sort(key=lambda level: _number(level["level"]) or 0.0)
    return levels


def _read_questions(
    rows: Rows, scale: list[dict[str, Any]], result: ConvertedModel, file: str, *, is_text: bool
) -> None:
    """Add the dimensions and questions of the sheet to `result`; `is_text` tells that it is a CSV file.

    Raises ValidationErrors with every incomplete row.
    """
    heading, columns = _table(rows, QUESTION_COLUMNS, "prompt")
    if not columns:
        fix = "Write 'question' above the column of questions"
        raise ValidationErrors(file, [Issue(file, "", "no column is headed 'question'", fix)])
    steps = {int(m[1]): i for i, cell in enumerate(rows[heading]) if (m := _STEP.match(cell))}
    level_columns = _level_columns(rows[heading], {*columns.values(), *steps.values()})
    texts = [(level.number, level.column) for level in level_columns]
    first = texts[0][0] if texts else None
    _give_scale(result, scale, level_columns)
    _name_columns_left_out(rows[heading:], {*columns.values(), *steps.values(), *(i for _, i in texts)}, result)
    issues, ids, groups = [], question_ids(), Ids()
    if [number for number, _ in texts] != [*range(first or 0, (first or 0) + len(texts))]:
        problem = f"the columns of levels are numbered {joined([str(number) for number, _ in texts])}"
        issues.append(Issue(file, f"row {heading + 1}", problem, "Number them one after the other, each once"))
    count = len(scale or texts)
    if count > MAX_LEVELS or (count == 1 and "level" not in columns):
        fix = f"Have 2 to {MAX_LEVELS}, or none: then each question has the same four"
        issues.append(Issue(file, "", f"the number of its levels is {count}", fix))
    width = max(i for i, cell in enumerate(rows[heading]) if cell) + 1 if is_text else len(rows[heading])
    renamed: list[str] = []
    places, dimensions, capability_ids = dimension_ids(), dict[str, dict[str, Any]](), Ids()
    group_of: dict[str, str] = {}
    above: dict[str, str] = {}
    for number, row in enumerate(rows[heading + 1 :], start=heading + 2):
        cells = {field: row[place] for field, place in columns.items()}
        if not any(row):
            continue
        if any(row[width:]):
            problem = "it has more cells than there are headings, so a separator may have split a text"
            issues.append(Issue(file, f"row {number}", problem, "Put the text into quotation marks"))
        if not cells["prompt"]:
            if any(row[i] for _, i in texts) or cells.get("id"):
                issues.append(
                    Issue(file, f"row {number}", "there is no question in it", "Write one, or take the row out")
                )
            continue
        for place, field in enumerate(_HEADINGS):  # a merged cell also applies to the rows beneath it
            if cells.get(field):
                above = {name: above[name] for name in _HEADINGS[:place] if name in above} | {field: cells[field]}
        name = one_line(above.get("dimension", "")) or result.model["title"]
        dimension = dimensions.get(name.casefold())
        if dimension is None:
            dimension = {"id": places.give(name, f"dimension-{len(dimensions) + 1}"), "name": name}
            if group := one_line(above.get("group", "")):
                group_of.setdefault(group, groups.give(group, f"group-{len(group_of) + 1}"))
                dimension["group"] = group_of[group]
            dimension |= {"capabilities": [], "questions": []}
            dimensions[name.casefold()] = dimension
        question = _question(cells, row, texts, steps, first, issues, file, number)
        question["id"] = ids.give(cells.get("id", ""), f"Q{number - heading - 1}")
        if cells.get("id") and cells["id"] != question["id"]:
            renamed.append(f"'{cells['id'][:40]}' is {question['id']}")
        question["capability"] = _capability(dimension, one_line(above.get("capability", "")) or name, capability_ids)
        ordered = ("id", "capability", "level", "prompt")
        dimension["questions"].append({k: question[k] for k in (*ordered, *question) if k in question})
    if not dimensions:
        issues.append(Issue(file, "", "there is no question in it", "Write one question in each row"))
    if issues:
        raise ValidationErrors(file, issues)
    if any("level" in q for dimension in dimensions.values() for q in dimension["questions"]):
        _give_practice_scale(result, dimensions.values(), has_names=bool(scale))
    if renamed:
        listed = f"{', '.join(renamed[:_MAX_RENAMED])}{' …' if len(renamed) > _MAX_RENAMED else ''}"
        result.assumed.append(f"Ids that come twice, or cannot be the id of a question, were changed: {listed}.")
    result.model["groups"] = [{"id": name, "name": group} for group, name in group_of.items()]
    result.dimensions += dimensions.values()


def _capability(dimension: dict[str, Any], name: str, ids: Ids) -> str:
    for capability in dimension["capabilities"]:
        if capability["name"].casefold() == name.casefold():
            return str(capability["id"])
    made = ids.give(f"{dimension['id']}-{name}" if name != dimension["name"] else dimension["id"], "part")
    dimension["capabilities"].append({"id": made, "name": name})
    return made


def _question(
    cells: Mapping[str, str],
    row: list[str],
    texts: list[tuple[int, int]],
    steps: Mapping[int, int],
    first: int | None,
    issues: list[Issue],
    file: str,
    number: int,
) -> dict[str, Any]:
    """Return the fields of the question in a row; faults are added to `issues`."""
    question: dict[str, Any] = {"prompt": several_lines(cells["prompt"])}
    question |= {field: several_lines(cells.get(field, "")) for field in ("why", "evidence", "ask")}
    for field in ("pulse", "may_not_apply"):
        text = cells.get(field, "").casefold()
        if text in _YES:
            question[field] = True
        elif text and text not in _NO:
            issues.append(Issue(file, f"row {number}", f"'{text[:40]}' is neither yes nor no", "Write yes or no"))
    for field, kind in (("weight", "a number above 0"), ("level", f"a whole number from 1 to {MAX_LEVELS - 1}")):
        if text := cells.get(field, ""):
            value = _number(text)
            is_usable = value is not None and value > 0
            if field == "level":
                is_usable = value in range(1, MAX_LEVELS)
            if value is None or not is_usable:
                problem = f"'{text[:40]}' is no {field}"
                issues.append(Issue(file, f"row {number}", problem, f"Write {kind}"))
            else:
                question[field] = int(value) if field == "level" else value
    statements = [several_lines(row[i]) for _, i in texts]
    if any(statements):
        if not all(statements):
            missing = ", ".join(str(n) for (n, _), text in zip(texts, statements, strict=True) if not text)
            issues.append(
                Issue(file, f"row {number}", f"no text of level {missing}", "Write one for every level, or none")
            )
        question["levels"] = statements
    if steps and first is not None:
        todo = [several_lines(row[steps[n]]) if n in steps else "" for n, _ in texts[:-1]]
        question["steps"] = [{"do": text} for text in todo] if any(todo) else []
    return question


@dataclass(frozen=True, slots=True)
class _LevelColumn:
    """A column with the texts of a level; `name` is what its heading says beside the number, empty without."""

    number: int
    column: int
    name: str


def _level_columns(headings: Sequence[str], used: Collection[int]) -> list[_LevelColumn]:
    """Return the columns of levels, lowest first: those headed level 1, level 2 …, else those with numbers from 0 or 1.

    Numbers alone must follow each other, because a heading may contain one for another reason.
    """
    free = [(i, cell) for i, cell in enumerate(headings) if i not in used]
    named = [_LevelColumn(int(m[1]), i, _name(m[2])) for i, cell in free if (m := _LEVEL.fullmatch(cell))]
    if named:
        return sorted(named, key=attrgetter("number", "column"))
    matches = [(i, m) for i, cell in free if (m := _NUMBERED_LEVEL.fullmatch(cell))]
    numbered = [_LevelColumn(int(m[1] or m[4]), i, _name(m[2] or m[3] or "")) for i, m in matches]
    numbered.sort(key=attrgetter("number", "column"))
    numbers = [level.number for level in numbered]
    is_scale = len(numbers) > 1 and numbers[0] <= 1 and numbers == [*range(numbers[0], numbers[0] + len(numbers))]
    return numbered if is_scale else []


def _name(text: str) -> str:
    return one_line(text.strip(" .:;=|·-–—()[]"))[:80]


def _name_columns_left_out(rows: Rows, used: Collection[int], result: ConvertedModel) -> None:
    """Add a sentence to `result` that names the columns with content that are not read."""
    filled = [i for i, cell in enumerate(rows[0]) if i not in used and any(row[i] for row in rows[1:] if i < len(row))]
    names = [f"'{one_line(rows[0][i])[:40] or column_letter(i)}'" for i in filled]
    if names:
        listed = joined_first(names, _MAX_LEFT_OUT)
        advice = "A column with the texts of a level is headed 'level 1', 'level 2' and so on."
        result.assumed.append(f"Columns that were not read: {listed}. {advice}")


def _give_scale(result: ConvertedModel, scale: list[dict[str, Any]], columns: Sequence[_LevelColumn]) -> None:
    """Set stages and shared levels: from the sheet of levels, else from the headings, else the neutral ones."""
    if not scale and not columns:
        neutral_scale(result)
        return
    if not scale:
        names = [level.name for level in columns]
        if not all(names) or len(set(names)) < len(names):
            names = [f"Level {level.number}" for level in columns]
            result.assumed.append("The levels have no names in the source, so they are called by their numbers.")
        result.model["stages"] = [{"level": c.number, "name": n} for c, n in zip(columns, names, strict=True)]
        return
    first = _number(scale[0].get("level", ""))
    start = 0 if first == 0 else 1
    names = distinct([one_line(level.get("name") or level["text"])[:80] for level in scale])
    values = [_number(level.get("value", "")) for level in scale]
    has_values = all(value is not None for value in values)
    stages: list[dict[str, Any]] = []
    for place, (level, name) in enumerate(zip(scale, names, strict=True)):
        stage: dict[str, Any] = {
            "level": start + place,
            "name": name,
            "meaning": several_lines(level.get("meaning", "")),
        }
        threshold = _number(level.get("threshold", ""))
        if threshold is None and has_values:
            threshold = values[place]
        if threshold is not None:
            stage["threshold"] = threshold
        stages.append(stage)
    result.model["stages"] = stages
    if has_values:
        texts = [several_lines(level.get("text") or level.get("name", "")) for level in scale]
        result.model["levels"] = [{"text": t, "value": v} for t, v in zip(texts, values, strict=True)]
        if any("threshold" not in level for level in scale):
            result.assumed.append("Where the source gives no threshold, a stage begins at the value of its own level.")
    elif all(level.get("text") for level in scale) or not columns:
        result.model["levels"] = [several_lines(level.get("text") or level.get("name", "")) for level in scale]


def _give_practice_scale(result: ConvertedModel, dimensions: Iterable[dict[str, Any]], *, has_names: bool) -> None:
    """Set stages of practices, from 0 on with no and yes as answers; `has_names`: the source names its stages."""
    highest = max(q.get("level", 0) for dimension in dimensions for q in dimension["questions"])
    stages = result.model["stages"] if has_names else []
    if not has_names:
        result.assumed.clear()
        stages = [{"level": number, "name": f"Level {number}"} for number in range(1, highest + 1)]
    if stages[0]["level"] != 0:
        below = "Below level 1"
        stages = [{"level": 0, "name": below}, *stages]
        result.assumed.append(f"'{below}' was added, for where not all of level 1 is done.")
    for stage in stages:
        stage.pop("threshold", None)
    result.model |= {"stages": stages, "levels": ["No", "Yes"]}
    result.assumed.append("Questions that belong to a level are answered with No or Yes.")


def _number(text: str) -> float | None:
    try:
        value = float(text.strip().replace(",", "."))
    except ValueError:
        return None
    return value if abs(value) < 1e9 else None
