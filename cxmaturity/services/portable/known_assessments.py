"""Assessments of a portable file that this database has already: how they differ, and replacing them."""

from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from cxmaturity.errors import ChangedElsewhere
from cxmaturity.files.portable.content import Portable, PortableAssessment
from cxmaturity.files.portable.packing import action_document, assessment_document
from cxmaturity.records import Action, Assessment
from cxmaturity.services.portable.storing import store_assessment
from cxmaturity.services.portable.writing import portable_assessment
from cxmaturity.store import assessments, plans
from cxmaturity.store import portable as stored
from cxmaturity.store.database.engine import Connection, Database
from cxmaturity.wording.language.other_windows import done_elsewhere

REMOVED_HERE = "removed"


@dataclass(frozen=True, slots=True)
class KnownAssessment:
    """An assessment of a file that this database has already.

    `differs` names the fields in which the two differ. `version` is the digest of the stored one; None when it must not
    be replaced. Only the assessments of one person may be replaced, because shown results of a group stay.
    """

    assessment: Assessment
    differs: tuple[str, ...]
    version: str | None


def differing_assessments(database: Database, portable: Portable) -> tuple[KnownAssessment, ...]:
    """Return the assessments of a file that this database has with other content."""
    with database.reading() as connection:
        _, here, _ = stored.all_ids(connection)
        known = [
            known_assessment(connection, portable, one) for one in portable.assessments if one.assessment.id in here
        ]
    return tuple(one for one in known if one.differs)


def known_assessment(connection: Connection, portable: Portable, one: PortableAssessment) -> KnownAssessment:
    """Return the comparison of an assessment of a file with the stored one of the same id."""
    row = assessments.assessment(connection, one.assessment.id)
    here = portable_assessment(connection, row) if row is not None else None
    if row is None or here is None:
        return KnownAssessment(one.assessment, (REMOVED_HERE,), None)
    actions = {action.id: action for action in plans.actions(connection, row.team_id)}
    fields_here = _fields(here, [actions[a.id] for a in _actions_of(portable, row.id) if a.id in actions])
    fields_there = _fields(one, [a for a in _actions_of(portable, row.id) if a.id in actions])
    names = [name for name in fields_here | fields_there if fields_here.get(name) != fields_there.get(name)]
    is_replaceable = row.mode == one.assessment.mode == "solo"
    version = sha256(repr(fields_here).encode()).hexdigest() if is_replaceable else None
    return KnownAssessment(row, tuple(names), version)


def replace_assessment(connection: Connection, portable: Portable, one: PortableAssessment, version: str) -> None:
    """Replace the stored assessment, and those of its actions that are stored too, by those of the file.

    Raises ChangedElsewhere when the stored one does not have the `version` that the person saw, or must not be
    replaced.
    """
    row = assessments.assessment(connection, one.assessment.id, for_update=True)
    known = known_assessment(connection, portable, one)
    if row is None or known.version != version:
        changed = done_elsewhere(f"“{one.assessment.label}”")
        raise ChangedElsewhere(f"{changed} Nothing was imported.", "Look again, then import.")
    actions = {action.id: action for action in plans.actions(connection, row.team_id)}
    assessments.delete_assessment(connection, row.id)
    in_team_here = replace(one, assessment=replace(one.assessment, team_id=row.team_id))
    store_assessment(connection, in_team_here, stored.dated_teams(connection)[row.team_id][0])
    for action in actions.values():
        if action.assessment_id == row.id:  # stays in the plan, with its reference to the assessment
            plans.change_action(connection, action.id, {"assessment_id": row.id})
    for action in _actions_of(portable, row.id):
        if action.id in actions:
            fields = {name: getattr(action, name) for name in Action.__slots__ if name not in ("id", "team_id")}
            plans.change_action(connection, action.id, fields)


def _actions_of(portable: Portable, assessment_id: str) -> list[Action]:
    return [action for team in portable.teams for action in team.actions if action.assessment_id == assessment_id]


def _fields(one: PortableAssessment, actions: list[Action]) -> dict[str, Any]:
    """Return the compared fields of an assessment, with its `actions` as the field plan."""
    fields = assessment_document(one).model_dump(mode="json")
    plan = sorted((action_document(action).model_dump_json() for action in actions), key=str)
    return {name: value for name, value in fields.items() if name != "team_id"} | {"plan": plan}
