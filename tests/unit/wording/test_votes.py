"""Sentences on votes: what participants saw, and how votes changed."""

import pytest

from cxmaturity.analysis.disclosure import SUPPRESSED, QuestionDisclosure
from cxmaturity.answers import UNANSWERED, Answer
from cxmaturity.tables import groups
from cxmaturity.wording.workshop import votes as wording
from tests.build import disclosed, equal

OF = equal(2, 1)  # A1, A2, B1; five stages
NAMES = [s.name for s in OF.stages]


SPLIT = disclosed(1, 2, 5)  # the middle one is 2; mean 2.67, so AD (1.67 + 0.67 + 2.33) ÷ 3 = 1.56
AGREED = disclosed(2, 3, 3)  # the middle one is 3; mean 2.67, so AD (0.67 + 0.33 + 0.33) ÷ 3 = 0.44


def test_rounds_have_names() -> None:
    """First, second and third round in words, later ones by number."""
    assert [wording.round_name(n) for n in (1, 2, 3, 4)] == ["First vote", "Second vote", "Third vote", "Vote 4"]


class TestReveal:
    """What participants see of one question."""

    def test_level_votes_and_word(self) -> None:
        """The level with its stage's name, the number of votes (one in the singular), and the agreement."""
        assert wording.describe_reveal(SPLIT, OF) == f"Middle answer 2, {NAMES[1]}. 3 votes; they are far apart."
        assert wording.describe_reveal(disclosed(4), OF) == f"Middle answer 4, {NAMES[3]}. 1 vote."

    def test_hidden_figures_are_not_worded(self) -> None:
        """Five anonymous votes of 3: no agreement where it is hidden; leaders and others only where both are shown."""
        assert wording.describe_reveal(QuestionDisclosure(Answer(level=3)), OF) == f"Middle answer 3, {NAMES[2]}."
        apart = QuestionDisclosure(Answer(level=3), 11, None, None, None, 4, 2)
        assert (
            wording.describe_reveal(apart, OF) == f"Middle answer 3, {NAMES[2]}. 11 votes. Leaders 4, everyone else 2."
        )

    def test_why_there_is_no_level(self) -> None:
        """Hidden, does not apply, nobody knows, nobody voted: each has its sentence."""
        assert "Fewer than 5 people rated it" in wording.describe_reveal(SUPPRESSED, OF)
        assert (
            wording.describe_reveal(QuestionDisclosure(Answer(not_applicable="x"), 0), OF)
            == "Most say it does not apply."
        )
        assert wording.describe_reveal(QuestionDisclosure(Answer(dont_know=True), 0), OF) == "Nobody gave a level."
        assert wording.describe_reveal(QuestionDisclosure(UNANSWERED, 0), OF) == "Nobody has voted."


class TestMovement:
    """The change from one vote to the next."""

    @pytest.mark.parametrize(
        ("before", "now", "expected"),
        [
            (SPLIT, AGREED, "The middle answer rose by 1 level, and the votes are closer together."),
            (
                AGREED,
                SPLIT,
                "The middle answer fell by 1 level, and the votes are further apart.",
            ),
            (disclosed(3, 3), disclosed(3, 3), "The middle answer stayed."),
            (disclosed(1), disclosed(3), "The middle answer rose by 2 levels."),
        ],
    )
    def test_level_and_word(self, before: QuestionDisclosure, now: QuestionDisclosure, expected: str) -> None:
        """The agreement is mentioned only if both rounds show one."""
        assert wording.describe_movement(before, now) == expected

    def test_a_suppressed_round_gives_no_sentence(self) -> None:
        """Whether the earlier or the later round is hidden."""
        assert wording.describe_movement(SUPPRESSED, AGREED) is None
        assert wording.describe_movement(AGREED, SUPPRESSED) is None


class TestRoundsTakeaway:
    """How votes changed between first and last rounds."""

    def takeaway(self, **rounds: list[QuestionDisclosure]) -> str:
        results = {name: dict(enumerate(round_results, start=1)) for name, round_results in rounds.items()}
        return wording.rounds_takeaway(groups.round_table(OF, OF.questions, results, {}))

    def test_first_against_last(self) -> None:
        """A1 rises from 2 to 3 and gets closer, A2 falls and gets wider, B1 was voted on once."""
        assert self.takeaway(A1=[SPLIT, disclosed(1, 1), AGREED], A2=[AGREED, SPLIT], B1=[AGREED]) == (
            "Of 2 questions voted on again, 1 rose, 1 fell, 1 came closer together."
        )
        assert self.takeaway(A1=[disclosed(3), disclosed(3)]) == ("The one question voted on again kept the level.")

    def test_what_may_not_be_shown_is_not_counted(self) -> None:
        """Hidden rounds count as no change; without a second vote there is no sentence."""
        assert (
            self.takeaway(A1=[SUPPRESSED, AGREED]) == "1 question voted on again; too few votes to show how they moved."
        )
        assert self.takeaway(A1=[AGREED]) == self.takeaway() == "No question was voted on twice."
