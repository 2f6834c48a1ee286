"""Sentences about verdicts, and about own levels compared with the group's."""

from collections.abc import Mapping
from decimal import Decimal

from cxmaturity.analysis.disclosure import MIN_GROUP_SIZE
from cxmaturity.analysis.trends.change_breakdown import ChangeBreakdown
from cxmaturity.analysis.trends.comparison import Comparison
from cxmaturity.analysis.trends.exact_tests import CHANCE_MOVE, MIN_CHANGE, is_significant
from cxmaturity.analysis.trends.verdicts import StageCount, Verdict, Verdicts
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.scoring.equality import is_equal
from cxmaturity.wording.language.numbers import NO_NUMBER, shown_change, shown_parts, signed
from cxmaturity.wording.language.plurals import counted, joined, plural, spelled
from cxmaturity.wording.questionnaire.levels import of_a_level, shown_level_change
from cxmaturity.wording.trends.levels import change_limits

TWO_DECIMALS = "Levels have two decimals or more here, so that small changes show and the parts add up."

MEANS_EXPLANATION = (
    "Then and now are made of the middle answers of all who answered. People's mean is the mean of the own levels of "
    "those we compared, over the questions rated both times. It takes each of them into account; a middle answer only "
    "who stands in the middle."
)

CHANGE_EXPLANATION = (
    "People are those who rated enough of it; of anonymous people who left out questions, those who rated enough of "
    "every dimension. Change is that of their mean, over the questions rated both times. p is adjusted for the number "
    "of dimensions compared; the interval is that of each dimension by itself."
)

STAGE_COUNTS = "How many people rate it at this stage or above"

WHAT_MOVED_IS_BELOW = "What moved, and what stands behind it, is below."


def chance_moves(questionnaire: Questionnaire) -> str:
    """Return why the change of a group's level says little, and what to compare instead."""
    return (
        "Middle answers jump from one level to the next. So even when nothing has changed, about one dimension in ten "
        f"moves by {of_a_level(questionnaire, CHANCE_MOVE)} or more; where few people or other people answer, more of "
        "them do. How many people rate it at a stage or above is steadier."
    )


def explain_no_verdict(comparison: Comparison) -> str:
    """Return why there is no verdict on a comparison."""
    if comparison.earlier.group is None and comparison.later.group is None:
        return (
            "One person answered each time, so there is no verdict on whether this is real: a single voice cannot tell "
            "a change from a change of mind."
        )
    return (
        "One person answered one of these and several people the other, so there is no verdict on whether this is "
        "real: it may be the people that changed."
    )


def verdict_headline(
    comparison: Comparison, verdicts: Verdicts | None, takeaway: str, names: Mapping[str, str] | None = None
) -> str:
    """Return the conclusion of a comparison in a sentence; without verdicts it is `takeaway`, that of the answers.

    `names` are names of assessments by id, by default their labels, of which two may be equal.
    """
    both = comparison.earlier.assessment, comparison.later.assessment
    since = "From {} to {}".format(*((names or {}).get(row.id, row.label) for row in both))
    if verdicts is None or not verdicts.by_dimension:
        return f"{since}: {takeaway[0].lower()}{takeaway[1:]}"
    judged = {d.name: verdicts.by_dimension[d.id] for d in comparison.dimensions if d.id in verdicts.by_dimension}
    moves: dict[int, list[str]] = {1: [], -1: []}
    for name, verdict in judged.items():
        if verdict.kind == "real" and (direction := _people_direction(verdict)):
            moves[direction].append(name)
    real = [f"{joined(names)} {_ROSE_OR_FELL[direction]}" for direction, names in moves.items() if names]
    if not real:
        return f"{since} no change is sure to be real."
    rest = len(judged) - sum(map(len, moves.values()))
    others = f" {spelled(rest).capitalize()} {plural(rest, 'other is', 'others are')} open." if rest else ""
    return f"{since} {' and '.join(real)}: that is real, not chance.{others}"


def who_is_compared(verdicts: Verdicts) -> str:
    """Return the people whose own levels the verdicts compare, and the reason."""
    then, now = verdicts.answered
    everyone = f"all {then} with all {now}"
    if verdicts.linked is None:
        return f"We compared {everyone}; who is who is not known."
    if verdicts.uses_linked:
        people = counted("person", verdicts.linked)
        return f"We compared the {people} who answered both times."
    if verdicts.linked == 0:
        return f"Nobody is known to have answered both times, so we compared {everyone}."
    if verdicts.linked_would_tell:
        return (
            f"{counted('person', verdicts.linked)} answered both times. A test of these alone, beside the counts of "
            f"all, could tell what the others said, so we compared {everyone}."
        )
    linked = f"Only {counted('person', verdicts.linked)}"
    few = f"Fewer than {MIN_GROUP_SIZE} people" if verdicts.is_linked_suppressed else linked
    return f"{few} answered both times, too few to test, so we compared {everyone}."


def judged_from_counts(comparison: Comparison, verdicts: Verdicts) -> str | None:
    """Return which dimensions are judged from the counts alone, and why; None without any."""
    names = [d.name for d in comparison.dimensions if d.id in verdicts.from_counts]
    if not names:
        return None
    are = plural(len(names), "is", "are")
    cautious = f"{joined(names)} {are} judged from the counts alone, which is more cautious: "
    if any(people and not people.keys for people in (comparison.people_before, comparison.people_after)):
        return cautious + "a round that came in a portable file has its counts, but not what each person answered."
    return (
        cautious + "not everybody rated the same questions, and a test of people's own levels beside the counts could "
        "tell what one of them said."
    )


def opposite_moves(comparison: Comparison, verdicts: Verdicts) -> str | None:
    """Return in which dimensions people's mean and the middle answer moved apart; None without any."""
    moves: dict[str, list[str]] = {}
    for dimension in comparison.dimensions:
        verdict, part = verdicts.by_dimension.get(dimension.id), comparison.parts[dimension.id]
        if verdict and part and _moves_apart(verdict, part):
            move = _two_moves(verdict, part, comparison.later.questionnaire)
            moves.setdefault(move, []).append(dimension.name)
    return " ".join(f"{joined(names)}: {move}." for move, names in moves.items()) or None


def _moves_apart(verdict: Verdict, part: ChangeBreakdown) -> bool:
    """Return whether the mean of people and the middle answer moved in different directions.

    When one of the two did not move, only a change with the verdict real counts.
    """
    people, middle = _people_direction(verdict), _sign(part.like_for_like)
    return people != middle and (0 not in (people, middle) or verdict.kind == "real")


def _two_moves(verdict: Verdict, part: ChangeBreakdown, questionnaire: Questionnaire) -> str:
    people, middle = _people_direction(verdict), _sign(part.like_for_like)
    by = f" by {abs(_change_of_means(verdict.means, questionnaire)):f}" if verdict.means and people else ""
    far = f" by {abs(middle_move(part, questionnaire)):f}" if middle else ""
    return f"people {_ROSE_OR_FELL[people]}{by}; the middle answer {_ROSE_OR_FELL[middle]}{far}"


_ROSE_OR_FELL = {1: "rose", 0: "did not move", -1: "fell"}


def _people_direction(verdict: Verdict) -> int:
    return _sign(verdict.means[1] - verdict.means[0]) if verdict.means else verdict.direction


def _sign(change: float) -> int:
    return 0 if is_equal(change, 0) else 1 if change > 0 else -1


def _change_of_means(means: tuple[float, float], questionnaire: Questionnaire) -> Decimal:
    return shown_change(*means, boundaries=change_limits(questionnaire))[2]


def middle_move(part: ChangeBreakdown, questionnaire: Questionnaire) -> Decimal:
    """Return the change of the middle answers, rounded as in the table of the parts."""
    total = shown_level_change(questionnaire, part.before, part.after)[2]
    return shown_parts(part.parts, total)[0]


def verdict_sentences(comparison: Comparison, verdicts: Verdicts) -> list[tuple[str, str]]:
    """Return (kind, text) for each kind of verdict; the text lists its dimensions and the reason."""
    reasons: dict[tuple[str, str], list[str]] = {}
    questionnaire = comparison.later.questionnaire
    for dimension in comparison.dimensions:
        if verdict := verdicts.by_dimension.get(dimension.id):
            moved = _moved(verdict, comparison.parts[dimension.id], questionnaire)
            reasons.setdefault(_why(verdict, questionnaire), []).append(dimension.name + moved)
    in_order = sorted(reasons.items(), key=lambda row: _KINDS.index(row[0][0]))
    return [(kind, f"{', '.join(dimensions)}. {why}") for (kind, why), dimensions in in_order]


_KINDS = ("real", "too close to call", "too few people to tell")


def _moved(verdict: Verdict, part: ChangeBreakdown | None, questionnaire: Questionnaire) -> str:
    """Return the change of people's mean, if disclosure allows it, and of a middle answer that moved differently."""
    moved = f" {people_change(verdict, questionnaire)}" if verdict.numbers else _DIRECTIONS[verdict.direction]
    if part is None or not _moves_apart(verdict, part):
        return moved
    return f"{moved} (the middle answer {middle_move(part, questionnaire):+f})"


_DIRECTIONS = {1: " rose", 0: "", -1: " fell"}


def _why(verdict: Verdict, questionnaire: Questionnaire) -> tuple[str, str]:
    """Return the kind of a verdict and its reason."""
    numbers, least = verdict.numbers, of_a_level(questionnaire, MIN_CHANGE)
    if verdict.kind == "real":
        why = f"A change this large would be unlikely by chance, and it is {least} or more."
    elif verdict.is_withheld:
        why = "They answered anonymously, and of so few the word “real” could tell what each of them said."
    elif verdict.kind == "too few people to tell":
        why = "Even if all of them had moved the same way, it could be chance."
    elif numbers is None:
        why = f"It may be chance, or it is less than {least}."
    elif is_significant(numbers.adjusted) and not numbers.low <= 0 <= numbers.high:
        why = f"It is hardly chance, but less than the {least} that we call a change."
    else:
        why = "Chance alone can bring a change this large."
    return verdict.kind, why


def stage_row(
    name: str, count: StageCount, questionnaire: Questionnaire
) -> tuple[str, str, tuple[int, int], tuple[int, int]]:
    """Return how many people rate a dimension at a stage or above, as a row of `tables.over_time.stage_count_table`."""
    stage = questionnaire.stage(count.stage)
    then, now = count.people
    return name, f"{stage.level} {stage.name}", (count.before, then), (count.after, now)


def verdict_row(
    name: str, verdict: Verdict, questionnaire: Questionnaire
) -> tuple[str, str, str, tuple[float, float] | None, float | None, str]:
    """Return the verdict on the dimension of this name as a row of `tables.over_time.verdict_table`."""
    numbers = verdict.numbers
    interval, adjusted = ((numbers.low, numbers.high), numbers.adjusted) if numbers else (None, None)
    return name, people_counted(verdict), people_change(verdict, questionnaire), interval, adjusted, verdict.kind


def people_change(verdict: Verdict, questionnaire: Questionnaire) -> str:
    """Return the change of people's mean with its sign, the difference of the rounded means; a dash if suppressed."""
    if verdict.numbers is None:
        return NO_NUMBER
    if verdict.means is None:
        return signed(verdict.numbers.change, boundaries=change_limits(questionnaire))
    return f"{_change_of_means(verdict.means, questionnaire):+f}"


def people_counted(verdict: Verdict) -> str:
    """Return the number of people behind a verdict, a dash if it is suppressed."""
    if verdict.numbers is None:
        return NO_NUMBER
    before, after = verdict.numbers.people
    return f"{before} linked" if verdict.numbers.is_linked else f"{before} then, {after} now"
