"""Adds, moves and removes parts of a draft: questions, dimensions, capabilities and stages."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from cxmaturity.errors import NotFound, Refused
from cxmaturity.files.models.converted_model import Ids, dimension_ids
from cxmaturity.files.models.yaml_edits import as_written, edited, place, set_field
from cxmaturity.questionnaire.loading import CLAIMS_FILE, CROSSWALK_FILE
from cxmaturity.questionnaire.schema import MAX_LEVELS
from cxmaturity.questionnaire.yaml_files import MODEL_FILE
from cxmaturity.services.drafts import folders
from cxmaturity.services.drafts.editing import PART_GONE, claims_of, content_of, edit_file


@folders.all_or_nothing
def add_question(name: str, file: str, capability: str, asked: Collection[str] = ()) -> str:
    """Add an empty question to a capability of a draft, at the end of its dimension's file; return its id.

    `asked` are the ids of the questions that assessments have asked: a new question gets none of them.
    """
    contents = _contents_with(name, file)
    used = _question_ids(name, contents).union(asked)
    question = _new_question(contents, capability, used, has_levels=bool(contents[file].get("levels")))

    def change(content: Any) -> None:
        questions = content.setdefault("questions", [])
        questions.append(None)
        set_field(questions, (len(questions) - 1,), question)

    edit_file(name, file, change)
    return str(question["id"])


@folders.all_or_nothing
def leave_out_question(name: str, file: str, question_id: str) -> None:
    """Remove a question from a draft, and its id from the parts of other frameworks that name it."""
    _forget_questions(name, {question_id})
    edit_file(name, file, lambda content: content["questions"].pop(place(content["questions"], question_id)))


def move_question(name: str, file: str, question_id: str, by: int) -> None:
    """Move a question of a draft `by` places down (up if negative) within its file, at most to the end."""

    def change(content: Any) -> None:
        questions = content["questions"]
        start = place(questions, question_id)
        questions.insert(min(max(0, start + by), len(questions) - 1), questions.pop(start))

    edit_file(name, file, change)


@folders.all_or_nothing
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


@folders.all_or_nothing
def add_dimension(name: str, title: str, asked: Collection[str] = ()) -> str:
    """Add a dimension to the end of a draft, with one capability and one question; return the name of its file.

    `asked`: see `add_question`. Raises Refused when the title is empty or that of another dimension.
    """
    contents = content_of(name)
    title = " ".join(title.split())
    taken = {str(c.get("name")).casefold() for file, c in contents.items() if file != MODEL_FILE}
    if not title or title.casefold() in taken:
        what = f"“{title}” is the name of another dimension" if title else "A dimension needs a name"
        raise Refused(f"{what}.", "Choose another name.")
    entry = folders.existing_draft(name)
    ids = _ids(contents, (file.removesuffix(".yaml") for file in folders.read_files(entry)))
    dimension_id = ids.give(title.lower(), "dimension")
    capability = ids.give(f"{dimension_id}-1", "")
    last = next(reversed(contents.values()))
    used = _question_ids(name, contents).union(asked)
    dimension = {
        "id": dimension_id,
        "name": title,
        **({"group": last["group"]} if last.get("group") else {}),
        "capabilities": [{"id": capability, "name": title}],
        "questions": [_new_question(contents, capability, used, has_levels=False)],
    }
    written = edited("id: x\n", lambda content: content.update(as_written(dimension)))
    file = f"{dimension_id}.yaml"
    folders.replace_file(entry / file, written)
    edit_file(name, MODEL_FILE, lambda content: content.setdefault("dimensions", []).append(dimension_id))
    return file


@folders.all_or_nothing
def leave_out_dimension(name: str, file: str) -> None:
    """Remove a dimension from a draft, with its questions and the claims that only they are traced to.

    Its other claims go to the dimension of a question that names them. Raises Refused for the only dimension.
    """
    dimension_id = file.removesuffix(".yaml")
    contents = content_of(name)
    if list(contents) == [MODEL_FILE, file]:
        raise Refused("This is the only dimension.", "Add another one first.")
    questions = _entries(contents.pop(file, {}), "questions")
    _forget_questions(name, {str(question.get("id")) for question in questions})
    _move_claims(name, dimension_id, contents)
    _edit_listed(name, lambda content: content["dimensions"].remove(dimension_id))
    (folders.existing_draft(name) / file).unlink(missing_ok=True)


def move_dimension(name: str, file: str, by: int) -> None:
    """Move a dimension of a draft `by` places down (up if negative), at most to the end."""

    def change(content: Any) -> None:
        listed = content["dimensions"]
        start = listed.index(file.removesuffix(".yaml"))
        listed.insert(min(max(0, start + by), len(listed) - 1), listed.pop(start))

    _edit_listed(name, change)


@folders.all_or_nothing
def add_capability(name: str, file: str) -> str:
    """Add a capability to the end of a dimension of a draft; return its id."""
    capability = _ids(content_of(name)).give(f"{file.removesuffix('.yaml')}-1", "")
    entry = as_written({"id": capability, "name": "New capability"})
    edit_file(name, file, lambda content: content.setdefault("capabilities", []).append(entry))
    return capability


@folders.all_or_nothing
def leave_out_capability(name: str, file: str, capability: str) -> None:
    """Remove a capability from a draft; raises Refused when it has questions, or is the only one."""
    content = _contents_with(name, file)[file]
    if any(question.get("capability") == capability for question in _entries(content, "questions")):
        raise Refused("This capability has questions.", "Give them another capability first.")
    if len(_entries(content, "capabilities")) < 2:
        raise Refused("This is the only capability.", "Add another one first.")
    edit_file(name, file, lambda content: content["capabilities"].pop(place(content["capabilities"], capability)))


@folders.all_or_nothing
def add_stage(name: str) -> None:
    """Add a highest stage to a draft; answers whose levels are the stages get an empty statement for it.

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


@folders.all_or_nothing
def leave_out_stage(name: str, position: int, shown: Sequence[Any]) -> None:
    """Remove a stage from a draft, with the statements of answers whose levels are stages.

    `position` (lowest 0) is its place among the stages `shown`; when stages were added or removed since, its name finds
    it. The stages above it are renumbered, and with them the practices that they need; those that the removed one needs
    have no stage then. Raises Refused when only two stages are left, NotFound when it is gone.
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
    _edit_practices(name, stages, position)
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
    if has_practices(contents) or any("value" in level for level in _entries(contents[MODEL_FILE], "levels")):
        return

    def change(content: Any) -> None:
        for holder in _holders(content):
            if isinstance(holder.get("levels"), list) and len(holder["levels"]) == count:
                texts(holder["levels"])
            if isinstance(holder.get("steps"), list) and len(holder["steps"]) == count - 1:
                steps(holder["steps"])

    for file in contents:
        edit_file(name, file, change)


def _edit_practices(name: str, stages: Sequence[Any], position: int) -> None:
    """Renumber the stages that practices belong to for the removal of the stage at a position, lowest 0."""
    contents = content_of(name)
    if not has_practices(contents):
        return
    numbers = [stage.get("level") for stage in stages]

    def change(content: Any) -> None:
        for question in _entries(content, "questions"):
            before = numbers.index(question["level"]) if question.get("level") in numbers else position
            after = before - (before > position)
            if before == position or after == 0:  # no practice belongs to the lowest stage
                question.pop("level", None)
            else:
                question["level"] = numbers[after]

    for file in contents:
        edit_file(name, file, change)


def has_practices(contents: Mapping[str, Any]) -> bool:
    """Return whether questions of a draft are practices, each of which belongs to a stage."""
    return any(q.get("level") is not None for content in contents.values() for q in _entries(content, "questions"))


def _forget_questions(name: str, gone: Collection[str]) -> None:
    """Remove the ids of removed questions from the frameworks that a draft is compared with."""

    def change(content: Any) -> None:
        for framework in _entries(content, "frameworks"):
            for part in _entries(framework, "parts"):
                _take_out(part.get("questions"), lambda question_id: question_id in gone)

    if CROSSWALK_FILE in folders.read_files(folders.existing_draft(name)):
        edit_file(name, CROSSWALK_FILE, change)


def _move_claims(name: str, dimension_id: str, contents: Mapping[str, Any]) -> None:
    """Move the claims of a removed dimension to those of the questions in `contents`; remove what none is traced to."""
    homes = {
        claim: file.removesuffix(".yaml")
        for file, content in reversed(list(contents.items()))
        for question in _entries(content, "questions")
        for claim in question.get("claims") or ()
        if isinstance(claim, str)
    }

    def change(content: Any) -> None:
        for claim in _entries(content, "claims"):
            if claim.get("dimension") == dimension_id and claim.get("id") in homes:
                claim["dimension"] = as_written(homes[claim["id"]])
        _take_out(content.get("claims"), lambda c: isinstance(c, dict) and c.get("dimension") == dimension_id)

    path = folders.existing_draft(name) / CLAIMS_FILE
    if path.name in folders.read_files(path.parent):
        edit_file(name, CLAIMS_FILE, change)
        if not claims_of(name):
            path.unlink()


def _take_out(listed: Any, is_gone: Callable[[Any], bool]) -> None:
    """Remove the entries for which `is_gone` is true; no effect on what is no list."""
    for i in reversed(range(len(listed) if isinstance(listed, list) else 0)):
        if is_gone(listed[i]):
            listed.pop(i)


def _holders(content: Any) -> Iterator[Any]:
    """Yield everything with statements in a file: the model or dimension, its questions and their wordings."""
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


def _ids(contents: dict[str, Any], files: Iterable[str] = ()) -> Ids:
    """Return what makes ids that no dimension or capability of a draft has, and none of these files."""
    used = (str(entry.get("id")) for c in contents.values() for entry in (c, *_entries(c, "capabilities")))
    return dimension_ids((*used, *files))


def _question_ids(name: str, contents: dict[str, Any]) -> set[Any]:
    """Return the ids of the questions of a draft and of the published version, which would become a question's again.

    Answers to a question that was left out would then be compared with those to another one.
    """
    published = folders.published_questionnaires().get(name)
    ids = {question.get("id") for c in contents.values() for question in _entries(c, "questions")}
    return ids.union(published.by_id if published else ())


def _new_question(
    contents: dict[str, Any], capability: str, used: Collection[str], *, has_levels: bool
) -> dict[str, Any]:
    """Return an empty question with an id not in `used`; `has_levels`: whether its dimension has statements for it."""
    question_id = next(id_ for i in range(1, 10_000) if (id_ := f"Q{i}") not in used)
    question: dict[str, Any] = {"id": question_id, "capability": capability, "prompt": "New question?"}
    if has_practices(contents):
        question["level"] = 1
    if not has_levels and not contents[MODEL_FILE].get("levels"):
        question["levels"] = [_new_statement(stage) for stage in contents[MODEL_FILE].get("stages") or []]
    return question


def _stage_name(stage: Any) -> Any:
    return stage.get("name") if isinstance(stage, dict) else stage


def _new_statement(stage: Any) -> str:
    return f"Write what holds at {_stage_name(stage)}."
