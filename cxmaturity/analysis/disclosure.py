"""What a group's result may show without showing what one person answered (section 8).

Everything that shows, exports or scores the answers of several people goes through here. In open mode everyone has
agreed that all is shown. In anonymous mode a question that fewer than five people rated is hidden, and counts as
missing in every number that is made of it, so that nothing hidden can be worked out from what is shown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from cxmaturity.answers import UNANSWERED, Answer, Privacy, Response, Role
from cxmaturity.questionnaire.schema import Question
from cxmaturity.scoring import group
from cxmaturity.scoring.group import Agreement

_TWO_LEVELS = 2  # there, so few people "agree" only when all said the same, and the word would name everyone's answer

MIN_GROUP_SIZE = 5
"""The least number of people who rated a question for anything about it to be shown, of the group or of a part."""

MIN_GROUP_FOR_DISTRIBUTION = 10
"""The least number of people who rated a question for the count of each level to be shown, and all made from it."""

MIN_GROUP_FOR_ROLES = 2 * MIN_GROUP_SIZE
"""The least number of people expected for leaders and others to be asked apart: fewer could not both be shown."""


@dataclass(frozen=True, slots=True)
class QuestionDisclosure:
    """What may be seen of one question.

    answer: the group's answer, UNANSWERED where hidden. rated: how many gave a level. word: how far they agree.
    counts: how many gave each level, lowest first. deviation: AD in levels. leaders, others: the levels of those who
    lead people and of everyone else. Each None where it may not be seen.
    """

    answer: Answer
    rated: int | None = None
    agreement: Agreement | None = None
    counts: tuple[int, ...] | None = None
    deviation: float | None = None
    leaders: int | None = None
    others: int | None = None

    @property
    def perception_gap(self) -> int | None:
        """The level of the leaders less that of the others, None where not both may be seen."""
        return None if self.leaders is None or self.others is None else self.leaders - self.others


SUPPRESSED = QuestionDisclosure(UNANSWERED)


def disclose_question(
    answers: Sequence[Answer], scale_max: int, privacy: Privacy, roles: Sequence[Role | None] = ()
) -> QuestionDisclosure:
    """Return what may be seen of one question that several people answered; `scale_max` is K.

    `roles` are those of the people in the same order, empty when nobody was asked.
    """
    levels = [a.level for a in answers if a.level is not None]
    answer = group.group_answer(answers)
    if privacy == "anonymous" and _is_suppressed(answers, answer):
        return SUPPRESSED
    if answer.level is None:
        return QuestionDisclosure(answer, len(levels) if privacy == "open" else None)
    apart = _role_levels(answers, roles)
    deviation = float(group.mean_deviation(np.array(levels, dtype=float)[:, None])[0])
    counts = tuple(levels.count(level) for level in range(1, scale_max + 1))
    word = group.agreement_of(deviation, scale_max)
    if privacy == "open":
        return QuestionDisclosure(answer, len(levels), word, counts, deviation, *apart)
    if (
        apart != _NO_ROLE_LEVELS
    ):  # beside both parts' levels, counts or a word for the whole could tell what one part said
        return QuestionDisclosure(answer, len(levels), None, None, None, *apart)
    if len(levels) >= MIN_GROUP_FOR_DISTRIBUTION:
        return QuestionDisclosure(answer, len(levels), word, counts, deviation)
    return QuestionDisclosure(answer, len(levels), word if scale_max > _TWO_LEVELS else None)


def _is_suppressed(answers: Sequence[Answer], answer: Answer) -> bool:
    if answer.not_applicable is not None:
        return sum(a.is_answered for a in answers) < MIN_GROUP_SIZE
    return sum(a.level is not None for a in answers) < MIN_GROUP_SIZE


_NO_ROLE_LEVELS = (None, None)


def _role_levels(answers: Sequence[Answer], roles: Sequence[Role | None]) -> tuple[int | None, int | None]:
    """Return the level of the leaders and of the others; neither unless five of each rated it (sections 7 and 8)."""
    if not roles:
        return _NO_ROLE_LEVELS
    parts: dict[Role, list[Answer]] = {"leader": [], "other": []}
    for answer, role in zip(answers, roles, strict=True):
        if role and answer.level is not None:
            parts[role].append(answer)
    if min(len(part) for part in parts.values()) < MIN_GROUP_SIZE:
        return _NO_ROLE_LEVELS
    return group.group_answer(parts["leader"]).level, group.group_answer(parts["other"]).level


@dataclass(frozen=True, slots=True)
class GroupDisclosure:
    """What may be seen of a group: how many people answered, and each question by id.

    `agreed` are the levels the group recorded, which were said aloud: shown with however few votes beside them.
    """

    answered: int
    questions: Mapping[str, QuestionDisclosure]
    agreed: Mapping[str, int] = field(default_factory=dict)

    @property
    def response(self) -> Response:
        """The group's answers as one response, to be scored; what is hidden is missing in it."""
        answers = {name: shown.answer for name, shown in self.questions.items()}
        for name, level in self.agreed.items():
            answers[name] = Answer(level=level, evidence_grade=answers.get(name, UNANSWERED).evidence_grade)
        return Response(answers)

    @property
    def suppressed(self) -> frozenset[str]:
        """The ids of the questions of which nothing may be seen."""
        return frozenset(name for name, shown in self.questions.items() if shown == SUPPRESSED)

    def without_suppressed(self, everyone: Sequence[Response]) -> list[Response]:
        """Return people's responses without what is hidden: no number is to be made of that."""
        hidden = self.suppressed
        if not hidden:
            return list(everyone)
        return [Response({n: a for n, a in own.answers.items() if n not in hidden}) for own in everyone]

    @property
    def is_suppressed(self) -> bool:
        """True when people answered and nothing at all may be seen of it."""
        return self.answered > 0 and not self.agreed and may_reopen(self, "anonymous")


def disclose_group(
    responses: Sequence[Response],
    questions: Sequence[Question],
    scale_max: int,
    privacy: Privacy,
    agreed: Mapping[str, int] | None = None,
    roles: Sequence[Role | None] = (),
) -> GroupDisclosure:
    """Return what may be seen of the responses of a group; people without any answer do not count.

    `roles` are those of the people in the same order, empty when nobody was asked.
    """
    given = [i for i, r in enumerate(responses) if any(a.is_answered for a in r.answers.values())]
    asked = [roles[i] for i in given] if roles else []
    seen = {
        q.id: disclose_question([responses[i].answer(q.id) for i in given], scale_max, privacy, asked)
        for q in questions
    }
    return GroupDisclosure(len(given), seen, agreed or {})


def may_show_spread(people: int, privacy: Privacy) -> bool:
    """Whether intervals and other measures of spread over so many people may be shown: with a mean, they tell much."""
    return privacy == "open" or people >= MIN_GROUP_FOR_DISTRIBUTION


def may_show_part(part: int, whole: int, privacy: Privacy) -> bool:
    """Whether what is made of a part of the people may be shown beside the same of all: less it, the rest is told."""
    return privacy == "open" or part == whole or whole - part >= MIN_GROUP_SIZE


def may_reopen(disclosure: GroupDisclosure, privacy: Privacy) -> bool:
    """Whether answers may change again after this result was shown.

    In anonymous mode only when nothing was: with the median and word of five people and then those of ten, all of the
    second five could be read off, and no less is safe (`test_a_second_result_would_tell`).
    """
    return privacy == "open" or all(question == SUPPRESSED for question in disclosure.questions.values())
