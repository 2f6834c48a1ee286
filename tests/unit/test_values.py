"""What a cell says: every way of writing an answer, and nothing guessed where it could be two things."""

import pytest

from cxmaturity.answers import UNANSWERED, Answer, EvidenceGrade
from cxmaturity.files.values import (
    MAX_COMPARED_CELLS,
    UNSTATED_REASON,
    AnswerCellReader,
    Unreadable,
    read_grade,
    read_role,
)
from cxmaturity.questionnaire.loading import load_questionnaire
from tests.build import SHIPPED, TINY, equal

CX = load_questionnaire(SHIPPED)
P1 = CX.by_id["P1"]
MAY_NOT = next(q for q in CX.questions if q.may_not_apply)
TELL = "Write 1 to 5, the name of a stage ('By design'), or 'don't know'; or leave it empty"


def p1(cell: str) -> Answer | Unreadable:
    return AnswerCellReader(P1, CX)(cell)


@pytest.mark.parametrize(
    "cell",
    [
        "3", " 3 ", "3.0", "3,0", "3.00", "'3", "３", "Level 3", "stage 3",
        "By design", "by  DESIGN", "By design.", "3 - By design", "3 By design", "3. By design", "3 · By design",
        "3 – By design",
        P1.levels[2], P1.levels[2].upper(), P1.levels[2].rstrip("."), f"3: {P1.levels[2]}",
        f"3 · By design. {P1.levels[2]}", P1.levels[2].replace("Named", "Some named").replace("hours", "hour"),
    ],
)  # fmt: skip
def test_a_level_is_its_number_its_stage_or_its_text(cell: str) -> None:
    """And any of them together."""
    assert p1(cell) == Answer(level=3)


def test_every_levels_text_of_every_question_in_every_wording() -> None:
    """Nobody's statement is taken for another level's."""
    for model in (CX, load_questionnaire(TINY)):
        for question in model.questions:
            read = AnswerCellReader(question, model)
            for variant in ("both", *question.variants):
                texts = question.levels_in(variant)
                assert [read(text) for text in texts] == [Answer(level=k) for k in range(1, model.scale_max + 1)]


@pytest.mark.parametrize(
    "cell", ["don't know", "Don’t know", "dont know", "DO NOT KNOW", "I don't know", "?", " ? ", "Not sure."]
)
def test_dont_know(cell: str) -> None:
    """It is an answer."""
    assert p1(cell) == Answer(dont_know=True)


@pytest.mark.parametrize("cell", ["", " ", "\t\n", "\x00", "\u00a0"])
def test_nothing_yet(cell: str) -> None:
    """Nothing is not a low answer, and not don't know."""
    assert p1(cell) is UNANSWERED


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("does not apply", UNSTATED_REASON),
        ("N/A", UNSTATED_REASON),
        ("Not applicable:", UNSTATED_REASON),
        ("does not apply: we have no shops", "we have no shops"),
        ("n/a:none: at all", "none: at all"),
        ("DOES NOT APPLY:  two\nlines", " two\nlines"),
    ],
)
def test_does_not_apply_with_its_reason(cell: str, reason: str) -> None:
    """What stands after the colon, to the letter; else that it was written so."""
    assert AnswerCellReader(MAY_NOT, CX)(cell) == Answer(not_applicable=reason)


@pytest.mark.parametrize("cell", ["does not apply: no shops", "n/a"])
def test_a_question_that_applies_to_everyone(cell: str) -> None:
    """It cannot be waved away."""
    assert not P1.may_not_apply
    assert p1(cell) == Unreadable("this question applies to everyone", "Write a level from 1 to 5 or 'don't know'")


@pytest.mark.parametrize("cell", ["0", "6", "-1", "99", "Level 7", "2026-03-04", "12 months"])
def test_what_is_not_on_the_scale(cell: str) -> None:
    """The scale is this questionnaire's."""
    assert p1(cell) == Unreadable(f"'{cell}' is not on the scale", "Write a whole number from 1 to 5")


@pytest.mark.parametrize("cell", ["3.5", "2,7", ".5", "1.000", "1,000"])
def test_what_is_not_a_whole_number(cell: str) -> None:
    """Nothing is rounded: half a statement is not true."""
    assert p1(cell) == Unreadable(f"'{cell}' is not a whole number", "Write a whole number from 1 to 5")


@pytest.mark.parametrize("cell", ["3 - By nature", f"3. {P1.levels[4]}"])
def test_number_and_words_that_disagree(cell: str) -> None:
    """Neither is preferred."""
    unreadable = p1(cell)
    assert isinstance(unreadable, Unreadable)
    assert unreadable.problem.endswith("is level 3 by its number, 5 by its words")
    assert unreadable.fix == "Write one of the two"


@pytest.mark.parametrize("cell", ["Agree", "3 or 4", "3-4", "3/5", "yes", "By", "...", "<b>3</b>", "1e0", "9" * 5000])
def test_what_is_no_answer(cell: str) -> None:
    """It is quoted, cut where it is long."""
    quoted = cell if len(cell) <= 60 else "9" * 59 + "…"
    assert p1(cell) == Unreadable(f"'{quoted}' is no answer to this question", TELL)


def test_a_cell_between_two_levels_texts_is_neither() -> None:
    """Very like both is not unambiguous; two levels of the same wording cannot be told apart."""
    model = equal(1, scale_max=2)
    texts = (
        "Every team has one person who looks after it each week.",
        "Every team has two person who looks after it each week.",
    )
    read = AnswerCellReader(model.questions[0].model_copy(update={"levels": texts}), model)
    assert [read(text) for text in texts] == [Answer(level=1), Answer(level=2)]
    assert isinstance(read("Every team has a person who looks after it each week."), Unreadable)
    read = AnswerCellReader(model.questions[0].model_copy(update={"levels": ("The same.", "The same.")}), model)
    assert isinstance(read("The same."), Unreadable)


def test_comparing_texts_ends_after_so_many() -> None:
    """A column of essays is no column of levels, and comparing each would take minutes; exact texts are still read."""
    read = AnswerCellReader(P1, CX)
    alike = P1.levels[2].replace("hours", "hour")
    assert all(isinstance(read(f"Essay {n}"), Unreadable) for n in range(MAX_COMPARED_CELLS))
    assert isinstance(read(alike), Unreadable)
    assert read(P1.levels[2]) == Answer(level=3)


@pytest.mark.parametrize("cell", ["leader", "Yes", "TRUE", "I lead people", "1"])
def test_a_leader(cell: str) -> None:
    """Our own word, or the answer to whether one leads people."""
    assert read_role(cell) == "leader"


@pytest.mark.parametrize("cell", ["Other", "no", "false", "0"])
def test_anyone_else(cell: str) -> None:
    """The same."""
    assert read_role(cell) == "other"


def test_a_role_may_be_left_open_but_not_be_another() -> None:
    """Nobody is sorted by guessing."""
    assert read_role(" ") is None
    assert read_role("Manager?!") == Unreadable(
        "'Manager?!' is no role", "Write 'leader' or 'other', or leave it empty"
    )


def test_evidence_grades() -> None:
    """By number, name or words; anything else is told with what there is."""
    assert [read_grade(c) for c in ("0", "An example", "document", "3.0", "'Seen by a second person'")] == [
        0,
        1,
        2,
        3,
        3,
    ]
    assert read_grade("opinion") is EvidenceGrade.OPINION
    assert read_grade("") is None
    unreadable = read_grade("4")
    assert isinstance(unreadable, Unreadable)
    assert unreadable.problem == "'4' is no evidence grade"
    assert unreadable.fix == (
        "Write 'Opinion' or 'An example' or 'A document or number' or 'Seen by a second person', or leave it empty"
    )
