"""Creates drafts of questionnaires, from published ones or from a file, and changes them field by field."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from cxmaturity.errors import ChangedElsewhere, Issue, NotFound, Refused, ValidationErrors
from cxmaturity.files.models.bundle import read_bundle
from cxmaturity.files.models.converted_model import slug
from cxmaturity.files.models.yaml_edits import Path, edited, get_field, set_field
from cxmaturity.questionnaire.loading import CLAIMS_FILE
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.questionnaire.yaml_files import MODEL_FILE, read_folder
from cxmaturity.services.drafts import folders
from cxmaturity.services.questionnaires import clashes, questionnaire_in
from cxmaturity.wording.language.other_windows import done_elsewhere

PART_GONE = ("This part of the draft is not there any more.", "Reload the page.")


@dataclass(frozen=True, slots=True)
class Draft:
    """The state of a draft: its name, its questionnaire (None while it has faults), and its faults."""

    name: str
    questionnaire: Questionnaire | None
    issues: tuple[Issue, ...]
    is_new: bool


def begin_draft(name: str) -> None:
    """Create a draft of the published questionnaire in folder `name`; no effect when there is one already."""
    source = folders.published_folder(name)
    with folders.writing():
        if not folders.draft_folder(name).exists():
            folders.write_draft(name, folders.read_files(source), base=folders.digests(folders.read_files(source)))


def copy_published(name: str, title: str) -> str:
    """Create the draft of a new questionnaire as a copy of the one in folder `name`; return the draft's name.

    Raises Refused when the title is empty or taken.
    """
    files = folders.read_files(folders.published_folder(name))
    return _new_draft(files, title)


def import_bundle(data: bytes, title: str = "") -> str:
    """Create the draft of a new questionnaire from a file that `export` wrote; return its name. Raises Refused."""
    files = read_bundle(data)
    if MODEL_FILE not in files:
        raise Refused(f"There is no {MODEL_FILE} in it.", "Give a ZIP that this page has made.")
    return _new_draft(files, title)


def import_files(files: Mapping[str, str], title: str = "") -> str:
    """Create the draft of a new questionnaire from the texts of its files; return the draft's name. Raises Refused."""
    return _new_draft({name: text.encode() for name, text in files.items()}, title)


@folders.writing()
def _new_draft(files: dict[str, bytes], title: str) -> str:
    try:
        model = files[MODEL_FILE].decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(f"{MODEL_FILE} is not UTF-8 text.", "Save it as UTF-8.") from None
    title = " ".join(title.split()) or str(_field(model, ("title",)) or "")
    taken = {q.title.casefold() for q in folders.published_questionnaires().values()}
    taken |= {title_of(n).casefold() for n in folders.draft_names()}
    if not title or title.casefold() in taken:
        what = f"“{title}” is the title of another questionnaire" if title else "A questionnaire needs a title"
        raise Refused(f"{what}.", "Choose another title.")
    names = {entry.name for entry in folders.list_folders(lambda _: True)}
    first = slug(title).lower() or "questionnaire"
    name = next(
        n
        for i in range(1, 1000)
        if (n := first if i == 1 else f"{first}-{i}") not in names and f"{folders.PREFIX}{n}" not in names
    )

    def named(content: Any) -> None:
        set_field(content, ("id",), name)
        set_field(content, ("title",), title)
        set_field(content, ("version",), "1.0.0")

    folders.write_draft(name, files | {MODEL_FILE: edited(model, named).encode()}, base=None)
    return name


def read_draft(name: str) -> Draft:
    """Return a draft with every fault that the checks find; raises NotFound.

    An id or title of another published questionnaire is a fault too, because only one of the two would be listed.
    """
    entry = folders.existing_draft(name)
    is_new = folders.base_digests(entry) is None
    try:
        questionnaire = questionnaire_in(entry)
    except ValidationErrors as errors:
        return Draft(name, None, errors.issues, is_new)
    others = {folders.folder() / other: q for other, q in folders.published_questionnaires().items() if other != name}
    issues = tuple(clashes(entry, questionnaire, others))
    return Draft(name, None if issues else questionnaire, issues, is_new)


def content_of(name: str) -> dict[str, Any]:
    """Return the content of a draft's files by file name: model.yaml first, then the dimensions in order.

    Raises NotFound, and ValidationErrors where the files cannot be read as a questionnaire.
    """
    files = {n: file.data or {} for n, file in read_folder(folders.existing_draft(name)).items()}
    listed = files[MODEL_FILE].get("dimensions")
    order = [f"{d}.yaml" for d in listed] if isinstance(listed, list) else []
    return {n: files[n] for n in (MODEL_FILE, *order) if isinstance(files.get(n), dict)}


def title_of(name: str) -> str:
    """Return the title of a draft; its name where it has none, and where its files cannot be read or are gone."""
    try:
        return str(content_of(name)[MODEL_FILE].get("title") or name)
    except (NotFound, ValidationErrors):
        return name


def claims_of(name: str) -> dict[str, str]:
    """Return the texts of the claims that questions of a draft can refer to, by id; empty without any."""
    file = read_folder(folders.existing_draft(name)).get(CLAIMS_FILE)
    listed = (file.data or {}).get("claims") if file else None
    claims = [c for c in listed if isinstance(c, dict)] if isinstance(listed, list) else []
    return {str(claim.get("id")): str(claim.get("text") or "") for claim in claims}


def change_field(name: str, file: str, path: Path, value: Any, expected: Any) -> None:
    """Write one field of a draft; raises ChangedElsewhere when its value is not `expected` any more."""

    def change(content: Any) -> None:
        if get_field(content, path) != expected:
            raise ChangedElsewhere(done_elsewhere("This field"), "Look at it as it is now.")
        set_field(content, path, value)

    edit_file(name, file, change)


def edit_file(name: str, file: str, change: Callable[[Any], Any]) -> None:
    """Change the content of one file of a draft, completely or not at all; raises NotFound and Refused."""
    entry = folders.existing_draft(name)
    if file not in folders.read_files(entry):
        raise NotFound(*PART_GONE)
    with folders.writing():
        path = entry / file
        try:
            text = edited(folders.read_text(path), change)
        except (KeyError, IndexError):
            raise NotFound(*PART_GONE) from None
        except (AttributeError, TypeError) as error:  # a list where a text belongs, or the other way round
            raise Refused(f"A part of {file} has another form than it should.", "Mend it by hand first.") from error
        folders.replace_file(path, text)


def _field(text: str, path: Path) -> Any:
    values: list[Any] = []
    edited(text, lambda content: values.append(get_field(content, path)))
    return values[0]
