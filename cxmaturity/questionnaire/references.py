"""The references of a questionnaire: sources with the claims that it covers, and other frameworks."""

from pydantic import Field

from cxmaturity.questionnaire.field_types import FrozenModel, Id, Line, Text


class Source(FrozenModel):
    """A text that claims are taken from."""

    id: Id
    title: Line
    file: Line


class Claim(FrozenModel):
    """A statement of a source about the subject, reworded, that questions can be traced to."""

    id: Id
    source: Id
    dimension: Id
    text: Text


class ClaimsFile(FrozenModel):
    """The content of `claims.yaml`: the sources and what they claim."""

    sources: tuple[Source, ...] = Field(min_length=1)
    claims: tuple[Claim, ...] = Field(min_length=1)


class FrameworkPart(FrozenModel):
    """A competence or dimension of another framework, and the questions that cover it."""

    name: Line
    about: Text = Field(description="What it covers, in our words.")
    questions: tuple[Id, ...] = Field(default=(), description="The ids of the questions that speak to it.")
    missing: Text | None = Field(default=None, description="What of it is thin or absent here.")


class Framework(FrozenModel):
    """Another well-known framework, compared with the questionnaire part by part."""

    id: Id
    name: Line
    source: Text = Field(description="Where it is published.")
    parts: tuple[FrameworkPart, ...] = Field(min_length=1)


class CrosswalkFile(FrozenModel):
    """The content of `crosswalk.yaml`: other frameworks, and the questions that cover their parts."""

    frameworks: tuple[Framework, ...] = Field(min_length=1)
