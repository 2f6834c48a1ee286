"""Figures of a report as numbers with their labels, for every format to draw in its own way.

Every figure has a `key` that names it in file names, a `title` in a few words, and `alt`, the sentence that says what
it shows. Levels are on the scale of `scale`, None where there is none or it may not be shown: nothing is drawn there.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ScaleMark:
    """A level of the scale, as its number, and the name of its stage."""

    level: float
    name: str


@dataclass(frozen=True, slots=True)
class StageRamp:
    """The stages as a row of steps, those up to the number `reached` filled; None where there is no stage."""

    key: str
    title: str
    alt: str
    scale: tuple[ScaleMark, ...]
    reached: int | None


@dataclass(frozen=True, slots=True)
class Bar:
    """One level with its target and that of last time.

    `shown` is the level as text, or a dash; `last_shown` the same of last time. `stage` gives the bar its colour.
    `mark` is what stands out about it in words, empty where nothing does.
    """

    name: str
    level: float | None
    shown: str
    stage: int | None = None
    target: float | None = None
    last: float | None = None
    last_shown: str = ""
    mark: str = ""
    is_lowest: bool = False


@dataclass(frozen=True, slots=True)
class Bars:
    """A bar for each dimension, or for each question of a pulse, in order.

    `last_label` is what last time is called, None where there is none.
    """

    key: str
    title: str
    alt: str
    scale: tuple[ScaleMark, ...]
    bars: tuple[Bar, ...]
    last_label: str | None = None

    @property
    def has_targets(self) -> bool:
        """Whether any bar has a target."""
        return any(bar.target is not None for bar in self.bars)


@dataclass(frozen=True, slots=True)
class StepPoint:
    """How many steps have this ease and importance (1..5 each), and which questions they are for."""

    ease: int
    importance: int
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ImportanceAndEase:
    """Open gaps by importance and ease; `ease_labels` name the grades of ease 1..5, the hardest first.

    Quick wins are the points with an ease of `quick_ease` or more and an importance of `quick_importance` or more.
    """

    key: str
    title: str
    alt: str
    points: tuple[StepPoint, ...]
    ease_labels: tuple[str, ...]
    quick_ease: int
    quick_importance: int


@dataclass(frozen=True, slots=True)
class LevelPair:
    """The level of the leaders and of everyone else on a question, as numbers."""

    question: str
    id: str
    leaders: float
    others: float


@dataclass(frozen=True, slots=True)
class LeadersAndOthers:
    """Leaders' levels beside everyone else's, the widest difference first."""

    key: str
    title: str
    alt: str
    scale: tuple[ScaleMark, ...]
    pairs: tuple[LevelPair, ...]


@dataclass(frozen=True, slots=True)
class VoteRow:
    """The votes on a question: the level, how far they agree in words, and how many gave each level, lowest first.

    `counts` is None where it may not be shown.
    """

    question: str
    id: str
    level: float | None
    agreement: str
    counts: tuple[int, ...] | None


@dataclass(frozen=True, slots=True)
class VoteSpread:
    """How far votes are apart, question by question, the furthest apart first."""

    key: str
    title: str
    alt: str
    scale: tuple[ScaleMark, ...]
    rows: tuple[VoteRow, ...]


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """A level at a place of the trend; with `starts_anew` it does not compare with the one before."""

    level: float | None
    shown: str
    starts_anew: bool = False


@dataclass(frozen=True, slots=True)
class TrendLine:
    """The levels of a dimension, or of the whole, one for each place."""

    name: str
    points: tuple[TrendPoint, ...]

    @property
    def parts(self) -> list[list[TrendPoint | None]]:
        """The stretches within which all points compare, each with a place for every point and None outside it."""
        starts = [0, *(place for place, point in enumerate(self.points) if point.starts_anew and place)]
        ends = [*starts[1:], len(self.points)]
        return [
            [point if start <= place < end else None for place, point in enumerate(self.points)]
            for start, end in zip(starts, ends, strict=True)
        ]


@dataclass(frozen=True, slots=True)
class Trend:
    """Levels from one assessment to the next, the oldest first; the first line is that of the whole.

    `places` are the names of the assessments. `low` and `high` are the ends of the scale.
    """

    key: str
    title: str
    alt: str
    low: float
    high: float
    places: tuple[str, ...]
    lines: tuple[TrendLine, ...]


Figure = StageRamp | Bars | ImportanceAndEase | LeadersAndOthers | VoteSpread | Trend
