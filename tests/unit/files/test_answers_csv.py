"""Answers as CSV: a form that can be imported again, without formulas, and without rows of anonymous people."""

import csv
from dataclasses import replace
from io import StringIO

import pytest

from cxmaturity.answers import Answer, EvidenceGrade
from cxmaturity.errors import Issue, Refused
from cxmaturity.files.answers_table import (
    GROUP,
    RESPONDENT,
    ROLE,
    RespondentAnswers,
    answers_csv,
    faults_csv,
    template_csv,
)
from cxmaturity.files.imports.columns.column_uses import NAME, guess_columns
from cxmaturity.files.imports.columns.heading_matcher import HeadingMatcher
from cxmaturity.questionnaire.checks import HEADINGS
from tests.build import assessment, equal, questionnaire

OF = questionnaire([[1, 1], [1]], pulse=["A2"])
ASSESSMENT = assessment(digest=OF.digest, privacy="open")
PEOPLE = [
    RespondentAnswers("Zoë", "leader", {"A1": Answer(level=3, note="Since March"), "A2": Answer(dont_know=True)}),
    RespondentAnswers("Béla", None, {"B1": Answer(not_applicable="no shops", evidence_grade=EvidenceGrade.SEEN)}),
]


def rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))


def test_the_whole_file() -> None:
    """One row per person, one column per question; notes and evidence only where there are some; as in RFC 4180."""
    assert (
        answers_csv(ASSESSMENT, OF, PEOPLE)
        == (
            "\ufeffrespondent,role,A1,A1 note,A2,B1,B1 evidence grade\r\n"
            "Zoë,leader,3,Since March,don't know,,\r\n"
            "Béla,,,,,does not apply: no shops,Seen by a second person\r\n"
        ).encode()
    )


def test_the_column_of_roles_exists_only_if_anyone_has_a_role() -> None:
    """Without any role there is no such column."""
    assert rows(answers_csv(ASSESSMENT, OF, PEOPLE[1:]))[0][:2] == ["respondent", "A1"]


def test_no_question_can_have_the_heading_of_another_column() -> None:
    """The check of questionnaires refuses these words: names or roles would be lost to the answers of a question."""
    assert {RESPONDENT, ROLE, NAME} == set(HEADINGS)


def test_a_pulse_has_its_own_questions() -> None:
    """A pulse has columns for its own questions only."""
    assert rows(answers_csv(replace(ASSESSMENT, scope="pulse"), OF, PEOPLE))[0] == ["respondent", "role", "A2"]


def test_without_people_the_file_has_its_headings() -> None:
    """Without people the file has only its headings."""
    assert rows(answers_csv(ASSESSMENT, OF, [])) == [["respondent", "A1", "A2", "B1"]]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "'=", "''@"])
def test_no_cell_is_a_formula(start: str) -> None:
    """Names, notes and evidence that would be formulas get an apostrophe in front, which makes them text."""
    text = f'{start}HYPERLINK("http://x")'
    person = RespondentAnswers(text, None, {"A1": Answer(level=1, note=text, evidence=text)})
    assert rows(answers_csv(ASSESSMENT, OF, [person]))[1][:4] == [f"'{text}", "1", f"'{text}", f"'{text}"]


@pytest.mark.parametrize("people", [PEOPLE, PEOPLE[:1], []])
def test_no_row_of_a_person_leaves_an_anonymous_assessment(people: list[RespondentAnswers]) -> None:
    """Rows of anonymous people raise an error for every caller: the pattern of a row could identify its author."""
    with pytest.raises(Refused, match="answered anonymously"):
        answers_csv(replace(ASSESSMENT, privacy="anonymous"), OF, people)


def test_an_anonymous_assessment_is_its_groups_row() -> None:
    """An anonymous assessment is one row of the group's answers, empty where hidden."""
    group = RespondentAnswers(GROUP, None, {"A1": Answer(level=2, evidence_grade=EvidenceGrade.OPINION)})
    assert rows(answers_csv(replace(ASSESSMENT, privacy="anonymous"), OF, [group])) == [
        ["respondent", "A1", "A1 evidence grade", "A2", "B1"],
        ["group", "2", "Opinion", "", ""],
    ]


def test_the_empty_table_is_recognised_when_it_comes_back() -> None:
    """The importer matches each heading of the empty table with its use."""
    model = equal(4, 3)
    [headings] = rows(template_csv(model, "both"))
    assert headings[:3] == ["respondent", "role", "A1. A1?"]
    columns = guess_columns([(heading,) for heading in headings], model, HeadingMatcher(model), frozenset()).columns
    assert (columns.name, columns.role) == (0, 1)
    assert columns.answers == {q.id: n for n, q in enumerate(model.questions, start=2)}


def test_faults_as_a_list() -> None:
    """Each fault has its place, problem and fix; quoted cells cannot be formulas."""
    issue = Issue("=a.csv", "row 7, column P3", "'=1' is no answer", "Write 1 to 5")
    assert rows(faults_csv([issue])) == [
        ["file", "where", "what is wrong", "how to mend it"],
        ["'=a.csv", "row 7, column P3", "''=1' is no answer", "Write 1 to 5"],
    ]
