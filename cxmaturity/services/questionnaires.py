"""Questionnaires: those in the folder, for new assessments, and archived ones, with which assessments were opened."""

import os
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from threading import Lock

from cachetools import LRUCache, cached

from cxmaturity.errors import Issue, NotFound, ValidationErrors
from cxmaturity.questionnaire.loading import load_questionnaire, questionnaire_from_canonical
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.questionnaire.yaml_files import MODEL_FILE
from cxmaturity.services.settings import load_settings
from cxmaturity.store import questionnaires
from cxmaturity.store.database.engine import Connection, Database


def list_questionnaires(folder: Path | None = None) -> tuple[list[Questionnaire], list[ValidationErrors]]:
    """Return every valid questionnaire in `folder` (by default that of the settings), and the errors of the others.

    A subfolder without a YAML file is ignored. Of several with the same id or title only the first by folder name is
    valid, because nobody could tell them apart. A file is read again only when it has changed.
    """
    folder = folder or load_settings().questionnaires
    try:
        places = sorted(place for place in folder.iterdir() if _may_hold_questionnaire(place))
    except OSError as error:
        fix = "Check that it is there and that this user may open it"
        return [], [_fault_of_folder(folder, f"it cannot be opened: {error.strerror}", fix)]
    if not places:
        fix = "Bring one in on the page Questionnaires, or name another folder in CXMATURITY_QUESTIONNAIRES"
        is_one = (folder / MODEL_FILE).exists()
        above = "it is the folder of one questionnaire", "Name the folder above it in CXMATURITY_QUESTIONNAIRES"
        return [], [_fault_of_folder(folder, *(above if is_one else ("there is no questionnaire in it", fix)))]
    sound: dict[Path, Questionnaire] = {}
    faulty: list[ValidationErrors] = []
    for place in places:
        loaded = _load(place, _fingerprint(place))
        if isinstance(loaded, ValidationErrors):
            faulty.append(loaded)
        elif issues := list(clashes(place, loaded, sound)):
            faulty.append(ValidationErrors(f"The questionnaire in {place.name}", issues))
        else:
            sound[place] = loaded
    return list(sound.values()), faulty


def _fault_of_folder(folder: Path, problem: str, fix: str) -> ValidationErrors:
    return ValidationErrors("The folder of the questionnaires", [Issue(str(folder), "", problem, fix)])


def _may_hold_questionnaire(place: Path) -> bool:
    """Return whether `place` is a folder with a YAML file, or one that cannot be read."""
    if place.name.startswith("."):
        return False
    try:
        return any(name.endswith((".yaml", ".yml")) for name in os.listdir(place))
    except NotADirectoryError:
        return False
    except FileNotFoundError:
        return place.is_symlink()
    except OSError:
        return True


def _fingerprint(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Return name, time and size of each file in a folder; -1 where a file cannot be read."""

    def entry(name: str) -> tuple[str, int, int]:
        try:
            status = os.stat(folder / name)
        except OSError:
            return name, -1, -1
        return name, status.st_mtime_ns, status.st_size

    try:
        return tuple(map(entry, sorted(os.listdir(folder))))
    except OSError:
        return ()


def clashes(place: Path, questionnaire: Questionnaire, others: Mapping[Path, Questionnaire]) -> Iterator[Issue]:
    """Yield each id or title that a questionnaire in a folder shares with one of the others, by their folders."""
    for other, known in others.items():
        for field in ("id", "title"):
            text = getattr(questionnaire, field)
            if text.casefold() == getattr(known, field).casefold():
                problem = f"the {field} '{text}' is that of the questionnaire in {other.name}, too"
                yield Issue(f"{place.name}/{MODEL_FILE}", field, problem, "Give each its own, or take one away")


@lru_cache(maxsize=32)
def _load(folder: Path, _fingerprint: tuple[tuple[str, int, int], ...]) -> Questionnaire | ValidationErrors:
    try:
        return load_questionnaire(folder)
    except ValidationErrors as errors:
        return errors


def questionnaire_in(folder: Path) -> Questionnaire:
    """Return the questionnaire in a folder, cached until it changes; raises ValidationErrors."""
    loaded = _load(folder, _fingerprint(folder))
    if isinstance(loaded, ValidationErrors):
        raise ValidationErrors(loaded.subject, loaded.issues)
    return loaded


# Cached by digest, which identifies the content, so that an entry never becomes stale.
_archived: LRUCache[str, Questionnaire] = LRUCache(maxsize=256)
_archived_lock = Lock()


@cached(_archived, key=lambda _connection, digest: digest, lock=_archived_lock)
def read_archived_questionnaire(connection: Connection, digest: str) -> Questionnaire:
    """Return the questionnaire stored under `digest`, on an open connection; raises NotFound."""
    text = questionnaires.archived_text(connection, digest)
    if text is None:
        raise NotFound("The questionnaire of this assessment is missing from the database.", "Restore a backup.")
    return questionnaire_from_canonical(text)


@cached(_archived, key=lambda _database, digest: digest, lock=_archived_lock)
def archived_questionnaire(database: Database, digest: str) -> Questionnaire:
    """Return the questionnaire stored under `digest`, whatever the files contain now; raises NotFound.

    Never call it while holding a connection: it may need a second one, and many callers at once would exhaust the pool.
    """
    with database.reading() as connection:
        return read_archived_questionnaire(connection, digest)


def asked_question_ids(database: Database, questionnaire_id: str) -> frozenset[str]:
    """Return the ids of all questions of the versions of a questionnaire with which assessments were opened."""
    with database.reading() as connection:
        digests = questionnaires.archived_digests(connection, questionnaire_id)
        versions = [read_archived_questionnaire(connection, digest) for digest in digests]
    return frozenset(question.id for version in versions for question in version.questions)


def newer_version(database: Database, digest: str) -> tuple[Questionnaire, Questionnaire] | None:
    """Return the questionnaire stored under `digest`, and its published version if that is newer; else None."""
    asked = archived_questionnaire(database, digest)
    newer = (q for q in list_questionnaires()[0] if q.id == asked.id and q.version_numbers > asked.version_numbers)
    return next(((asked, published) for published in newer), None)
