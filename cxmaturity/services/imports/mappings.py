"""Stores the choices about how a file is read, and finds them for the next file with the same headings."""

import json
from collections.abc import Sequence
from hashlib import sha256

from pydantic import ValidationError

from cxmaturity.files.imports.mapping import NO_MAPPING, FileMapping
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.store import import_mappings
from cxmaturity.store.database.engine import Database

_OF_ONE_FILE = ("sheet", "keep_rows", "leave_out_rows")  # choices that apply to one file only


def keep_mapping(
    database: Database, questionnaire: Questionnaire, headings: Sequence[str], mapping: FileMapping
) -> None:
    """Store the choices about a file that was imported; nothing when there are none."""
    choices = mapping.model_copy(update={name: getattr(NO_MAPPING, name) for name in _OF_ONE_FILE})
    if choices == NO_MAPPING:
        return
    with database.writing() as connection:
        content = choices.model_dump_json(exclude_defaults=True)
        import_mappings.save_mapping(connection, _shape(questionnaire, headings), content)


def kept_mapping(database: Database, questionnaire: Questionnaire, headings: Sequence[str]) -> FileMapping | None:
    """Return the choices about the last file with the same headings, None when there were none."""
    with database.reading() as connection:
        content = import_mappings.mapping_of(connection, _shape(questionnaire, headings))
    try:
        return FileMapping.model_validate_json(content) if content else None
    except ValidationError:  # written by a newer version
        return None


def _shape(questionnaire: Questionnaire, headings: Sequence[str]) -> str:
    """Return a digest that is equal for files with equal headings, answered to questionnaires that compare."""
    return sha256(json.dumps([questionnaire.comparison_key[:2], list(headings)]).encode()).hexdigest()
