"""Random anonymous groups of every kind, each with everything published about it."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import replace
from math import lcm
from random import Random

import numpy as np

from cxmaturity.analysis.disclosure import SUPPRESSED, QuestionDisclosure, disclose_question
from cxmaturity.analysis.frozen.closed_assessment import ClosedAssessment
from cxmaturity.analysis.frozen.frozen_result import read_frozen_result, write_frozen_result
from cxmaturity.analysis.groups import AgreedLevel, GroupResult, RoundResult, summarise_group
from cxmaturity.analysis.trends.comparison import compare
from cxmaturity.analysis.trends.people_answers import PeopleAnswers, questions_with_level
from cxmaturity.analysis.trends.verdicts import Verdicts, judge_comparison
from cxmaturity.answers import Answer, Role
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.records import ParticipantResponse
from cxmaturity.services.workshops.voting.counted_votes import counted_votes
from cxmaturity.store.workshop.votes import CastVote
from cxmaturity.wording.language.numbers import format_probability, signed, two_decimals
from tests.audit.exact_search import Case, Picture, Spread, World
from tests.build import MOMENT, assessment, equal

_DOES_NOT_APPLY, _DONT_KNOW, _OPEN = Answer(not_applicable="None here"), Answer(dont_know=True), Answer()


MakeCase = Callable[[Random], Case]


def random_case(random: Random) -> Case:
    """Return a case of a random kind: a survey, two of one team, or a question voted on twice."""
    return random.choice(KINDS)(random)


def _levels(random: Random, people: int, questions: int, scale_max: int) -> list[list[int]]:
    """Return random levels with much agreement, because such groups are most at risk."""
    favourites = [random.randint(1, scale_max) for _ in range(questions)]
    spread = random.choice([0.0, 0.1, 0.3, 0.6, 1.0])
    return [
        [random.randint(1, scale_max) if random.random() < spread else favourite for favourite in favourites]
        for _ in range(people)
    ]


def _group(
    random: Random,
) -> tuple[Questionnaire, World, list[Role | None], list[list[Answer]]]:
    """Return a questionnaire, everybody's levels and roles, and their answers without a level."""
    scale_max = random.choice([2, 3, 4, 5, 5, 5, 7])
    questionnaire = equal(*random.choice([(1,), (2,), (3,), (1, 2)]), scale_max=scale_max)
    questions, people = len(questionnaire.questions), random.randint(5, 14)
    roles: list[Role | None] = [None] * people
    if random.random() < 0.4:
        roles = [random.choice(["leader", "other"]) for _ in range(people)]
    missing = random.choice([0.0, 0.0, 0.1, 0.3])
    instead = [[random.choice([_DOES_NOT_APPLY, _DONT_KNOW, _OPEN]) for _ in range(questions)] for _ in range(people)]
    world = tuple(
        tuple(None if random.random() < missing else level for level in row)
        for row in _levels(random, people, questions, scale_max)
    )
    return questionnaire, world, roles, instead


def _summary(
    questionnaire: Questionnaire,
    world: World,
    roles: Sequence[Role | None],
    instead: Sequence[Sequence[Answer]],
    people: Sequence[int],
    agreed: Mapping[str, AgreedLevel],
    too_soon: frozenset[str] = frozenset(),
) -> GroupResult:
    """Return the result of a closed survey in which these people took part."""
    row = assessment(expected=len(people), asks_role=any(roles))
    answered = [
        ParticipantResponse(
            f"{i:02}",
            None,
            roles[i],
            {
                q.id: instead[i][number] if world[i][number] is None else Answer(level=world[i][number])
                for number, q in enumerate(questionnaire.questions)
            },
        )
        for i in people
    ]
    return summarise_group(row, questionnaire, questionnaire.questions, answered, agreed, too_soon)


def _published(questionnaire: Questionnaire, group: GroupResult) -> str:
    """Return everything that leaves the core: the frozen result from which pages, charts and exports are made."""
    row = assessment(expected=group.invited or 0, asks_role=True)
    return write_frozen_result(row, questionnaire, group.response, {}, group)


def _pictures(
    questionnaire: Questionnaire, group: GroupResult, world: World, roles: Sequence[Role | None], people: Sequence[int]
) -> list[Picture]:
    return [
        _picture(number, group.disclosure.questions[q.id], [i for i in people if world[i][number] is not None], roles)
        for number, q in enumerate(questionnaire.questions)
    ]


def _spreads(questionnaire: Questionnaire, group: GroupResult, world: World, people: Sequence[int]) -> list[Spread]:
    """Return which answers the published means are made of: all answers to the questions whose level is shown."""
    columns = {q.id: number for number, q in enumerate(questionnaire.questions)}
    shown = {
        d.id: [columns[q.id] for q in questions_with_level(d, group.disclosure.questions)]
        for d in questionnaire.dimensions
    }
    parts = lcm(*(len(questions) for questions in shown.values() if questions))
    weights = {
        name: dict.fromkeys(questions, parts // len(questions)) for name, questions in shown.items() if questions
    }
    published = [weights[name] for name in group.means.dimensions]
    if group.means.overall:
        published.append({question: weight for one in weights.values() for question, weight in one.items()})
    return [Spread(tuple(i for i in people if all(world[i][q] is not None for q in one)), one) for one in published]


def _picture(number: int, shown: QuestionDisclosure, people: Sequence[int], roles: Sequence[Role | None]) -> Picture:
    leaders, others = ([i for i in people if roles[i] == role] for role in ("leader", "other"))
    return Picture(number, shown, tuple(people), tuple(leaders), tuple(others))


def _alike(
    world: World, roles: Sequence[Role | None], instead: Sequence[Sequence[Answer]], times: Sequence[Hashable]
) -> list[Hashable]:
    """Return what an attacker may know of each person: role, which questions they rated, and when."""
    return [
        (roles[i], times[i], tuple(_kind_of(level, other) for level, other in zip(row, instead[i], strict=True)))
        for i, row in enumerate(world)
    ]


def _kind_of(level: int | None, otherwise: Answer) -> str:
    if level is not None:
        return "level"
    if otherwise.not_applicable is not None:
        return "does not apply"
    return "don't know" if otherwise.dont_know else "open"


def survey(random: Random) -> Case:
    """Return one closed survey."""
    return _survey(random, {})


def survey_with_agreed_levels(random: Random) -> Case:
    """Return a closed survey whose group agreed on the level of its first question."""
    return _survey(random, {"A1": AgreedLevel(random.randint(1, 2), "We saw the list")})


def _survey(random: Random, agreed: Mapping[str, AgreedLevel]) -> Case:
    questionnaire, truth, roles, instead = _group(random)
    everyone = range(len(truth))

    def group(world: World) -> GroupResult:
        return _summary(questionnaire, world, roles, instead, everyone, agreed)

    return Case(
        questionnaire.scale_max,
        truth,
        _alike(truth, roles, instead, [None] * len(truth)),
        lambda world: _published(questionnaire, group(world)),
        lambda world: _pictures(questionnaire, group(world), world, roles, everyone),
        roles,
        _spreads(questionnaire, group(truth), truth, everyone),
    )


def two_surveys(random: Random) -> Case:
    """Return two surveys of one team within a few days; some people take part in only one of them."""
    questionnaire, truth, roles, instead = _group(random)
    times = [random.choices(["both", "first", "second"], [8, 1, 1])[0] for _ in truth]
    first, second = ([i for i, time in enumerate(times) if time in ("both", which)] for which in ("first", "second"))

    def groups(world: World) -> tuple[GroupResult, GroupResult]:
        before = _summary(questionnaire, world, roles, instead, first, {})
        shown = frozenset(name for name, s in before.disclosure.questions.items() if s != SUPPRESSED)
        return before, _summary(questionnaire, world, roles, instead, second, {}, shown)

    def pictures(world: World) -> list[Picture]:
        before, after = groups(world)
        return [
            *_pictures(questionnaire, before, world, roles, first),
            *_pictures(questionnaire, after, world, roles, second),
        ]

    return Case(
        questionnaire.scale_max,
        truth,
        _alike(truth, roles, instead, times),
        lambda world: tuple(_published(questionnaire, group) for group in groups(world)),
        pictures,
        roles,
        [
            spread
            for group, people in zip(groups(truth), (first, second), strict=True)
            for spread in _spreads(questionnaire, group, truth, people)
        ],
    )


def two_quarters(random: Random) -> Case:
    """Return two surveys of one team in different quarters with verdicts on the change; half are linked.

    Answers may change between them: a world has each person's levels of both.
    """
    questionnaire = equal(*random.choice([(1,), (2,), (1, 1)]), scale_max=random.choice([3, 5]))
    size, people, is_linked = len(questionnaire.questions), random.randint(8, 16), random.random() < 0.5
    times = [random.choices(["both", "first", "second"], [8, 1, 1])[0] for _ in range(people)]
    missing, rise = random.choice([0.0, 0.0, 0.1]), random.choice([0, 1, 2])
    before = _levels(random, people, size, questionnaire.scale_max)
    after = [[min(questionnaire.scale_max, level + rise) for level in row] for row in before]
    truth = tuple(
        tuple(
            None if (random.random() < missing or time not in ("both", which)) else level
            for which, levels in (("first", first), ("second", second))
            for level in levels
        )
        for time, first, second in zip(times, before, after, strict=True)
    )
    rounds = [
        (part, [i for i in range(people) if times[i] in ("both", which)])
        for part, which in ((slice(0, size), "first"), (slice(size, 2 * size), "second"))
    ]
    roles: list[Role | None] = [None] * people
    instead = [[_OPEN] * 2 * size for _ in range(people)]

    def groups(world: World) -> list[GroupResult]:
        return [
            _summary(questionnaire, tuple(row[part] for row in world), roles, instead, present, {})
            for part, present in rounds
        ]

    def verdicts(world: World) -> Verdicts | None:
        closed, answers = [], []
        for (part, present), group in zip(rounds, groups(world), strict=True):
            row = assessment(expected=len(present), is_linked=is_linked)
            frozen = read_frozen_result(_published(questionnaire, replace(group, is_linked=is_linked)))
            closed.append(ClosedAssessment(row, MOMENT, questionnaire, frozen))
            levels = np.array([[np.nan if x is None else x for x in world[i][part]] for i in present])
            ids = tuple(q.id for q in questionnaire.questions)
            keys = tuple(f"{i:02}" for i in present)
            answers.append(PeopleAnswers(keys, ids, levels, np.ones(levels.shape, dtype=bool)))
        compared = compare(closed[0], closed[1], {}, {}, ())
        return judge_comparison(replace(compared, people_before=answers[0], people_after=answers[1]))

    def pictures(world: World) -> list[Picture]:
        shifted = []
        for (part, present), group in zip(rounds, groups(world), strict=True):
            pictures_of_group = _pictures(questionnaire, group, tuple(row[part] for row in world), roles, present)
            shifted += [replace(picture, question=picture.question + part.start) for picture in pictures_of_group]
        return shifted

    return Case(
        questionnaire.scale_max,
        truth,
        _alike(truth, roles, instead, times),
        lambda world: (
            *(_published(questionnaire, group) for group in groups(world)),
            _verdicts_shown(verdicts(world)),
        ),
        pictures,
        roles,
        [
            *_shifted_spreads(questionnaire, groups(truth), truth, rounds),
            *_linked_spreads(questionnaire, verdicts(truth), truth, with_numbers=True),
        ],
        _linked_spreads(questionnaire, verdicts(truth), truth, with_numbers=False),
    )


def _shifted_spreads(
    questionnaire: Questionnaire,
    groups: Sequence[GroupResult],
    truth: World,
    rounds: Sequence[tuple[slice, Sequence[int]]],
) -> list[Spread]:
    return [
        Spread(spread.people, {question + part.start: weight for question, weight in spread.weights.items()})
        for (part, present), group in zip(rounds, groups, strict=True)
        for spread in _spreads(questionnaire, group, tuple(row[part] for row in truth), present)
    ]


def _linked_spreads(
    questionnaire: Questionnaire, verdicts: Verdicts | None, truth: World, *, with_numbers: bool
) -> list[Spread]:
    """Return which answers linked verdicts are made of, with or without numbers: each linked person's change."""
    if verdicts is None or not verdicts.uses_linked:
        return []
    size, columns = len(questionnaire.questions), {q.id: i for i, q in enumerate(questionnaire.questions)}
    spreads = []
    for dimension in questionnaire.dimensions:
        verdict = verdicts.by_dimension.get(dimension.id)
        if verdict and (verdict.numbers or not with_numbers):
            questions = [columns[q.id] for q in dimension.questions]
            weights = dict.fromkeys(questions, -1) | {question + size: 1 for question in questions}
            spreads.append(
                Spread(tuple(i for i, row in enumerate(truth) if all(row[q] is not None for q in weights)), weights)
            )
    return spreads


def _verdicts_shown(verdicts: Verdicts | None) -> Hashable:
    """Return the verdicts as the page shows them, with its decimals."""
    if verdicts is None:
        return None
    shown: list[Hashable] = [verdicts.answered, verdicts.uses_linked, verdicts.is_linked_suppressed]
    for name, verdict in verdicts.by_dimension.items():
        numbers, means = verdict.numbers, verdict.means
        shown += [name, verdict.kind, verdict.direction, verdict.is_withheld, verdict.stage_count]
        shown += [two_decimals(x) for x in means] if means else []
        if numbers:
            shown += [signed(x) for x in (numbers.change, numbers.low, numbers.high)]
            shown += [format_probability(numbers.adjusted), numbers.people]
    return tuple(shown)


def second_vote(random: Random) -> Case:
    """Return one question of a workshop, voted on up to three times, while people join and leave."""
    scale_max = random.choice([2, 3, 4, 5, 5, 7])
    people = random.randint(5, 14)
    roles: list[Role | None] = [None] * people
    if random.random() < 0.3:
        roles = [random.choice(["leader", "other"]) for _ in range(people)]
    truth = tuple(tuple(row) for row in _levels(random, people, 1, scale_max))
    times = [random.choices([(1, 2, 3), (2, 3), (3,), (1,), (1, 3)], [10, 1, 1, 1, 1])[0] for _ in truth]

    def results(world: World) -> list[RoundResult]:
        votes = [
            CastVote(f"{i:02}", roles[i], "A1", round_, Answer(level=world[i][0]))
            for i, rounds in enumerate(times)
            for round_ in rounds
        ]
        revealed: list[RoundResult] = []
        for round_ in (1, 2, 3):
            cast = counted_votes([v for v in votes if v.round <= round_], revealed, round_, "anonymous")
            known_roles = [vote.role for vote in cast] if any(roles) else []
            shown = disclose_question([vote.answer for vote in cast], scale_max, "anonymous", known_roles)
            revealed.append(RoundResult(round_, shown, ()))
        return revealed

    def pictures(world: World) -> list[Picture]:
        revealed = results(world)
        first = next((r.round for r in revealed if r.shown != SUPPRESSED), 4)
        raters = {
            r.round: [i for i, rounds in enumerate(times) if (first if r.round > first else r.round) in rounds]
            for r in revealed
        }
        return [_picture(0, r.shown, raters[r.round], roles) for r in revealed]

    return Case(
        scale_max,
        truth,
        list(zip(roles, times, strict=True)),
        lambda world: tuple(result.shown for result in results(world)),
        pictures,
        roles,
    )


KINDS: list[MakeCase] = [survey, survey_with_agreed_levels, two_surveys, two_quarters, second_vote]
