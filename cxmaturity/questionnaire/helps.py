"""Optional texts of a model that help people to answer or to plan; the shipped questionnaire has all of them."""

from collections.abc import Iterator

from cxmaturity.questionnaire.raw_content import Finding, Path, RawContent, each_question

_OF_QUESTION = {
    "why": "Say why it matters, in one or two sentences",
    "evidence": "Say what to look at before answering",
    "ask": "Say whom to ask when nobody here knows",
}
_OF_STEP = {
    "do": "Say what to do",
    "effort": "Say how long it takes",
    "ease": "Grade it from 1, needs budget, to 5, an hour at most",
    "owner": "Name the role that does it",
    "worked_if": "Name the sign that it worked",
}


def check_helps(raw: RawContent) -> Iterator[Finding]:
    """Yield a fault for every help text that `raw` lacks; only `check --strict` requires them."""
    for i, stage in raw.items(raw.model_file, "stages"):
        yield from _missing(stage, raw.model_file, ("stages", i), {"meaning": "Say what it is like to be here"})
    has_pulse = False
    for file, path, question in each_question(raw):
        has_pulse |= question.get("pulse") is True
        yield from _missing(question, file, path, _OF_QUESTION)
        steps = question.get("steps")
        if not isinstance(steps, list) or not steps:
            yield file, path, "'steps' is missing", "Write a step from each level to the next"
            continue
        for i, step in enumerate(steps):
            if isinstance(step, dict):
                yield from _missing(step, file, (*path, "steps", i), _OF_STEP)
    for file in raw.dimension_files:
        yield from _missing(raw.files[file], file, (), {"about": "Say what it looks at"})
        for i, capability in raw.items(file, "capabilities"):
            yield from _missing(capability, file, ("capabilities", i), {"about": "Say what belongs to it"})
    if not has_pulse:
        yield raw.model_file, (), "no question is in the pulse", "Mark some questions with 'pulse: true'"


def _missing(fields: dict[str, object], file: str, path: Path, helps: dict[str, str]) -> Iterator[Finding]:
    for name, fix in helps.items():
        if name not in fields:
            yield file, path, f"'{name}' is missing", fix
