"""A table becomes people with their answers, or every fault with its row, its column and how to mend it."""

import pytest

from cxmaturity.answers import Answer, EvidenceGrade
from cxmaturity.errors import Issue
from cxmaturity.files import answers_table
from cxmaturity.files.answers_table import AnswersReading, RespondentAnswers, preview_rows, read_answers_table
from cxmaturity.files.columns import Columns, guess_columns
from cxmaturity.files.table_reader import read_table
from cxmaturity.files.values import UNSTATED_REASON
from cxmaturity.questionnaire.loading import load_questionnaire
from tests.build import SHIPPED

CX = load_questionnaire(SHIPPED)
MAY_NOT = next(q.id for q in CX.questions if q.may_not_apply)


def reading_of(content: str) -> AnswersReading:
    table = read_table("round.csv", content.encode())
    return read_answers_table(table, guess_columns(table.headings, CX), CX)


def issue(place: str, problem: str, mend: str) -> Issue:
    return Issue("round.csv", place, problem, mend)


def test_everybody_with_their_answers() -> None:
    """Levels, don't know and nothing yet; a question nobody has a column for is not mentioned."""
    reading = reading_of("Timestamp,Name,Do you lead people?,P2,P1\nnoon,Ana,yes,4,By design\nnight,Béla,no,,?\n")
    assert reading == AnswersReading(
        (
            RespondentAnswers("Ana", "leader", {"P1": Answer(level=3), "P2": Answer(level=4)}),
            RespondentAnswers("Béla", "other", {"P1": Answer(dont_know=True)}),
        ),
        (),
    )


def test_people_without_names_are_numbered() -> None:
    """By their place in the file, also where only some have none; names are one line."""
    assert [p.name for p in reading_of("P1\n1\n2\n").people] == ["Respondent 1", "Respondent 2"]
    assert [p.name for p in reading_of('Name,P1\n,1\n"  A\nB ",2\n').people] == ["Respondent 1", "A B"]


def test_rows_without_anything_are_nobody() -> None:
    """But someone who gave a name and no answer took part."""
    assert reading_of("Name,P1\n,\nAna,\n").people == (RespondentAnswers("Ana", None, {}),)


def test_what_stands_beside_an_answer() -> None:
    """Note, grade and evidence join it, line breaks alike; a note without an answer is kept; blanks are not."""
    reading = reading_of(
        'P1,P1 note,P1 evidence grade,P1 evidence,P2 note\n3,"Since\r\nMarch",An example,=A1,alone\n4, ,,, \n'
    )
    assert [p.answers for p in reading.people] == [
        {
            "P1": Answer(level=3, note="Since\nMarch", evidence_grade=EvidenceGrade.EXAMPLE, evidence="=A1"),
            "P2": Answer(note="alone"),
        },
        {"P1": Answer(level=4)},
    ]


def test_formulas_made_harmless_are_as_typed_again() -> None:
    """As our own export guards them."""
    reading = reading_of(f"Name,P1 note,{MAY_NOT}\n'=Ana,''=x,n/a\n'+1,'y,'3\n")
    assert [p.name for p in reading.people] == ["=Ana", "+1"]
    assert [p.answers["P1"].note for p in reading.people] == ["'=x", "'y"]
    assert [p.answers[MAY_NOT] for p in reading.people] == [Answer(not_applicable=UNSTATED_REASON), Answer(level=3)]


def test_every_fault_with_its_place_and_how_to_mend_it() -> None:
    """Row by row, each kind; rows as a spreadsheet counts them, columns by their question. Then nobody is read."""
    long = "x" * 2001
    reading = reading_of(
        "Name,Role,P1,P2,P1 note,P2 evidence,P2 evidence grade,"
        f"{MAY_NOT}\n"
        "Ana,leader,3,4,fine,fine,,2\n"
        "\n"
        f"{'B' * 81},chief,7,2.5,{long},{long},high,n/a: {long}\n"
        "Cy,other,n/a,maybe,,,,2 - By nature\n"
    )
    tell = "Write 1 to 5, the name of a stage ('By design'), or 'don't know'; or leave it empty"
    grades = "Write 'Opinion' or 'An example' or 'A document or number' or 'Seen by a second person', or leave it empty"
    one = "Write one of the two"
    too_long = "it is longer than 2000 characters"
    expected = [
        issue("row 4, column respondent", "the name is longer than 80 characters", "Shorten it"),
        issue("row 4, column role", "'chief' is no role", "Write 'leader' or 'other', or leave it empty"),
        issue("row 4, column P1", "'7' is not on the scale", "Write a whole number from 1 to 5"),
        issue("row 4, column P1 note", too_long, "Shorten it"),
        issue("row 4, column P2", "'2.5' is not a whole number", "Write a whole number from 1 to 5"),
        issue("row 4, column P2 evidence grade", "'high' is no evidence grade", grades),
        issue("row 4, column P2 evidence", too_long, "Shorten it"),
        issue(f"row 4, column {MAY_NOT}", too_long, "Shorten it"),
        issue("row 5, column P1", "this question applies to everyone", "Write a level from 1 to 5 or 'don't know'"),
        issue("row 5, column P2", "'maybe' is no answer to this question", tell),
        issue(f"row 5, column {MAY_NOT}", "'2 - By nature' is level 2 by its number, 5 by its words", one),
    ]
    assert list(reading.issues) == expected
    assert reading.people == ()
    assert not reading.is_cut


def test_reading_ends_after_so_many_faults(monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong file is wrong everywhere; that is told, and the memory for the rest spared."""
    monkeypatch.setattr(answers_table, "MAX_ERRORS", 3)
    reading = reading_of("P1,P2\n9,9\n9,9\n9,9\n")
    assert [i.place for i in reading.issues] == ["row 2, column P1", "row 2, column P2", "row 3, column P1"]
    assert (reading.people, reading.is_cut) == ((), True)


def test_hostile_cells_are_only_quoted() -> None:
    """Markup stays text, null bytes go, huge cells are cut."""
    reading = reading_of(f"P1,P2\n<img src=x onerror=alert(1)>,{'y' * 100_000}\n3\x00,=1+1\n")
    assert [i.problem for i in reading.issues] == [
        "'<img src=x onerror=alert(1)>' is no answer to this question",
        f"'{'y' * 59}…' is no answer to this question",
        "'=1+1' is no answer to this question",
    ]


def test_the_preview_shows_how_rows_are_read() -> None:
    """Words as levels; what cannot be read says so; no more rows than asked for."""
    table = read_table("round.csv", f"Name,P1,{MAY_NOT},P2\nAna,By design,n/a,?\nBéla,6,,1\nCy,1,1,1\n".encode())
    rows = preview_rows(table, guess_columns(table.headings, CX), CX, max_rows=2)
    assert [list(row) for row in rows] == [["row", "respondent", "P1", "P2", MAY_NOT]] * 2
    assert [list(row.values()) for row in rows] == [
        [2, "Ana", "3", "don't know", "does not apply"],
        [3, "Béla", "✗ not read", "1", ""],
    ]
    assert preview_rows(table, Columns(), CX) == [{"row": 2}, {"row": 3}, {"row": 4}]
