"""The sentences on whether a change is real, and on people's own levels beside the group's."""

from cxmaturity.analysis.disclosure import MIN_GROUP_SIZE
from cxmaturity.analysis.trends.change import CHANCE_MOVE, MIN_CHANGE, SIGNIFICANCE_LEVEL
from cxmaturity.analysis.trends.comparison import Comparison
from cxmaturity.analysis.trends.verdicts import StageCount, Verdict, Verdicts
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.wording.language.numbers import NO_NUMBER, half_up, signed, two_decimals
from cxmaturity.wording.language.plurals import counted, joined, plural

MEANS_EXPLANATION = (
    "Then and now are made of the middle answers. People’s mean is the mean of their own levels, over the questions "
    "rated both times. It takes everyone into account; a middle answer only who stands in the middle."
)

CHANGE_EXPLANATION = (
    "Change is that of people’s mean, over the questions rated both times. p is adjusted for the number of dimensions "
    "compared."
)

STAGE_COUNTS = "How many people rate it at this stage or above"

CHANCE_MOVES = (
    "Middle answers jump from one level to the next. So even when nothing has changed, about one dimension in ten "
    f"moves by {CHANCE_MOVE} of a level or more; where few people or other people answer, more of them do. How many "
    "people rate it at a stage or above is steadier."
)
"""What the change of a group's level is worth, and what to look at beside it."""


def explain_no_verdict(comparison: Comparison) -> str:
    """Return why nothing is said on whether a change is real."""
    if comparison.earlier.group is None and comparison.later.group is None:
        return (
            "One person answered each time, so there is no verdict on whether this is real: a single voice cannot tell "
            "a change from a change of mind. What moved, and what stands behind it, is below."
        )
    return (
        "One person answered one of these and several people the other, so there is no verdict on whether this is "
        "real: it may be the people that changed. What moved, and what stands behind it, is below."
    )


def who_is_compared(verdicts: Verdicts) -> str:
    """Return whose own levels the verdicts compare, and why these."""
    then, now = verdicts.answered
    everyone = f"all {then} with all {now}"
    if verdicts.linked is None:
        return f"We compared the own levels of {everyone}; who is who is not known."
    if verdicts.uses_linked:
        people = counted("person", verdicts.linked)
        return f"We compared the own levels of the {people} who answered both times."
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
    """Return which dimensions are judged from the counts alone, and why; None where none is."""
    names = [d.name for d in comparison.dimensions if d.id in verdicts.from_counts]
    if not names:
        return None
    are = plural(len(names), "is", "are")
    return (
        f"{joined(names)} {are} judged from the counts alone, which is more cautious: not everybody rated the same "
        "questions, and a test of people’s own levels beside the counts could tell what one of them said."
    )


def opposite_moves(comparison: Comparison, verdicts: Verdicts) -> str | None:
    """Return where people's mean and the middle answer moved in different directions; None where nowhere."""
    moves: dict[str, list[str]] = {}
    for d in comparison.dimensions:
        verdict, part = verdicts.by_dimension.get(d.id), comparison.parts[d.id]
        if verdict and part and (move := _opposite_move(verdict, part.like_for_like)):
            moves.setdefault(move, []).append(d.name)
    return " ".join(f"{joined(names)}: {move}." for move, names in moves.items()) or None


def _opposite_move(verdict: Verdict, middle: float) -> str | None:
    """Return how people and the middle answer moved where that differs, None where it does not.

    Of a change that is not called real only opposite directions count.
    """
    if verdict.means:
        before, after = verdict.means
        people, by = after - before, f" by {two_decimals(abs(after - before))}"
    else:
        people, by = float(verdict.direction), ""
    directions = [0 if half_up(x, 2) == 0 else 1 if x > 0 else -1 for x in (people, middle)]
    if directions[0] == directions[1] or (0 in directions and verdict.kind != "real"):
        return None
    rose_or_fell = {1: "rose", 0: "did not move", -1: "fell"}
    how_far = "" if directions[1] == 0 else f" by {two_decimals(abs(middle))}"
    return f"people {rose_or_fell[directions[0]]}{by}; the middle answer {rose_or_fell[directions[1]]}{how_far}"


def verdict_sentences(comparison: Comparison, verdicts: Verdicts) -> list[tuple[str, str]]:
    """Return each kind of verdict with the dimensions that have it, and why."""
    reasons: dict[tuple[str, str], list[str]] = {}
    for d in comparison.dimensions:
        if verdict := verdicts.by_dimension.get(d.id):
            part = comparison.parts[d.id]
            reasons.setdefault(_why(verdict), []).append(d.name + _moved(verdict, part.like_for_like if part else 0.0))
    in_order = sorted(reasons.items(), key=lambda row: _KINDS.index(row[0][0]))
    return [(kind, f"{', '.join(dimensions)}. {why}") for (kind, why), dimensions in in_order]


_KINDS = ("real", "too close to call", "too few people to tell")


def _moved(verdict: Verdict, middle: float) -> str:
    """Return how people's mean moved, as far as it may be shown, and the middle answer where that moved otherwise."""
    moved = f" {signed(verdict.numbers.change)}" if verdict.numbers else _DIRECTIONS[verdict.direction]
    return f"{moved} (the middle answer {signed(middle)})" if _opposite_move(verdict, middle) else moved


_DIRECTIONS = {1: " rose", 0: "", -1: " fell"}


def _why(verdict: Verdict) -> tuple[str, str]:
    """Return the kind of a verdict and its reason."""
    n = verdict.numbers
    if verdict.kind == "real":
        why = (
            "Chance alone would hardly move so many people’s own levels so far, "
            f"and it is {MIN_CHANGE} of a level or more."
        )
    elif verdict.is_withheld:
        why = "They answered anonymously, and of so few the word “real” could tell what each of them said."
    elif verdict.kind == "too few people to tell":
        why = "Even if all of them had moved the same way, it could be chance."
    elif n is None:
        why = f"It may be chance, or it is less than {MIN_CHANGE} of a level."
    elif n.adjusted < SIGNIFICANCE_LEVEL and not n.low <= 0 <= n.high:
        why = f"It is hardly chance, but less than the {MIN_CHANGE} of a level that we call a change."
    else:
        why = "Chance alone can move people’s own levels so far."
    return verdict.kind, why


def stage_row(
    name: str, count: StageCount, questionnaire: Questionnaire
) -> tuple[str, str, tuple[int, int], tuple[int, int]]:
    """Return how many people rate a dimension at a stage or above, as a row of `tables.over_time.stage_count_table`."""
    stage = questionnaire.stage(count.stage)
    then, now = count.people
    return name, f"{stage.level} {stage.name}", (count.before, then), (count.after, now)


def people_counted(verdict: Verdict) -> str:
    """Return how many people a verdict rests on, a dash where that is not shown."""
    if verdict.numbers is None:
        return NO_NUMBER
    before, after = verdict.numbers.people
    return f"{before} linked" if verdict.numbers.is_linked else f"{before} then, {after} now"
