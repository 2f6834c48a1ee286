"""What a group's result may show without showing what one person answered (section 8).

Everything that shows, exports or scores the answers of several people goes through here. In open mode everyone has
agreed that all is shown. In anonymous mode a question that fewer than five people rated is hidden, and counts as
missing in every number that is made of it, so that nothing hidden can be worked out from what is shown.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from itertools import combinations_with_replacement

import numpy as np

from cxmaturity.analysis.trends.change import SIGNIFICANCE_LEVEL
from cxmaturity.answers import UNANSWERED, Answer, Privacy, Response, Role
from cxmaturity.questionnaire.schema import Question
from cxmaturity.scoring import group
from cxmaturity.scoring.group import Agreement
from cxmaturity.scoring.matrices import Bools

MIN_GROUP_SIZE = 5
"""The least number of people who rated a question for anything about it to be shown, of the group or of a part."""

MIN_GROUP_FOR_DISTRIBUTION = 10
"""The least number of people who rated a question for the count of each level to be shown, and all made from it."""

MIN_GROUP_FOR_PART = 6
"""The least number of leaders and of others who rated a question for both their levels to be shown.

With five, the levels of both sides and of the whole can tell one of the five what the other four said.
"""

MIN_GROUP_FOR_ROLES = 2 * MIN_GROUP_FOR_PART
"""The least number of people expected for leaders and others to be asked apart: fewer could not both be shown."""

MIN_TIME_BETWEEN_RESULTS = timedelta(days=14)
"""The least time between two anonymous results of a team that are both shown, unless the same people rated both.

In less time few answers change, and the difference of two results is what those said who are in only one of them.
"""


@dataclass(frozen=True, slots=True)
class QuestionDisclosure:
    """What may be seen of one question.

    answer: the group's answer, UNANSWERED where hidden. rated: how many gave a level. agreement: how far they agree.
    counts: how many gave each level, lowest first. deviation: AD in levels. leaders, others: the levels of those who
    lead people and of everyone else. dont_know, not_applicable: how many gave no level for that reason. Each None where
    it may not be seen.
    """

    answer: Answer
    rated: int | None = None
    agreement: Agreement | None = None
    counts: tuple[int, ...] | None = None
    deviation: float | None = None
    leaders: int | None = None
    others: int | None = None
    dont_know: int | None = None
    not_applicable: int | None = None

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
    levels = sorted(a.level for a in answers if a.level is not None)  # or the last digit of a sum told who said what
    answer = group.group_answer(answers)
    if privacy == "anonymous" and _too_few_to_show(answers, answer):
        return SUPPRESSED
    without_level = sum(a.dont_know for a in answers), sum(a.not_applicable is not None for a in answers)
    if answer.level is None:
        if privacy == "anonymous":
            return QuestionDisclosure(answer)
        return QuestionDisclosure(answer, len(levels), None, None, None, *_NO_ROLE_LEVELS, *without_level)
    role_levels = _role_levels(answers, roles)
    deviation = float(group.mean_deviation(np.array(levels, dtype=float)[:, None])[0])
    counts = tuple(levels.count(level) for level in range(1, scale_max + 1))
    agreement = group.agreement_of(deviation, scale_max)
    if privacy == "open":
        return QuestionDisclosure(answer, len(levels), agreement, counts, deviation, *role_levels, *without_level)
    if role_levels != _NO_ROLE_LEVELS:
        # Beside the levels of both parts, counts or a word for the whole could tell what one part said.
        return QuestionDisclosure(answer, len(levels), None, None, None, *role_levels)
    if may_show_spread(len(levels), privacy):
        return QuestionDisclosure(answer, len(levels), agreement, counts, deviation, *_NO_ROLE_LEVELS, *without_level)
    is_shown = may_show_agreement(len(levels), answer.level, scale_max, privacy)
    return QuestionDisclosure(answer, len(levels), agreement if is_shown else None)


def may_show_agreement(people: int, level: int, scale_max: int, privacy: Privacy) -> bool:
    """Return whether it may be shown how far so many people agree, beside their middle answer `level` of 1..K."""
    return may_show_spread(people, privacy) or _agreement_tells_nobody(people, level, scale_max)


@cache
def _agreement_tells_nobody(people: int, level: int, scale_max: int) -> bool:
    """Return whether the agreement of so many people may be shown beside this level; `scale_max` is K.

    It is looked at what could be shown, not at what was answered, so that showing none tells nothing either. For every
    agreement, more than one set of answers must lead to it; and whoever knows their own answer must be left with at
    least two levels that another person can have chosen. With seven people at level 1, "close together" would tell
    someone who said 4 that all the others said 1.
    """
    alike: dict[Agreement, list[tuple[int, ...]]] = defaultdict(list)
    for levels in combinations_with_replacement(range(1, scale_max + 1), people):
        if group.low_median(levels) == level:
            deviation = float(group.mean_deviation(np.array(levels, dtype=float)[:, None])[0])
            alike[group.agreement_of(deviation, scale_max)].append(levels)
    return all(len(sets) > 1 and _others_stay_open(sets) for sets in alike.values())


def _others_stay_open(sets: Sequence[tuple[int, ...]]) -> bool:
    """Return whether anyone who knows their own level, in any of these sets, finds two levels among the others'."""
    others: dict[int, set[int]] = defaultdict(set)
    for levels in sets:
        for known in set(levels):
            others[known].update(level for level in levels if level != known or levels.count(known) > 1)
    return all(len(possible) > 1 for possible in others.values())


def _too_few_to_show(answers: Sequence[Answer], group_answer: Answer) -> bool:
    """Return whether too few answered for "does not apply", or too few rated for anything else, to be shown."""
    if group_answer.not_applicable is not None:
        people = sum(a.is_answered for a in answers)
    else:
        people = sum(a.level is not None for a in answers)
    return not may_show_result_of(people, "anonymous")


_NO_ROLE_LEVELS = (None, None)


def _role_levels(answers: Sequence[Answer], roles: Sequence[Role | None]) -> tuple[int | None, int | None]:
    """Return the level of the leaders and of the others; neither unless enough of each rated it (sections 7 and 8)."""
    if not roles:
        return _NO_ROLE_LEVELS
    parts: dict[Role, list[Answer]] = {"leader": [], "other": []}
    for answer, role in zip(answers, roles, strict=True):
        if role and answer.level is not None:
            parts[role].append(answer)
    if not may_show_parts(len(parts["leader"]), len(parts["other"])):
        return _NO_ROLE_LEVELS
    return group.group_answer(parts["leader"]).level, group.group_answer(parts["other"]).level


@dataclass(frozen=True, slots=True)
class GroupDisclosure:
    """What may be seen of a group: how many people answered, and each question by id.

    `agreed` are the levels the group recorded, which were said aloud: shown with however few votes beside them.
    `too_soon` are the ids of questions hidden because another result of them was shown less than
    MIN_TIME_BETWEEN_RESULTS apart.
    """

    answered: int
    questions: Mapping[str, QuestionDisclosure]
    agreed: Mapping[str, int] = field(default_factory=dict)
    too_soon: tuple[str, ...] = ()

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
    too_soon: Collection[str] = (),
) -> GroupDisclosure:
    """Return what may be seen of the responses of a group; people without any answer do not count.

    `roles` are those of the people in the same order, empty when nobody was asked. `too_soon`: see `GroupDisclosure`.
    """
    people = [i for i, r in enumerate(responses) if any(a.is_answered for a in r.answers.values())]
    their_roles = [roles[i] for i in people] if roles else []
    disclosed = {
        q.id: SUPPRESSED
        if q.id in too_soon
        else disclose_question([responses[i].answer(q.id) for i in people], scale_max, privacy, their_roles)
        for q in questions
    }
    return GroupDisclosure(len(people), disclosed, agreed or {}, tuple(q.id for q in questions if q.id in too_soon))


def may_show_result_of(people: int, privacy: Privacy) -> bool:
    """Return whether anything may be shown of what so many people, or a part of them, answered."""
    return privacy == "open" or people >= MIN_GROUP_SIZE


def may_show_comments(rated: int, privacy: Privacy) -> bool:
    """Return whether notes and evidence of a question may be shown that so many people rated, however many wrote."""
    return may_show_result_of(rated, privacy)


def may_show_parts(leaders: int, others: int) -> bool:
    """Return whether the levels of so many leaders and so many others may be shown apart."""
    return min(leaders, others) >= MIN_GROUP_FOR_PART


def may_ask_roles(expected: int | None) -> bool:
    """Return whether enough people are expected for leaders and others to be asked apart; None is too few."""
    return expected is not None and expected >= MIN_GROUP_FOR_ROLES


def may_show_spread(people: int, privacy: Privacy) -> bool:
    """Return whether counts, intervals and other measures of spread over so many people may be shown.

    Beside a level or a mean, a measure of spread tells much about the single answers.
    """
    return privacy == "open" or people >= MIN_GROUP_FOR_DISTRIBUTION


def may_show_figures(counted: Bools, rated: Bools, privacy: Privacy) -> bool:
    """Return whether means, intervals and p made of people's own levels may be shown beside the counts of questions.

    `counted` has an entry for each person: whether the figures are made of their answers. `rated` has a row for each
    person and a column for each question inside the figures whose result is shown: whether they rated it. The
    difference between a figure and the counts is a figure of those who are in only one of the two, so for each question
    they must be nobody or enough for a distribution.
    """
    if privacy == "open":
        return True
    only_in_counts = np.sum(rated & ~counted[:, None], axis=0)
    only_in_figures = np.sum(counted[:, None] & ~rated, axis=0)
    parts = np.concatenate([only_in_counts, only_in_figures])
    is_enough = may_show_spread(int(np.sum(counted)), privacy)
    return is_enough and all(part == 0 or may_show_spread(int(part), privacy) for part in parts)


def may_show_verdict(smallest_p: float, people: tuple[int, int], privacy: Privacy) -> bool:
    """Return whether a verdict of "real" on so many people, before and after, leaves open who changed.

    `smallest_p` is the smallest p that the test can reach, adjusted for the number of tests. Where only one set of
    changes reaches significance, "real" says that everybody rose. So the test must still reach it when two people
    change otherwise: one is hidden among the others, the second also from the first. Each of them doubles p.
    """
    if privacy == "open":
        return True
    return may_show_spread(min(people), privacy) and 4 * smallest_p < SIGNIFICANCE_LEVEL


def may_order_by_dots(people: int, privacy: Privacy) -> bool:
    """Return whether steps may be ordered by the dots that so many people gave."""
    return may_show_result_of(people, privacy)


def may_show_dots(people: int, privacy: Privacy) -> bool:
    """Return whether the number of dots of each step may be shown, of dots that so many people gave."""
    return may_show_spread(people, privacy)


def may_reopen(disclosure: GroupDisclosure, privacy: Privacy) -> bool:
    """Return whether answers may change again after this result was shown.

    In anonymous mode only when nothing was: with the median and word of five people and then those of ten, all of the
    second five could be read off, and no less is safe (`test_a_second_result_would_tell`).
    """
    return privacy == "open" or all(question == SUPPRESSED for question in disclosure.questions.values())
