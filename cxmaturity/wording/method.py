"""The Method page's rules in plain words; every figure in them is taken from the constant that applies it.

Each function returns Markdown. Texts of a questionnaire are passed in made safe for it.
"""

from cxmaturity.analysis.disclosure import (
    MIN_GROUP_FOR_DISTRIBUTION,
    MIN_GROUP_FOR_PART,
    MIN_GROUP_SIZE,
    MIN_TIME_BETWEEN_RESULTS,
)
from cxmaturity.analysis.gaps import MOST_FIRST_STEPS, QUICK_WIN_EASE, QUICK_WIN_IMPORTANCE
from cxmaturity.analysis.trends.change import MIN_CHANGE, MIN_PEOPLE_FOR_INTERVAL, SIGNIFICANCE_LEVEL
from cxmaturity.analysis.trends.team_places import MIN_TEAMS
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.scoring.between import NEAR_BOUNDARY
from cxmaturity.scoring.group import MAX_DEVIATION_AGREE, MAX_DEVIATION_MIXED
from cxmaturity.scoring.levels import MIN_COVERAGE, MIN_RATED
from cxmaturity.wording.groups import AGREEMENT_LABELS
from cxmaturity.wording.language.numbers import format_percent
from cxmaturity.wording.language.plurals import spelled

_ONE_STEP_OF_EASE = {4: "half a day at most", 5: "an hour at most"}


def scoring_rules(questionnaire: Questionnaire, rule: str) -> str:
    """Return how answers become levels and stages; `rule` is the questionnaire's rule for choosing an answer."""
    caps, scale_max = questionnaire.caps, questionnaire.scale_max
    return f"""
1. **Answers.** {rule} *Don't know* and open questions count as missing; missing is never low. *Does not apply* needs a
   reason and leaves the sum.
2. **Level of a dimension.** The mean of its rated answers, on 1 to {scale_max}. It exists once
   {format_percent(MIN_COVERAGE)} of the questions that apply are rated, and at least {spelled(MIN_RATED)} of them, or
   all where fewer apply.
3. **Range.** The same mean with every missing answer at 1, then at {scale_max}. It is shown while anything is missing.
4. **Overall level.** The plain mean of the dimensions: each weighs the same, however many questions it has.
5. **Stage of a dimension.** The level rounded (halves up), but at most {caps.practice} above its weakest answer.
6. **Overall stage.** The overall level rounded, but at most {caps.dimension} above the lowest dimension's stage.
7. **Open, or between two stages.** Where missing answers could change the overall stage, all stages they allow are
   named. Where the overall level is within {NEAR_BOUNDARY} of a boundary, or more dimensions are below the stage than
   at or above it, the headline says *between*, and the stage by the rule stands beside it.
8. **Strict reading.** A dimension is no higher than its lowest answer, the whole no higher than its lowest dimension.
9. **Evidenced level.** The same sums with answers of {scale_max - 1} and {scale_max} read as {max(1, scale_max - 2)}
   unless a document, a number or a second person backs them.
10. **Index.** 100 × (level − 1) ÷ {scale_max - 1}, for those who like a hundred.

Numbers are rounded half up, and shown with more decimals where fewer would put them on the other side of a boundary.
Where two are equally low, both are named, in the questionnaire's order.
"""


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
- **A second vote** of an anonymous room counts those who gave a level in the first; whoever gives none now stays with
  their first. A newcomer's vote would be the difference between the two.
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
  dimensions, the 95 % interval without 0, and at least {MIN_CHANGE} of a level.
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


def limits(questionnaire: Questionnaire) -> str:
    """Return what the result is not, and what in it is judgement."""
    caps = questionnaire.caps
    return f"""
- **Judgements, not yet calibrated** against business outcomes: the statements; the caps ({caps.practice} and
  {caps.dimension}); the floors ({format_percent(MIN_COVERAGE)} and {spelled(MIN_RATED)} rated); equal weights; the
  limits of agreement ({MAX_DEVIATION_AGREE} and {MAX_DEVIATION_MIXED}); the {MIN_CHANGE} of a level that a real change
  has to reach; the {MIN_TIME_BETWEEN_RESULTS.days} days between two anonymous results.
- Maturity is not performance: a high stage says that good experience is repeatable, not that customers are happy today.
- The sources say little about social responsibility, so that part leans on ISO 26000, the guidance on it.
- Two truths pull against each other and both stay: people mostly want ease, and they remember delight. So extras count
  only once the basics are easy.
- For context only: in a survey of CX practitioners in 2024 (234 answers), 41, 30, 18, 9 and 2 % placed themselves in
  its five stages, lowest first. It measured something else in another way; it is no yardstick for yours.
"""
