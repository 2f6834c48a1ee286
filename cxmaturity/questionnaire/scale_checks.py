"""Checks of a model's scale: its stages, the levels of its answers, their values, thresholds and practices."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from cxmaturity.questionnaire.raw_content import Finding, RawContent, each_question

_FALLING = "Give each a higher number than the one before"


def level_count(raw: RawContent) -> int:
    """Return the number of levels of an answer: those that the model lists, else its stages."""
    levels = raw.files[raw.model_file].get("levels")
    return len(levels) if isinstance(levels, list) and levels else len(list(raw.items(raw.model_file, "stages")))


def check_scale(raw: RawContent) -> Iterator[Finding]:
    """Yield every fault of stages, levels, their values, and the fields of a model of practices."""
    stages = [stage for _, stage in raw.items(raw.model_file, "stages")]
    first = 0 if stages and stages[0].get("level") == 0 and stages[0].get("level") is not False else 1
    for i, stage in enumerate(stages):
        level = stage.get("level")
        if level != i + first and isinstance(level, int):
            problem = f"stage {level} stands where stage {i + first} belongs, so a stage could never be reached"
            yield (
                raw.model_file,
                ("stages", i, "level"),
                problem,
                f"Number the stages {first}, {first + 1}, {first + 2} … without a gap",
            )
    values = _values(raw)
    has_practices = any(q.get("level") is not None for _, _, q in each_question(raw))
    yield from _shared_levels(raw, values, len(stages), has_practices)
    if has_practices:
        yield from _practices(raw, stages, values)
        return
    if raw.files[raw.model_file].get("pass_mark") is not None:
        problem = "only practices, which are questions with a 'level', are passed"
        yield raw.model_file, ("pass_mark",), problem, "Give each question its 'level', or take the pass mark out"
    numbers = [float(v) for v in values if v is not None] or [float(i + first) for i in range(len(stages))]
    yield from _thresholds(raw, stages, numbers, has_values=any(v is not None for v in values))


def _values(raw: RawContent) -> list[float | None]:
    """Return the value of each level that the model lists, None for a level without a value."""
    levels = raw.files[raw.model_file].get("levels")
    values = [level.get("value") if isinstance(level, dict) else None for level in _listed(levels)]
    return [float(v) if isinstance(v, int | float) and not isinstance(v, bool) else None for v in values]


def _listed(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else ()


def _shared_levels(
    raw: RawContent, values: Sequence[float | None], stages: int, has_practices: bool
) -> Iterator[Finding]:
    file, levels = raw.model_file, _listed(raw.files[raw.model_file].get("levels"))
    texts = [level.get("text") if isinstance(level, dict) else level for level in levels]
    for i, text in enumerate(texts):
        if isinstance(text, str) and texts.index(text) < i:
            problem = f"it says the same as level {texts.index(text) + 1} of the list"
            yield file, ("levels", i), problem, "Make each level differ"
    if len(levels) == 1:
        yield file, ("levels",), "one level leaves nothing to choose", "List at least two"
    if any(v is not None for v in values):
        for i, value in enumerate(values):
            if value is None:
                problem = "it has no value, and other levels have one"
                yield file, ("levels", i), problem, "Give every level a value, or none"
        for i, (lower, upper) in enumerate(pairwise(values)):
            if lower is not None and upper is not None and upper <= lower:
                yield file, ("levels", i + 1, "value"), f"{upper:g} is not above {lower:g}", _FALLING
    elif levels and not has_practices and len(levels) != stages:
        problem = f"has {len(levels)} levels, but {stages} stages need {stages}"
        fix = "List one for each stage, or give each level a 'value' and each stage a 'threshold'"
        yield file, ("levels",), problem, fix


def _thresholds(
    raw: RawContent, stages: Sequence[dict[str, Any]], numbers: Sequence[float], *, has_values: bool
) -> Iterator[Finding]:
    """Yield faults of thresholds: unreachable stages, and for levels that are stages, a stage that its level misses."""
    written = [stage.get("threshold") for stage in stages]
    thresholds = [float(t) if isinstance(t, int | float) and not isinstance(t, bool) else None for t in written]
    if not has_values and all(t is None for t in thresholds):
        return
    for i, stage in enumerate(stages):
        path, threshold, below = ("stages", i, "threshold"), thresholds[i], thresholds[i - 1] if i else None
        if threshold is None:
            if "threshold" not in stage:
                reason = "levels have values" if has_values else "other stages have one"
                fix = "Give the level from which on the stage is reached"
                yield raw.model_file, ("stages", i), f"'threshold' is missing: {reason}", fix
        elif i == 0 and numbers and threshold > numbers[0]:
            problem = f"the lowest level is {numbers[0]:g}, which would have no stage"
            yield raw.model_file, path, problem, f"Give {numbers[0]:g} to the lowest stage"
        elif below is not None and threshold <= below:
            yield raw.model_file, path, f"{threshold:g} is not above {below:g}", _FALLING
        elif numbers and threshold > numbers[-1]:
            problem = f"the highest level is {numbers[-1]:g}, so the stage could never be reached"
            yield raw.model_file, path, problem, f"Give at most {numbers[-1]:g}"
        elif i and not has_values and not numbers[i - 1] < threshold <= numbers[i]:
            lower, upper = f"{numbers[i - 1]:g}", f"{numbers[i]:g}"
            problem = f"answers that are all {upper} must have this stage, and answers that are all {lower} must not"
            yield raw.model_file, path, problem, f"Give a number above {lower}, at most {upper}"


def _practices(raw: RawContent, stages: Sequence[dict[str, Any]], values: Sequence[float | None]) -> Iterator[Finding]:
    """Yield the faults of a model whose questions are practices, each needed for a stage."""
    file = raw.model_file
    if stages and stages[0].get("level") != 0:
        problem = "a model of practices needs a stage 0, for where not all of stage 1 is done"
        yield file, ("stages",), problem, "Begin with a stage whose level is 0"
    if not values:
        problem = "a model of practices needs the answers that all of them share"
        yield file, (), problem, "List them under 'levels', such as No and Yes"
    known = [stage.get("level") for stage in stages]
    for question_file, path, question in each_question(raw):
        level = question.get("level")
        if level is None:
            problem = "'level' is missing: other questions are practices of a level"
            yield question_file, path, problem, "Give the stage that needs this practice"
        elif isinstance(level, int) and level > 0 and level not in known:
            yield question_file, (*path, "level"), f"there is no stage {level}", "Give the number of a stage"
    for i, stage in enumerate(stages):
        if stage.get("threshold") is not None:
            problem = "a stage of practices is reached by passing all of them, not by a mean"
            yield file, ("stages", i, "threshold"), problem, "Take it out"
    caps = raw.files[file].get("caps")
    if isinstance(caps, dict) and "practice" in caps:
        problem = "a stage of practices never stands above its weakest practice"
        yield file, ("caps", "practice"), problem, "Take it out"
    mark = raw.files[file].get("pass_mark")
    numbers = [float(i) if v is None else v for i, v in enumerate(values)]
    if isinstance(mark, int | float) and numbers and not numbers[0] < mark <= numbers[-1]:
        problem = f"{mark:g} lies outside the levels, which go from {numbers[0]:g} to {numbers[-1]:g}"
        yield file, ("pass_mark",), problem, f"Give a number above {numbers[0]:g}, at most {numbers[-1]:g}"
