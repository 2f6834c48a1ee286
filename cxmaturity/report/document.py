"""A report as frozen data: cover and sections. All texts are plain: formats escape them for themselves."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from cxmaturity.report.figures import Figure

SectionKey = Literal[
    "hidden", "decision", "stage", "holding_back", "dimensions", "moved", "people", "strengths", "priorities",
    "roadmap", "actions", "promises", "method", "appendix", "session",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Table:
    """A table: what it holds, its headings, and its rows of as many cells. The first cell of a row names the row."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One thing that the report says.

    `title` is what it is about in a few words, `headline` the conclusion. `sentences` follow from it. `reasons` are the
    trail to the answers, and `guide` helps to talk it over in a meeting: both for notes, not for the page.
    """

    key: SectionKey
    title: str
    headline: str
    sentences: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    tables: tuple[Table, ...] = ()
    reasons: tuple[str, ...] = ()
    guide: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cover:
    """Whose report it is, of when, with which questions, and what is missing from it.

    `title` is that of the questionnaire. `dated` says in words when the assessment was finished or begun, on `day`.
    `questionnaire` is its id and version, `digest` the digest of its text in hex. `missing` are sentences, empty where
    nothing is missing. `address` is that of the result's page, empty where it has none. `notice` marks demo data.
    """

    title: str
    team: str
    label: str
    kind: str
    dated: str
    day: date
    questionnaire: str
    digest: str
    missing: tuple[str, ...]
    address: str
    notice: str
    language: str

    @property
    def foot(self) -> str:
        """What stands at the foot of every page or slide."""
        parts = (self.team, self.label, self.dated, f"{self.questionnaire} ({self.digest[:8]})", self.address)
        return " · ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report. A section with nothing true to say is absent."""

    assessment_id: str
    cover: Cover
    sections: tuple[Section, ...]

    def section(self, key: SectionKey) -> Section | None:
        """Return the section of this key, None where the report has none."""
        return next((section for section in self.sections if section.key == key), None)

    @property
    def figures(self) -> Iterator[Figure]:
        """Every figure, in order."""
        return (figure for section in self.sections for figure in section.figures)
