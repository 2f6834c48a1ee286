"""The questionnaire as frozen data: dimensions → capabilities → questions → levels and steps.

A questionnaire lives in a folder of YAML files (`loading.py` reads them). Everything a model decides is data here:
its dimensions, the length of its scale (2 to 7 levels), the names of its stages and its two caps.
"""

from functools import cached_property
from hashlib import sha256
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

BOTH = "both"
"""The choice of reading a question in every variant's wording at once; no variant may have this id."""

# Printable text only: a stray control character would end up in pages, exports and projected screens.
_PRINTABLE = r"^[^\x00-\x1f\x7f-\x9f]*$"
PrintableText = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000, pattern=_PRINTABLE)
]
Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_-]{0,39}$")]
Version = Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+$")]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
APP_LANGUAGE = "en"
"""The language of the app's own words, and of questionnaires that name no other."""

ComparisonKey = tuple[str, str]
"""The id and the major version of a questionnaire."""


class FrozenModel(BaseModel):
    """Immutable, strict about types, and closed to unknown fields."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


class Step(FrozenModel):
    """The first step from one level to the next."""

    do: PrintableText = Field(description="What to do, as an instruction that can be started today or this week.")
    effort: PrintableText = Field(description="How long it takes, in words.")
    ease: int = Field(
        ge=1,
        le=5,
        description="5 one person, an hour at most; 4 half a day; 3 a week; 2 another department or a quarter; "
        "1 needs budget.",
    )
    owner: PrintableText = Field(description="The role that does it.")
    worked_if: PrintableText = Field(description="The sign, with a time, that it worked.")


class Wording(FrozenModel):
    """How a question reads in one variant of the questionnaire; what is left out reads as in the question."""

    think_of: PrintableText | None = Field(default=None, description="A line under the prompt: what to think of.")
    prompt: PrintableText | None = Field(default=None, description="The question in this variant.")
    levels: tuple[PrintableText, ...] | None = Field(
        default=None, description="All statements in this variant, lowest first."
    )


def _by_id(variants: dict[str, Wording]) -> dict[str, Wording]:
    return dict(sorted(variants.items()))  # so that the order in the file does not change the canonical text


class Question(FrozenModel):
    """One question with a described statement for each level of the scale and a step from each to the next."""

    id: Id = Field(description="Stable for ever: answers are stored under it.")
    capability: Id = Field(description="The id of a capability of this dimension.")
    prompt: PrintableText = Field(description="The question as asked.")
    why: PrintableText = Field(description="Why it matters, in one or two sentences.")
    evidence: PrintableText = Field(description="What to look at before answering.")
    ask: PrintableText = Field(description="Whom to ask when you do not know.")
    claims: tuple[Id, ...] = Field(default=(), description="The claims (claims.yaml) this question traces to.")
    pulse: bool = Field(default=False, description="True for the questions of the short version.")
    may_not_apply: bool = Field(default=False, description="True where 'does not apply' may be chosen, with a reason.")
    weight: float = Field(default=1, gt=0, allow_inf_nan=False, description="Its weight within its dimension.")
    variants: Annotated[dict[Id, Wording], AfterValidator(_by_id)] = Field(
        default={}, description="Other wording, by variant id."
    )
    levels: tuple[PrintableText, ...] = Field(description="One statement for each level, lowest first.")
    steps: tuple[Step, ...] = Field(description="One step from each level to the next: one fewer than levels.")

    def prompt_in(self, variant: str) -> str:
        """Return the question as asked in `variant` (an id of the questionnaire, or 'both')."""
        wording = self.variants.get(variant)
        return (wording and wording.prompt) or self.prompt

    def levels_in(self, variant: str) -> tuple[str, ...]:
        """Return the statements, lowest first, as they read in `variant` (an id of the questionnaire, or 'both')."""
        wording = self.variants.get(variant)
        return (wording and wording.levels) or self.levels

    def step_from(self, level: int) -> Step | None:
        """Return the step that leads from `level` (1..K) to the next, or None at the top."""
        return self.steps[level - 1] if level <= len(self.steps) else None


class Capability(FrozenModel):
    """A named part of a dimension; shown with its own level, never with a stage."""

    id: Id
    name: PrintableText
    about: PrintableText


class Dimension(FrozenModel):
    """One of the fields the model measures, with its capabilities and questions in their fixed order."""

    id: Id
    name: PrintableText
    about: PrintableText
    capabilities: tuple[Capability, ...] = Field(min_length=1)
    questions: tuple[Question, ...] = Field(min_length=1)


class Stage(FrozenModel):
    """A named rung of the model. Its level is its place on the scale, lowest 1."""

    level: int = Field(ge=1, le=7)
    name: PrintableText
    meaning: PrintableText = Field(description="One sentence that says what it is like to be here.")


class Caps(FrozenModel):
    """How far a stage may stand above the weakest part it rests on."""

    practice: int = Field(ge=0, le=6, description="A dimension's stage is at most its weakest answer plus this.")
    dimension: int = Field(ge=0, le=6, description="The overall stage is at most the lowest dimension's plus this.")


class Variant(FrozenModel):
    """A kind of organisation for which questions may read differently."""

    id: Id
    name: PrintableText
    about: PrintableText


class Source(FrozenModel):
    """A text the claims were drawn from."""

    id: Id
    title: PrintableText
    file: PrintableText


class Claim(FrozenModel):
    """One thing a source says about customer experience, in our words, that at least one question covers."""

    id: Id
    source: Id
    dimension: Id
    text: PrintableText


class ClaimsFile(FrozenModel):
    """The content of `claims.yaml`: the sources and what they claim."""

    sources: tuple[Source, ...] = Field(min_length=1)
    claims: tuple[Claim, ...] = Field(min_length=1)


class FrameworkPart(FrozenModel):
    """One competence or dimension of another framework, and the questions that speak to it."""

    name: PrintableText
    about: PrintableText = Field(description="What it covers, in our words.")
    questions: tuple[Id, ...] = Field(default=(), description="The ids of the questions that speak to it.")
    missing: PrintableText | None = Field(default=None, description="What of it is thin or absent here.")


class Framework(FrozenModel):
    """Another well-known framework, laid beside the questionnaire part by part."""

    id: Id
    name: PrintableText
    source: PrintableText = Field(description="Where it is published.")
    parts: tuple[FrameworkPart, ...] = Field(min_length=1)


class CrosswalkFile(FrozenModel):
    """The content of `crosswalk.yaml`: other frameworks and the questions that speak to their parts."""

    frameworks: tuple[Framework, ...] = Field(min_length=1)


class Model(FrozenModel):
    """What `model.yaml` says of the questionnaire as a whole."""

    id: Id
    version: Version = Field(description="major.minor.patch; results compare only within one major version.")
    title: PrintableText
    about: PrintableText
    language: Language = Field(
        default=APP_LANGUAGE,
        exclude_if=lambda language: language == APP_LANGUAGE,  # so that archives from before have the digest they had
        description="The language of its texts, as a tag of BCP 47 such as en, de or pt-BR.",
    )
    rule: PrintableText = Field(description="The rule for choosing a level, shown to everyone who answers.")
    stages: tuple[Stage, ...] = Field(min_length=2, max_length=7)
    caps: Caps
    variants: tuple[Variant, ...] = ()


class ModelFile(Model):
    """The content of `model.yaml`: the model and the names of its dimension files, in order."""

    dimensions: tuple[Id, ...] = Field(min_length=1, description="The dimension ids; each is a file of that name.")


class Questionnaire(Model):
    """A whole, checked questionnaire. Frozen and safe to share between sessions."""

    format: Literal[1] = 1  # of the canonical text, so that a later format can still read the archive
    dimensions: tuple[Dimension, ...]
    sources: tuple[Source, ...] = ()
    claims: tuple[Claim, ...] = ()
    frameworks: tuple[Framework, ...] = ()

    @cached_property
    def comparison_key(self) -> ComparisonKey:
        """The id and the major version: only results whose questionnaires share this key compare (section 9)."""
        return self.id, self.version.partition(".")[0]

    @cached_property
    def scale_max(self) -> int:
        """K, the highest level of the scale."""
        return len(self.stages)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """Every question, in questionnaire order."""
        return tuple(q for d in self.dimensions for q in d.questions)

    @cached_property
    def pulse(self) -> tuple[Question, ...]:
        """The questions of the short version, in questionnaire order; empty when none is marked."""
        return tuple(q for q in self.questions if q.pulse)

    @cached_property
    def by_id(self) -> dict[str, Question]:
        """Questions by id."""
        return {q.id: q for q in self.questions}

    @cached_property
    def dimension_of(self) -> dict[str, Dimension]:
        """The dimension of each question, by question id."""
        return {q.id: d for d in self.dimensions for q in d.questions}

    @cached_property
    def canonical(self) -> str:
        """The whole content as one line of JSON, the same for the same content however it was laid out in files."""
        return self.model_dump_json()

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the canonical text, in hex."""
        return sha256(self.canonical.encode()).hexdigest()

    def stage(self, level: int) -> Stage:
        """Return the stage at `level` (1..K)."""
        return self.stages[level - 1]
