"""Answers: a level, “does not apply”, “don't know” and unanswered are four states.

All faults of a file are reported.
"""

from typing import Any

import pytest

from cxmaturity.answers import UNANSWERED, Answer, EvidenceGrade, Response, validate_answer
from cxmaturity.errors import ValidationErrors
from cxmaturity.files.answers_json import answer_json, read_answer, read_answers_file
from cxmaturity.questionnaire.loading import load_questionnaire
from cxmaturity.questionnaire.schema import Questionnaire
from tests.build import DK, NA, TINY, equal, response


@pytest.fixture(scope="module")
def tiny() -> Questionnaire:
    return load_questionnaire(TINY)


def faults(content: Any, questionnaire: Questionnaire) -> list[tuple[str, str, str]]:
    with pytest.raises(ValidationErrors) as caught:
        read_answers_file(content, questionnaire, "a.json")
    assert all(i.file == "a.json" for i in caught.value.issues)
    return [(i.place, i.problem, i.fix) for i in caught.value.issues]


def test_an_unanswered_question_has_no_level_and_is_not_zero() -> None:
    """Its level is None, neither 0 nor the lowest level."""
    empty = Response()
    assert empty.level_of("A1") is None
    assert empty.answer("A1") is UNANSWERED
    assert not empty.answer("A1").is_answered


def test_four_kinds_of_answer_are_kept_apart() -> None:
    """A level, “does not apply” and “don't know” are answers; only a level has a number; a note alone is no answer."""
    answered = response({"A1": 1, "A2": NA, "A3": DK})
    assert [answered.level_of(q) for q in ("A1", "A2", "A3", "A4")] == [1, None, None, None]
    assert [answered.answer(q).is_answered for q in ("A1", "A2", "A3", "A4")] == [True, True, True, False]
    assert not Answer(note="Ask Ada", evidence="A photo", evidence_grade=EvidenceGrade.SEEN).is_answered


def test_unknown_lists_the_dont_knows_in_order() -> None:
    """“Don't know” answers are listed in questionnaire order, whatever the order of answering."""
    questions = equal(4).questions
    assert [q.id for q in response({"A4": DK, "A1": DK, "A2": 3, "A3": NA}).unknown_questions(questions)] == [
        "A1",
        "A4",
    ]


UNFIT = {
    "a level and don't know": (Answer(level=2, dont_know=True), [("", "it says more than one thing")]),
    "a level and does not apply": (Answer(level=2, not_applicable="None"), [("", "it says more than one thing")]),
    "all three": (Answer(2, "None", True), [("", "it says more than one thing")]),
    "a level of 0": (Answer(level=0), [("level", "0 is not on the scale")]),
    "a level above the top": (Answer(level=5), [("level", "5 is not on the scale")]),
    "a reason of spaces": (Answer(not_applicable="  "), [("not_applicable", "the reason is empty")]),
    "a reason too long": (
        Answer(not_applicable="x" * 2001),
        [("not_applicable", "it is longer than 2000 characters")],
    ),
    "a note too long": (Answer(level=1, note="x" * 2001), [("note", "it is longer than 2000 characters")]),
    "evidence too long": (Answer(level=1, evidence="x" * 2001), [("evidence", "it is longer than 2000 characters")]),
}


@pytest.mark.parametrize(("answer", "expected"), UNFIT.values(), ids=UNFIT)
def test_an_unfit_answer_says_why(answer: Answer, expected: list[tuple[str, str]]) -> None:
    """On a four-level scale, where the question may not apply, each fault is named by its field."""
    question = equal(1, scale_max=4).questions[0]
    assert [(field, problem) for field, problem, _ in validate_answer(answer, question, 4)] == expected


@pytest.mark.parametrize(
    "answer",
    [
        Answer(),
        Answer(level=1),
        Answer(level=4, note="x" * 2000, evidence="y" * 2000, evidence_grade=EvidenceGrade.OPINION),
        Answer(not_applicable="We have no dealers"),
        Answer(dont_know=True, note="Ask Ada"),
    ],
)
def test_a_fit_answer_has_no_problems(answer: Answer) -> None:
    """Each of the four kinds is valid, with notes and evidence up to their maximum length."""
    assert validate_answer(answer, equal(1, scale_max=4).questions[0], 4) == []


def test_a_question_for_everyone_refuses_does_not_apply(tiny: Questionnaire) -> None:
    """Only questions that allow it may be answered “does not apply”."""
    question = tiny.by_id["W1"]
    assert validate_answer(Answer(not_applicable="We are too small"), question, 4) == [
        ("not_applicable", "this question applies to everyone", "Give a level or dont_know")
    ]


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (UNANSWERED, {}),
        (Answer(dont_know=True), {"dont_know": True}),
        (Answer(not_applicable="We sell nothing"), {"not_applicable": "We sell nothing"}),
        (Answer(4, note="n", evidence_grade=EvidenceGrade.OPINION), {"level": 4, "note": "n", "evidence_grade": 0}),
    ],
)
def test_an_answer_in_json_has_all_that_was_chosen_and_reads_as_the_same(
    answer: Answer, expected: dict[str, Any]
) -> None:
    """The lowest grade, which is 0, is not left out as if none had been chosen."""
    assert answer_json(answer) == expected
    assert read_answer(answer_json(answer)) == answer


def test_a_good_file_is_read_whole(tiny: Questionnaire) -> None:
    """Answers of every kind, notes, evidence, targets and importance equal those in the file.

    Characters that cannot be stored are left out of texts.
    """
    file = read_answers_file(
        {
            "questionnaire": "repair",
            "answers": {
                "W1": {"level": 4, "evidence_grade": 2, "evidence": "The guest book", "note": "Since\ud800 May\0"},
                "W2": {"dont_know": True},
                "K2": {"not_applicable": "We only\x1b mend clothes"},
                "W3": {},
                "N1": {"level": None, "dont_know": False, "evidence_grade": None},
            },
            "targets": {"welcome": 4},
            "importance": {"word": 5},
        },
        tiny,
        "a.json",
    )
    assert file.response.answer("W1") == Answer(
        level=4, evidence_grade=EvidenceGrade.DOCUMENT, evidence="The guest book", note="Since May"
    )
    assert file.response.answer("W2") == Answer(dont_know=True)
    assert file.response.answer("K2") == Answer(not_applicable="We only mend clothes")
    assert not file.response.answer("W3").is_answered
    assert file.response.answer("N1") == Answer()
    assert file.targets == {"welcome": 4}
    assert file.importance == {"word": 5}


BAD = {
    "no object": ([1], [("", "it holds no JSON object", 'Write {"questionnaire": …, "answers": {…}}')]),
    "nothing in it": (
        {},
        [
            ("questionnaire", 'it is missing, it should be "repair"', 'Write "repair"'),
            ("answers", "it is missing", 'Write "answers": {…}'),
        ],
    ),
    "another questionnaire": (
        {"questionnaire": "cx", "answers": {}},
        [("questionnaire", 'it names "cx", not "repair"', 'Write "repair"')],
    ),
    "no questionnaire": (
        {"questionnaire": None, "answers": {}},
        [("questionnaire", 'it names null, not "repair"', 'Write "repair"')],
    ),
    "an unknown field": (
        {"questionnaire": "repair", "answers": {}, "target": {}},
        [("target", "there is no 'target' here", "Did you mean 'targets'?")],
    ),
    "answers in a list": (
        {"questionnaire": "repair", "answers": []},
        [("answers", "it must be an object", 'Write "answers": {…}')],
    ),
    "targets in a list": (
        {"questionnaire": "repair", "answers": {}, "targets": []},
        [("targets", "it must be an object", 'Write "targets": {…}')],
    ),
    "an unknown dimension": (
        {"questionnaire": "repair", "answers": {}, "targets": {"wellcome": 3}},
        [("targets.wellcome", "there is no 'wellcome' here", "Did you mean 'welcome'?")],
    ),
    "a target off the scale": (
        {"questionnaire": "repair", "answers": {}, "targets": {"welcome": 5, "word": 0, "workshop": 2.0}},
        [
            ("targets.welcome", "5 is out of range", "Give a whole number from 1 to 4"),
            ("targets.word", "0 is out of range", "Give a whole number from 1 to 4"),
            ("targets.workshop", "2.0 is out of range", "Give a whole number from 1 to 4"),
        ],
    ),
    "an importance off its scale": (
        {"questionnaire": "repair", "answers": {}, "importance": {"welcome": 6, "word": True, "workshop": "3"}},
        [
            ("importance.welcome", "6 is out of range", "Give a whole number from 1 to 5"),
            ("importance.word", "true is out of range", "Give a whole number from 1 to 5"),
            ("importance.workshop", '"3" is out of range', "Give a whole number from 1 to 5"),
        ],
    ),
}


@pytest.mark.parametrize(("content", "expected"), BAD.values(), ids=BAD)
def test_all_faults_of_a_file_are_reported(
    tiny: Questionnaire, content: Any, expected: list[tuple[str, str, str]]
) -> None:
    """Each fault has the place, problem and fix in the terms of JSON."""
    assert faults(content, tiny) == expected


BAD_ANSWER = {
    "a number": (
        3,
        [("", "it must be an object", 'Write {"level": 3}, {"dont_know": true} or {"not_applicable": "reason"}')],
    ),
    "an unknown field": ({"levle": 3}, [(".levle", "there is no 'levle' here", "Did you mean 'level'?")]),
    "an unknown field like none": ({"x": 3}, [(".x", "there is no 'x' here", "Remove it")]),
    "half a character for a field": ({"\ud800": 3}, [("", "there is no '' here", "Remove it")]),
    "half a level": ({"level": 2.5}, [(".level", "2.5 is not a whole number", "Give a whole number")]),
    "a level written 3.0": ({"level": 3.0}, [(".level", "3.0 is not a whole number", "Give a whole number")]),
    "a level in quotes": ({"level": "3"}, [(".level", '"3" is not a whole number', "Give a whole number")]),
    "true for a level": ({"level": True}, [(".level", "true is not a whole number", "Give a whole number")]),
    "a level off the scale": ({"level": 5}, [(".level", "5 is not on the scale", "Give a whole number from 1 to 4")]),
    "a level of 0": ({"level": 0}, [(".level", "0 is not on the scale", "Give a whole number from 1 to 4")]),
    "yes for don't know": ({"dont_know": "yes"}, [(".dont_know", '"yes" is not true or false', "Give true or false")]),
    "null for don't know": ({"dont_know": None}, [(".dont_know", "null is not true or false", "Give true or false")]),
    "true for a reason": ({"not_applicable": True}, [(".not_applicable", "true is not text", "Give text")]),
    "a number for a note": ({"level": 1, "note": 7}, [(".note", "7 is not text", "Give text")]),
    "a long list for a note": (
        {"level": 1, "note": ["abcdefgh"] * 100},
        [(".note", '["abcdefgh", "abcdefgh", "abcdefgh", "abcdefgh", "abcdefgh"… is not text', "Give text")],
    ),
    "a grade of 4": ({"level": 1, "evidence_grade": 4}, [(".evidence_grade", "4 is not a grade", "Give 0, 1, 2 or 3")]),
    "a grade below 0": (
        {"level": 1, "evidence_grade": -1},
        [(".evidence_grade", "-1 is not a grade", "Give 0, 1, 2 or 3")],
    ),
    "a grade in words": (
        {"level": 1, "evidence_grade": "seen"},
        [(".evidence_grade", '"seen" is not a whole number', "Give a whole number")],
    ),
    "two things at once": (
        {"level": 1, "dont_know": True},
        [("", "it says more than one thing", "Give one of level, not_applicable and dont_know")],
    ),
    "does not apply where it must": (
        {"not_applicable": "Small"},
        [(".not_applicable", "this question applies to everyone", "Give a level or dont_know")],
    ),
}


@pytest.mark.parametrize(("answer", "expected"), BAD_ANSWER.values(), ids=BAD_ANSWER)
def test_a_bad_answer_is_named_by_question_and_field(
    tiny: Questionnaire, answer: Any, expected: list[tuple[str, str, str]]
) -> None:
    """One invalid answer gives exactly one fault."""
    placed = [(f"answers.W1{place}", problem, fix) for place, problem, fix in expected]
    assert faults({"questionnaire": "repair", "answers": {"W1": answer}}, tiny) == placed


def test_an_unknown_question_is_named_with_the_nearest(tiny: Questionnaire) -> None:
    """An answer to an unknown question is a fault that suggests the most similar id."""
    assert faults({"questionnaire": "repair", "answers": {"W11": {"level": 1}}}, tiny) == [
        ("answers.W11", "there is no 'W11' here", "Did you mean 'W1'?")
    ]


def test_all_faults_of_a_file_come_at_once(tiny: Questionnaire) -> None:
    """Faults of different kinds are listed together."""
    content = {
        "questionnaire": "repare",
        "answers": {"W1": {"level": 9}, "Q": {"level": 1}, "W2": 4},
        "importance": {"word": 9},
    }
    assert [place for place, _, _ in faults(content, tiny)] == [
        "questionnaire",
        "answers.W1.level",
        "answers.Q",
        "answers.W2",
        "importance.word",
    ]
