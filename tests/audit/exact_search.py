"""Searches exactly whether what is published of an anonymous group determines anybody's answer.

A *world* is what everyone answered. The attacker knows the questionnaire, the rules, who took part when, who leads
people, and who rated which question; an *insider* also knows their own levels. An answer is *determined* if it is the
same in every world with the same published result. People keep their answers from one vote or survey to the next, which
an attacker who takes a difference relies on. Another world is searched in two steps. If a similar person (same part,
questions and times) gave another level, exchanging the two gives a world with the same published result. Otherwise
CP-SAT searches all worlds that fit the published levels, agreement and counts; each is put through the real code, whose
result must be the same to the letter.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from cxmaturity.analysis.disclosure import MIN_GROUP_FOR_DISTRIBUTION, SUPPRESSED, QuestionDisclosure
from cxmaturity.answers import Role

World = tuple[tuple[int | None, ...], ...]
"""The level of each person (row) to each question (column), None where they gave none."""

_MAX_CANDIDATES = 60  # worlds that CP-SAT may propose for each aim before the search is given up as a failure


@dataclass(frozen=True)
class Picture:
    """What was published of one question, and whose levels it is made of (indices of people).

    `question` is its column; `leaders` and `others` are the parts of `people` where roles are known.
    """

    question: int
    shown: QuestionDisclosure
    people: tuple[int, ...]
    leaders: tuple[int, ...] = ()
    others: tuple[int, ...] = ()


@dataclass(frozen=True)
class Spread:
    """The published mean and interval of people's own levels.

    `people` are those who rated all questions (columns) in `weights`, which give their own level: the sum of their
    answers times whole-number weights; negative weights give a change between two rounds.
    """

    people: tuple[int, ...]
    weights: Mapping[int, int]


@dataclass(frozen=True)
class Case:
    """A group, its true answers, and what is published of it.

    `alike` is what the attacker knows of each person besides their levels. `publish` returns everything published for
    any world; `pictures` the questions' results in it, `spreads` the figures of own levels. `changes` are those of
    people between two rounds, of which only verdicts may be published.
    """

    scale_max: int
    truth: World
    alike: Sequence[Hashable]
    publish: Callable[[World], Hashable]
    pictures: Callable[[World], Sequence[Picture]]
    roles: Sequence[Role | None] = ()
    spreads: Sequence[Spread] = ()
    changes: Sequence[Spread] = ()


@dataclass
class Findings:
    """The number of answers tried, and those that are determined, each as (case, insider, person, question)."""

    tried: int = 0
    exempt: int = 0
    searched: int = 0
    determined: list[tuple[int | None, int, int]] = field(default_factory=list)


def audit(case: Case) -> Findings:
    """Return what an outsider and every insider can know with certainty."""
    findings = Findings()
    published, pictures = case.publish(case.truth), case.pictures(case.truth)
    fitting = _fitting_worlds(case, pictures)
    known: dict[Hashable, bool] = {}
    for insider in (None, *range(len(case.truth))):
        for person, question in _targets(case, insider):
            findings.tried += 1
            if _is_exempt(case, pictures, insider, person, question):
                findings.exempt += 1
            elif not _someone_alike_differs(case, insider, person, question):
                kind = (_kind(case, insider), _kind(case, person), question)
                if kind not in known:
                    findings.searched += 1
                    known[kind] = _another_world(case, fitting, published, insider, person, question) is not None
                if not known[kind]:
                    findings.determined.append((insider, person, question))
    return findings


def _targets(case: Case, insider: int | None) -> Iterator[tuple[int, int]]:
    for person, levels in enumerate(case.truth):
        if person != insider:
            yield from ((person, question) for question, level in enumerate(levels) if level is not None)


def _kind(case: Case, person: int | None) -> Hashable:
    return None if person is None else (case.alike[person], case.truth[person])


def _is_exempt(case: Case, pictures: Sequence[Picture], insider: int | None, person: int, question: int) -> bool:
    """Return whether ten or more people are counted and all except the insider gave one level, which is allowed."""
    for picture in pictures:
        if picture.question == question and person in picture.people:
            others = {case.truth[i][question] for i in picture.people if i != insider}
            if len(picture.people) >= MIN_GROUP_FOR_DISTRIBUTION and len(others) == 1:
                return True
    return False


def _someone_alike_differs(case: Case, insider: int | None, person: int, question: int) -> bool:
    level = case.truth[person][question]
    return any(
        row[question] != level
        for other, row in enumerate(case.truth)
        if other != insider and case.alike[other] == case.alike[person]
    )


Levels = Mapping[tuple[int, int], cp_model.IntVar]
"""The unknown level of each person (row) to each question (column) that they rated."""


def _fitting_worlds(case: Case, pictures: Sequence[Picture]) -> tuple[cp_model.CpModel, Levels]:
    """Return the model of all worlds that fit the published levels, agreement, counts and figures."""
    model = cp_model.CpModel()
    levels = {
        (i, q): model.new_int_var(1, case.scale_max, "")
        for i, row in enumerate(case.truth)
        for q, level in enumerate(row)
        if level is not None
    }
    for picture in pictures:
        _require(model, levels, picture, case.scale_max)
    for spread in case.spreads:
        _require_spread(model, levels, spread, case)
    return model, levels


def _another_world(
    case: Case,
    fitting: tuple[cp_model.CpModel, Levels],
    published: Hashable,
    insider: int | None,
    person: int,
    question: int,
) -> World | None:
    """Return a world with the same published result in which `person` gave another level to `question`, or None."""
    model, levels = fitting[0].clone(), fitting[1]
    if insider is not None:
        for q, level in enumerate(case.truth[insider]):
            if level is not None:
                model.add(levels[insider, q] == level)
    true_level = case.truth[person][question]
    assert true_level is not None
    model.add(levels[person, question] != true_level)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    # What prepares large models takes longest with small ones; the answer is exact without it.
    solver.parameters.linearization_level = solver.parameters.symmetry_level = 0
    solver.parameters.cp_model_probing_level = 0
    for term in _terms(model, levels, case):
        model.minimize(term)
        for _ in range(_MAX_CANDIDATES):
            if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
                return None
            world = tuple(
                tuple(None if level is None else solver.value(levels[i, q]) for q, level in enumerate(row))
                for i, row in enumerate(case.truth)
            )
            if case.publish(world) == published:
                return world
            _forbid(model, levels, world)
    raise AssertionError("no proposed world looked the same: something published is not constrained")


def _terms(model: cp_model.CpModel, levels: Levels, case: Case) -> Iterator[cp_model.LinearExprT]:
    """Return the terms to minimise in turn, so that worlds are likely to match what the model leaves out.

    That is the kind of a verdict: worlds near the truth first; then those where people change little, or much.
    """
    yield sum(_differs(model, level, case.truth[i][q] or 0) for (i, q), level in levels.items())
    changes = []
    for spread in case.changes:
        for i in spread.people:
            changes.append(model.new_int_var(0, 100, ""))
            change = sum(weight * levels[i, q] for q, weight in spread.weights.items())
            model.add_abs_equality(changes[-1], change)
    if changes:
        yield sum(changes)
        yield -sum(changes)


def _differs(model: cp_model.CpModel, level: cp_model.IntVar, value: int) -> cp_model.IntVar:
    """Return a variable that is 1 where `level` is not `value`; as few as possible are to be 1.

    Worlds near the truth most likely match what the model leaves out, such as the kind of a verdict.
    """
    differs = model.new_bool_var("")
    model.add(level == value).only_enforce_if(~differs)
    return differs


def _forbid(model: cp_model.CpModel, levels: Levels, world: World) -> None:
    differs = []
    for (i, q), level in levels.items():
        is_other = model.new_bool_var("")
        model.add(level != world[i][q]).only_enforce_if(is_other)
        differs.append(is_other)
    model.add_bool_or(differs)


def _require(model: cp_model.CpModel, levels: Levels, picture: Picture, scale_max: int) -> None:
    """Add to the model what one picture implies for its levels."""
    shown, question = picture.shown, picture.question
    if shown == SUPPRESSED or shown.answer.level is None:
        return
    _require_low_median(model, [levels[i, question] for i in picture.people], shown.answer.level)
    if shown.leaders is not None and shown.others is not None:
        _require_low_median(model, [levels[i, question] for i in picture.leaders], shown.leaders)
        _require_low_median(model, [levels[i, question] for i in picture.others], shown.others)
    everyone = [levels[i, question] for i in picture.people]
    if shown.counts is not None:
        for level, count in enumerate(shown.counts, start=1):
            model.add(sum(_indicator(model, x, level, level) for x in everyone) == count)
    elif shown.agreement is not None:
        _require_agreement(model, everyone, shown.agreement, scale_max)


def _require_spread(model: cp_model.CpModel, levels: Levels, spread: Spread, case: Case) -> None:
    """Require the true sum and the true sum of squares of people's own levels."""
    highest = case.scale_max * sum(abs(weight) for weight in spread.weights.values())
    squares = []
    for i in spread.people:
        person_sum = model.new_int_var(-highest, highest, "")
        model.add(person_sum == sum(weight * levels[i, q] for q, weight in spread.weights.items()))
        squares.append(model.new_int_var(0, highest**2, ""))
        model.add_multiplication_equality(squares[-1], [person_sum, person_sum])
    truth = [sum(weight * (case.truth[i][q] or 0) for q, weight in spread.weights.items()) for i in spread.people]
    model.add(sum(levels[i, q] * weight for i in spread.people for q, weight in spread.weights.items()) == sum(truth))
    model.add(sum(squares) == sum(person_sum**2 for person_sum in truth))


def _indicator(model: cp_model.CpModel, level: cp_model.IntVar, low: int, high: int) -> cp_model.IntVar:
    """Return a variable that is 1 exactly if `level` is between `low` and `high`, both included."""
    inside = model.new_bool_var("")
    domain = cp_model.Domain(low, high)
    model.add_linear_expression_in_domain(level, domain).only_enforce_if(inside)
    model.add_linear_expression_in_domain(level, domain.complement()).only_enforce_if(~inside)
    return inside


def _require_low_median(model: cp_model.CpModel, levels: Sequence[cp_model.IntVar], median: int) -> None:
    """Require that the value at index (n − 1) // 2 of the sorted levels is `median`."""
    below_it = (len(levels) - 1) // 2
    model.add(sum(_indicator(model, x, 1, median) for x in levels) >= below_it + 1)
    if median > 1:
        model.add(sum(_indicator(model, x, 1, median - 1) for x in levels) <= below_it)


def _require_agreement(
    model: cp_model.CpModel, levels: Sequence[cp_model.IntVar], agreement: str, scale_max: int
) -> None:
    """Require the mean deviation that the agreement stands for: at most 0.8, at most 1.2, or more, on five levels.

    In whole numbers: n² times the mean deviation is the sum of |n·x − sum of all x|.
    """
    n = len(levels)
    distances = []
    for level in levels:
        distance = model.new_int_var(0, n * n * scale_max, "")
        model.add_abs_equality(distance, n * level - sum(levels))
        distances.append(distance)
    ten_times, unit = 10 * sum(distances), (scale_max - 1) * n * n  # a deviation of 1 on five levels is unit / 4
    if agreement == "agree":
        model.add(ten_times <= 2 * unit)
    elif agreement == "mixed":
        model.add(ten_times >= 2 * unit + 1)
        model.add(ten_times <= 3 * unit)
    else:
        model.add(ten_times >= 3 * unit + 1)
