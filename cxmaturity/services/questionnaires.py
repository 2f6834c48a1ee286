"""The questionnaires at hand: those in the folder, for new assessments, and those an assessment was opened with."""

from functools import lru_cache
from pathlib import Path
from threading import Lock

from cachetools import LRUCache, cached

from cxmaturity.errors import NotFound, ValidationErrors
from cxmaturity.questionnaire.loading import load_questionnaire, questionnaire_from_canonical
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.services.settings import load_settings
from cxmaturity.store import questionnaires
from cxmaturity.store.engine import Connection, Database


def list_questionnaires(folder: Path | None = None) -> tuple[list[Questionnaire], list[ValidationErrors]]:
    """Return every sound questionnaire in `folder` (by default that of the settings), and the errors of the others.

    A file changed on disk is read again; an unchanged one is not.
    """
    sound: list[Questionnaire] = []
    faulty: list[ValidationErrors] = []
    for model in sorted((folder or load_settings().questionnaires).glob("*/model.yaml")):
        loaded = _load(model.parent, tuple(sorted((f.name, f.stat().st_mtime_ns) for f in model.parent.iterdir())))
        (faulty if isinstance(loaded, ValidationErrors) else sound).append(loaded)  # type: ignore[arg-type]  # each list takes its own
    return sound, faulty


@lru_cache(maxsize=32)
def _load(folder: Path, _modified: tuple[tuple[str, int], ...]) -> Questionnaire | ValidationErrors:
    try:
        return load_questionnaire(folder)
    except ValidationErrors as errors:
        return errors


# A digest names one content for ever, so what is cached never goes stale.
_archived: LRUCache[str, Questionnaire] = LRUCache(maxsize=256)
_archived_lock = Lock()


@cached(_archived, key=lambda _connection, digest: digest, lock=_archived_lock)
def read_archived_questionnaire(connection: Connection, digest: str) -> Questionnaire:
    """Return the questionnaire stored under `digest`, for whoever holds a connection already; raises NotFound."""
    text = questionnaires.archived_text(connection, digest)
    if text is None:
        raise NotFound("The questionnaire of this assessment is missing from the database.", "Restore a backup.")
    return questionnaire_from_canonical(text)


@cached(_archived, key=lambda _database, digest: digest, lock=_archived_lock)
def archived_questionnaire(database: Database, digest: str) -> Questionnaire:
    """Return the questionnaire stored under `digest`, however the files have changed since; raises NotFound.

    Never call it while holding a connection: it may ask for one of its own, and many who do so exhaust the pool.
    """
    with database.reading() as connection:
        return read_archived_questionnaire(connection, digest)
