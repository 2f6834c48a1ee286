"""The proposed order of a workshop's questions: the widest disagreement first, as far as the survey may show it."""

from cxmaturity.analysis.agenda import agenda_item, running_order
from cxmaturity.analysis.disclosure import SUPPRESSED, QuestionDisclosure, disclose_question
from cxmaturity.answers import Answer
from cxmaturity.wording.workshop import agenda as wording
from tests.build import disclosed, equal, leaders_and_others
from tests.own_scales import from_zero

QUESTIONNAIRE = equal(4, 8)  # A1 to A4, B1 to B8
QUESTIONS = QUESTIONNAIRE.questions


def sides(leaders: int, others: int) -> QuestionDisclosure:
    """Return what anonymous mode discloses of six leaders and six others; everyone on a side has the same level."""
    roles = leaders_and_others(6, 6)
    answers = [Answer(level=leaders)] * 6 + [Answer(level=others)] * 6
    return disclose_question(answers, 5, "anonymous", roles)


def test_the_widest_spread_and_the_widest_gap_come_first() -> None:
    """1, 5 (AD 2) before 1, 4 (AD 1.5); a gap of two levels beside them, one of one level and 2, 4 (AD 1) after; 3, 3
    is left out. A gap of two between sides whose votes vary comes before one of three alone."""
    by_votes = {"A1": disclosed(3, 3), "A2": disclosed(2, 4), "A3": disclosed(1, 4), "A4": disclosed(1, 5)}
    shown = by_votes | {"B1": sides(4, 2), "B2": sides(3, 2)}
    assert running_order(QUESTIONS, shown) == ("A4", "A3", "B1", "A2", "B2")
    both = QuestionDisclosure(Answer(level=3), 12, "mixed", leaders=4, others=2)
    assert running_order(QUESTIONS, {"A1": sides(5, 2), "A2": both}) == ("A2", "A1")


def test_hidden_votes_are_not_proposed() -> None:
    """A question with four anonymous votes is hidden and not proposed.

    With five votes only the shown agreement counts, not the hidden deviation.
    """
    four, five = ([Answer(level=level) for level in levels] for levels in ((1, 1, 5, 5), (1, 1, 3, 5, 5)))
    shown = {"A1": disclose_question(four, 5, "anonymous"), "A2": disclose_question(five, 5, "anonymous")}
    assert shown["A1"] == SUPPRESSED
    assert (shown["A2"].deviation, shown["A2"].agreement) == (None, "split")
    assert running_order(QUESTIONS, shown) == ("A2",)
    assert running_order(QUESTIONS, {}) == ()


def test_at_most_eight_questions_are_proposed() -> None:
    """Of twelve questions with the same disagreement, the first eight in the questionnaire's order."""
    shown = {q.id: disclosed(1, 5) for q in QUESTIONS}
    assert running_order(QUESTIONS, shown) == ("A1", "A2", "A3", "A4", "B1", "B2", "B3", "B4")


def test_minutes_and_opening_question_fit_what_was_shown() -> None:
    """Votes far apart get four minutes more to talk; the opening question names only figures that were shown.

    On a scale from 0 the fourth and the second level are 3 and 1.
    """
    question = QUESTIONS[0]
    quiet, apart = (agenda_item(question, "both", shown) for shown in (disclosed(3, 3), disclosed(1, 5)))
    assert apart.minutes - quiet.minutes == 4
    assert wording.agenda_total([quiet, apart]) == f"2 questions, about {quiet.minutes + apart.minutes} minutes."
    assert wording.opening_question(agenda_item(question, "both", sides(4, 2)), QUESTIONNAIRE).startswith(
        "Last time leaders said 4, everyone else 2."
    )
    zero = agenda_item(from_zero(4).questions[0], "both", sides(4, 2))
    assert wording.opening_question(zero, from_zero(4)).startswith("Last time leaders said 3, everyone else 1.")
    assert wording.opening_question(apart, QUESTIONNAIRE).startswith("Last time votes were far apart.")
    assert wording.opening_question(agenda_item(question, "both", disclosed(2, 4)), QUESTIONNAIRE).startswith(
        "Last time votes varied."
    )
    for shown in (None, SUPPRESSED, disclosed(3, 3)):
        assert question.evidence in wording.opening_question(agenda_item(question, "both", shown), QUESTIONNAIRE)
