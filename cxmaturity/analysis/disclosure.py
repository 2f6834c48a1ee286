"""Decides what the result of a group may show without revealing what one person answered.

Everything that shows, exports or scores the answers of several people goes through this module. In open mode everyone
has agreed that all answers are shown. In anonymous mode a question that fewer than five people rated is hidden and
counts as missing in every figure computed from it, so that nobody can work out a hidden answer from the figures shown.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from itertools import combinations_with_replacement

import numpy as np

from cxmaturity.analysis.trends.exact_tests import is_significant
from cxmaturity.answers import UNANSWERED, Answer, Privacy, Response, Role
from cxmaturity.questionnaire.schema import Question
from cxmaturity.scoring import group
from cxmaturity.scoring.group import Agreement
from cxmaturity.scoring.matrices import Bools

MIN_GROUP_SIZE = 5
"""How many people, of a whole group or of a part of it, must rate a question before anything about it is shown."""

MIN_GROUP_FOR_DISTRIBUTION = 10
"""How many people must rate a question before the count of each level, or any figure of spread, is shown.

Of fewer the agreement may be shown, see `may_show_agreement`.
"""

MIN_GROUP_FOR_PART = 6
"""How many leaders and how many others must rate a question before the levels of both are shown.

With only five, the levels of leaders, of others and of all together can reveal to one of the five what the other four
answered.
"""

MIN_GROUP_FOR_ROLES = 2 * MIN_GROUP_FOR_PART
"""How many people must be expected before each is asked whether they lead people: fewer could not both be shown."""

MIN_TIME_BETWEEN_RESULTS = timedelta(days=14)
"""The shortest time between two anonymous results of a team that are both shown, unless the same people rated both.

Within a shorter time few people change their answers, so the difference of two results reveals the answers of the
people who are in only one of them.
"""


@dataclass(frozen=True, slots=True)
class QuestionDisclosure:
    """What may be shown of one question; a field is None where its figure may not be shown.

    answer: the group's answer, UNANSWERED where hidden; levels here are positions.
    rated: how many people gave a level.
    agreement: how far their levels agree.
    counts: how many people gave each level, lowest level first.
    deviation: the mean deviation (AD), in levels.
    leaders, others: the middle answers of those who lead people and of everyone else.
    dont_know, not_applicable: how many people gave one of these answers in place of a level.
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
        """The level of the leaders minus the level of the others; None unless both may be shown."""
        return None if self.leaders is None or self.others is None else self.leaders - self.others


SUPPRESSED = QuestionDisclosure(UNANSWERED)


def disclose_question(
    answers: Sequence[Answer], scale_max: int, privacy: Privacy, roles: Sequence[Role | None] = ()
) -> QuestionDisclosure:
    """Return what may be shown of one question that several people answered; `scale_max` is K.

    `roles` are the roles of these people, in the order of `answers`; empty when the survey does not ask for roles.
    """
    levels = sorted(a.level for a in answers if a.level is not None)  # else rounding depends on who gave which level
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
        # The levels of both parts together with counts or an agreement of the whole could reveal the answers of one
        # part.
        return QuestionDisclosure(answer, len(levels), None, None, None, *role_levels)
    if may_show_spread(len(levels), privacy):
        return QuestionDisclosure(answer, len(levels), agreement, counts, deviation, *_NO_ROLE_LEVELS, *without_level)
    is_shown = may_show_agreement(len(levels), answer.level, scale_max, privacy)
    return QuestionDisclosure(answer, len(levels), agreement if is_shown else None)


def may_show_agreement(people: int, level: int, scale_max: int, privacy: Privacy) -> bool:
    """Return whether the agreement of this many people may be shown beside their middle answer.

    `level` is the middle answer, `scale_max` is K.
    """
    return may_show_spread(people, privacy) or _agreement_discloses_nobody(people, level, scale_max)


@cache
def _agreement_discloses_nobody(people: int, level: int, scale_max: int) -> bool:
    """Return whether no agreement of this many people, shown beside this middle answer, reveals anybody's level.

    All possible votes are tried, not only the actual ones, so that hiding the agreement reveals nothing either. Each
    agreement must be the result of more than one set of votes, and a person who knows their own vote must be left with
    at least two levels that another person may have chosen. Example: with seven people and a middle answer of 1, "close
    together" would reveal to the one who voted 4 that all the others voted 1.
    """
    alike: dict[Agreement, list[tuple[int, ...]]] = defaultdict(list)
    for levels in combinations_with_replacement(range(1, scale_max + 1), people):
        if group.low_median(levels) == level:
            deviation = float(group.mean_deviation(np.array(levels, dtype=float)[:, None])[0])
            alike[group.agreement_of(deviation, scale_max)].append(levels)
    return all(len(sets) > 1 and _others_stay_open(sets) for sets in alike.values())


def _others_stay_open(sets: Sequence[tuple[int, ...]]) -> bool:
    """Return whether each voter in these sets of votes is left with two or more levels that another may have chosen."""
    others: dict[int, set[int]] = defaultdict(set)
    for levels in sets:
        for known in set(levels):
            others[known].update(level for level in levels if level != known or levels.count(known) > 1)
    return all(len(possible) > 1 for possible in others.values())


def _too_few_to_show(answers: Sequence[Answer], group_answer: Answer) -> bool:
    """Return whether too few people answered (if the group's answer is "does not apply") or rated (else) to show it."""
    if group_answer.not_applicable is not None:
        people = sum(a.is_answered for a in answers)
    else:
        people = sum(a.level is not None for a in answers)
    return not may_show_result_of(people, "anonymous")


_NO_ROLE_LEVELS = (None, None)


def _role_levels(answers: Sequence[Answer], roles: Sequence[Role | None]) -> tuple[int | None, int | None]:
    """Return the middle answers of leaders and of others.

    Both are None unless enough leaders and enough others rated the question.
    """
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
    """What may be shown of a group: how many people answered, and each question by id.

    `agreed` holds the levels that the group agreed on aloud: they are shown whatever the number of votes. `too_soon`
    holds the ids of questions that are hidden because another result with them was shown less than
    MIN_TIME_BETWEEN_RESULTS before or after.
    """

    answered: int
    questions: Mapping[str, QuestionDisclosure]
    agreed: Mapping[str, int] = field(default_factory=dict)
    too_soon: tuple[str, ...] = ()

    @property
    def response(self) -> Response:
        """The group's answers as one response that can be scored; hidden questions are missing in it."""
        answers = {name: shown.answer for name, shown in self.questions.items()}
        for name, level in self.agreed.items():
            answers[name] = Answer(level=level, evidence_grade=answers.get(name, UNANSWERED).evidence_grade)
        return Response(answers)

    @property
    def suppressed(self) -> frozenset[str]:
        """The ids of the questions of which nothing may be shown."""
        return frozenset(name for name, shown in self.questions.items() if shown == SUPPRESSED)

    @property
    def is_suppressed(self) -> bool:
        """True when people answered but none of the questions may be shown."""
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
    """Return what may be shown of the responses of a group; people who answered no question do not count.

    `roles` are the roles of these people, in the order of `responses`; empty when the survey does not ask for roles.
    `too_soon`: see `GroupDisclosure`.
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
    """Return whether anything may be shown of the answers of a group, or of a part of it, with this many people."""
    return privacy == "open" or people >= MIN_GROUP_SIZE


def may_show_comments(rated: int, privacy: Privacy) -> bool:
    """Return whether the notes and evidence written to a question may be shown.

    `rated` is how many people rated the question; how many of them wrote something does not count.
    """
    return may_show_result_of(rated, privacy)


def may_show_parts(leaders: int, others: int) -> bool:
    """Return whether the levels of leaders and of others may be shown side by side, for these numbers of people."""
    return min(leaders, others) >= MIN_GROUP_FOR_PART


def may_ask_roles(expected: int | None) -> bool:
    """Return whether enough people are expected to ask each whether they lead people; False for None."""
    return expected is not None and expected >= MIN_GROUP_FOR_ROLES


def may_show_spread(people: int, privacy: Privacy) -> bool:
    """Return whether counts, intervals and other measures of spread of this many people may be shown.

    A measure of spread, shown beside a level or a mean, reveals much about single answers.
    """
    return privacy == "open" or people >= MIN_GROUP_FOR_DISTRIBUTION


def people_of_figures(has_level: Bools, rated: Bools, has_every_level: Bools, privacy: Privacy) -> Bools:
    """Return whose own levels of a dimension enter its means, intervals and p values, shape (people,).

    `has_level` is True for each person with a level of this dimension, `has_every_level` for those with a level of
    every dimension of which a level is shown. `rated` is that of `may_show_figures`.
    In open mode everybody with a level counts. In anonymous mode the difference between the figures of two sets of
    people would be a figure of those who are in only one of them. So all figures count the people who have every level,
    except where everybody who rated one question of the dimension rated all: such a sum follows from the counts.
    """
    if privacy == "open" or bool(np.all(rated == has_level[:, None])):
        return has_level
    return has_every_level


def may_show_figures(counted: Bools, rated: Bools, privacy: Privacy) -> bool:
    """Return whether means, intervals and p values of people's own levels may be shown beside the counts of questions.

    `counted`, shape (people,), is True for each person whose answers enter the figures. `rated`, shape (people,
    questions), is True where a person rated a question; its columns are the questions of the figures whose result is
    shown.
    The difference between the figures and the counts of a question is itself a figure, of the people who are in only
    one of the two. So for each question these people must be none, or enough for a distribution.
    """
    if privacy == "open":
        return True
    only_in_counts = np.sum(rated & ~counted[:, None], axis=0)
    only_in_figures = np.sum(counted[:, None] & ~rated, axis=0)
    parts = np.concatenate([only_in_counts, only_in_figures])
    is_enough = may_show_spread(int(np.sum(counted)), privacy)
    return is_enough and all(part == 0 or may_show_spread(int(part), privacy) for part in parts)


def may_show_verdict(smallest_p: float, people: tuple[int, int], privacy: Privacy) -> bool:
    """Return whether the verdict "real" may be shown without revealing who changed.

    `smallest_p` is the smallest p that the test can reach, adjusted for the number of tests; `people` are the numbers
    before and after. Where only one set of changes is significant, the word "real" reveals that everybody rose. So the
    test must remain significant when two people change in another way: one of them is then hidden among the others, and
    the second also from the first. Each of the two doubles p.
    """
    if privacy == "open":
        return True
    return may_show_spread(min(people), privacy) and is_significant(4 * smallest_p)


def may_order_by_dots(people: int, privacy: Privacy) -> bool:
    """Return whether steps may be put in the order of the dots that this many people gave."""
    return may_show_result_of(people, privacy)


def may_show_dots(people: int, privacy: Privacy) -> bool:
    """Return whether the number of dots of each step may be shown, when this many people gave dots."""
    return may_show_spread(people, privacy)


def may_show_second_vote(roles: Sequence[Role | None], are_apart: bool) -> bool:
    """Return whether the result of a second anonymous vote may be shown, by the roles of those who voted again.

    The others keep their first level, so the difference of the two results is what those who voted again changed. With
    `are_apart`, leaders and others were shown apart: neither may be changed by a few.
    """
    sizes = [len(roles), *(Counter(roles).values() if are_apart else ())]
    return all(size >= MIN_GROUP_SIZE for size in sizes)


def may_reopen(disclosure: GroupDisclosure, privacy: Privacy) -> bool:
    """Return whether answers may change again after this result was shown.

    In anonymous mode only when every question of it was hidden: a result of five people followed by one of ten reveals
    the answers of the second five, and no weaker rule is safe (`test_a_second_result_would_disclose_newcomers`).
    """
    return privacy == "open" or all(question == SUPPRESSED for question in disclosure.questions.values())
