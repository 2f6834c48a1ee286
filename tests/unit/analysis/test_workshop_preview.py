"""What participants will see, stated before the vote, equals what is shown after it."""

from random import Random

import pytest

from cxmaturity.analysis.disclosure import disclose_question
from cxmaturity.analysis.workshop_preview import WorkshopPreview, workshop_preview
from cxmaturity.answers import Answer, Privacy
from cxmaturity.wording.workshop.workshop_setup import workshop_preview_text
from tests.build import leaders_and_others

SIZES = range(1, 41)


def votes_of(people: int, scale_max: int) -> list[list[Answer]]:
    """Return votes of this many people of every kind: all at one level, at both ends, and random."""
    random = Random(people * 10 + scale_max)
    alike = [[level] * people for level in range(1, scale_max + 1)]
    ends = [[1] * (people // 2) + [scale_max] * (people - people // 2)]
    chosen = alike + ends + [[random.randint(1, scale_max) for _ in range(people)] for _ in range(12)]
    by_level = {level: Answer(level=level) for level in range(1, scale_max + 1)}
    return [[by_level[level] for level in levels] for levels in chosen]


@pytest.mark.parametrize("privacy", ["open", "anonymous"])
@pytest.mark.parametrize("scale_max", [2, 5, 7])
def test_the_preview_matches_what_the_screen_shows(privacy: Privacy, scale_max: int) -> None:
    """For 1 to 40 people preview and disclosure agree, also where people have roles but too few of one of them."""
    for people in SIZES:
        votes, preview = votes_of(people, scale_max), workshop_preview(people, scale_max, privacy)
        for leaders in (None, *sorted({0, 1, min(people, 5), max(0, people - 5), people})):
            roles = [] if leaders is None else leaders_and_others(leaders, people - leaders)
            for answers in votes:
                shown = disclose_question(answers, scale_max, privacy, roles)
                levels = [answer.level or 0 for answer in answers]
                middle = sorted(levels)[(people - 1) // 2]
                assert shown.answer.level == (middle if preview.has_middle_answer else None)
                assert (shown.agreement is not None) == (middle in preview.agreement_levels), (people, leaders, levels)
                assert (shown.counts is not None) == preview.has_bars


@pytest.mark.parametrize(
    ("people", "privacy", "expected"),
    [
        (4, "anonymous", WorkshopPreview(False, (), has_bars=False)),
        (7, "anonymous", WorkshopPreview(True, (2, 3, 4), has_bars=False)),
        (10, "anonymous", WorkshopPreview(True, (1, 2, 3, 4, 5), has_bars=True)),
        (1, "open", WorkshopPreview(True, (1, 2, 3, 4, 5), has_bars=True)),
    ],
)
def test_the_thresholds(people: int, privacy: Privacy, expected: WorkshopPreview) -> None:
    """Five people for a middle answer, ten for bars; in open mode one for both."""
    assert workshop_preview(people, 5, privacy) == expected


CLOSE = "whether votes are close together"
APART = "the middle answers of leaders and of everyone else apart"


@pytest.mark.parametrize(
    ("people", "privacy", "asks_role", "expected"),
    [
        (1, "open", False, f"the middle answer, bars and {CLOSE}."),
        (4, "anonymous", False, "nothing of a question; the middle answer needs 5, bars need 10."),
        (7, "anonymous", False, f"the middle answer and, where that is 2, 3 or 4, {CLOSE}; bars need 10."),
        (8, "anonymous", True, f"the middle answer and {CLOSE}; bars need 10."),
        (12, "anonymous", False, f"the middle answer, bars and {CLOSE}."),
        (
            12,
            "anonymous",
            True,
            f"the middle answer and, where 6 leaders and 6 others vote, {APART}; then neither bars nor {CLOSE}. "
            f"Where fewer of either vote, it sees the middle answer, bars and {CLOSE}.",
        ),
        (
            20,
            "open",
            True,
            f"the middle answer, bars and {CLOSE}; where 6 leaders and 6 others vote, also {APART}.",
        ),
    ],
)
def test_the_preview_as_a_sentence(people: int, privacy: Privacy, asks_role: bool, expected: str) -> None:
    """For each privacy, size and choice of roles; too few for both roles reads as if roles were not asked."""
    sentence = workshop_preview_text(people, 5, privacy, asks_role=asks_role)
    assert sentence == f"With {people} {'person' if people == 1 else 'people'} the room sees {expected}"
