"""Adds, moves and removes parts of a draft: questions, dimensions, capabilities and stages."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from cxmaturity.errors import NotFound, Refused
from cxmaturity.files.models.converted_model import slug
from cxmaturity.files.models.yaml_edits import as_written, edited, place, set_field
from cxmaturity.questionnaire.schema import MAX_LEVELS
from cxmaturity.questionnaire.yaml_files import MODEL_FILE
from cxmaturity.services.drafts import folders
from cxmaturity.services.drafts.editing import PART_GONE, content_of, edit_file


def add_question(name: str, file: str, capability: str) -> str:
    """Add an empty question to a capability of a draft, at the end of its dimension's file; return its id."""
    contents = _contents_with(name, file)
    question = _new_question(contents, capability, has_levels=bool(contents[file].get("levels")))

    def change(content: Any) -> None:
        questions = content.setdefault("questions", [])
        questions.append(None)
        set_field(questions, (len(questions) - 1,), question)

    edit_file(name, file, change)
    return str(question["id"])


def leave_out_question(name: str, file: str, question_id: str) -> None:
    """Remove a question from a draft."""
    edit_file(name, file, lambda content: content["questions"].pop(place(content["questions"], question_id)))


def move_question(name: str, file: str, question_id: str, by: int) -> None:
    """Move a question of a draft `by` places down (up if negative) within its file, at most to the end."""

    def change(content: Any) -> None:
        questions = content["questions"]
        start = place(questions, question_id)
        questions.insert(min(max(0, start + by), len(questions) - 1), questions.pop(start))

    edit_file(name, file, change)


def add_steps(name: str, file: str, question_id: str) -> None:
    """Add an empty step from each level to the next to a question of a draft that has no steps."""
    contents = _contents_with(name, file)
    levels = next(
        (
            levels
            for holder in (_question(contents, file, question_id), contents[file], contents[MODEL_FILE])
            if isinstance(levels := holder.get("levels"), list) and levels
        ),
        contents[MODEL_FILE].get("stages") or [],
    )
    path = ("questions", question_id, "steps")
    edit_file(name, file, lambda content: set_field(content, path, [{} for _ in levels[1:]]))


def add_dimension(name: str, title: str) -> str:
    """Add a dimension to the end of a draft, with one capability and one question; return the name of its file.

    Raises Refused when the title is empty or that of another dimension.
    """
    contents = content_of(name)
    title = " ".join(title.split())
    taken = {str(c.get("name")).casefold() for c in contents.values()}
    if not title or title.casefold() in taken:
        what = f"“{title}” is the name of another dimension" if title else "A dimension needs a name"
        raise Refused(f"{what}.", "Choose another name.")
    dimension_id = _free_id(contents, slug(title).lower() or "dimension")
    capability = _free_id(contents, f"{dimension_id}-1")
    dimension = {
        "id": dimension_id,
        "name": title,
        "capabilities": [{"id": capability, "name": title}],
        "questions": [_new_question(contents, capability, has_levels=False)],
    }
    written = edited("id: x\n", lambda content: content.update(as_written(dimension)))
    file = f"{dimension_id}.yaml"
    with folders.writing():
        folders.replace_file(folders.existing_draft(name) / file, written)
        edit_file(name, MODEL_FILE, lambda content: content.setdefault("dimensions", []).append(dimension_id))
    return file


def leave_out_dimension(name: str, file: str) -> None:
    """Remove a dimension with its questions from a draft; raises Refused for the only one."""
    dimension_id = file.removesuffix(".yaml")

    def change(content: Any) -> None:
        if len(content["dimensions"]) < 2:
            raise Refused("This is the only dimension.", "Add another one first.")
        content["dimensions"].remove(dimension_id)

    with folders.writing():
        _edit_listed(name, change)
        (folders.existing_draft(name) / file).unlink(missing_ok=True)


def move_dimension(name: str, file: str, by: int) -> None:
    """Move a dimension of a draft `by` places down (up if negative), at most to the end."""

    def change(content: Any) -> None:
        listed = content["dimensions"]
        start = listed.index(file.removesuffix(".yaml"))
        listed.insert(min(max(0, start + by), len(listed) - 1), listed.pop(start))

    _edit_listed(name, change)


def add_capability(name: str, file: str) -> str:
    """Add a capability to the end of a dimension of a draft; return its id."""
    capability = _free_id(content_of(name), f"{file.removesuffix('.yaml')}-1")
    entry = as_written({"id": capability, "name": "New capability"})
    edit_file(name, file, lambda content: content.setdefault("capabilities", []).append(entry))
    return capability


def leave_out_capability(name: str, file: str, capability: str) -> None:
    """Remove a capability from a draft; raises Refused when it has questions, or is the only one."""
    content = _contents_with(name, file)[file]
    if any(question.get("capability") == capability for question in _entries(content, "questions")):
        raise Refused("This capability has questions.", "Give them another capability first.")
    if len(_entries(content, "capabilities")) < 2:
        raise Refused("This is the only capability.", "Add another one first.")
    edit_file(name, file, lambda content: content["capabilities"].pop(place(content["capabilities"], capability)))


def add_stage(name: str) -> None:
    """Add a highest stage to a draft; questions whose levels are the stages get an empty statement for it.

    Raises Refused above MAX_LEVELS.
    """
    stages = content_of(name)[MODEL_FILE].get("stages") or []
    if len(stages) >= MAX_LEVELS:
        raise Refused(f"A model has at most {MAX_LEVELS} stages.", "Leave one out first.")
    highest = stages[-1].get("level") if stages else 0
    number = highest + 1 if isinstance(highest, int) else len(stages) + 1
    stage = {"level": number, "name": f"Stage {number}"}

    def add(texts: Any) -> None:
        texts.append(as_written(_new_statement(stage)))

    _edit_statements(name, len(stages), add, lambda steps: steps.append(as_written({})))
    edit_file(name, MODEL_FILE, lambda content: content.setdefault("stages", []).append(as_written(stage)))


def leave_out_stage(name: str, position: int, shown: Sequence[Any]) -> None:
    """Remove a stage from a draft, with the statements of questions whose levels are stages.

    `position` (lowest 0) is its place among the stages `shown`; when stages were added or removed since, its name finds
    it. The stages above it are renumbered. Raises Refused when only two stages are left, NotFound when it is gone.
    """
    stages = content_of(name)[MODEL_FILE].get("stages") or []
    if len(stages) < 3:
        raise Refused("A model has at least two stages.", "Add another one first.")
    if len(stages) != len(shown):
        names = [_stage_name(stage) for stage in stages]
        if (stage_name := _stage_name(shown[position])) not in names:
            raise NotFound("This stage is not there any more.", "Look at the stages as they are now.")
        position = names.index(stage_name)

    def change(content: Any) -> None:
        numbers = [stage["level"] for stage in content["stages"]]
        content["stages"].pop(position)
        for stage, number in zip(content["stages"], numbers, strict=False):
            stage["level"] = number

    _edit_statements(
        name,
        len(stages),
        lambda texts: texts.pop(position),
        lambda steps: steps.pop(min(position, len(steps) - 1)),
    )
    edit_file(name, MODEL_FILE, change)


def _contents_with(name: str, file: str) -> dict[str, Any]:
    """Return the content of a draft's files by file name; raises NotFound when there is no such file."""
    contents = content_of(name)
    if file not in contents:
        raise NotFound(*PART_GONE)
    return contents


def _edit_statements(name: str, count: int, texts: Callable[[Any], Any], steps: Callable[[Any], Any]) -> None:
    """Change each list of `count` statements in a draft, and each list of the steps between them.

    Nothing is changed in a draft whose levels are not its stages.
    """
    contents = content_of(name)
    if contents[MODEL_FILE].get("levels") or any(
        question.get("level") is not None for c in contents.values() for question in _entries(c, "questions")
    ):
        return

    def change(content: Any) -> None:
        for holder in _holders(content):
            if isinstance(holder.get("levels"), list) and len(holder["levels"]) == count:
                texts(holder["levels"])
            if isinstance(holder.get("steps"), list) and len(holder["steps"]) == count - 1:
                steps(holder["steps"])

    for file in contents:
        if file != MODEL_FILE:
            edit_file(name, file, change)


def _holders(content: Any) -> Iterator[Any]:
    """Yield everything with statements in a dimension's file: the dimension, its questions and their wordings."""
    yield content
    for question in _entries(content, "questions"):
        yield question
        variants = question.get("variants")
        yield from (w for w in variants.values() if isinstance(w, dict)) if isinstance(variants, dict) else ()


def _edit_listed(name: str, change: Callable[[Any], None]) -> None:
    try:
        edit_file(name, MODEL_FILE, change)
    except ValueError:
        raise NotFound("This dimension is not there any more.", "Reload the page.") from None


def _entries(content: Any, name: str) -> list[Any]:
    listed = content.get(name)
    return [entry for entry in listed if isinstance(entry, dict)] if isinstance(listed, list) else []


def _question(contents: dict[str, Any], file: str, question_id: str) -> Any:
    matches = (question for question in _entries(contents[file], "questions") if question.get("id") == question_id)
    return next(matches, {})


def _free_id(contents: dict[str, Any], wanted: str) -> str:
    """Return the `wanted` id, followed by a number when a dimension or capability of a draft has it."""
    used = {entry.get("id") for c in contents.values() for entry in (c, *_entries(c, "capabilities"))}
    return next(id_ for i in range(1, 10_000) if (id_ := wanted if i == 1 else f"{wanted}-{i}") not in used)


def _new_question(contents: dict[str, Any], capability: str, *, has_levels: bool) -> dict[str, Any]:
    """Return an empty question with a new id; `has_levels` is whether its dimension has statements for it."""
    used = {question.get("id") for c in contents.values() for question in _entries(c, "questions")}
    question_id = next(id_ for i in range(1, 10_000) if (id_ := f"Q{i}") not in used)
    question: dict[str, Any] = {"id": question_id, "capability": capability, "prompt": "New question?"}
    if not has_levels and not contents[MODEL_FILE].get("levels"):
        question["levels"] = [_new_statement(stage) for stage in contents[MODEL_FILE].get("stages") or []]
    return question


def _stage_name(stage: Any) -> Any:
    return stage.get("name") if isinstance(stage, dict) else stage


def _new_statement(stage: Any) -> str:
    return f"Write what holds at {_stage_name(stage)}."
