"""People's own levels of a dimension in two rounds, over the questions that are rated in both."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cxmaturity.analysis.disclosure import may_show_figures, may_show_verdict, people_of_figures
from cxmaturity.analysis.trends.exact_tests import is_significant, smallest_paired_p, smallest_unpaired_p
from cxmaturity.analysis.trends.people_answers import PeopleAnswers, own_levels
from cxmaturity.answers import Privacy
from cxmaturity.questionnaire.schema import Question, Questionnaire
from cxmaturity.scoring.matrices import Bools, Floats


@dataclass(frozen=True, slots=True, eq=False)
class ComparedLevels:
    """The own levels, before and after, of the people who rated enough of the compared questions; see `own_levels`.

    Where `is_linked`, the same index in both arrays is the same person. `shows_figures` is whether means, intervals and
    p values of these levels may be shown beside the counts of the questions of both rounds.
    """

    before: Floats
    after: Floats
    is_linked: bool
    shows_figures: bool

    @property
    def people(self) -> tuple[int, int]:
        """The number of people before and after."""
        return len(self.before), len(self.after)

    def can_reach_verdict(self, tests: int, privacy: Privacy) -> bool:
        """Return whether their test, one of `tests`, can reach the verdict "real" and may show it."""
        may_be_tested = privacy == "open" or self.shows_figures
        return may_be_tested and can_reach_verdict(self.people, tests, privacy, is_linked=self.is_linked)


def can_reach_verdict(people: tuple[int, int], tests: int, privacy: Privacy, *, is_linked: bool) -> bool:
    """Return whether the test of these numbers of people, one of `tests`, can reach the verdict "real" and may show it.

    The result depends only on the numbers of people, never on their answers.
    """
    smallest = smallest_paired_p(people[0]) if is_linked else smallest_unpaired_p(*people)
    return is_significant(smallest * tests) and may_show_verdict(smallest * tests, people, privacy)


def levels_of_everyone(
    before: PeopleAnswers,
    after: PeopleAnswers,
    questions: Sequence[Question],
    questionnaire: Questionnaire,
    privacy: Privacy,
    has_every_level: tuple[Bools, Bools],
) -> ComparedLevels:
    """Return the levels of everybody who answered before and of everybody who answered after, over `questions`.

    `has_every_level` tells, before and after, who has a level of every dimension of their round, see
    `disclosure.people_of_figures`.
    """
    levels, is_shown = [], []
    for people, has_every in zip((before, after), has_every_level, strict=True):
        rated_levels, applies = people.select(questions)
        person_levels, rated = own_levels(rated_levels, applies, questions, questionnaire), ~np.isnan(rated_levels)
        has_level = ~np.isnan(person_levels)
        counted = people_of_figures(has_level, rated, has_every, privacy)
        levels.append(person_levels[counted & has_level])
        is_shown.append(bool(np.all(has_level[counted])) and may_show_figures(counted, rated, privacy))
    return ComparedLevels(levels[0], levels[1], is_linked=False, shows_figures=all(is_shown))


def levels_of_linked(
    before: PeopleAnswers,
    after: PeopleAnswers,
    questions: Sequence[Question],
    questionnaire: Questionnaire,
    privacy: Privacy,
) -> ComparedLevels:
    """Return the levels of the people who answered both times, each over the questions that they rated both times.

    A question is left out for a person who answered in one of the rounds that it does not apply.
    """
    rows_before, rows_after = linked_rows(before, after)
    (all_before, applies_before), (all_after, applies_after) = before.select(questions), after.select(questions)
    levels_before, levels_after = all_before[rows_before], all_after[rows_after]
    both = ~np.isnan(levels_before) & ~np.isnan(levels_after)
    applies = applies_before[rows_before] & applies_after[rows_after]
    own_before, own_after = (
        own_levels(np.where(both, rated_levels, np.nan), applies, questions, questionnaire)
        for rated_levels in (levels_before, levels_after)
    )
    has_level = ~np.isnan(own_before)
    # In anonymous mode figures are shown only when nobody is left out, however many are: each comparison has other
    # returning people, so the difference between the figures of two comparisons would be a figure of few people.
    answers = [int((~np.isnan(rated_levels)).sum()) for rated_levels in (all_before, all_after)]
    is_everyone = answers == [int(both[has_level].sum())] * 2
    is_shown = privacy == "open" or (is_everyone and may_show_figures(has_level, both, privacy))
    return ComparedLevels(own_before[has_level], own_after[has_level], is_linked=True, shows_figures=is_shown)


def linked_rows(before: PeopleAnswers, after: PeopleAnswers) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Return the row numbers, before and after, of the people who are in both, ordered by their keys."""
    places = {key: place for place, key in enumerate(after.keys) if key}
    pairs = sorted((key, place) for place, key in enumerate(before.keys) if key in places)
    return (
        np.array([place for _, place in pairs], dtype=np.intp),
        np.array([places[key] for key, _ in pairs], dtype=np.intp),
    )
