"""Sentences about the result of a group."""

from cxmaturity.analysis.groups import Vote
from cxmaturity.wording.result.groups import chosen_by_names
from tests.fixtures import QUESTIONNAIRE


def test_names_written_from_right_to_left_leave_the_numbers_where_they_belong() -> None:
    """Without the isolating signs around each name, the level of one would be shown beside the other."""
    votes = [Vote("دانا", 2), Vote("ليلى", 4), Vote("Ben", None)]
    assert chosen_by_names(QUESTIONNAIRE, votes) == "\u2068دانا\u2069: 2 · \u2068ليلى\u2069: 4 · \u2068Ben\u2069: –"
