"""The questionnaire as frozen data: dimensions → capabilities → questions → levels and steps.

A questionnaire is a folder of YAML files, which `loading.py` reads. It defines the dimensions, the length of the scale
(2 to 7 levels), the names and thresholds of the stages, and the caps. Optional fields that a model omits are empty or
None, without defaults in their place.

Positions and numbers: answers are stored as the position of a level, 1..K. The number that people read
(`Questionnaire.level_numbers`) equals the position in most models; it differs when a scale starts at 0 or levels have
values. Means of answers are means of these numbers.
"""

from collections.abc import Mapping
from functools import cached_property
from hashlib import sha256
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from cxmaturity.questionnaire.field_types import FrozenModel, Id, Language, Line, Text, Version, is_left_out
from cxmaturity.questionnaire.references import Claim, Framework, Source

BOTH = "both"
"""The variant in which a question has the wordings of all variants at once; no variant may have this id."""

OVERALL = "Overall"
"""The name of the level of all dimensions together, and its key beside names of dimensions; none may have this name."""

APP_LANGUAGE = "en"
"""The language of the app's texts, and the default of questionnaires."""

ComparisonKey = tuple[str, str, tuple[float, ...], tuple[int, ...]]
"""The id and the major version of a questionnaire, and its scale: the numbers of levels and of stages."""


MAX_LEVELS = 7
"""The longest scale, of answers and of stages."""
NO_CAP = MAX_LEVELS - 1
"""A cap without effect, larger than any distance between stages."""


class Step(FrozenModel):
    """The step from one level to the next; texts that the model omits are empty, and the ease None."""

    do: Text = Field(
        default="", exclude_if=is_left_out, description="What to do, as an instruction for today or this week."
    )
    effort: Text = Field(default="", exclude_if=is_left_out, description="How long it takes, in words.")
    ease: int | None = Field(
        default=None,
        exclude_if=is_left_out,
        ge=1,
        le=5,
        description="5 one person, an hour at most; 4 half a day; 3 a week; 2 another department or a quarter; "
        "1 needs budget.",
    )
    owner: Text = Field(default="", exclude_if=is_left_out, description="The role that does it.")
    worked_if: Text = Field(default="", exclude_if=is_left_out, description="The sign, with a time, that it worked.")


NO_STEP = Step()
"""The step from a level for which the model defines none."""


class Wording(FrozenModel):
    """The texts of a question in one variant of the questionnaire; missing ones are as in the question."""

    think_of: Text | None = Field(default=None, description="A line under the prompt: what to think of.")
    prompt: Text | None = Field(default=None, description="The question in this variant.")
    levels: tuple[Text, ...] | None = Field(default=None, description="All statements in this variant, lowest first.")


def _by_id(variants: dict[str, Wording]) -> dict[str, Wording]:
    return dict(sorted(variants.items()))  # so that the order in the file does not change the canonical text


class Question(FrozenModel):
    """One question with a described statement for each level of the scale and a step from each to the next."""

    id: Id = Field(description="Stable for ever: answers are stored under it.")
    capability: Id = Field(description="The id of a capability of this dimension.")
    prompt: Text = Field(description="The question as asked.")
    why: Text = Field(default="", exclude_if=is_left_out, description="Why it matters, in one or two sentences.")
    evidence: Text = Field(default="", exclude_if=is_left_out, description="What to look at before answering.")
    ask: Text = Field(default="", exclude_if=is_left_out, description="Whom to ask when you do not know.")
    claims: tuple[Id, ...] = Field(default=(), description="The claims (claims.yaml) this question traces to.")
    pulse: bool = Field(default=False, description="True for the questions of the short version.")
    may_not_apply: bool = Field(default=False, description="True where 'does not apply' may be chosen, with a reason.")
    weight: float = Field(default=1, gt=0, allow_inf_nan=False, description="Its weight within its dimension.")
    variants: Annotated[dict[Id, Wording], AfterValidator(_by_id)] = Field(
        default={}, description="Other wording, by variant id."
    )
    level: int | None = Field(
        default=None,
        exclude_if=is_left_out,
        ge=1,
        lt=MAX_LEVELS,
        description="In a model of practices: the stage that needs this practice.",
    )
    levels: tuple[Text, ...] = Field(
        default=(),
        description="One statement for each level, lowest first; those of the dimension or the model if none.",
    )
    steps: tuple[Step, ...] = Field(
        default=(), description="One step from each level to the next, one fewer than levels; {} where there is none."
    )

    def prompt_in(self, variant: str) -> str:
        """Return the question as asked in `variant` (an id of the questionnaire, or 'both')."""
        wording = self.variants.get(variant)
        return (wording and wording.prompt) or self.prompt

    def levels_in(self, variant: str) -> tuple[str, ...]:
        """Return the statements in `variant` (an id of the questionnaire, or 'both'), lowest level first."""
        wording = self.variants.get(variant)
        return (wording and wording.levels) or self.levels

    def step_from(self, level: int) -> Step | None:
        """Return the step that leads from `level` (1..K) to the next: NO_STEP where there is none, None at the top."""
        if level >= len(self.levels):
            return None
        return self.steps[level - 1] if self.steps else NO_STEP


class Capability(FrozenModel):
    """A named part of a dimension, with a level but without a stage."""

    id: Id
    name: Line
    about: Text = Field(default="", exclude_if=is_left_out)


class Group(FrozenModel):
    """A named part of the model that holds several dimensions; it is a heading and has no level."""

    id: Id
    name: Line
    about: Text = Field(default="", exclude_if=is_left_out)


class Dimension(FrozenModel):
    """A dimension of the model, with its capabilities and questions in their fixed order."""

    id: Id
    name: Line
    about: Text = Field(default="", exclude_if=is_left_out)
    group: Id | None = Field(default=None, exclude_if=is_left_out, description="The id of the group it belongs to.")
    capabilities: tuple[Capability, ...] = Field(min_length=1)
    questions: tuple[Question, ...] = Field(min_length=1)


class DimensionFile(Dimension):
    """The content of a dimension's file: the dimension, and statements for those of its questions that have none."""

    levels: tuple[Text, ...] = Field(
        default=(), exclude_if=is_left_out, description="The statements of its questions that have none of their own."
    )


class Stage(FrozenModel):
    """A stage of the model. `level` is the number that people read; the lowest is 0 or 1."""

    level: int = Field(ge=0, le=MAX_LEVELS)
    name: Line
    meaning: Text = Field(
        default="", exclude_if=is_left_out, description="One sentence that says what it is like to be here."
    )
    threshold: float | None = Field(
        default=None,
        exclude_if=is_left_out,
        allow_inf_nan=False,
        description="The level from which on this stage is reached; half a level below its number if left out.",
    )


class Level(FrozenModel):
    """A level of the scale that all questions share."""

    text: Text = Field(description="The statement that is chosen.")
    value: float | None = Field(
        default=None, exclude_if=is_left_out, allow_inf_nan=False, description="What it counts in every mean."
    )


class Caps(FrozenModel):
    """The most stages that a stage may be above its weakest part; by default unlimited."""

    practice: int = Field(
        default=NO_CAP, ge=0, le=NO_CAP, description="A dimension's stage is at most its weakest answer plus this."
    )
    dimension: int = Field(
        default=NO_CAP, ge=0, le=NO_CAP, description="The overall stage is at most the lowest dimension's plus this."
    )


class Variant(FrozenModel):
    """A kind of organisation for which questions can have other texts."""

    id: Id
    name: Line
    about: Text = Field(default="", exclude_if=is_left_out)


def _level_of_text(value: object) -> object:
    return {"text": value} if isinstance(value, str) else value


class Model(FrozenModel):
    """The fields of `model.yaml`, about the questionnaire as a whole."""

    id: Id
    version: Version = Field(description="major.minor.patch; results compare only within one major version.")
    title: Line
    headline: Line | None = Field(
        default=None, exclude_if=is_left_out, description="The question at the top of Home that the model answers."
    )
    about: Text
    language: Language = Field(
        default=APP_LANGUAGE,
        exclude_if=lambda language: language == APP_LANGUAGE,  # so that older digests stay valid
        description="The language of its texts, as a tag of BCP 47 such as en, de or pt-BR.",
    )
    rule: Text = Field(description="The rule for choosing a level, shown to everyone who answers.")
    stages: tuple[Stage, ...] = Field(min_length=2, max_length=MAX_LEVELS)
    levels: tuple[Annotated[Level, BeforeValidator(_level_of_text, json_schema_input_type=Text | Level)], ...] = Field(
        default=(),
        exclude_if=is_left_out,
        max_length=MAX_LEVELS,
        description="The answers that all questions share, lowest first: texts, or texts with their values.",
    )
    pass_mark: float | None = Field(
        default=None,
        exclude_if=is_left_out,
        allow_inf_nan=False,
        description="In a model of practices: the value from which on an answer passes; the highest if left out.",
    )
    caps: Caps = Caps()
    groups: tuple[Group, ...] = Field(default=(), exclude_if=is_left_out)
    variants: tuple[Variant, ...] = ()
    limits: tuple[Text, ...] = Field(
        default=(), exclude_if=is_left_out, description="What the result is not, for the Method page."
    )


class ModelFile(Model):
    """The content of `model.yaml`: the model and the names of its dimension files, in order."""

    dimensions: tuple[Id, ...] = Field(min_length=1, description="The dimension ids; each is a file of that name.")


class Questionnaire(Model):
    """A complete, checked questionnaire; frozen, and safe to share between sessions."""

    format: Literal[1] = 1  # the version of the canonical text, so that later code can still read archives
    dimensions: tuple[Dimension, ...]
    sources: tuple[Source, ...] = ()
    claims: tuple[Claim, ...] = ()
    frameworks: tuple[Framework, ...] = ()

    @property
    def version_numbers(self) -> tuple[int, ...]:
        """The numbers of the version, by which versions are ordered."""
        return tuple(map(int, self.version.split(".")))

    @cached_property
    def comparison_key(self) -> ComparisonKey:
        """The id, the major version and the scale: results are comparable if these are equal."""
        return self.id, self.version.partition(".")[0], self.level_numbers, tuple(s.level for s in self.stages)

    @cached_property
    def scale_max(self) -> int:
        """K, the number of levels of an answer, which is the position of the highest."""
        return len(self.levels or self.stages)

    @cached_property
    def has_practices(self) -> bool:
        """Whether questions are practices, each of which belongs to a stage that is reached by passing them."""
        return any(q.level is not None for q in self.questions)

    @cached_property
    def stages_are_levels(self) -> bool:
        """Whether the levels of an answer are the stages, and not a separate scale."""
        return not self.has_practices and all(level.value is None for level in self.levels)

    @cached_property
    def level_numbers(self) -> tuple[float, ...]:
        """The number of each level, lowest first, as people read it and as used in means."""
        if self.stages_are_levels:
            return tuple(stage.level for stage in self.stages)
        return tuple(i if level.value is None else level.value for i, level in enumerate(self.levels))

    @cached_property
    def level_names(self) -> tuple[str, ...]:
        """The name of each level, lowest first: that of its stage, else its own text."""
        if self.stages_are_levels:
            return tuple(stage.name for stage in self.stages)
        return tuple(level.text for level in self.levels)

    @cached_property
    def level_range(self) -> tuple[float, float]:
        """The lowest and the highest level of a dimension."""
        numbers = tuple(stage.level for stage in self.stages) if self.has_practices else self.level_numbers
        return numbers[0], numbers[-1]

    @cached_property
    def level_distance(self) -> float:
        """The mean distance between adjacent levels, 1 in most models."""
        lowest, highest = self.level_numbers[0], self.level_numbers[-1]
        return 1.0 if self.has_practices else (highest - lowest) / (self.scale_max - 1)

    @cached_property
    def thresholds(self) -> tuple[float, ...]:
        """The level at which each stage is reached, lowest first."""
        return tuple(s.level - 0.5 if s.threshold is None else s.threshold for s in self.stages)

    def level_at_stage(self, stage: int) -> float:
        """Return the level that represents the stage at a position: its number, or its threshold on other scales."""
        if self.stages_are_levels or self.has_practices:
            return self.stages[stage - 1].level
        return self.thresholds[stage - 1]

    @cached_property
    def pass_position(self) -> int:
        """The position 1..K of the lowest level at which a practice is passed."""
        mark = self.level_numbers[-1] if self.pass_mark is None else self.pass_mark
        return next(i for i, number in enumerate(self.level_numbers, start=1) if number >= mark)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """All questions in order."""
        return tuple(q for d in self.dimensions for q in d.questions)

    @cached_property
    def pulse(self) -> tuple[Question, ...]:
        """The questions of the pulse in order; empty when none is marked."""
        return tuple(q for q in self.questions if q.pulse)

    @cached_property
    def by_id(self) -> dict[str, Question]:
        """The questions by id."""
        return {q.id: q for q in self.questions}

    @cached_property
    def dimension_of(self) -> dict[str, Dimension]:
        """The dimension of each question, by question id."""
        return {q.id: d for d in self.dimensions for q in d.questions}

    @cached_property
    def canonical(self) -> str:
        """The whole content as one line of JSON, independent of its layout in files."""
        return self.model_dump_json()

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of the canonical text, in hex."""
        return sha256(self.canonical.encode()).hexdigest()

    def stage(self, level: int) -> Stage:
        """Return the stage at a position, lowest 1."""
        return self.stages[level - 1]

    def with_dimension_names(self, names: Mapping[str, str]) -> "Questionnaire":
        """Return the questionnaire with these names of its dimensions, by id; unchanged where two would have the same.

        It is for showing results: its digest is that of no questionnaire that was answered.
        """
        shown = [names[d.id] for d in self.dimensions]
        if shown == [d.name for d in self.dimensions] or len({*shown}) < len(shown):
            return self
        renamed = tuple(d.model_copy(update={"name": name}) for d, name in zip(self.dimensions, shown, strict=True))
        fields = {name: getattr(self, name) for name in Questionnaire.model_fields}
        return Questionnaire.model_construct(**fields | {"dimensions": renamed})
