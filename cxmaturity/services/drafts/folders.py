"""The folders of published questionnaires and of drafts: reads them, and writes them completely or not at all.

A draft is a hidden folder beside the published ones. It stores the digests of the files that it was copied from, so
that publishing it does not overwrite changes that somebody made on disk meanwhile.
"""

import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp
from threading import RLock
from typing import Concatenate, ParamSpec, TypeVar

from cxmaturity.errors import NotFound, Refused, ValidationErrors
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.questionnaire.yaml_files import MAX_BYTES, MAX_FILES, MODEL_FILE
from cxmaturity.services.questionnaires import questionnaire_in
from cxmaturity.services.settings import load_settings

P = ParamSpec("P")
T = TypeVar("T")

PREFIX = ".draft-"
_BASE = ".base.json"
_NEW, _OLD = ".new-", ".old-"
_UNFINISHED_SECONDS = 3600  # a write that is older was interrupted
_UNCHANGED_SECONDS = 30 * 86400
_ENDINGS = (".yaml", ".yml")
_lock = RLock()  # one writer of drafts per process; other processes are noticed by comparing digests
_changed: ContextVar[tuple[str, Path] | None] = ContextVar("name and copy of the draft being changed", default=None)
_TOO_LARGE = (
    f"A questionnaire has at most {MAX_FILES} files, one for each dimension, of at most {MAX_BYTES >> 20} MB.",
    "Leave something out first.",
)
_CANNOT_WRITE = "Ask whoever runs the app to let it write there, or edit the files by hand."


@contextmanager
def writing() -> Iterator[None]:
    """Context manager: let one thread at a time write; an OSError of the block becomes Refused."""
    with _lock:
        try:
            yield
        except OSError as error:
            raise Refused(f"{folder()} cannot be written: {error.strerror}.", _CANNOT_WRITE) from None


def all_or_nothing(change: Callable[Concatenate[str, P], T]) -> Callable[Concatenate[str, P], T]:
    """Decorator of a change to the draft that its first argument names: all of it is written, or nothing.

    The change is made in a copy, whose files then replace those of the draft one by one: an error in the change, or the
    end of the process before the first file is replaced, leaves the draft as it was. Of two windows the second sees
    what the first has changed.
    """

    @wraps(change)
    def changed(name: str, /, *args: P.args, **kwargs: P.kwargs) -> T:
        with writing():
            entry, copy = existing_draft(name), Path(mkdtemp(prefix=_NEW, dir=folder()))
            try:
                before = read_files(entry)
                for file, content in before.items():
                    (copy / file).write_bytes(content)
                token = _changed.set((name, copy))
                try:
                    result = change(name, *args, **kwargs)
                finally:
                    _changed.reset(token)
                after = read_files(copy)
                _refuse_too_large(after)
                for file, content in after.items():
                    if content != before.get(file):
                        os.replace(copy / file, entry / file)
                for file in before.keys() - after.keys():
                    (entry / file).unlink()
            finally:
                shutil.rmtree(copy, ignore_errors=True)
        return result

    return changed


def _refuse_too_large(files: Mapping[str, bytes]) -> None:
    """Raise Refused for files that could not be read again as a questionnaire."""
    if len(files) > MAX_FILES or any(len(content) > MAX_BYTES for content in files.values()):
        raise Refused(*_TOO_LARGE)


def folder() -> Path:
    """Return the folder of the published questionnaires."""
    return load_settings().questionnaires


def published_questionnaires() -> dict[str, Questionnaire]:
    """Return the published questionnaires without faults, by the names of their folders."""
    by_folder = {}
    for entry in list_folders(lambda name: not name.startswith(".")):
        try:
            by_folder[entry.name] = questionnaire_in(entry)
        except ValidationErrors:
            continue
    return by_folder


def draft_names() -> list[str]:
    """Return the names of all drafts."""
    return [entry.name.removeprefix(PREFIX) for entry in list_folders(lambda name: name.startswith(PREFIX))]


def list_folders(wanted: Callable[[str], bool]) -> list[Path]:
    """Return the folders with a model.yaml whose name is `wanted`, sorted by name."""
    try:
        entries = sorted(folder().iterdir())
    except OSError:
        return []
    return [entry for entry in entries if wanted(entry.name) and (entry / MODEL_FILE).is_file()]


def replace_folder(target: Path, files: dict[str, bytes]) -> None:
    """Replace the YAML files of a folder by these, completely or not at all; its other files stay."""
    new = Path(mkdtemp(prefix=_NEW, dir=target.parent))
    try:
        if target.is_dir():
            shutil.copytree(target, new, dirs_exist_ok=True)
            for name in read_files(target):
                (new / name).unlink()
        for name, content in files.items():
            (new / name).write_bytes(content)
        new.chmod(0o755)
        if not target.exists():
            os.replace(new, target)
            return
        old = Path(mkdtemp(prefix=_OLD, dir=target.parent))
        os.replace(target, old / target.name)
        try:
            os.replace(new, target)
        except OSError:
            os.replace(old / target.name, target)
            raise
        finally:
            shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def replace_file(path: Path, text: str) -> None:
    """Write a file of a draft completely or not at all."""
    unfinished = path.with_name(f".{path.name}.new")
    unfinished.write_text(text, "utf-8", newline="\n")
    os.replace(unfinished, path)


def tidy(now: float) -> None:
    """Remove what interrupted writes left behind, and unchanged drafts that are a month old.

    `now` is in seconds since 1970. A published questionnaire that an interrupted write had moved aside is moved back at
    once: nobody could use it, and the page could not show its draft.
    """
    for entry in _listed():
        age = now - entry.stat().st_mtime
        if entry.name.startswith(_OLD):
            for moved in entry.iterdir():
                if not (folder() / moved.name).exists():
                    os.replace(moved, folder() / moved.name)
        is_unfinished = entry.name.startswith((_NEW, _OLD)) and age > _UNFINISHED_SECONDS
        is_unused = entry.name.startswith(PREFIX) and age > _UNCHANGED_SECONDS and _is_unchanged(entry)
        if is_unfinished or is_unused:
            shutil.rmtree(entry, ignore_errors=True)


def _is_unchanged(entry: Path) -> bool:
    """Return whether a draft still has the files that it was copied from."""
    try:
        return base_digests(entry) == digests(read_files(entry))
    except (OSError, ValueError):
        return False


def _listed() -> list[Path]:
    try:
        return [entry for entry in folder().iterdir() if entry.is_dir()]
    except OSError:
        return []


def write_draft(name: str, files: Mapping[str, bytes], base: dict[str, str] | None) -> None:
    """Write a new draft; `base` holds the digests of the files it was copied from, None for a new questionnaire.

    Raises Refused for too many or too large files.
    """
    _refuse_too_large(files)
    new = Path(mkdtemp(prefix=_NEW, dir=folder()))
    try:
        for file, content in files.items():
            (new / file).write_bytes(content)
        (new / _BASE).write_text(json.dumps(base), "utf-8")
        new.chmod(0o755)
        os.replace(new, draft_folder(name))
    finally:
        shutil.rmtree(new, ignore_errors=True)


def read_text(path: Path) -> str:
    """Return a file as text; raises Refused."""
    try:
        return path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise Refused(f"{path.name} cannot be read.", "Reload the page.") from None


def published_folder(name: str) -> Path:
    """Return the folder of a published questionnaire; raises NotFound."""
    entry = folder() / name
    if name.startswith(".") or "/" in name or "\\" in name or not (entry / MODEL_FILE).is_file():
        raise NotFound("This questionnaire is not there.", "Choose one of those that are listed.")
    return entry


def draft_folder(name: str) -> Path:
    """Return the path of the draft's folder, whether or not it exists."""
    return folder() / f"{PREFIX}{name}"


def existing_draft(name: str) -> Path:
    """Return the folder of a draft, within `all_or_nothing` that of its copy; raises NotFound."""
    changed = _changed.get()
    entry = changed[1] if changed and changed[0] == name else draft_folder(name)
    if "/" in name or "\\" in name or not (entry / MODEL_FILE).is_file():
        raise NotFound("This draft is not there any more.", "Choose one of those that are listed.")
    return entry


def read_files(entry: Path) -> dict[str, bytes]:
    """Return the YAML files of a folder by name."""
    return {f.name: f.read_bytes() for f in sorted(entry.iterdir()) if f.name.endswith(_ENDINGS) and f.is_file()}


def digests(files: Mapping[str, bytes]) -> dict[str, str]:
    """Return the SHA-256 of each file, in hex."""
    return {name: sha256(content).hexdigest() for name, content in files.items()}


def base_digests(entry: Path) -> dict[str, str] | None:
    """Return the digests of the files that a draft was copied from, None for a new questionnaire."""
    base: dict[str, str] | None = json.loads((entry / _BASE).read_text("utf-8"))
    return base
