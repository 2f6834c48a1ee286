"""Privacy of groups, tested as an attack: from all that is shown, nobody may work out one person's answer.

Disclosure depends on the answers alone and not on who gave them, so a person's answer is certain only when in every set
of answers that fits the shown figures all people have the same level. The tests enumerate all sets of answers.
"""

import ast
from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations_with_replacement

import numpy as np
import pytest

from cxmaturity.analysis.disclosure import (
    MIN_GROUP_FOR_DISTRIBUTION,
    MIN_GROUP_SIZE,
    SUPPRESSED,
    GroupDisclosure,
    QuestionDisclosure,
    disclose_group,
    disclose_question,
    may_ask_roles,
    may_order_by_dots,
    may_reopen,
    may_show_comments,
    may_show_figures,
    may_show_result_of,
    may_show_verdict,
)
from cxmaturity.analysis.trends.people_answers import questions_with_level
from cxmaturity.answers import UNANSWERED, Answer, EvidenceGrade, Privacy, Response, Role
from cxmaturity.scoring.group import Agreement
from tests.build import ROOT, leaders_and_others, questionnaire

NA = Answer(not_applicable="We have none")
DK = Answer(dont_know=True)

Levels = tuple[int, ...]


RATED = {level: Answer(level=level) for level in range(1, 8)}


def rated(levels: Iterable[int]) -> list[Answer]:
    return [RATED[level] for level in levels]


def worlds(people: int, scale_max: int) -> list[Levels]:
    """Return every set of answers that this many people can give."""
    return list(combinations_with_replacement(range(1, scale_max + 1), people))


def fitting(all_worlds: Iterable[Levels], scale_max: int) -> dict[QuestionDisclosure, list[Levels]]:
    """Return the sets of answers grouped by what is shown of them."""
    worlds_by_display: dict[QuestionDisclosure, list[Levels]] = defaultdict(list)
    for levels in all_worlds:
        worlds_by_display[disclose_question(rated(levels), scale_max, "anonymous")].append(levels)
    return worlds_by_display


def certain_to_an_insider(alike: Iterable[Levels]) -> list[int]:
    """Return the levels whose voters could work out another person's level with certainty."""
    others: dict[int, set[int]] = defaultdict(set)
    for levels in alike:
        for level_of_person in set(levels):
            others[level_of_person].update(
                level for level in set(levels) if level != level_of_person or levels.count(level_of_person) > 1
            )
    return [level_of_person for level_of_person, possible in others.items() if len(possible) == 1]


@pytest.mark.parametrize("scale_max", [2, 3, 4, 5, 6, 7])
@pytest.mark.parametrize("people", range(MIN_GROUP_SIZE, MIN_GROUP_FOR_DISTRIBUTION))
def test_no_answer_of_five_to_nine_people_can_be_worked_out(people: int, scale_max: int) -> None:
    """What is shown always fits several sets of answers, so nobody's level is certain.

    That also holds for a person who subtracts their own answer.
    """
    for shown, alike in fitting(worlds(people, scale_max), scale_max).items():
        assert any(len(set(levels)) > 1 for levels in alike), shown
        assert not any(certain_to_an_insider(alike)), shown
        assert len(alike) > 1, shown  # or the whole picture were known, as it may be from ten people on


@pytest.mark.parametrize(
    ("scale_max", "levels", "shown"),
    [
        (3, (1, 1, 1, 3, 3), None),  # "mixed" beside level 1 fits this set alone
        (3, (1, 2, 2, 2, 3), "agree"),
        (5, (1, 1, 1, 1, 1, 1, 4), None),  # "agree" would disclose to the person with 4 that all others chose 1
        (5, (2, 2, 2, 2, 2, 2, 5), "agree"),
        (5, (1, 1, 1, 2, 5), "mixed"),
        (2, (1, 1, 1, 1, 2), None),
    ],
)
def test_the_agreement_of_few_is_shown_if_it_identifies_nobody(
    scale_max: int, levels: Levels, shown: Agreement | None
) -> None:
    """It depends only on the number of people, the level and the scale, so that hiding it reveals nothing either."""
    disclosed = disclose_question(rated(levels), scale_max, "anonymous")
    assert (disclosed.answer.level, disclosed.agreement) == (sorted(levels)[(len(levels) - 1) // 2], shown)


@pytest.mark.parametrize("people", range(MIN_GROUP_SIZE))
def test_below_five_nothing_is_shown(people: int) -> None:
    """Not even the number of ratings: all sets of answers look the same."""
    assert list(fitting(worlds(people, 5), 5)) == [SUPPRESSED]


def test_more_is_shown_of_more_people() -> None:
    """From five people the level and the agreement, from ten also the counts.

    Never the mean deviation, which can identify a single answer.
    """
    assert disclose_question(rated([2, 3, 3, 3, 4]), 5, "anonymous") == QuestionDisclosure(grade(3), 5, "agree")
    ten = disclose_question(rated([2, 3, 3, 3, 4] * 2), 5, "anonymous")
    assert ten.deviation == pytest.approx(0.4)
    counts = (0, 2, 6, 2, 0)
    assert ten == QuestionDisclosure(grade(3), 10, "agree", counts, ten.deviation, None, None, 0, 0)
    open_mode = disclose_question(rated([2, 3, 3, 3, 4]), 5, "open")
    assert open_mode.counts == (0, 1, 3, 1, 0)
    assert open_mode.deviation == pytest.approx(0.4)


@pytest.mark.parametrize(
    ("rated_by", "privacy", "roles", "shown"),
    [
        (3, "open", [], (2, 1)),
        (9, "anonymous", [], (None, None)),
        (10, "anonymous", [], (2, 1)),
        (12, "anonymous", leaders_and_others(6, 9), (None, None)),
    ],
)
def test_answers_without_a_level_are_counted_where_levels_are(
    rated_by: int, privacy: Privacy, roles: list[Role | None], shown: tuple[int | None, int | None]
) -> None:
    """Two “don't know” and one “does not apply” are shown exactly where the counts of levels are shown."""
    answers = [*rated([3] * rated_by), Answer(dont_know=True), Answer(dont_know=True), Answer(not_applicable="Why")]
    disclosed = disclose_question(answers, 5, privacy, roles)
    assert (disclosed.dont_know, disclosed.not_applicable) == shown
    assert (disclosed.counts is None) == (shown == (None, None))


def grade(level: int) -> Answer:
    """Return a group's answer at this level, with the lowest evidence grade."""
    return disclose_question(rated([level]), 5, "open").answer


@pytest.mark.parametrize(
    ("answers", "text"),
    [
        ([NA] * 4, None),  # four people
        ([NA] * 3 + rated([3, 3]), "does not apply"),  # three of five
        ([NA] * 5 + rated([3, 3, 3, 3]), "does not apply"),
        ([NA] * 4 + rated([3, 3, 3, 3]), None),  # no majority, and only four levels
        ([DK] * 9 + rated([1, 1, 1, 1]), None),
    ],
)
def test_does_not_apply_and_dont_know(answers: list[Answer], text: str | None) -> None:
    """“Does not apply” by a majority of five or more may be shown.

    “don't know” answers count among the people who answered. In open mode the number of both is shown.
    """
    shown = disclose_question(answers, 5, "anonymous")
    assert (shown.answer.not_applicable is not None) == (text is not None)
    assert (shown.rated, shown.agreement, shown.counts) == (None, None, None)
    openly = disclose_question(answers, 5, "open")
    assert (openly.dont_know, openly.not_applicable) == (answers.count(DK), answers.count(NA))


def test_an_agreed_level_is_never_suppressed() -> None:
    """It is shown for any number of votes, and the votes stay hidden; where they are shown, their evidence counts."""
    asked = questionnaire([[1.0, 1.0]]).questions
    people = [Response({"A1": Answer(level=1)})] * 2
    disclosed = disclose_group(people, asked, 5, "anonymous", {"A1": 4})
    assert disclosed.questions["A1"] == SUPPRESSED
    assert disclosed.response.answers == {"A1": Answer(level=4), "A2": UNANSWERED}
    proven = [Response({"A1": Answer(level=5, evidence_grade=EvidenceGrade.DOCUMENT)})]
    openly = disclose_group(proven, asked, 5, "open", {"A1": 4}).response
    assert openly.answer("A1") == Answer(level=4, evidence_grade=EvidenceGrade.DOCUMENT)


@pytest.mark.parametrize("privacy", ["open", "anonymous"])
def test_a_hidden_question_is_missing_in_every_total(privacy: Privacy) -> None:
    """Five people rated A1, four A2: in anonymous mode A2 has no level, so no total can reveal it."""
    asked = questionnaire([[1.0, 1.0]]).questions
    people = [Response({"A1": Answer(level=3), "A2": Answer(level=5)}) for _ in range(4)]
    people += [Response({"A1": Answer(level=3)}), Response({"A1": UNANSWERED}), Response()]
    disclosed = disclose_group(people, asked, 5, privacy)
    assert disclosed.answered == 5  # two of seven have not answered anything
    assert disclosed.response.level_of("A1") == 3
    assert disclosed.response.level_of("A2") == (5 if privacy == "open" else None)


def shown_of(levels: Levels) -> QuestionDisclosure:
    return disclose_question(rated(levels), 5, "anonymous")


def test_a_second_result_would_disclose_newcomers() -> None:
    """A second result after five more answers would reveal the newcomers' levels, so a shown result is never replaced.

    Example: (1, 1, 1, 2, 5) was shown as level 1, “vary”; a level of 5 for ten people means that all five newcomers
    chose 5.
    """
    mixed: dict[tuple[QuestionDisclosure, int | None], bool] = defaultdict(bool)
    for levels, _ in sides(5, 5):
        before = shown_of(levels)
        for later, _ in sides(5, 5):
            after = shown_of(levels + later).answer.level
            mixed[before, after] |= len(set(later)) > 1
    assert not mixed[shown_of((1, 1, 1, 2, 5)), 5]
    assert sum(not is_mixed for is_mixed in mixed.values()) == 5


def test_answers_may_change_only_while_everything_is_hidden() -> None:
    """Four anonymous people: all is hidden, so answers may change. Five: not, except in open mode."""
    asked = questionnaire([[1.0]]).questions
    for people, may in ((0, True), (4, True), (5, False)):
        disclosed = disclose_group([Response({"A1": Answer(level=3)})] * people, asked, 5, "anonymous")
        assert may_reopen(disclosed, "anonymous") is may
        assert may_reopen(disclosed, "open")


def sides(people: int, scale_max: int) -> list[tuple[Levels, list[Answer]]]:
    return [(levels, rated(levels)) for levels in worlds(people, scale_max)]


@pytest.mark.parametrize(
    ("leaders", "others", "scale_max"), [(6, 6, 4), (6, 7, 4), (7, 6, 4), (6, 8, 3), (7, 8, 2), (6, 12, 2)]
)
def test_levels_of_both_roles_beside_the_whole_disclose_nobody(leaders: int, others: int, scale_max: int) -> None:
    """What is shown of leaders, others and the whole leaves two or more levels to each part, also to an insider.

    With five leaders it would not: with leaders at 5, others at 1 and the whole at 5, a leader who chose 1 knows that
    the other four chose 5.
    """
    roles = leaders_and_others(leaders, others)
    alike: dict[QuestionDisclosure, list[tuple[Levels, Levels]]] = defaultdict(list)
    for one, by_leaders in sides(leaders, scale_max):
        for other, by_others in sides(others, scale_max):
            shown = disclose_question(by_leaders + by_others, scale_max, "anonymous", roles)
            assert (shown.leaders, shown.others) != (None, None)
            alike[shown].append((one, other))
    for fitting_worlds in alike.values():
        assert not any(certain_to_an_insider([one for one, _ in fitting_worlds]))
        assert not any(certain_to_an_insider([other for _, other in fitting_worlds]))


def test_the_agreement_of_the_whole_is_hidden_beside_both_roles() -> None:
    """Six leaders at 5 and 46 others at 1 are “mixed”, and with a single 4 in place of a 5 they are not.

    So the word would disclose all votes.
    """
    answers = rated([5] * 6 + [1] * 46)
    shown = disclose_question(answers, 5, "anonymous", leaders_and_others(6, 46))
    assert (shown.leaders, shown.others, shown.agreement) == (5, 1, None)
    assert disclose_question(answers, 5, "anonymous").agreement == "mixed"
    assert disclose_question(rated([5] * 5 + [4] + [1] * 46), 5, "anonymous").agreement == "agree"


def test_the_counts_of_the_whole_are_hidden_beside_both_roles() -> None:
    """Three votes of 1, nine of 3 and the leaders' level 1: the counts would show that every 1 is a leader's and that
    all others chose 3."""
    answers = rated([1, 1, 1, 3, 3, 3, 3, 3, 3, 3, 3, 3])
    apart = disclose_question(answers, 5, "anonymous", leaders_and_others(6, 6))
    assert (apart.leaders, apart.others, apart.perception_gap) == (1, 3, -2)
    assert (apart.counts, apart.deviation) == (None, None)
    assert disclose_question(answers, 5, "anonymous").counts == (3, 0, 9, 0, 0)


def test_a_part_too_small_hides_the_other_too() -> None:
    """Five leaders: neither they nor the six others are shown, because the leaders are the whole without the others."""
    votes = rated([1, 1, 1, 1, 1, 3, 3, 3, 3, 3, 3])
    shown = disclose_question(votes, 5, "anonymous", leaders_and_others(5, 6))
    assert (shown.leaders, shown.others) == (None, None)
    assert shown.counts == (5, 0, 6, 0, 0)


def test_a_hidden_question_enters_no_figure() -> None:
    """Four of six rated A2, so A2 enters no figure: people's means are computed without it."""
    asked = questionnaire([[1.0, 1.0]]).questions
    people = [Response({"A1": Answer(level=3), "A2": Answer(level=5)}) for _ in range(4)]
    people += [Response({"A1": Answer(level=2)})] * 2
    model = questionnaire([[1.0, 1.0]])
    shown = {privacy: disclose_group(people, asked, 5, privacy).questions for privacy in ("anonymous", "open")}
    counted = {p: [q.id for q in questions_with_level(model.dimensions[0], shown[p])] for p in shown}
    assert counted == {"anonymous": ["A1"], "open": ["A1", "A2"]}


@pytest.mark.parametrize(("people", "shown"), [(0, False), (4, False), (5, True), (300, True)])
def test_from_five_people_on_something_is_shown(people: int, shown: bool) -> None:
    """Five anonymous people must have answered before levels or comments are shown; in open mode one is enough."""
    assert (may_show_result_of(people, "anonymous"), may_show_comments(people, "anonymous")) == (shown, shown)
    assert (may_show_result_of(people, "open"), may_show_comments(people, "open")) == (True, True)


@pytest.mark.parametrize(("expected", "may_ask"), [(None, False), (11, False), (12, True)])
def test_roles_are_asked_from_twelve_expected_people_on(expected: int | None, may_ask: bool) -> None:
    """Both roles need six people, so roles are asked only where twelve are expected."""
    assert may_ask_roles(expected) is may_ask


def test_group_sizes_are_compared_in_one_module() -> None:
    """Other modules may name a threshold in a sentence, but only analysis/disclosure.py compares with it."""
    comparing = []
    for file in [*(ROOT / "cxmaturity").rglob("*.py"), *(ROOT / "pages").glob("*.py")]:
        if "MIN_GROUP_" in (source := file.read_text("utf-8")):
            for node in ast.walk(ast.parse(source)):
                if isinstance(node, ast.Compare) and "MIN_GROUP_" in ast.unparse(node):
                    comparing.append(file.relative_to(ROOT).as_posix())
    assert set(comparing) == {"cxmaturity/analysis/disclosure.py"}


@pytest.mark.parametrize(
    ("in_both", "only_counts", "only_figures", "may"),
    [
        (10, 0, 0, True),
        (9, 0, 0, False),
        (10, 1, 0, False),  # the interval of ten less the counts of eleven is the answer of the eleventh
        (10, 9, 0, False),
        (10, 10, 0, True),
        (10, 0, 1, False),
        (10, 0, 10, True),
    ],
)
def test_figures_of_people_beside_counts(in_both: int, only_counts: int, only_figures: int, may: bool) -> None:
    """A mean is shown beside counts only if the people who are in just one of the two are none, or at least ten."""
    counted = np.array([True] * (in_both + only_figures) + [False] * only_counts)
    first = np.array([True] * in_both + [False] * only_figures + [True] * only_counts)
    rated = np.column_stack([first, counted])  # the second question is rated by exactly those counted
    assert may_show_figures(counted, rated, "anonymous") is may
    assert may_show_figures(counted, rated, "open")


@pytest.mark.parametrize(("people", "may"), [(8, False), (9, False), (10, True)])
def test_a_verdict_does_not_say_that_everybody_rose(people: int, may: bool) -> None:
    """Five dimensions: eight linked people reach 0.05 only if all eight rise; nine also if one does not."""
    smallest = 5 * 2 / 2**people
    assert may_show_verdict(smallest, (people, people), "anonymous") is may
    assert may_show_verdict(smallest, (people, people), "open")


def test_a_verdict_needs_ten_on_both_sides() -> None:
    """Also for people who are not linked, where fewer reach significance."""
    assert not may_show_verdict(1e-9, (9, 30), "anonymous")
    assert not may_show_verdict(1e-9, (30, 9), "anonymous")
    assert may_show_verdict(1e-9, (10, 10), "anonymous")


def test_a_verdict_is_shown_where_two_people_could_have_changed_otherwise() -> None:
    """Two people who change otherwise double the smallest p twice, which must stay below 0.05.

    Ten people before and after.
    """
    assert may_show_verdict(0.0124, (10, 10), "anonymous")
    assert not may_show_verdict(0.0125, (10, 10), "anonymous")
    assert not may_show_verdict(0.0001, (9, 10), "anonymous")
    assert may_show_verdict(0.9, (2, 2), "open")


def test_one_shown_question_keeps_answers_closed() -> None:
    """Answers may change while both questions are hidden, and no more once one of them is shown."""
    shown = disclose_question(rated([3] * 5), 5, "anonymous")
    assert may_reopen(GroupDisclosure(4, {"A1": SUPPRESSED, "A2": SUPPRESSED}, {}), "anonymous")
    assert not may_reopen(GroupDisclosure(5, {"A1": shown, "A2": SUPPRESSED}, {}), "anonymous")
    assert may_reopen(GroupDisclosure(5, {"A1": shown}, {}), "open")


def test_a_result_is_hidden_where_people_answered_and_nothing_is_shown() -> None:
    """It is not called hidden where nobody answered, a level was agreed on, or one question is shown."""
    hidden, shown = {"A1": SUPPRESSED}, {"A1": disclose_question(rated([3] * 5), 5, "anonymous")}
    assert GroupDisclosure(4, hidden, {}).is_suppressed
    assert GroupDisclosure(1, hidden, {}).is_suppressed
    assert GroupDisclosure(5, {**shown, "A2": SUPPRESSED}, {}).suppressed == {"A2"}
    assert not GroupDisclosure(0, hidden, {}).is_suppressed
    assert not GroupDisclosure(4, hidden, {"A1": 3}).is_suppressed
    assert not GroupDisclosure(5, shown, {}).is_suppressed


def test_a_leader_without_a_level_does_not_count() -> None:
    """Six leaders at 4 and six others at 2 are shown; if one leader answers “don't know”, the five left are too few."""
    others = rated([2] * 6)
    roles = leaders_and_others(6, 6)
    apart = disclose_question([*rated([4] * 6), *others], 5, "anonymous", roles)
    assert (apart.leaders, apart.others) == (4, 2)
    with_five = disclose_question([*rated([4] * 5), DK, *others], 5, "anonymous", roles)
    assert (with_five.leaders, with_five.others) == (None, None)
    without_role = disclose_question([*rated([4] * 6), *others], 5, "anonymous", [None, *roles[1:]])
    assert (without_role.leaders, without_role.others) == (None, None)


@pytest.mark.parametrize(
    ("people", "privacy", "expected"), [(4, "anonymous", False), (5, "anonymous", True), (1, "open", True)]
)
def test_steps_are_ordered_by_the_dots_of_five(people: int, privacy: Privacy, expected: bool) -> None:
    """With fewer people the order would disclose one person's choice."""
    assert may_order_by_dots(people, privacy) is expected
