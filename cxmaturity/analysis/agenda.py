"""The running order of a workshop: the questions most worth talking about, and the minutes for each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from cxmaturity.analysis.disclosure import QuestionDisclosure
from cxmaturity.questionnaire.reading_time import answering_minutes
from cxmaturity.questionnaire.schema import Question
from cxmaturity.scoring.group import Agreement

MAX_PROPOSED = 8
"""The largest number of questions that are proposed."""

_SPREAD: dict[Agreement | None, int] = {"split": 2, "mixed": 1, "agree": 0, None: 0}
_TALK_MINUTES = (2, 4, 6)  # by `_to_talk_about`; a design judgement


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """A question of a workshop, what its last result showed (None without one), and its whole minutes."""

    question: Question
    shown: QuestionDisclosure | None
    minutes: int


def agenda_item(question: Question, variant: str, shown: QuestionDisclosure | None) -> AgendaItem:
    """Return the agenda item of a question, with the minutes for reading, voting and talking."""
    minutes = answering_minutes([question], variant) + _TALK_MINUTES[_to_talk_about(shown)]
    return AgendaItem(question, shown, ceil(minutes))


def running_order(questions: Sequence[Question], shown: Mapping[str, QuestionDisclosure]) -> tuple[str, ...]:
    """Return the ids of the questions on which people differ most, most first; at most `MAX_PROPOSED`.

    People differ by the spread of the votes or the gap between leaders and others: the wider of the two counts first,
    then the other. `shown` is what the last result showed, by question id, so that hidden figures do not influence the
    order. Ties keep the order of `questions`.
    """
    differing = [q for q in questions if _to_talk_about(shown.get(q.id))]
    ordered = sorted(differing, key=lambda q: _difference(shown[q.id]), reverse=True)
    return tuple(q.id for q in ordered[:MAX_PROPOSED])


def _difference(shown: QuestionDisclosure) -> tuple[int, int, float]:
    """Return how far people differ on a question, as a sort key: rank, then gap and spread together, then deviation."""
    gap = min(abs(shown.perception_gap or 0), 2)
    return _to_talk_about(shown), gap + _SPREAD[shown.agreement], shown.deviation or 0


def _to_talk_about(shown: QuestionDisclosure | None) -> int:
    """Return how far people differ: 0 hardly or unknown, 1 by one level or votes that vary, 2 by more."""
    if shown is None:
        return 0
    return max(_SPREAD[shown.agreement], min(abs(shown.perception_gap or 0), 2))
