"""The questionnaires at hand: those in the folder, for new assessments, and those an assessment was opened with."""

from functools import lru_cache
from pathlib import Path

from cxmaturity.errors import NotFound, ValidationErrors
from cxmaturity.questionnaire.loading import load_questionnaire, questionnaire_from_canonical
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.services.settings import load_settings
from cxmaturity.store import questionnaires
from cxmaturity.store.engine import Database


def list_questionnaires(folder: Path | None = None) -> tuple[list[Questionnaire], list[ValidationErrors]]:
    """Return every sound questionnaire in `folder` (by default the one of the settings), and the faults of the others.

    A file changed on disk is read again; an unchanged one is not.
    """
    sound: list[Questionnaire] = []
    faulty: list[ValidationErrors] = []
    for model in sorted((folder or load_settings().questionnaires).glob("*/model.yaml")):
        found = _load(model.parent, tuple(sorted((f.name, f.stat().st_mtime_ns) for f in model.parent.iterdir())))
        (faulty if isinstance(found, ValidationErrors) else sound).append(found)  # type: ignore[arg-type]  # each list takes its own
    return sound, faulty


@lru_cache(maxsize=32)
def _load(folder: Path, _as_of: tuple[tuple[str, int], ...]) -> Questionnaire | ValidationErrors:
    try:
        return load_questionnaire(folder)
    except ValidationErrors as faults:
        return faults


_archived: dict[str, Questionnaire] = {}  # a digest names one content for ever, so what is here never goes stale


def archived_questionnaire(database: Database, digest: str) -> Questionnaire:
    """Return the questionnaire kept under `digest`, however the files have changed since; raises NotFound."""
    if digest not in _archived:
        with database.reading() as connection:
            text = questionnaires.archived_text(connection, digest)
        if text is None:
            raise NotFound("The questionnaire of this assessment is missing from the database.", "Restore a backup.")
        _archived[digest] = questionnaire_from_canonical(text)
    return _archived[digest]
