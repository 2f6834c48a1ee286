"""Reads OWASP SAMM's published folders of YAML: functions, practices, streams, activities, questions, answers.

Each file contains its type and its id, by which other files refer to it.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cxmaturity.errors import Issue, Refused, ValidationErrors
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
    slug,
)
from cxmaturity.questionnaire.yaml_files import YamlFile, read_texts

_MAX_FILES = 5000
_TYPES = {
    "business_functions": "Function",
    "functions": "Function",
    "security_practices": "Practice",
    "practices": "Practice",
    "streams": "Stream",
    "maturity_levels": "MaturityLevel",
    "practice_levels": "PracticeLevel",
    "activities": "Activity",
    "questions": "Question",
    "answer_sets": "AnswerSet",
}
"""The type of the files in each folder, for files without one."""

Parts = Mapping[str, Mapping[str, YamlFile]]
"""The files by type and id."""


def read_samm(path: Path) -> ConvertedModel:
    """Return the model in SAMM's folder; raises Refused without one, ValidationErrors when references are broken.

    A practice is a dimension, a stream a capability, a business function a group of practices. The level of a practice
    is the mean of its answers' values.
    """
    root = path / "model" if (path / "model").is_dir() else path
    if not root.is_dir():
        raise Refused(f"{path} is no folder.", "Give the folder with SAMM's model, such as core/model.")
    parts = _read(root)
    issues: list[Issue] = [issue for kind in parts.values() for file in kind.values() for issue in file.issues]
    for kind, named in (("Practice", "security practice"), ("Question", "question"), ("AnswerSet", "answer set")):
        if not parts[kind]:
            fix = "Give the folder that holds security_practices, streams, activities, questions and answer_sets"
            issues.append(Issue(root.name, "", f"there is no {named} in it", fix))
    result = ConvertedModel(new_model("samm", "Software assurance maturity", ""))
    if not issues:
        _give_scale(parts, result, issues)
        _give_practices(parts, result, issues)
    if issues:
        raise ValidationErrors(root.name, issues)
    return result


def _read(root: Path) -> dict[str, dict[str, YamlFile]]:
    parts: dict[str, dict[str, YamlFile]] = {kind: {} for kind in _TYPES.values()}
    files = sorted(file for ending in ("*.yml", "*.yaml") for file in root.rglob(ending))
    if len(files) > _MAX_FILES:
        raise Refused(f"{root} holds more than {_MAX_FILES:,} YAML files.", "Give the folder with SAMM's model alone.")
    for file in files:
        content = read_texts(file, file.relative_to(root).as_posix())
        kind = str(content.data.get("type", "")) or _TYPES.get(file.parent.name, "")
        if kind in parts:
            parts[kind][str(content.data.get("id") or file.stem)] = content
    return parts


def _answers(file: YamlFile) -> list[tuple[float, str]]:
    """Return the answers of a set as (value, text), lowest first."""
    pairs = []
    for answer in _listed(file.data.get("values")):
        if isinstance(answer, dict):
            try:
                pairs.append((float(answer.get("value", "")), several_lines(answer.get("text"))))
            except ValueError:
                continue
    return sorted(pairs)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _give_scale(parts: Parts, result: ConvertedModel, issues: list[Issue]) -> None:
    """Set levels with the answers' values, and the maturity levels as stages, with equidistant thresholds."""
    used = {str(file.data.get("answerSet", "")) for file in parts["Question"].values()}
    sets = {name: _answers(file) for name, file in parts["AnswerSet"].items() if name in used}
    for file in parts["AnswerSet"].values():
        if not is_level_count(len(_answers(file))):
            issues.append(
                Issue(file.name, "values", "it has no 2 to 7 answers with values", "List each with text and value")
            )
    values = {tuple(value for value, _ in listed) for listed in sets.values()}
    if len(values) > 1:
        problem = "its answers have other values than those of other sets"
        issues += [
            Issue(parts["AnswerSet"][name].name, "values", problem, "Give all sets the same values") for name in sets
        ]
    if issues or not sets:
        return
    numbers = next(iter(values))
    texts = []
    for place, number in enumerate(numbers):
        shared = {listed[place][1] for listed in sets.values()}
        texts.append(shared.pop() if len(shared) == 1 else f"Counts {number:g}")
    result.model["levels"] = [{"text": t, "value": v} for t, v in zip(distinct(texts), numbers, strict=True)]
    count = len(_maturity_levels(parts)) or 3
    count = min(count, 6)
    lowest, highest = numbers[0], numbers[-1]
    result.model["stages"] = [
        {"level": n, "name": f"Maturity level {n}", "threshold": round(lowest + (highest - lowest) * n / count, 9)}
        for n in range(count + 1)
    ]
    result.assumed.append(
        f"A practice's level is the mean of its answers' values; maturity level n begins at n/{count} of the way. "
        f"SAMM's own score is that level times {count}."
    )


def _maturity_levels(parts: Parts) -> set[str]:
    named = {str(file.data.get("maturityLevel", "")) for file in parts["PracticeLevel"].values()} - {""}
    return named or set(parts["MaturityLevel"])


def _order(file: YamlFile) -> tuple[float, str]:
    try:
        return float(file.data.get("order", "")), file.name
    except (TypeError, ValueError):
        return 1e9, file.name


def _give_practices(parts: Parts, result: ConvertedModel, issues: list[Issue]) -> None:
    places, group_ids = dimension_ids(), Ids()
    groups: dict[str, dict[str, Any]] = {}
    by_practice = _questions_by_practice(parts, issues)

    def function_order(practice: YamlFile) -> tuple[tuple[float, str], tuple[float, str]]:
        function = parts["Function"].get(str(practice.data.get("function", "")))
        return _order(function) if function else (1e9, ""), _order(practice)

    practices = sorted(parts["Practice"].items(), key=lambda item: function_order(item[1]))
    for practice_id, practice in practices:
        if practice_id not in by_practice:
            continue
        name = one_line(practice.data.get("name")) or practice_id
        dimension: dict[str, Any] = {
            "id": places.give(str(practice.data.get("shortName") or ""), name),
            "name": name,
            "about": several_lines(practice.data.get("longDescription") or practice.data.get("shortDescription")),
        }
        if function := parts["Function"].get(str(practice.data.get("function", ""))):
            title = one_line(function.data.get("name"))
            if title not in groups:
                about = several_lines(function.data.get("description"))
                groups[title] = {"id": group_ids.give(title, "group"), "name": title, "about": about}
            dimension["group"] = groups[title]["id"]
        capabilities: dict[str, dict[str, Any]] = {}
        questions = []
        for stream_id, question in by_practice[practice_id]:
            stream = parts["Stream"][stream_id]
            if stream_id not in capabilities:
                letter = str(stream.data.get("letter") or len(capabilities) + 1)
                stream_name = one_line(stream.data.get("name")) or f"Stream {letter}"
                about = several_lines(stream.data.get("description"))
                made = slug(f"{dimension['id']}-{letter}")
                capabilities[stream_id] = {"id": made, "name": f"{name}: {stream_name}", "about": about}
            questions.append({"id": question.pop("id"), "capability": capabilities[stream_id]["id"]} | question)
        result.dimensions.append(dimension | {"capabilities": list(capabilities.values()), "questions": questions})
    if groups and all("group" in dimension for dimension in result.dimensions):
        result.model["groups"] = list(groups.values())
    else:
        for dimension in result.dimensions:
            dimension.pop("group", None)


def _questions_by_practice(parts: Parts, issues: list[Issue]) -> dict[str, list[tuple[str, dict[str, Any]]]]:
    """Return each practice's questions as (stream, fields), by stream, then in the order of the files' names."""
    by_practice: dict[str, list[tuple[str, dict[str, Any]]]] = {}
    ids = question_ids()

    def place(file: YamlFile) -> tuple[tuple[float, str], tuple[float, str], str]:
        activity = parts["Activity"].get(str(file.data.get("activity", "")))
        stream = activity and parts["Stream"].get(str(activity.data.get("stream", "")))
        return (_order(stream) if stream else (1e9, "")), (0.0, file.name.rpartition("/")[2]), file.name

    for file in sorted(parts["Question"].values(), key=place):
        links = (("activity", "Activity"), ("answerSet", "AnswerSet"))
        broken = [name for name, kind in links if str(file.data.get(name, "")) not in parts[kind]]
        activity = parts["Activity"].get(str(file.data.get("activity", "")))
        stream_id = str(activity.data.get("stream", "")) if activity else ""
        stream = parts["Stream"].get(stream_id)
        if activity and stream is None:
            issues.append(Issue(activity.name, "stream", "it leads to no stream", "Give the id of a stream"))
        elif stream and str(stream.data.get("practice", "")) not in parts["Practice"]:
            issues.append(Issue(stream.name, "practice", "it leads to no practice", "Give the id of a practice"))
        prompt = several_lines(file.data.get("text"))
        if not prompt:
            issues.append(Issue(file.name, "text", "there is no question in it", "Write the question as text"))
        issues += [
            Issue(file.name, name, "it leads to no other file", f"Give the id of one: {name}") for name in broken
        ]
        if broken or activity is None or stream is None or not prompt:
            continue
        criteria = [several_lines(text) for text in _listed(file.data.get("quality"))]
        question = {
            "id": ids.give(file.name.rpartition("/")[2].rpartition(".")[0], "Q"),
            "prompt": prompt,
            "why": several_lines(activity.data.get("benefit") or activity.data.get("shortDescription")),
            "evidence": several_lines("\n".join(f"- {text}" for text in criteria if text)),
            "levels": distinct([text for _, text in _answers(parts["AnswerSet"][str(file.data["answerSet"])])]),
        }
        by_practice.setdefault(str(stream.data["practice"]), []).append((stream_id, question))
    return by_practice
