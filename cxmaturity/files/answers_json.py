"""Answers as JSON: answers files, and the single answer that the answer form sends."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError
from pydantic_core import PydanticCustomError

from cxmaturity.answers import UNANSWERED, Answer, EvidenceGrade, Response, validate_answer
from cxmaturity.errors import Issue, ValidationErrors, suggest_name
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.text_cleaning import clean_text, cut

_Fault = tuple[str, str, str]  # place, problem, fix
_MAX_IMPORTANCE = 5
_MAX_QUOTED = 60  # characters of a value in a message
M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class AnswersFile:
    """The content of an answers file: the response, and targets (stages) and importance (1–5) by dimension id."""

    response: Response
    targets: Mapping[str, int]
    importance: Mapping[str, int]


class _StrictModel(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")


class _FileFields(_StrictModel):
    """The fields of an answers file; the content of some of them depends on the questionnaire.

    `assessment` and `result` occur in files that the app wrote, and are ignored.
    """

    questionnaire: Any = None
    assessment: Any = None
    result: Any = None
    answers: dict[str, Any] = {}
    targets: dict[str, Any] = {}
    importance: dict[str, Any] = {}


def _to_grade(value: int) -> EvidenceGrade:
    if value not in list(EvidenceGrade):
        raise PydanticCustomError("grade", "no grade")
    return EvidenceGrade(value)


_CleanText = Annotated[str, AfterValidator(clean_text)]  # JSON can hold characters that cannot be stored


class _AnswerFields(_StrictModel):
    """One answer as JSON. Every field is optional and may be null, except that `dont_know` must not be null."""

    level: int | None = None
    not_applicable: _CleanText | None = None
    dont_know: bool = False
    note: _CleanText | None = None
    evidence_grade: Annotated[int, AfterValidator(_to_grade)] | None = None
    evidence: _CleanText | None = None


def read_answers_file(content: Any, questionnaire: Questionnaire, file: str) -> AnswersFile:
    """Return the parsed JSON `content` as answers to `questionnaire`.

    Raises ValidationErrors with every fault in it.
    """
    example = 'Write {"questionnaire": …, "answers": {…}}'
    if not isinstance(content, dict):
        raise ValidationErrors("The answers file", [Issue(file, "", "it holds no JSON object", example)])
    fields, faults = _sound_fields(_FileFields, content, "")
    if fields.questionnaire != questionnaire.id:
        named = f"it names {_quoted(fields.questionnaire)}, not" if "questionnaire" in content else None
        problem = f'{named or "it is missing, it should be"} "{questionnaire.id}"'
        faults.append(("questionnaire", problem, f'Write "{questionnaire.id}"'))
    if "answers" not in content:
        faults.append(("answers", "it is missing", 'Write "answers": {…}'))
    answers: dict[str, Answer] = {}
    for question_id, value in fields.answers.items():
        place = f"answers.{question_id}"
        if question_id not in questionnaire.by_id:
            faults.append(_unknown_name(place, question_id, questionnaire.by_id))
            continue
        value, number_faults = _with_position(value, place, questionnaire)
        answers[question_id], form_faults = _sound_answer(value, place)
        form_faults += number_faults
        problems = validate_answer(answers[question_id], questionnaire.by_id[question_id], questionnaire.scale_max)
        faults += form_faults
        faults += [(f"{place}.{name}".rstrip("."), problem, fix) for name, problem, fix in problems]
    dimension_ids = [d.id for d in questionnaire.dimensions]
    first = questionnaire.stages[0].level
    targets = {name: t if type(t) is not int else t - first + 1 for name, t in fields.targets.items()}
    faults += _number_faults("targets", targets, dimension_ids, len(questionnaire.stages), first)
    faults += _number_faults("importance", fields.importance, dimension_ids, _MAX_IMPORTANCE)
    if faults:
        raise ValidationErrors("The answers file", [Issue(file, *fault) for fault in faults])
    return AnswersFile(Response(answers), targets, fields.importance)


def _with_position(value: Any, place: str, questionnaire: Questionnaire) -> tuple[Any, list[_Fault]]:
    """Return an answer with the level's number in the model replaced by its position 1..K, and any faults."""
    numbers = questionnaire.level_numbers
    level = value.get("level") if isinstance(value, dict) else None
    if level is None or numbers == tuple(range(1, len(numbers) + 1)):
        return value, []
    if type(level) in (int, float) and level in numbers:
        return value | {"level": numbers.index(level) + 1}, []
    fix = f"Give one of {', '.join(f'{number:g}' for number in numbers)}"
    return value | {"level": None}, [(f"{place}.level", f"{_quoted(level)} is not on the scale", fix)]


def read_answer(content: Any) -> Answer:
    """Return one answer from parsed JSON, in the shape an answers file has.

    Raises ValidationErrors with every fault in it.
    """
    answer, faults = _sound_answer(content, "answer")
    if faults:
        raise ValidationErrors("The answer", [Issue("the page", *fault) for fault in faults])
    return answer


def answer_json(answer: Answer) -> dict[str, Any]:
    """Return an answer as JSON values, as `read_answer` reads it: its fields that have a value."""
    fields = {name: getattr(answer, name) for name in Answer.__slots__}
    return {name: value for name, value in fields.items() if value != getattr(UNANSWERED, name)}


def _sound_answer(content: Any, place: str) -> tuple[Answer, list[_Fault]]:
    """Return the answer made of the fields with the right type, and a fault for each other field."""
    fields, faults = _sound_fields(_AnswerFields, content, place)
    return Answer(**fields.model_dump(exclude_none=True)), faults


def _sound_fields(model: type[M], content: Any, place: str) -> tuple[M, list[_Fault]]:
    """Return `content` as `model` without its invalid fields, and a fault for each of these."""
    try:
        return model.model_validate(content), []
    except ValidationError as error:
        faults = error.errors(include_url=False)
    faulty_fields = {fault["loc"][0] for fault in faults if fault["loc"]}
    fitting = model.model_fields.keys() - faulty_fields
    sound = {name: content[name] for name in fitting if name in content} if isinstance(content, dict) else {}
    return model.model_validate(sound), [_explain(fault, model, place) for fault in faults]


def _explain(fault: Any, model: type[BaseModel], place: str) -> _Fault:
    """Return the fault for one of pydantic's errors, in words that the file's author understands."""
    name = str(fault["loc"][0]) if fault["loc"] else ""
    where = f"{place}.{name}".strip(".")
    match fault["type"]:
        case "extra_forbidden" | "string_unicode" | "invalid_key":  # the latter two: a field name that is not a text
            return _unknown_name(where, name, model.model_fields)
        case "model_type":
            return (
                where,
                "it must be an object",
                'Write {"level": 3}, {"dont_know": true} or {"not_applicable": "reason"}',
            )
        case "dict_type":
            return where, "it must be an object", f'Write "{name}": {{…}}'
        case "grade":
            return where, f"{fault['input']} is not a grade", "Give 0, 1, 2 or 3"
    kind = {"int_type": "a whole number", "string_type": "text", "bool_type": "true or false"}[fault["type"]]
    return where, f"{_quoted(fault['input'])} is not {kind}", f"Give {kind}"


def _unknown_name(place: str, name: str, known: Iterable[str]) -> _Fault:
    return place, f"there is no '{name}' here", suggest_name(name, known, "Remove it")


def _number_faults(
    field: str, numbers: Mapping[str, Any], dimension_ids: Iterable[str], top: int, first: int = 1
) -> list[_Fault]:
    """Return the faults of positions 1..`top` by dimension id; the file counts them from `first`."""
    faults = []
    for name, value in numbers.items():
        if name not in dimension_ids:
            faults.append(_unknown_name(f"{field}.{name}", name, dimension_ids))
        elif type(value) is not int or not 1 <= value <= top:  # not isinstance: true is an int in Python
            problem = f"{_quoted(value + first - 1 if type(value) is int else value)} is out of range"
            faults.append((f"{field}.{name}", problem, f"Give a whole number from {first} to {top + first - 1}"))
    return faults


def _quoted(value: Any) -> str:
    """Return `value` as JSON for a message, shortened."""
    return cut(json.dumps(value, ensure_ascii=False), _MAX_QUOTED)
