"""Compares two versions of a questionnaire, and proposes which part of the version number to raise."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from cxmaturity.questionnaire.schema import Question, Questionnaire

VersionPart = Literal["major", "minor", "patch"]
"""The part of a version number to raise; results are comparable within one major version."""

VERSION_PARTS: tuple[VersionPart, ...] = ("major", "minor", "patch")
"""The parts of a version number, the most significant first."""

Kind = Literal[
    "scale",
    "rules",
    "dimension added",
    "dimension left out",
    "question added",
    "question left out",
    "question moved",
    "weight",
    "pulse",
    "statement reworded",
    "statement rewritten",
    "wording",
]

MIN_LIKENESS = 0.6
"""The least similarity, 0..1, at which a statement counts as reworded and not as replaced."""

_MOST_COMPARED = 600  # characters that are compared, because comparing takes quadratic time
_RAISES: dict[Kind, VersionPart] = {
    "scale": "major",
    "rules": "major",
    "dimension added": "major",
    "dimension left out": "major",
    "question moved": "major",
    "weight": "major",
    "statement rewritten": "major",
    "question added": "minor",
    "question left out": "minor",
    "pulse": "minor",
    "statement reworded": "patch",
    "wording": "patch",
}


@dataclass(frozen=True, slots=True)
class Change:
    """A difference: its kind, the id of the dimension or question (empty for the model), and the field's name."""

    kind: Kind
    subject: str = ""
    field: str = ""

    @property
    def raises(self) -> VersionPart:
        """The part of the version number to raise for this change."""
        return _RAISES[self.kind]


def compare_versions(before: Questionnaire, after: Questionnaire) -> list[Change]:
    """Return the changes in the order of `after`, removed parts last. The version number itself is not compared."""
    return [*_whole(before, after), *_dimensions(before, after), *_questions(before, after)]


def proposed_part(changes: list[Change]) -> VersionPart | None:
    """Return the most significant part to raise for these changes, None without any."""
    raised = {change.raises for change in changes}
    return next((part for part in VERSION_PARTS if part in raised), None)


def possible_parts(changes: list[Change]) -> tuple[VersionPart, ...]:
    """Return the parts that may be raised for these changes: where the scale is another one, only the major version.

    Otherwise levels of two scales would be compared.
    """
    return ("major",) if any(change.kind == "scale" for change in changes) else VERSION_PARTS


def raised_version(version: str, part: VersionPart) -> str:
    """Return the version with this part raised by one and the parts after it set to 0."""
    major, minor, patch = map(int, version.split("."))
    raised = {"major": (major + 1, 0, 0), "minor": (major, minor + 1, 0), "patch": (major, minor, patch + 1)}[part]
    return ".".join(map(str, raised))


def _whole(before: Questionnaire, after: Questionnaire) -> Iterator[Change]:
    scales = [(q.level_numbers, tuple(s.level for s in q.stages), q.thresholds) for q in (before, after)]
    if scales[0] != scales[1]:
        yield Change("scale")
    if (before.caps, before.pass_mark) != (after.caps, after.pass_mark):
        yield Change("rules")
    for name in ("title", "headline", "about", "language", "rule", "variants", "groups", "limits"):
        if getattr(before, name) != getattr(after, name):
            yield Change("wording", field=name)
    for name in ("sources", "claims", "frameworks"):
        if getattr(before, name) != getattr(after, name):
            yield Change("wording", field=name)
    if scales[0] == scales[1] and [s.model_dump() for s in before.stages] != [s.model_dump() for s in after.stages]:
        yield Change("wording", field="stages")


def _dimensions(before: Questionnaire, after: Questionnaire) -> Iterator[Change]:
    old, new = ({d.id: d for d in q.dimensions} for q in (before, after))
    for name, dimension in new.items():
        if name not in old:
            yield Change("dimension added", name)
        elif any(getattr(dimension, f) != getattr(old[name], f) for f in ("name", "about", "group", "capabilities")):
            yield Change("wording", name)
    yield from (Change("dimension left out", name) for name in old if name not in new)
    if [name for name in new if name in old] != [name for name in old if name in new]:
        yield Change("wording", field="order of the dimensions")


def _questions(before: Questionnaire, after: Questionnaire) -> Iterator[Change]:
    for question in after.questions:
        old = before.by_id.get(question.id)
        if old is None:
            yield Change("question added", question.id)
            continue
        if before.dimension_of[question.id].id != after.dimension_of[question.id].id:
            yield Change("question moved", question.id)
        if (old.weight, old.level, old.may_not_apply) != (question.weight, question.level, question.may_not_apply):
            yield Change("weight", question.id)
        if old.pulse != question.pulse:
            yield Change("pulse", question.id)
        yield from _texts(old, question)
    yield from (Change("question left out", q.id) for q in before.questions if q.id not in after.by_id)
    orders = [[q.id for q in one.questions if q.id in other.by_id] for one, other in ((after, before), (before, after))]
    if orders[0] != orders[1]:
        yield Change("wording", field="order of the questions")


def _texts(old: Question, new: Question) -> Iterator[Change]:
    pairs = [(old.prompt, new.prompt), *zip(old.levels, new.levels, strict=False)]
    changed = [(one, other) for one, other in pairs if one != other]
    if any(_likeness(one, other) < MIN_LIKENESS for one, other in changed):
        yield Change("statement rewritten", new.id)
    elif changed:
        yield Change("statement reworded", new.id)
    for name in ("why", "evidence", "ask", "steps", "claims", "variants", "capability"):
        if getattr(old, name) != getattr(new, name):
            yield Change("wording", new.id, name)


def _likeness(one: str, other: str) -> float:
    words = one[:_MOST_COMPARED].lower().split(), other[:_MOST_COMPARED].lower().split()
    return SequenceMatcher(None, *words, autojunk=False).ratio()
