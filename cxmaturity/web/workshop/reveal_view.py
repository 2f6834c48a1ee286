"""What a room sees of a question after its votes, ready to be shown: the same on the screen and on the phones."""

from collections.abc import Sequence
from dataclasses import dataclass

from cxmaturity.analysis.groups import AgreedLevel, RoundResult
from cxmaturity.questionnaire.schema import Question, Questionnaire
from cxmaturity.scoring.group import Agreement
from cxmaturity.wording import workshops

_WORDS: dict[Agreement, tuple[str, str]] = {
    "agree": ("Votes close together", "You see this much alike."),
    "mixed": ("Votes vary", "Worth a word or two."),
    "split": ("Votes far apart", "You see this very differently: talk about it."),
}


@dataclass(frozen=True, slots=True)
class LevelRow:
    """One level: how many chose it, and how many in the round before; None where that is not shown.

    `share` and `share_before` are 0..100 of the widest bar of all rounds.
    """

    level: int
    name: str
    statement: str
    count: int | None
    share: float
    count_before: int | None
    share_before: float
    is_median: bool
    is_agreed: bool


@dataclass(frozen=True, slots=True)
class RevealView:
    """What is shown of a question. `rows` from the highest level down; `said` tells all of it in a sentence or two.

    `word`, `meaning`: how far the room agrees, None where that is not shown. `round` is the one shown, `moved` how it
    differs from the one before.
    """

    rows: tuple[LevelRow, ...]
    said: str
    level: str | None
    has_bars: bool
    has_before: bool
    word: Agreement | None
    in_words: str | None
    meaning: str | None
    leaders: str | None
    others: str | None
    agreed: str | None
    reason: str
    round: int
    moved: str | None


def reveal_view(
    questionnaire: Questionnaire,
    question: Question,
    variant: str,
    revealed: Sequence[RoundResult],
    agreed: AgreedLevel | None,
) -> RevealView:
    """Return what is shown of a question after the last of these rounds; there must be one."""
    last, before = revealed[-1], revealed[-2] if len(revealed) > 1 else None
    now, then = last.shown, before.shown if before else None
    counts, earlier = now.counts, then.counts if then else None
    widest = max((*(counts or ()), *(earlier or ()), 1))

    def row(level: int, statement: str) -> LevelRow:
        count = counts[level - 1] if counts else None
        was = earlier[level - 1] if earlier else None
        return LevelRow(
            level=level,
            name=questionnaire.stage(level).name,
            statement=statement,
            count=count,
            share=100 * (count or 0) / widest,
            count_before=was,
            share_before=100 * (was or 0) / widest,
            is_median=now.answer.level == level,
            is_agreed=agreed is not None and agreed.level == level,
        )

    def named(level: int | None) -> str | None:
        return None if level is None else f"{level} · {questionnaire.stage(level).name}"

    rows = [row(level, words) for level, words in enumerate(question.levels_in(variant), start=1)]
    word, meaning = _WORDS[now.agreement] if now.agreement else (None, None)
    return RevealView(
        rows=tuple(reversed(rows)),
        said=workshops.describe_reveal(now, questionnaire),
        level=named(now.answer.level),
        has_bars=counts is not None,
        has_before=counts is not None and earlier is not None,
        word=now.agreement,
        in_words=word,
        meaning=meaning,
        leaders=named(now.leaders),
        others=named(now.others),
        agreed=named(agreed.level) if agreed else None,
        reason=agreed.reason if agreed else "",
        round=last.round,
        moved=workshops.describe_movement(then, now) if then else None,
    )
