"""Reads a portable file from untrusted bytes: returns its content, or raises all faults at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from cxmaturity.answers import Answer, EvidenceGrade
from cxmaturity.errors import Issue, Refused, ValidationErrors, without_library_prefix
from cxmaturity.files.portable.assessment_checks import assessment_faults
from cxmaturity.files.portable.container import DAMAGED, MANIFEST, SUBJECT, read_container
from cxmaturity.files.portable.content import (
    FrozenText,
    LeftOut,
    Portable,
    PortableAgreement,
    PortableAssessment,
    PortablePerson,
    PortableTeam,
)
from cxmaturity.files.portable.documents import (
    VERSION,
    AnswerDocument,
    AssessmentDocument,
    ManifestDocument,
    TeamDocument,
)
from cxmaturity.files.portable.packing import manifest_digest
from cxmaturity.files.portable.pdf_attachment import attached_portable_files
from cxmaturity.files.portable.strict_json import parse_strict
from cxmaturity.questionnaire.loading import questionnaire_from_canonical
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.records import Action, Assessment, DimensionTarget, Team
from cxmaturity.workshops.dots import DottedStep
from cxmaturity.workshops.polls import WarmUp

D = TypeVar("D", bound=BaseModel)
_ANEW = "Export it again where it came from"
_MAX_LISTED = 200  # faults
_Fault = tuple[str, str, str]  # part, place in it, problem


@dataclass(frozen=True, slots=True)
class ReadPortable:
    """The content of a portable file, and the parts that were changed after it was written.

    `changed` names parts whose bytes differ from their digest in the manifest, MANIFEST if the manifest does, and
    frozen results with another digest. `digest` is that of the manifest.
    """

    portable: Portable
    changed: tuple[str, ...]
    digest: str


def read_portable(data: bytes) -> Portable:
    """Return the content of a portable file, or of the one in a report (PDF).

    Raises Refused for another kind of file or a newer format, and ValidationErrors with all faults, including parts
    that were changed after the file was written.
    """
    read = read_with_changes(data)
    if read.changed:
        raise ValidationErrors(
            SUBJECT,
            [Issue("portable file", name, "it was changed after it was written", _ANEW) for name in read.changed],
        )
    return read.portable


def read_with_changes(data: bytes) -> ReadPortable:
    """Return the content of a portable file, or of the one in a report, and the changed parts.

    Raises as `read_portable` does, except for changed parts that can be read.
    """
    if data.startswith(b"%PDF"):
        data = attached_portable_files(data)[-1]  # the last one, in case another program has added one
    parts, damaged = read_container(data)
    if MANIFEST in damaged:
        raise Refused(*DAMAGED)
    faults: list[_Fault] = [(name, "", "its bytes are damaged") for name in damaged]
    raw, listed = _manifest(parts.pop(MANIFEST))
    changed = [MANIFEST] if listed.digest != manifest_digest(raw) else []
    changed += [name for name in parts if listed.parts.get(name) != sha256(parts[name]).hexdigest()]
    faults += [(name, "", "it is missing") for name in listed.parts if name not in parts and name not in damaged]
    portable = _content(listed, parts, faults, changed)
    if faults:
        listed_faults = sorted(set(faults))[:_MAX_LISTED]
        raise ValidationErrors(SUBJECT, [Issue("portable file", _place(f), f[2], _ANEW) for f in listed_faults])
    return ReadPortable(portable, tuple(changed), listed.digest)


def _place(fault: _Fault) -> str:
    part, place, _ = fault
    return f"{part}, {place[:120]}" if place else part


def _manifest(content: bytes) -> tuple[Mapping[str, Any], ManifestDocument]:
    """Return the manifest as JSON values and as a validated document; raises Refused for a newer format."""
    faults: list[_Fault] = []
    raw = _parsed(MANIFEST, content, faults)
    version = raw.get("version") if isinstance(raw, dict) else None
    if type(version) is int and version > VERSION:
        raise Refused(
            f"This file is in format {version}; this version of CX Maturity reads formats up to {VERSION}.",
            "Open it with the newer version that wrote it.",
        )
    document = _validated(MANIFEST, raw, ManifestDocument, faults)
    if document is None:
        raise ValidationErrors(SUBJECT, [Issue("portable file", _place(f), f[2], _ANEW) for f in faults[:_MAX_LISTED]])
    return raw, document


def _content(
    listed: ManifestDocument, parts: Mapping[str, bytes], faults: list[_Fault], changed: list[str]
) -> Portable:
    """Return the content of the parts; adds their faults to `faults`, and changed results to `changed`."""
    texts: dict[str, str] = {}
    questionnaires: dict[str, Questionnaire] = {}
    teams: dict[str, PortableTeam] = {}
    documents: list[tuple[str, AssessmentDocument]] = []
    for name, content in parts.items():
        if name not in listed.parts:
            faults.append((name, "", f"{MANIFEST} does not name it"))
            continue
        digest = name.removeprefix("questionnaires/").removesuffix(".json")
        if digest != name.removesuffix(".json"):
            if questionnaire := _questionnaire(name, content, digest, faults):
                texts[digest], questionnaires[digest] = content.decode(), questionnaire
        elif name.startswith("teams/"):
            if team := _validated(name, _parsed(name, content, faults), TeamDocument, faults):
                _check_name(name, team.id, "teams", faults)
                teams[team.id] = _team(team)
        elif document := _validated(name, _parsed(name, content, faults), AssessmentDocument, faults):
            _check_name(name, document.id, "assessments", faults)
            documents.append((name, document))
            digests = [(sha256(frozen.content.encode()).hexdigest(), frozen.digest) for frozen in document.frozen]
            changed += [f"{name}, frozen.{place}" for place, (digest, named) in enumerate(digests) if digest != named]
    assessments = []
    for name, document in documents:
        known, team_known = questionnaires.get(document.questionnaire), teams.get(document.team_id)
        if known is None:
            faults.append((name, "questionnaire", "its questionnaire is not in the file"))
        elif team_known is None:
            faults.append((name, "team_id", "its team is not in the file"))
        else:
            assessments.append(_assessment(document, team_known.team))
            faults += [(name, place, problem) for place, problem in assessment_faults(assessments[-1], known)]
    action_ids = [action.id for team in teams.values() for action in team.actions]
    if len(set(action_ids)) < len(action_ids):
        faults.append(("teams", "actions", "two actions have the same id"))
    left_out = tuple(LeftOut(row.id, row.team, row.label) for row in listed.left_out)
    return Portable(listed.holds, texts, tuple(teams.values()), tuple(assessments), left_out)


def _parsed(name: str, content: bytes, faults: list[_Fault]) -> Any:
    """Return the JSON value of a part; None after adding its fault."""
    try:
        return parse_strict(content)
    except ValueError as error:
        faults.append((name, "", str(error)))
        return None


def _validated(name: str, value: Any, kind: type[D], faults: list[_Fault]) -> D | None:
    """Return a value as a document; None after adding its faults."""
    if value is None:
        if not any(part == name for part, _, _ in faults):
            faults.append((name, "", "it is empty"))
        return None
    try:
        return kind.model_validate(value)
    except ValidationError as error:
        for fault in error.errors(include_url=False, include_input=False)[:_MAX_LISTED]:
            place = ".".join(str(step) for step in fault["loc"])
            faults.append((name, place, _problem(fault["type"], without_library_prefix(fault["msg"]))))
        return None


def _problem(kind: str, message: str) -> str:
    match kind:
        case "missing":
            return "it is missing"
        case "extra_forbidden":
            return "there is no such field"
        case "value_error":
            return message
    return f"it does not fit: {message[:1].lower()}{message[1:]}"


def _check_name(name: str, document_id: str, folder: str, faults: list[_Fault]) -> None:
    if name != f"{folder}/{document_id}.json":
        faults.append((name, "id", "it is not that of the part's name"))


def _questionnaire(name: str, content: bytes, digest: str, faults: list[_Fault]) -> Questionnaire | None:
    """Return the questionnaire of a canonical text; None after adding its fault."""
    if sha256(content).hexdigest() != digest:
        faults.append((name, "", "its text is not the one of its digest"))
        return None
    if _parsed(name, content, faults) is None:
        return None
    try:
        questionnaire = questionnaire_from_canonical(content.decode())
    except ValidationError:
        faults.append((name, "", "it is no questionnaire that this version reads"))
        return None
    ids = [q.id for q in questionnaire.questions]
    dimension_ids = [d.id for d in questionnaire.dimensions]
    is_sound = len(set(ids)) == len(ids) and len(set(dimension_ids)) == len(dimension_ids)
    if not is_sound or any(len(q.levels) != questionnaire.scale_max for q in questionnaire.questions):
        faults.append((name, "", "its questions do not fit its scale, or two have the same id"))
        return None
    return questionnaire


def _team(document: TeamDocument) -> PortableTeam:
    actions = tuple(Action(team_id=document.id, **dict(action)) for action in document.actions)
    team = Team(document.id, document.name, document.is_demo)
    return PortableTeam(team, document.created_at, document.archived_at, actions)


def _assessment(document: AssessmentDocument, team: Team) -> PortableAssessment:
    row = Assessment(
        id=document.id,
        team_id=team.id,
        team_name=team.name,
        is_demo=team.is_demo,
        label=document.label,
        digest=document.questionnaire,
        scope=document.scope,
        variant=document.variant,
        mode=document.mode,
        privacy=document.privacy,
        status=document.status,
        opened_at=document.opened_at,
        closed_at=document.closed_at,
        asks_role=document.asks_role,
        is_linked=document.is_linked,
        expected=document.expected,
        dimensions=None if document.dimensions is None else tuple(document.dimensions),
        questions=None if document.questions is None else tuple(document.questions),
        series_id=document.series_id,
    )
    warm_up = document.warm_up
    return PortableAssessment(
        assessment=row,
        targets={name: DimensionTarget(t.target, t.importance) for name, t in document.targets.items()},
        agreed={name: PortableAgreement(a.level, a.reason, a.agreed_at) for name, a in document.agreed.items()},
        response=None if document.answers is None else _answers(document.answers),
        people=tuple(
            PortablePerson(p.name, p.role, {int(number): _answers(answers) for number, answers in p.rounds.items()})
            for p in document.people
        ),
        frozen=tuple(FrozenText(frozen.frozen_at, frozen.content) for frozen in document.frozen),
        pace=document.pace,
        order=tuple(document.order),
        worth=document.worth,
        warm_up=None if warm_up is None else WarmUp(warm_up.prompt, tuple(warm_up.options)),
        warm_up_result=document.warm_up_result,
        steps=tuple(DottedStep(step.do, step.dots, step.question_id) for step in document.steps),
    )


def _answers(answers: Mapping[str, AnswerDocument]) -> dict[str, Answer]:
    return {
        name: Answer(
            level=a.level,
            not_applicable=a.not_applicable,
            dont_know=a.dont_know,
            note=a.note,
            evidence_grade=None if a.evidence_grade is None else EvidenceGrade(a.evidence_grade),
            evidence=a.evidence,
        )
        for name, a in answers.items()
    }
