"""Builders shared by the tests: questionnaires of any shape, responses to them, and a small valid folder to break."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from string import ascii_uppercase
from typing import Any, TypeVar

from cxmaturity.analysis.disclosure import QuestionDisclosure, disclose_question
from cxmaturity.answers import Answer, EvidenceGrade, Response, Role
from cxmaturity.questionnaire.schema import Capability, Caps, Dimension, Question, Questionnaire, Stage, Step
from cxmaturity.records import Action, Assessment

T = TypeVar("T")

DK = "DK"
"""Don't know."""

NA = "NA"
"""Does not apply."""

AnswerValue = int | str | None
"""A level, DK, NA, or None for no answer."""

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = ROOT / "questionnaires" / "cx"
TINY = ROOT / "tests" / "questionnaires" / "tiny"
MOMENT = datetime(2026, 5, 4, tzinfo=UTC)


ACTION = Action(
    id="a1",
    team_id="t1",
    assessment_id="s1",
    question_id="P1",
    from_level=2,
    do="Write it down",
    effort="1 h",
    worked_if="It is on the wall",
    owner="Zoë",
    due=date(2026, 3, 31),
    status="done",
    outcome="partly",
    outcome_note="Half of it",
    created_at=datetime(2026, 2, 1, 23, 59, tzinfo=UTC),
    done_at=datetime(2026, 3, 1, tzinfo=UTC),
)


def step(ease: int = 3) -> Step:
    return Step(do="Do it", effort="1 h", ease=ease, owner="Anyone", worked_if="It is done by Friday")


def questionnaire(
    weights: Sequence[Sequence[float]],
    scale_max: int = 5,
    practice: int = 2,
    dimension: int = 1,
    pulse: Sequence[str] = (),
    ease: Mapping[str, int] | None = None,
) -> Questionnaire:
    """Return dimensions A, B, C … with questions A1, A2 … of these weights; `ease` is that of a question's steps."""

    def question(question_id: str, letter: str, weight: float) -> Question:
        return Question(
            id=question_id,
            capability=f"{letter}a",
            prompt=f"{question_id}?",
            why="It matters.",
            evidence="What is there",
            ask="Anyone",
            pulse=question_id in pulse,
            may_not_apply=True,
            weight=weight,
            levels=tuple(f"{question_id} at {k}." for k in range(1, scale_max + 1)),
            steps=(step((ease or {}).get(question_id, 3)),) * (scale_max - 1),
        )

    return Questionnaire(
        id="built",
        version="1.0.0",
        title="Built",
        about="Built for a test.",
        rule="Pick one.",
        stages=tuple(Stage(level=k, name=f"Stage {k}", meaning=f"This is {k}.") for k in range(1, scale_max + 1)),
        caps=Caps(practice=practice, dimension=dimension),
        dimensions=tuple(
            Dimension(
                id=letter,
                name=letter,
                about=f"About {letter}.",
                capabilities=(Capability(id=f"{letter}a", name=f"{letter}a", about="All of it."),),
                questions=tuple(question(f"{letter}{i}", letter, w) for i, w in enumerate(listed, start=1)),
            )
            for letter, listed in zip(ascii_uppercase, weights, strict=False)
        ),
    )


def equal(*counts: int, **others: Any) -> Questionnaire:
    """Return a questionnaire whose dimensions have these numbers of questions, all of weight 1."""
    return questionnaire([[1.0] * n for n in counts], **others)


def answer(value: AnswerValue, grade: int | None = None) -> Answer:
    graded = None if grade is None else EvidenceGrade(grade)
    if value == DK:
        return Answer(dont_know=True)
    if value == NA:
        return Answer(not_applicable="We have none of it")
    return Answer(level=value, evidence_grade=graded) if isinstance(value, int) else Answer()


def disclosed(*levels: int) -> QuestionDisclosure:
    """Return what open mode discloses of these votes on five levels."""
    return disclose_question([Answer(level=level) for level in levels], 5, "open")


def leaders_and_others(leaders: int, others: int) -> list[Role | None]:
    """Return the roles of these people, leaders first."""
    return ["leader" if place < leaders else "other" for place in range(leaders + others)]


def response(value: Mapping[str, AnswerValue], grades: Mapping[str, int] | None = None) -> Response:
    """Return a response by question id; None leaves a question out, as unanswered ones are."""
    return Response({q: answer(g, (grades or {}).get(q)) for q, g in value.items() if g is not None})


def filled(model: Questionnaire, *rows: Sequence[AnswerValue], grades: Sequence[Sequence[int]] = ()) -> Response:
    """Return a response whose `rows` are the answers of one dimension each, in the order of its questions."""

    def by_id(values: Sequence[Sequence[T]]) -> dict[str, T]:
        dimensions = zip(model.dimensions, values, strict=True)
        return {q.id: value for part, row in dimensions for q, value in zip(part.questions, row, strict=True)}

    return response(by_id(rows), by_id(grades) if grades else None)


def assessment(**changes: Any) -> Assessment:
    """Return an anonymous survey of a team, opened and closed at `MOMENT`, with these changes."""
    usual = Assessment(
        id="a",
        team_id="t",
        team_name="Bakers",
        is_demo=False,
        label="Spring",
        digest="d",
        scope="full",
        variant="both",
        mode="survey",
        privacy="anonymous",
        status="closed",
        opened_at=MOMENT,
        closed_at=MOMENT,
    )
    return replace(usual, **changes)


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write `files` to a folder named 'living' below `folder`, and return it."""
    target = folder / "living"
    target.mkdir()
    for name, content in files.items():
        (target / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return target


def edited(*changes: tuple[str, str, str]) -> dict[str, str]:
    """Return the valid files with each change (file, old, new) made once; the old text must exist."""
    files = dict(LIVING)
    for file, old, new in changes:
        assert old in files[file], f"{old!r} is not in {file}"
        files[file] = files[file].replace(old, new, 1)
    return files


MODEL = """\
id: "living"
version: "1.0.0"
title: "Living well"
about: "A small sound questionnaire."
rule: "Pick the highest that is wholly true."
stages:
  - level: 1
    name: "Bare"
    meaning: "There is a roof."
  - level: 2
    name: "Kept"
    meaning: "It is looked after."
  - level: 3
    name: "Loved"
    meaning: "Friends come to see it."
caps:
  practice: 1
  dimension: 1
variants:
  - id: "flat"
    name: "Flat"
    about: "In a block."
  - id: "house"
    name: "House"
    about: "On the ground."
dimensions: ["home", "garden"]
"""

HOME = """\
id: "home"
name: "Home"
about: "Indoors."
capabilities:
  - id: "clean"
    name: "Clean"
    about: "Dust and dishes."
  - id: "warm"
    name: "Warm"
    about: "Heat and light."
questions:
  - id: "H1"
    capability: "clean"
    prompt: "Are the dishes done?"
    why: "Ants come."
    evidence: "The sink"
    ask: "The cook"
    claims: ["c1"]
    pulse: true
    may_not_apply: true
    weight: 2
    variants:
      flat:
        think_of: "The shared kitchen too"
      house:
        levels: ["Both sinks pile up.", "Both are done weekly.", "Both are done daily."]
    levels:
      - "They pile up."
      - "They are done weekly."
      - "They are done daily."
    steps:
      - do: "Wash one plate"
        effort: "2 min"
        ease: 5
        owner: "Anyone"
        worked_if: "It shines"
      - do: "Hang up a rota"
        effort: "1 h"
        ease: 4
        owner: "The cook"
        worked_if: "The sink is empty on Sunday"
  - id: "H2"
    capability: "warm"
    prompt: "Is it warm?"
    why: "Cold hands drop plates."
    evidence: "The thermometer"
    ask: "Whoever pays the bill"
    claims: ["c2"]
    levels:
      - "We wear coats."
      - "One room is warm."
      - "Every room is warm."
    steps:
      - do: "Close the window"
        effort: "1 min"
        ease: 5
        owner: "Anyone"
        worked_if: "The coats come off"
      - do: "Have the stove swept"
        effort: "A week"
        ease: 3
        owner: "The landlord"
        worked_if: "The stove draws by November"
"""

GARDEN = """\
id: "garden"
name: "Garden"
about: "Outdoors."
capabilities:
  - id: "green"
    name: "Green"
    about: "What grows."
questions:
  - id: "G1"
    capability: "green"
    prompt: "Is it watered?"
    why: "Plants drink."
    evidence: "The soil"
    ask: "The neighbour"
    claims: ["c3"]
    levels:
      - "When it rains."
      - "When it wilts."
      - "Before it wilts."
    steps:
      - do: "Fill a can"
        effort: "2 min"
        ease: 5
        owner: "Anyone"
        worked_if: "The soil is dark"
      - do: "Lay a hose"
        effort: "Half a day"
        ease: 4
        owner: "The neighbour"
        worked_if: "Nothing wilts in July"
"""

CLAIMS = """\
sources:
  - id: "T1"
    title: "On living"
    file: "living.txt"
claims:
  - id: "c1"
    source: "T1"
    dimension: "home"
    text: "Clean homes are calm."
  - id: "c2"
    source: "T1"
    dimension: "home"
    text: "Warm homes are kind."
  - id: "c3"
    source: "T1"
    dimension: "garden"
    text: "Gardens need water."
"""

CROSSWALK = """\
frameworks:
  - id: "comfort"
    name: "Two comforts"
    source: "Comfort, 1901"
    parts:
      - name: "Indoors"
        about: "What a roof is for."
        questions: ["H1"]
      - name: "Company"
        about: "Who comes to see you."
        missing: "Guests are not asked about."
"""

LIVING = {
    "model.yaml": MODEL,
    "home.yaml": HOME,
    "garden.yaml": GARDEN,
    "claims.yaml": CLAIMS,
    "crosswalk.yaml": CROSSWALK,
}
"""A sound questionnaire of two dimensions and a three-level scale, with all that a folder may hold."""
