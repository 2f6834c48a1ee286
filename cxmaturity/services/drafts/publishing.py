"""Publishes drafts, discards them, and exports questionnaires as one file."""

import shutil

from cxmaturity.errors import Refused
from cxmaturity.files.models.bundle import write_bundle
from cxmaturity.files.models.yaml_edits import edited, set_field
from cxmaturity.questionnaire.changes import (
    Change,
    VersionPart,
    compare_versions,
    possible_parts,
    proposed_part,
    raised_version,
)
from cxmaturity.questionnaire.yaml_files import MODEL_FILE
from cxmaturity.services.drafts import folders
from cxmaturity.services.drafts.editing import Draft, read_draft
from cxmaturity.services.questionnaires import questionnaire_in


def changes_of(draft: Draft) -> list[Change]:
    """Return the changes of a draft without faults from the published version; empty for a new questionnaire."""
    if draft.questionnaire is None or draft.is_new:
        return []
    return compare_versions(questionnaire_in(folders.folder() / draft.name), draft.questionnaire)


@folders.writing()
def publish(name: str, part: VersionPart | None, proposed: VersionPart | None = None) -> str:
    """Replace the published questionnaire by a draft, with the version raised, and return the new version.

    All of its files are written or none. `part` is None for a new questionnaire, whose version stays. `proposed` is the
    part that was proposed when `part` was chosen, if any. Raises Refused when the draft has faults or no changes, when
    its changes lead to another part since, or when the published files were changed since it was created.
    """
    entry, target = folders.existing_draft(name), folders.folder() / name
    draft = read_draft(name)
    if draft.questionnaire is None:
        raise Refused("The draft has faults.", "Mend what is listed, then publish it.")
    base = folders.base_digests(entry)
    if base is None and target.exists():
        raise Refused(f"There is a folder {name} already.", "Give the new questionnaire another title.")
    if base is not None and folders.digests(folders.read_files(target)) != base:
        raise Refused(
            "The published files were changed on disk since this draft was begun.",
            "Download the draft as one file, put it away, and begin again from what is published now.",
        )
    changes = [] if base is None else changes_of(draft)
    needed = proposed_part(changes)
    if base is not None and needed is None:
        raise Refused("Nothing is changed.", "Change something first, or put the draft away.")
    if proposed is not None and needed != proposed:
        raise Refused("The last change leads to another version.", "Look at it below, then publish it.")
    if part is not None and part not in possible_parts(changes):
        raise Refused("With another scale, results do not compare with earlier ones.", "Raise the first number.")
    version = draft.questionnaire.version if part is None else raised_version(draft.questionnaire.version, part)
    files = folders.read_files(entry)
    model = edited(files[MODEL_FILE].decode("utf-8-sig"), lambda content: set_field(content, ("version",), version))
    folders.replace_folder(target, files | {MODEL_FILE: model.encode()})
    shutil.rmtree(entry)
    return version


@folders.writing()
def discard(name: str) -> None:
    """Delete a draft permanently."""
    shutil.rmtree(folders.existing_draft(name))


def export(name: str, *, is_draft: bool = False) -> bytes:
    """Return a published questionnaire, or with `is_draft` a draft, as one file."""
    return write_bundle(
        folders.read_files(folders.existing_draft(name) if is_draft else folders.published_folder(name))
    )
