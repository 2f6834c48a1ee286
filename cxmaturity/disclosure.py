"""What a group's result may show without showing what one person answered (section 8).

Everything that shows, exports or scores the answers of several people goes through here. In open mode everyone has
agreed that all is shown. In anonymous mode a question that fewer than five people rated is hidden, and counts as
missing in every number that is made of it, so that nothing hidden can be worked out from what is shown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from cxmaturity.answers import NOTHING_YET, Answer, Response
from cxmaturity.questionnaire import Question
from cxmaturity.scoring import group
from cxmaturity.scoring.group import Word

_TWO_LEVELS = 2  # there, so few people "agree" only when all said the same, and the word would name everyone's answer

Privacy = Literal["open", "anonymous"]

FLOOR = 5
"""The least number of people who rated a question for anything about it to be shown."""

HISTOGRAM_FLOOR = 10
"""The least number of people who rated a question for the count of each level to be shown."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What may be seen of one question.

    answer: the group's answer, NOTHING_YET where hidden. rated: how many gave a level. word: how far they agree.
    counts: how many gave each level, lowest first. deviation: AD in levels. Each None where it may not be seen.
    """

    answer: Answer
    rated: int | None = None
    word: Word | None = None
    counts: tuple[int, ...] | None = None
    deviation: float | None = None


HIDDEN = Shown(NOTHING_YET)


def question(given: Sequence[Answer], top: int, privacy: Privacy, agreed: int | None = None) -> Shown:
    """Return what may be seen of one question that several people answered; `top` is K.

    An agreed level was said aloud by the group, so it is shown with however few votes beside it.
    """
    levels = [a.level for a in given if a.level is not None]
    answered = sum(a.is_given for a in given)
    answer = group.answer(given, agreed)
    if privacy == "open":
        return Shown(answer, len(levels), *_agreement(levels, top), _deviation(levels))
    if answer.not_applicable is not None:
        return Shown(answer) if answered >= FLOOR else HIDDEN
    if len(levels) < FLOOR:
        return Shown(Answer(level=agreed)) if agreed is not None else HIDDEN
    word, counts = _agreement(levels, top)
    if len(levels) >= HISTOGRAM_FLOOR:
        return Shown(answer, len(levels), word, counts)
    return Shown(answer, len(levels), word if top > _TWO_LEVELS else None)


def _deviation(levels: Sequence[int]) -> float | None:
    return float(group.deviation(np.array(levels, dtype=float)[:, None])[0]) if levels else None


def _agreement(levels: Sequence[int], top: int) -> tuple[Word | None, tuple[int, ...]]:
    deviation = _deviation(levels)
    counts = tuple(levels.count(level) for level in range(1, top + 1))
    return None if deviation is None else group.word(deviation, top), counts


@dataclass(frozen=True, slots=True)
class GroupView:
    """What may be seen of a group: how many people answered, each question by id, and the response to be scored."""

    answered: int
    questions: Mapping[str, Shown]

    @property
    def response(self) -> Response:
        """The group's answers as one response; what is hidden is missing in it."""
        return Response({name: shown.answer for name, shown in self.questions.items()})


def view(
    responses: Sequence[Response],
    questions: Sequence[Question],
    top: int,
    privacy: Privacy,
    agreed: Mapping[str, int] | None = None,
) -> GroupView:
    """Return what may be seen of the responses of a group; people without any answer do not count."""
    given = [r for r in responses if any(a.is_given for a in r.answers.values())]
    levels = agreed or {}
    seen = {q.id: question([r.answer(q.id) for r in given], top, privacy, levels.get(q.id)) for q in questions}
    return GroupView(len(given), seen)


def may_replace(shown_before: Mapping[str, Response], now: Mapping[str, Response], privacy: Privacy) -> bool:
    """Whether a result may take the place of one shown before, by person: whoever compares the two learns what changed.

    In anonymous mode either nobody's answers changed, or those of five people or more did.
    """
    everyone = {*shown_before, *now}
    changed = sum(shown_before.get(name) != now.get(name) for name in everyone)
    return privacy == "open" or changed == 0 or changed >= FLOOR
