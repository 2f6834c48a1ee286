"""The result of a question's votes as it is shown, alike on the presentation and on the phones."""

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
    """One level: how many chose it, and how many in the round before; None where counts are not shown.

    `share` and `share_before` are the lengths of the bars, 0..100 of the longest one in both rounds.
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
    """The result of a question. `rows` go from the highest level down; `said` is all of it in a sentence or two.

    `word` (its key), `in_words` and `meaning`: how far the votes agree, None where that is not shown. `level`,
    `leaders`, `others` and `agreed` are a level with its stage's name, None where there is none to show. `moved` is how
    the result of this `round` differs from that of the round before, None in the first round.
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
    """Return the result of a question after the last of the `revealed` rounds (at least one)."""
    last, before = revealed[-1], revealed[-2] if len(revealed) > 1 else None
    now, previous = last.shown, before.shown if before else None
    counts, counts_before = now.counts, previous.counts if previous else None
    longest = max((*(counts or ()), *(counts_before or ()), 1))

    def row(level: int, statement: str) -> LevelRow:
        count = counts[level - 1] if counts else None
        count_before = counts_before[level - 1] if counts_before else None
        return LevelRow(
            level=level,
            name=questionnaire.stage(level).name,
            statement=statement,
            count=count,
            share=100 * (count or 0) / longest,
            count_before=count_before,
            share_before=100 * (count_before or 0) / longest,
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
        has_before=counts is not None and counts_before is not None,
        word=now.agreement,
        in_words=word,
        meaning=meaning,
        leaders=named(now.leaders),
        others=named(now.others),
        agreed=named(agreed.level) if agreed else None,
        reason=agreed.reason if agreed else "",
        round=last.round,
        moved=workshops.describe_movement(previous, now) if previous else None,
    )
