"""The result of a question's votes as projected screen and phones show it."""

from collections.abc import Sequence
from dataclasses import dataclass

from cxmaturity.analysis.groups import AgreedLevel, RoundResult
from cxmaturity.questionnaire.schema import Question, Questionnaire
from cxmaturity.services.workshops.voting.vote_reasons import VoteReason
from cxmaturity.wording.questionnaire.levels import level_name, level_number, level_title, shortened
from cxmaturity.wording.workshop import votes
from cxmaturity.wording.workshop import workshop_screen as wording

_MAX_REASON_SHOWN = 300  # characters of an agreed level's reason; the result has all of it


@dataclass(frozen=True, slots=True)
class LevelRow:
    """One level: how many people chose it, and how many in the round before; None where counts are hidden.

    `share` and `share_before` are the bars' lengths, 0..100 of the longest in both rounds. `is_chosen` marks the agreed
    level or, without one, the middle answer, unless votes are far apart. `tags` say whether it is also the middle
    answer of leaders or of everybody else.
    """

    level: str
    name: str
    statement: str
    count: int | None
    share: float
    count_before: int | None
    share_before: float
    is_chosen: bool
    tags: Sequence[str]

    @property
    def look(self) -> str:
        """The CSS class of the row: whether it is chosen, or nobody chose it in either round."""
        return "chosen" if self.is_chosen else "none" if not (self.count or self.count_before) else ""


@dataclass(frozen=True, slots=True)
class RevealView:
    """The result of a question. `rows` are ordered from the lowest level; `votes_sentence` says all of it in words.

    `headline` and `facts` say the same for a large screen; when votes are far apart (`is_far_apart`) the headline has
    no level. `agreed` is the agreed level with the name of its stage, None without one. `moved` is the difference from
    the round before, None in the first round. `reasons` are people's reasons that the facilitator shows on the screen.
    """

    rows: tuple[LevelRow, ...]
    votes_sentence: str
    headline: str
    facts: str
    has_bars: bool
    has_before: bool
    is_far_apart: bool
    agreed: str | None
    agreed_statement: str
    reason: str
    moved: str | None
    reasons: tuple[str, ...] = ()

    @property
    def spoken(self) -> str:
        """The result in sentences, to be read out; once a reason is on the screen, the reasons."""
        if self.reasons and not self.agreed:
            return wording.spoken_reasons(self.reasons)
        agreed = wording.spoken_agreement(self.agreed, self.reason) if self.agreed else None
        return " ".join(filter(None, [agreed, self.votes_sentence, self.moved]))


def reveal_view(
    questionnaire: Questionnaire,
    question: Question,
    variant: str,
    revealed: Sequence[RoundResult],
    agreed: AgreedLevel | None,
    reasons: Sequence[VoteReason] = (),
) -> RevealView:
    """Return the result of a question after the last of the `revealed` rounds, of which there must be one.

    `reasons` are those that the facilitator shows on the screen.
    """
    last, before = revealed[-1], revealed[-2] if len(revealed) > 1 else None
    now, previous = last.shown, before.shown if before else None
    counts, counts_before = now.counts, previous.counts if previous else None
    longest = max((*(counts or ()), *(counts_before or ()), 1))
    is_far_apart = now.agreement == "split"
    chosen = agreed.level if agreed else None if is_far_apart else now.answer.level
    sides = ((now.leaders, wording.LEADERS), (now.others, wording.OTHERS))

    def row(level: int, statement: str) -> LevelRow:
        count = counts[level - 1] if counts else None
        count_before = counts_before[level - 1] if counts_before else None
        return LevelRow(
            level=level_number(questionnaire, level),
            name=level_name(questionnaire, level),
            statement=statement,
            count=count,
            share=100 * (count or 0) / longest,
            count_before=count_before,
            share_before=100 * (count_before or 0) / longest,
            is_chosen=level == chosen,
            tags=[name for side, name in sides if side == level],
        )

    statements = question.levels_in(variant)
    return RevealView(
        rows=tuple(row(level, words) for level, words in enumerate(statements, start=1)),
        votes_sentence=votes.describe_reveal(now, questionnaire),
        headline=wording.headline(now, questionnaire),
        facts=wording.facts(now, questionnaire),
        has_bars=counts is not None,
        has_before=counts is not None and counts_before is not None,
        is_far_apart=is_far_apart,
        agreed=level_title(questionnaire, agreed.level) if agreed else None,
        agreed_statement=statements[agreed.level - 1] if agreed else "",
        reason=shortened(agreed.reason, _MAX_REASON_SHOWN) if agreed else "",
        moved=votes.describe_movement(previous, now) if previous else None,
        reasons=tuple(wording.reason_line(reason.text, reason.name) for reason in reasons),
    )
