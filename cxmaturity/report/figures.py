"""Figures of a report as numbers with labels; each format draws them in its own way.

Every figure has a `key` for file names, a short `title`, and `alt`, its text alternative. Levels are on the scale
`scale`; a missing or suppressed level is None, and nothing is drawn for it.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ScaleMark:
    """A mark of a scale: a level as a number, and the name of its stage."""

    level: float
    name: str


@dataclass(frozen=True, slots=True)
class StageRamp:
    """The stages as a row of steps, filled up to the number `reached`; None without a stage."""

    key: str
    title: str
    alt: str
    scale: tuple[ScaleMark, ...]
    reached: int | None


@dataclass(frozen=True, slots=True)
class Bar:
    """A level with its target and the last level.

    `shown` and `last_shown` are the level and the last level as text, or a dash. `stage` determines the bar's colour.
    `mark` is a short remark such as "lowest", possibly empty.
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

    `last_label` is the name of the last assessment, None without one.
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
    """The number of steps with this ease and importance (1..5 each), and their questions."""

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

    def is_quick_win(self, point: StepPoint) -> bool:
        """Return whether the steps of one of the points are quick wins."""
        return point.ease >= self.quick_ease and point.importance >= self.quick_importance


@dataclass(frozen=True, slots=True)
class LevelPair:
    """The level of the leaders and of everyone else on a question, as numbers."""

    question: str
    id: str
    leaders: float
    others: float


@dataclass(frozen=True, slots=True)
class LeadersAndOthers:
    """The levels of leaders and of everyone else, the widest difference first."""

    key: str
    title: str
    alt: str
    scale: tuple[ScaleMark, ...]
    pairs: tuple[LevelPair, ...]


@dataclass(frozen=True, slots=True)
class QuestionVotes:
    """The votes on a question: the level, the agreement in words, and the count of each level, lowest first.

    `counts` is None when it is suppressed.
    """

    question: str
    id: str
    level: float | None
    agreement: str
    counts: tuple[int, ...] | None


@dataclass(frozen=True, slots=True)
class VoteSpread:
    """The votes on each question, the furthest apart first."""

    key: str
    title: str
    alt: str
    scale: tuple[ScaleMark, ...]
    rows: tuple[QuestionVotes, ...]


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """A level at a position of the trend; with `starts_anew` it is not comparable with the point before."""

    level: float | None
    shown: str
    starts_anew: bool = False


@dataclass(frozen=True, slots=True)
class TrendLine:
    """The levels of a dimension, or overall, one for each position."""

    name: str
    points: tuple[TrendPoint, ...]

    @property
    def parts(self) -> list[list[TrendPoint | None]]:
        """The segments of comparable points, each as long as the line, with None outside the segment."""
        starts = [0, *(place for place, point in enumerate(self.points) if point.starts_anew and place)]
        ends = [*starts[1:], len(self.points)]
        return [
            [point if start <= place < end else None for place, point in enumerate(self.points)]
            for start, end in zip(starts, ends, strict=True)
        ]


@dataclass(frozen=True, slots=True)
class Trend:
    """Levels over time, oldest assessment first; the first line is the overall one.

    `places` are the names of the assessments, the positions of the lines. `low` and `high` are the ends of the scale.
    """

    key: str
    title: str
    alt: str
    low: float
    high: float
    places: tuple[str, ...]
    lines: tuple[TrendLine, ...]


Figure = StageRamp | Bars | ImportanceAndEase | LeadersAndOthers | VoteSpread | Trend
