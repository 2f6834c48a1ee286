"""The first page of a report, for a board: the conclusion, the levels, what moved and the first steps."""

from dataclasses import dataclass

from cxmaturity.report.document import Report, Table
from cxmaturity.report.figures import Bars, Figure, StageRamp
from cxmaturity.wording.report import board as words

_MOST_SENTENCES = 3


@dataclass(frozen=True, slots=True)
class BoardPart:
    """A part of the page below the conclusion, with its title: sentences, a figure or a table."""

    title: str
    sentences: tuple[str, ...] = ()
    figure: Bars | None = None
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Board:
    """The page's content. Texts and tuples are empty, and the ramp is None, where the report has nothing to say.

    `kicker` is the subject of the headline where no ramp shows it. `meaning` is what the stage means, `lead` with
    `evidence` what holds it back, `sentences` how certain it is, `missing` what is missing from it.
    """

    kicker: str
    headline: str
    ramp: StageRamp | None
    meaning: tuple[str, ...]
    lead: str
    evidence: str
    sentences: tuple[str, ...]
    missing: tuple[str, ...]
    parts: tuple[BoardPart, ...]

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The figures of the page."""
        ramp = () if self.ramp is None else (self.ramp,)
        return (*ramp, *(part.figure for part in self.parts if part.figure is not None))

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables of the page."""
        return tuple(part.table for part in self.parts if part.table is not None)


def board_of(report: Report) -> Board:
    """Return the first page of a report."""
    stage, holding, dimensions, moved, decision = (
        report.section(key) for key in ("stage", "holding_back", "dimensions", "moved", "decision")
    )
    first = stage or report.sections[0]
    sentences = first.sentences[:_MOST_SENTENCES]
    ramp = next((figure for figure in first.figures if isinstance(figure, StageRamp)), None)
    parts: list[BoardPart] = []
    if dimensions is not None:
        bars = (figure for figure in dimensions.figures if isinstance(figure, Bars))
        parts += [BoardPart(words.WHERE_WE_STAND, figure=figure) for figure in bars]
    if moved is not None:
        changes = (_sentence(moved.headline), *moved.sentences[:_MOST_SENTENCES])
        parts.append(BoardPart(moved.title, changes))
    if decision is not None and decision.tables:
        parts.append(BoardPart(words.WHAT_TO_DO_FIRST, table=decision.tables[0]))
    return Board(
        kicker=first.title if ramp is None else "",
        headline=first.headline,
        ramp=ramp,
        meaning=sentences[:1],
        lead="" if holding is None else _sentence(holding.headline),
        evidence="" if holding is None else next(iter(holding.sentences), ""),
        sentences=sentences[1:],
        missing=tuple(note for note in report.cover.missing if note not in sentences),
        parts=tuple(parts),
    )


def _sentence(headline: str) -> str:
    return headline if headline.endswith((".", "?", "!")) else f"{headline}."
