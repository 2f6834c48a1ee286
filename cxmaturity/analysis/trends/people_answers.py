"""The answers of several people as arrays, and the levels and means computed from them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from cxmaturity.analysis.disclosure import QuestionDisclosure, may_show_figures, people_of_figures
from cxmaturity.analysis.trends.exact_tests import Interval, mean_interval
from cxmaturity.answers import Privacy
from cxmaturity.questionnaire.schema import Dimension, Question, Questionnaire
from cxmaturity.scoring.levels import compute_levels
from cxmaturity.scoring.matrices import Bools, Floats, single_set

_DIGITS = 9


@dataclass(frozen=True, slots=True, eq=False)
class PeopleAnswers:
    """The answers of several people to the same questions, one row per person and one column per question.

    `keys` link people over time, in the order of the rows: the hash of a private code, in an open round the name; None
    for a person who is not linked. `question_ids` name the columns. `levels` holds positions 1..K, NaN where
    a person gave no level; `applies` is False where they answered that the question does not apply.
    """

    keys: tuple[str | None, ...]
    question_ids: tuple[str, ...]
    levels: Floats
    applies: Bools

    def select(self, questions: Sequence[Question]) -> tuple[Floats, Bools]:
        """Return the levels of these questions and whether they apply; columns in the order of `questions`."""
        columns = [self.question_ids.index(q.id) for q in questions]
        return self.levels[:, columns], self.applies[:, columns]


def own_levels(levels: Floats, applies: Bools, questions: Sequence[Question], questionnaire: Questionnaire) -> Floats:
    """Return each person's level over these questions, shape (people,); NaN where they rated too few of them.

    It is in the numbers of the levels. `levels` (positions) and `applies` have one row per person and one column per
    question.
    """
    matrices = single_set(tuple(questions), questionnaire)
    level: Floats = compute_levels(levels, applies, matrices).level[:, 0]
    return level


@dataclass(frozen=True, slots=True)
class PeopleMean:
    """The mean of people's own levels in the numbers of the levels, the number of people, and its 95 % interval.

    `people` is None where the mean may be shown only because anyone can compute it from the counts. `interval` is None
    where it may not be shown, and for fewer than eight people.
    """

    mean: float
    people: int | None = None
    interval: Interval | None = None


def mean_of_levels(levels: Floats) -> PeopleMean:
    """Return the mean of these levels, one entry per person, with its interval.

    Rounded to nine decimals, because the last digits of a float sum depend on the levels of single people.
    """
    interval = mean_interval(levels)
    rounded = interval and Interval(round(interval.low, _DIGITS), round(interval.high, _DIGITS))
    return PeopleMean(round(float(levels.mean()), _DIGITS), len(levels), rounded)


def mean_of_counts(
    questions: Sequence[Question], disclosed: Mapping[str, QuestionDisclosure], numbers: Sequence[float]
) -> PeopleMean | None:
    """Return the mean of the questions' mean levels, computed only from the counts that are shown.

    Questions have their weights; `numbers` are the numbers of the levels. None unless the counts of every question are
    shown, and for a model of practices, in which a level is not a mean.
    """
    if any(question.level is not None for question in questions):
        return None
    total, weight = 0.0, 0.0
    for question in questions:
        counts = disclosed[question.id].counts
        if not counts or not sum(counts):
            return None
        total += question.weight * sum(x * n for x, n in zip(numbers, counts, strict=True)) / sum(counts)
        weight += question.weight
    return PeopleMean(total / weight) if weight else None


@dataclass(frozen=True, slots=True)
class PeopleMeans:
    """The means of people's own levels that may be shown: by dimension id, and overall."""

    dimensions: Mapping[str, PeopleMean]
    overall: PeopleMean | None = None


def people_means(
    people: PeopleAnswers, questionnaire: Questionnaire, disclosed: Mapping[str, QuestionDisclosure], privacy: Privacy
) -> PeopleMeans:
    """Return people's means over the questions whose group level is shown.

    A person's overall level is the mean of their levels of all these dimensions; a person who lacks one of them has
    none.
    """
    shown = _questions_shown(questionnaire, disclosed)
    answers = {dimension_id: people.select(questions) for dimension_id, questions in shown.items()}
    levels = {name: own_levels(*answers[name], questions, questionnaire) for name, questions in shown.items()}
    rated = {name: ~np.isnan(rated_levels) for name, (rated_levels, _) in answers.items()}
    overall = np.mean(list(levels.values()), axis=0) if shown else np.array([])
    has_every_level = ~np.isnan(overall)
    # Where the levels of leaders and others are shown in place of counts, a mean of all would reveal single answers.
    has_counts = {
        name: privacy == "open" or all(disclosed[q.id].counts is not None for q in qs) for name, qs in shown.items()
    }
    means = {
        name: mean
        for name in shown
        if has_counts[name] and (mean := _shown_mean(levels[name], rated[name], has_every_level, privacy))
    }
    if not shown or not all(has_counts.values()):
        return PeopleMeans(means)
    return PeopleMeans(means, _shown_mean(overall, np.hstack(list(rated.values())), has_every_level, privacy))


def people_with_every_level(
    people: PeopleAnswers, questionnaire: Questionnaire, disclosed: Mapping[str, QuestionDisclosure]
) -> Bools:
    """Return who has a level of every dimension of which a level from the votes is shown, shape (people,)."""
    shown = _questions_shown(questionnaire, disclosed).values()
    levels = [own_levels(*people.select(questions), questions, questionnaire) for questions in shown]
    return np.logical_and.reduce([~np.isnan(one) for one in levels]) if levels else np.zeros(len(people.keys), bool)


def _questions_shown(
    questionnaire: Questionnaire, disclosed: Mapping[str, QuestionDisclosure]
) -> dict[str, list[Question]]:
    """Return the questions whose level from the votes is shown, by dimension id; without dimensions that have none."""
    return {d.id: questions for d in questionnaire.dimensions if (questions := questions_with_level(d, disclosed))}


def questions_with_level(dimension: Dimension, disclosed: Mapping[str, QuestionDisclosure]) -> list[Question]:
    """Return the questions of a dimension whose level from the votes is shown, in order."""
    return [q for q in dimension.questions if q.id in disclosed and disclosed[q.id].answer.level is not None]


def _shown_mean(levels: Floats, rated: Bools, has_every_level: Bools, privacy: Privacy) -> PeopleMean | None:
    """Return the mean of the levels that enter it; None if there are none, or if the counts forbid showing it."""
    counted = people_of_figures(~np.isnan(levels), rated, has_every_level, privacy)
    if not counted.any() or not may_show_figures(counted, rated, privacy):
        return None
    return mean_of_levels(levels[counted])
