"""The rules on the page Method in plain words; every number in them is taken from the constant that the code uses.

Each function returns Markdown. Its parameter `escaped` is a function that escapes texts of a questionnaire for it.
"""

from collections.abc import Callable

from cxmaturity.analysis.disclosure import (
    MIN_GROUP_FOR_DISTRIBUTION,
    MIN_GROUP_FOR_PART,
    MIN_GROUP_SIZE,
    MIN_TIME_BETWEEN_RESULTS,
)
from cxmaturity.analysis.gaps import MOST_FIRST_STEPS, QUICK_WIN_EASE, QUICK_WIN_IMPORTANCE
from cxmaturity.analysis.trends.exact_tests import MIN_CHANGE, MIN_PEOPLE_FOR_INTERVAL, SIGNIFICANCE_LEVEL
from cxmaturity.analysis.trends.team_places import MIN_TEAMS
from cxmaturity.questionnaire.schema import NO_CAP, Questionnaire
from cxmaturity.scoring.between_stages import NEAR_BOUNDARY
from cxmaturity.scoring.group import MAX_DEVIATION_AGREE, MAX_DEVIATION_MIXED
from cxmaturity.scoring.levels import MIN_COVERAGE, MIN_RATED
from cxmaturity.wording.language.numbers import format_percent
from cxmaturity.wording.language.plurals import counted, joined, spelled
from cxmaturity.wording.questionnaire.levels import level_name, level_names, level_numbers, level_span
from cxmaturity.wording.result.groups import AGREEMENT_LABELS

Escape = Callable[[str], str]

_ONE_STEP_OF_EASE = {4: "half a day at most", 5: "an hour at most"}


def introduction(questionnaire: Questionnaire, escaped: Escape) -> str:
    """Return the title, the version and the size of a questionnaire."""
    return (
        f"**{escaped(questionnaire.title)}**, version {questionnaire.version}: "
        f"{counted('question', len(questionnaire.questions))} in "
        f"{counted('dimension', len(questionnaire.dimensions))}. Anyone can redo every number here with a pencil."
    )


def scoring_rules(questionnaire: Questionnaire, escaped: Escape) -> str:
    """Return how answers become levels and stages."""
    rule = escaped(questionnaire.rule)
    near = NEAR_BOUNDARY * questionnaire.level_distance
    rules = [
        f"**Answers.** {rule} *Don't know* and open questions count as missing; missing is never low. *Does not apply* "
        "needs a reason and leaves the sum.",
        _level_rule(questionnaire, escaped),
        "**Range.** The same with every missing answer at the lowest level, then at the highest. It is shown while "
        "anything is missing.",
        "**Overall level.** The plain mean of the dimensions: each weighs the same, however many questions it has.",
        _stage_rule(questionnaire, escaped),
        _overall_stage_rule(questionnaire),
        "**Open, or between two stages.** Where missing answers could change the overall stage, all stages they allow "
        f"are named. Where the overall level is within {near:.2g} of a boundary, "
        "or more dimensions are below the stage than at or above it, the headline says *between*, and the stage by the "
        "rule stands beside it.",
        "**Strict reading.** A dimension is no higher than its lowest answer, the whole no higher than its lowest "
        "dimension.",
        _evidenced_rule(questionnaire),
        _index_rule(questionnaire),
    ]
    numbered = "\n".join(f"{place}. {text}" for place, text in enumerate(rules, start=1))
    return f"""{numbered}

Numbers are rounded half up, and shown with more decimals where fewer would put them on the other side of a boundary.
Where two are equally low, both are named, in the questionnaire's order.
"""


def _level_rule(questionnaire: Questionnaire, escaped: Escape) -> str:
    exists = (
        f"It exists once {format_percent(MIN_COVERAGE)} of the questions that apply are rated, and at least "
        f"{spelled(MIN_RATED)} of them, or all where fewer apply."
    )
    span = level_span(questionnaire)
    if questionnaire.has_practices:
        passed = escaped(level_name(questionnaire, questionnaire.pass_position))
        done = f"“{passed}”" if questionnaire.pass_position == questionnaire.scale_max else f"“{passed}” or more"
        return (
            "**Level of a dimension.** Each question is a practice that a stage needs; it is done where the answer is "
            f"{done}. The level is the highest stage of which all practices, and all of those below, are done: {span}. "
            f"A practice without an answer is not done. {exists}"
        )
    return (
        f"**Level of a dimension.** The mean of its rated answers, on {span}{_values(questionnaire, escaped)}. {exists}"
    )


def _values(questionnaire: Questionnaire, escaped: Escape) -> str:
    if questionnaire.stages_are_levels:
        return ""
    pairs = zip(level_numbers(questionnaire), level_names(questionnaire), strict=True)
    return f": {joined([f'“{escaped(name)}” counts {number}' for number, name in pairs])}"


def _stage_rule(questionnaire: Questionnaire, escaped: Escape) -> str:
    if questionnaire.has_practices:
        return "**Stage of a dimension.** That of its level."
    cap = questionnaire.caps.practice
    capped = "" if cap == NO_CAP else f", but at most {cap} above that of its weakest answer"
    if all(stage.threshold is None for stage in questionnaire.stages):
        return f"**Stage of a dimension.** The level rounded (halves up){capped.replace('that of ', '')}."
    begins = joined([f"{escaped(stage.name)} from {stage.threshold:g}" for stage in questionnaire.stages[1:]])
    return f"**Stage of a dimension.** The highest that its level reaches: {begins}{capped}."


def _overall_stage_rule(questionnaire: Questionnaire) -> str:
    cap = questionnaire.caps.dimension
    capped = "" if cap == NO_CAP else f", but at most {cap} above the lowest dimension's stage"
    is_rounded = all(stage.threshold is None for stage in questionnaire.stages)
    return f"**Overall stage.** The overall level {'rounded' if is_rounded else 'by the same thresholds'}{capped}."


def _evidenced_rule(questionnaire: Questionnaire) -> str:
    numbers = level_numbers(questionnaire)
    high = " and ".join(numbers[-2:]) if len(numbers) > 2 else numbers[-1]
    return (
        f"**Evidenced level.** The same with answers of {high} read as {numbers[max(0, len(numbers) - 3)]} unless a "
        "document, a number or a second person backs them."
    )


def _index_rule(questionnaire: Questionnaire) -> str:
    lowest, highest = questionnaire.level_range
    less = f"(level {'−' if lowest > 0 else '+'} {abs(lowest):g})" if lowest else "level"
    return f"**Index.** 100 × {less} ÷ {highest - lowest:g}, for those who like a hundred."


def pulse_rule(questionnaire: Questionnaire) -> str:
    """Return what the pulse is, or that the questionnaire has none."""
    asked, short = len(questionnaire.questions), len(questionnaire.pulse)
    if not short:
        return "This questionnaire has no short version."
    return (
        f"{short} of the {asked} questions. It shows their levels and an index, never a stage, and compares only with "
        "the same questions."
    )


def first_step_rules() -> str:
    """Return how gaps become first steps."""
    return f"""
A **target** is the next stage of each dimension unless you set another. A **gap** is how far an answer is below it.
Steps are ordered by gap × importance × ease. These are ranks, so only the order means something.
At most {spelled(MOST_FIRST_STEPS)} are proposed, each for another question: the one that lifts what **holds your stage
back**, the best **quick win** ({_ONE_STEP_OF_EASE[QUICK_WIN_EASE]}, in a dimension of importance {QUICK_WIN_IMPORTANCE}
or more), and the most pressing one of your **lowest dimension**. Where one of these does not exist, there are fewer,
and the page says why. For each *don't know* the step is to ask.
"""


def several_people_rules() -> str:
    """Return how several people's answers become the group's, and what may be shown of anonymous ones."""
    labels = AGREEMENT_LABELS
    return f"""
- **The group's level** of a question is the middle answer; of two middle ones, the lower. One outlier cannot lift or
  hold a stage. A level the group agrees on, with its reason, is used instead; the votes stay beside it.
- **Agreement**: how far votes lie from their mean on average. On five levels: up to {MAX_DEVIATION_AGREE}
  *{labels["agree"]}*, up to {MAX_DEVIATION_MIXED} *{labels["mixed"]}*, above that *{labels["split"]}*.
- **Anonymous** means: below {MIN_GROUP_SIZE} answers to a question nothing of it is shown, and it counts as missing in
  every sum. From {MIN_GROUP_SIZE} on its level is shown, and how close the votes are, unless that could tell somebody
  who knows their own answer what another person said. From {MIN_GROUP_FOR_DISTRIBUTION} on how many chose each level is
  shown: then, if everybody else gave the same answer, the counts show it.
- **Leaders and others** are shown apart only with {MIN_GROUP_FOR_PART} each, and then without the counts and the
  agreement of the whole, which could tell what one side said.
- **Notes** are shown word for word, without a name, once {MIN_GROUP_SIZE} people have rated the question.
- **Means, intervals and tests** of anonymous people are shown only beside counts of the same people, or of
  {MIN_GROUP_FOR_DISTRIBUTION} more or fewer: else the difference would be one person's answer.
- **A second vote** of an anonymous room counts those who gave a level in the first (where that showed only that the
  question does not apply: those who answered), and is revealed once {MIN_GROUP_SIZE} of them have voted again; whoever
  gives none now stays with their first. One person's vote would be the difference between the two.
- **Dots** of anonymous people give an order from {MIN_GROUP_SIZE} people on and numbers from
  {MIN_GROUP_FOR_DISTRIBUTION} on, and are given once.
- **A result that was shown is never replaced**, and a second anonymous result of a team less than
  {MIN_TIME_BETWEEN_RESULTS.days} days before or after it stays hidden, unless private codes show that exactly the same
  people rated it: the difference would tell what somebody said who is in one of the two only.
- What this cannot prevent: people telling each other, or someone answering for others. Whoever runs the app holds its
  database; it has no names and no private codes of anonymous people in it, yet each person's answers together.
"""


def over_time_rules() -> str:
    """Return when a change is called real."""
    one_in = round(SIGNIFICANCE_LEVEL * 100)
    return f"""
Two assessments compare on the questions rated in both. A verdict looks at **people's mean**: the mean of each person's
own level of a dimension, over these questions. It takes everyone into account, while the group's level looks only at
who stands in the middle, so the two can differ; both are shown.

- **Real**: chance would hardly move the mean so far. Below {one_in} in 100 after correcting for the number of
  dimensions, the 95 % interval without 0, and at least {MIN_CHANGE} of a level. Where levels have values, a level is
  the mean distance between two of them.
- **Too few people to tell**: no answers whatever could have shown it, or, of anonymous people, the word alone could
  tell what each of them said.
- **Too close to call**: everything else.

People who are known to have answered both times, by private code or in open surveys by name, are compared with
themselves where they are enough for a verdict; otherwise all are compared with all. Of anonymous people a test of own
levels is made only of the same people as the counts beside it; elsewhere the change is judged from the counts alone,
more cautiously. Intervals are drawn from {MIN_PEOPLE_FOR_INTERVAL} people on. One person's answers get no verdict.

**A team's place among your own teams** is told from {MIN_TEAMS} teams with an overall level on: in the lower quarter,
the middle half or the upper quarter. A quarter is their number divided by four, rounded down: of {MIN_TEAMS} teams the
lowest and the highest one stand outside the middle half. Equal levels have the same place. Demo data does not count.
"""


def limits(questionnaire: Questionnaire, escaped: Escape) -> str:
    """Return the limits of the result: what it is not, and which parts of rules and questionnaire are judgement."""
    caps = [cap for cap in (questionnaire.caps.practice, questionnaire.caps.dimension) if cap != NO_CAP]
    capped = f" the caps ({' and '.join(map(str, caps))});" if caps else ""
    weights = {question.weight for question in questionnaire.questions}
    weighed = "equal weights" if len(weights) == 1 else "the weights"
    judgements = (
        f"**Judgements, not yet calibrated** against outcomes: the statements;{capped} the floors "
        f"({format_percent(MIN_COVERAGE)} and {spelled(MIN_RATED)} rated); {weighed}; the limits of agreement "
        f"({MAX_DEVIATION_AGREE} and {MAX_DEVIATION_MIXED}); the {MIN_CHANGE} of a level that a real change has to "
        f"reach; the {MIN_TIME_BETWEEN_RESULTS.days} days between two anonymous results."
    )
    maturity = "Maturity is not performance: it tells what can be repeated, not how well it went today."
    return "\n".join(f"- {text}" for text in (judgements, maturity, *map(escaped, questionnaire.limits)))
