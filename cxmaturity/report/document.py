"""A report as frozen data: cover and sections. Texts are unescaped; each format escapes them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from cxmaturity.report.figures import Figure

SectionKey = Literal[
    "hidden", "decision", "stage", "holding_back", "dimensions", "moved", "people", "strengths", "priorities",
    "roadmap", "actions", "planned_steps", "method", "appendix", "session",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Table:
    """A table: caption, headings, and rows with one cell per heading. The first cell of a row is its heading."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a report.

    `title` is its subject in a few words, `headline` its conclusion, and `sentences` elaborate on this. `reasons` lead
    back to the answers, and `guide` helps to discuss the section in a meeting; formats put both into speaker notes.
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
    """The cover of a report: team, date, questionnaire, and what is missing from the result.

    `title` is that of the questionnaire. `dated` is the text for `day`, when the assessment was finished or started.
    `questionnaire` is its id and version, `digest` the hex digest of its text. `missing` are sentences. `address` is
    the URL of the result's page, possibly empty. `notice` marks demo data.
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
        """The footer of every page or slide."""
        parts = (self.team, self.label, self.dated, f"{self.questionnaire} ({self.digest[:8]})", self.address)
        return " · ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Report:
    """A complete report. Sections without content are absent."""

    cover: Cover
    sections: tuple[Section, ...]

    def section(self, key: SectionKey) -> Section | None:
        """Return the section of this key, None when the report has none."""
        return next((section for section in self.sections if section.key == key), None)

    @property
    def figures(self) -> Iterator[Figure]:
        """Yield all figures in order."""
        return (figure for section in self.sections for figure in section.figures)
