"""Writes a portable file: each record as a JSON document, and a manifest with their digests."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from hashlib import sha256
from typing import Any

from pydantic import BaseModel

from cxmaturity.answers import Answer
from cxmaturity.files.answers_json import answer_json
from cxmaturity.files.portable.container import MANIFEST, write_container
from cxmaturity.files.portable.content import (
    LeftOut,
    Portable,
    PortableAssessment,
    PortablePerson,
    PortableTeam,
)
from cxmaturity.files.portable.documents import (
    FORMAT,
    VERSION,
    ActionDocument,
    AgreementDocument,
    AnswerDocument,
    AssessmentDocument,
    DottedStepDocument,
    FrozenDocument,
    LeftOutDocument,
    PersonDocument,
    TargetDocument,
    TeamDocument,
    WarmUpDocument,
)
from cxmaturity.records import Action

_OF_ASSESSMENT = (
    *("id", "team_id", "label", "scope", "variant", "mode", "privacy", "status", "opened_at", "closed_at"),
    *("asks_role", "is_linked", "expected", "series_id"),
)


def portable_bytes(portable: Portable) -> bytes:
    """Return a portable file; the same content gives the same bytes."""
    parts = {f"questionnaires/{digest}.json": text.encode() for digest, text in portable.questionnaires.items()}
    parts |= {f"teams/{team.team.id}.json": _json(team_document(team)) for team in portable.teams}
    parts |= {f"assessments/{a.assessment.id}.json": _json(assessment_document(a)) for a in portable.assessments}
    return write_container({MANIFEST: _dump(manifest(portable, parts)), **parts})


def manifest(portable: Portable, parts: Mapping[str, bytes]) -> dict[str, Any]:
    """Return the manifest, the list of parts with their digests."""
    listed = {
        "format": FORMAT,
        "version": VERSION,
        "holds": portable.holds,
        "parts": {name: sha256(content).hexdigest() for name, content in parts.items()},
        "left_out": [_fields(_left_out_document(row)) for row in portable.left_out],
    }
    return listed | {"digest": manifest_digest(listed)}


def manifest_digest(listed: Mapping[str, Any]) -> str:
    """Return the digest of all fields of a manifest except the digest itself."""
    return sha256(_dump({name: value for name, value in listed.items() if name != "digest"})).hexdigest()


def assessment_document(portable: PortableAssessment) -> AssessmentDocument:
    """Return an assessment as a document."""
    row, warm_up = portable.assessment, portable.warm_up
    return AssessmentDocument(
        **{name: getattr(row, name) for name in _OF_ASSESSMENT},
        questionnaire=row.digest,
        dimensions=None if row.dimensions is None else list(row.dimensions),
        questions=None if row.questions is None else list(row.questions),
        targets={name: TargetDocument(**asdict(target)) for name, target in portable.targets.items()},
        agreed={name: AgreementDocument(**asdict(level)) for name, level in portable.agreed.items()},
        answers=None if portable.response is None else _answers(portable.response),
        people=[_person_document(person) for person in portable.people],
        frozen=[
            FrozenDocument(
                frozen_at=frozen.frozen_at,
                content=frozen.content,
                digest=sha256(frozen.content.encode()).hexdigest(),
            )
            for frozen in portable.frozen
        ],
        pace=portable.pace,
        order=list(portable.order),
        worth=portable.worth,
        warm_up=None if warm_up is None else WarmUpDocument(prompt=warm_up.prompt, options=list(warm_up.options)),
        warm_up_result=portable.warm_up_result,
        steps=[DottedStepDocument(**asdict(step)) for step in portable.steps],
    )


def team_document(portable: PortableTeam) -> TeamDocument:
    """Return a team with its plan as a document."""
    team = portable.team
    return TeamDocument(
        id=team.id,
        name=team.name,
        is_demo=team.is_demo,
        created_at=portable.created_at,
        archived_at=portable.archived_at,
        actions=[action_document(action) for action in portable.actions],
    )


def action_document(action: Action) -> ActionDocument:
    """Return an action as a document."""
    return ActionDocument(**{name: getattr(action, name) for name in Action.__slots__ if name != "team_id"})


def _person_document(person: PortablePerson) -> PersonDocument:
    rounds = {str(number): _answers(answers) for number, answers in person.rounds.items()}
    return PersonDocument(name=person.name, role=person.role, rounds=rounds)


def _answers(answers: Mapping[str, Answer]) -> dict[str, AnswerDocument]:
    return {name: AnswerDocument(**answer_json(answer)) for name, answer in answers.items()}


def _left_out_document(row: LeftOut) -> LeftOutDocument:
    return LeftOutDocument(id=row.id, team=row.team_name, label=row.label)


def _json(document: BaseModel) -> bytes:
    return _dump(_fields(document))


def _fields(document: BaseModel) -> dict[str, Any]:
    return document.model_dump(mode="json", exclude_defaults=True)


def _dump(content: Any) -> bytes:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.encode()
