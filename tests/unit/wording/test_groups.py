"""Sentences about the result of a group."""

from cxmaturity.analysis.disclosure import SUPPRESSED, GroupDisclosure
from cxmaturity.analysis.groups import AgreedLevel, GroupResult, Vote
from cxmaturity.analysis.trends.people_answers import PeopleMeans
from cxmaturity.wording.result.groups import chosen_by_names, suppressed_questions
from tests.fixtures import QUESTIONNAIRE


def test_names_written_from_right_to_left_leave_the_numbers_where_they_belong() -> None:
    """Without the isolating signs around each name, the level of one would be shown beside the other."""
    votes = [Vote("دانا", 2), Vote("ليلى", 4), Vote("Ben", None)]
    assert chosen_by_names(QUESTIONNAIRE, votes) == "\u2068دانا\u2069: 2 · \u2068ليلى\u2069: 4 · \u2068Ben\u2069: –"


def test_a_question_on_which_a_level_was_agreed_is_not_called_hidden() -> None:
    """Four of ten rated each of three questions; on one of them a level was agreed on, then on all."""
    disclosure = GroupDisclosure(10, dict.fromkeys(("A1", "A2", "A3"), SUPPRESSED), {})

    def group(*agreed: str) -> GroupResult:
        levels = dict.fromkeys(agreed, AgreedLevel(3, "It is"))
        return GroupResult("anonymous", False, 10, disclosure, {}, {}, {}, levels, PeopleMeans({}))

    sentence = "2 questions are hidden and count as missing: fewer than 5 people rated them."
    assert suppressed_questions(group("A2")) == sentence
    assert suppressed_questions(group("A1", "A2", "A3")) is None
