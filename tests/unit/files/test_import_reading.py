"""A file becomes people with their answers, or a list of every fault with its cell and its fix."""

import pytest

from cxmaturity.answers import Answer, EvidenceGrade
from cxmaturity.errors import Refused
from cxmaturity.files.answers_table import RespondentAnswers
from cxmaturity.files.imports import preview, reading
from cxmaturity.files.imports.cells.values import UNSTATED_REASON
from cxmaturity.files.imports.mapping import NO_MAPPING, FileMapping
from cxmaturity.files.imports.reading import Reading, read_answers
from cxmaturity.questionnaire.loading import load_questionnaire
from tests.build import SHIPPED

CX = load_questionnaire(SHIPPED)
MAY_NOT = next(q.id for q in CX.questions if q.may_not_apply)


def reading_of(content: str, mapping: FileMapping = NO_MAPPING) -> Reading:
    return read_answers("round.csv", content.encode(), CX, mapping)


def faults_of(result: Reading) -> list[tuple[str, str, str]]:
    return [(place, problem, fix) for _, place, problem, fix in preview.issues(result)]


def test_everybody_with_their_answers() -> None:
    """Levels, “don't know” and blanks are read; a question without a column is not reported."""
    result = reading_of("Timestamp,Name,Do you lead people?,P2,P1\nnoon,Ana,yes,4,By design\nnight,Béla,no,,?\n")
    assert result.people == (
        RespondentAnswers("Ana", "leader", {"P1": Answer(level=3), "P2": Answer(level=4)}),
        RespondentAnswers("Béla", "other", {"P1": Answer(dont_know=True)}),
    )
    assert (result.rows, result.faults) == ((2, 3), ())


def test_headings_alone_are_no_answers() -> None:
    """A file with headings only, such as our own empty table, is a fault."""
    with pytest.raises(Refused, match="headings, but no row of answers"):
        reading_of("Name,P1\n\n")


def test_a_file_without_anything_to_import() -> None:
    """No column of a question, no person, or no answer: each is a fault of the whole file."""
    assert [f.problem for f in reading_of("Wer,Frage\nAna,3\n").faults] == ["no column fits a question"]
    assert "several columns" not in reading_of("Wer,Frage\nAna,3\n").faults[0].fix
    assert "separate them with commas" in reading_of("Name~P1\nAna~3\n").faults[0].fix
    assert [f.problem for f in reading_of("Name,P1,P1\nAna,3,4\n").faults] == ["the columns B and C all fit P1"]
    assert [f.problem for f in reading_of("Name,P1\n\nTotal,3\n").faults] == [
        "no row is anybody's answers: row 3 is left out, averages or totals ('Total')"
    ]
    assert [f.problem for f in reading_of("Name,P1\nAna,-\n").faults] == [
        "there is no answer in the columns that are read"
    ]


def test_people_without_names_are_numbered() -> None:
    """People are numbered by their row, also if only some have no name; a name becomes one line."""
    assert [p.name for p in reading_of("P1\n1\n2\n").people] == ["Respondent 1", "Respondent 2"]
    assert [p.name for p in reading_of('Name,P1\n,1\n"  A\nB ",2\n').people] == ["Respondent 1", "A B"]


def test_rows_without_anything_are_nobody() -> None:
    """An empty row is no person; a name without an answer is one."""
    assert reading_of("Name,P1\n,\nAna,\n").people == (RespondentAnswers("Ana", None, {}),)


def test_notes_grades_and_evidence_are_read_with_the_answer() -> None:
    """Note, grade and evidence are read with the answer, line breaks unified.

    A note without an answer is kept, a blank one not.
    """
    result = reading_of(
        'P1,P1 note,P1 evidence grade,P1 evidence,P2 note\n3,"Since\r\nMarch",An example,=A1,alone\n4, ,,, \n'
    )
    assert [p.answers for p in result.people] == [
        {
            "P1": Answer(level=3, note="Since\nMarch", evidence_grade=EvidenceGrade.EXAMPLE, evidence="=A1"),
            "P2": Answer(note="alone"),
        },
        {"P1": Answer(level=4)},
    ]


def test_formulas_made_harmless_are_as_typed_again() -> None:
    """The apostrophe that our export adds is removed."""
    result = reading_of(f"Name,P1 note,{MAY_NOT}\n'=Ana,''=x,n/a\n'+1,'y,'3\n")
    assert [p.name for p in result.people] == ["=Ana", "+1"]
    assert [p.answers["P1"].note for p in result.people] == ["'=x", "'y"]
    assert [p.answers[MAY_NOT] for p in result.people] == [Answer(not_applicable=UNSTATED_REASON), Answer(level=3)]


def test_every_fault_with_its_place_and_how_to_mend_it() -> None:
    """Faults of every kind, row by row, with the row number of a spreadsheet and the question; then nobody is read."""
    long = "x" * 2001
    result = reading_of(
        "Name,Role,P1,P2,P1 note,P2 evidence,P2 evidence grade,"
        f"{MAY_NOT}\n"
        "Ana,leader,3,4,fine,fine,,2\n"
        "\n"
        f"{'B' * 81},wizard,7,2.5,{long},{long},high,n/a: {long}\n"
        "Cy,other,n/a,maybe,,,,2 - By nature\n"
    )
    tell = (
        "Write 1 to 5, the name of a stage ('By design'), or 'don't know'; or leave it empty; "
        "or say for the whole file what it means"
    )
    grades = "Write 'Opinion' or 'An example' or 'A document or number' or 'Seen by a second person', or leave it empty"
    role = "Write 'leader' or 'other', or leave it empty; or say what it means"
    one = "Write one of the two"
    too_long = "it is longer than 2000 characters"
    scale = "If this file has a scale of its own, say what each of its values means; else write 1 to 5"
    applies = "Leave it open, or write a level from 1 to 5 or 'don't know'"
    assert faults_of(result) == [
        ("cell A4, name", "the name is longer than 80 characters", "Shorten it"),
        ("cell B4, role", "'wizard' is no role", role),
        ("cell C4, question P1", "'7' is not on the scale from 1 to 5; the file has values from 2 to 7", scale),
        ("cell E4, note of P1", too_long, "Shorten it"),
        ("cell D4, question P2", "'2.5' is not a whole number", "Write a whole number from 1 to 5"),
        ("cell G4, evidence grade of P2", "'high' is no evidence grade", grades),
        ("cell F4, evidence of P2", too_long, "Shorten it"),
        (f"cell H4, question {MAY_NOT}", too_long, "Shorten it"),
        ("cell C5, question P1", "'n/a': this question applies to everyone", applies),
        ("cell D5, question P2", "'maybe' is no answer to this question", tell),
        (f"cell H5, question {MAY_NOT}", "'2 - By nature' is level 2 by its number, 5 by its words", one),
    ]
    assert [p.answers["P2"].level if "P2" in p.answers else None for p in result.people] == [4, None, None]
    assert not result.is_cut


def test_reading_ends_after_so_many_faults(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading stops at the limit of faults and says so, which bounds memory."""
    monkeypatch.setattr(reading, "MAX_ERRORS", 3)
    result = reading_of("P1,P2\n9,9\n9,9\n9,9\n")
    assert [fault.cell for fault in result.faults] == ["A2", "B2", "A3"]
    assert result.is_cut


def test_hostile_cells_are_only_quoted() -> None:
    """Markup stays text, null bytes are removed, long cells are cut."""
    result = reading_of(f"P1,P2\n<img src=x onerror=alert(1)>,{'y' * 100_000}\n3\x00,=1+1\n")
    assert [fault.problem for fault in result.faults] == [
        "'<img src=x onerror=alert(1)>' is no answer to this question",
        f"'{'y' * 59}…' is no answer to this question",
        "'=1+1' is no answer to this question",
    ]


def test_the_preview_shows_how_rows_are_read() -> None:
    """Words are shown as levels, unreadable cells are marked, and there are at most as many rows as asked for."""
    result = reading_of(f"Name,P1,{MAY_NOT},P2\nAna,By design,n/a,?\nBéla,6,,1\nCy,1,1,1\n")
    rows = preview.summary_json(result)["preview"]
    assert [list(row) for row in rows] == [["row", "name", "P1", "P2", MAY_NOT]] * 3
    assert [list(row.values()) for row in rows[:2]] == [
        [2, "Ana", "3", "don't know", "does not apply"],
        [3, "Béla", "✗ not read", "1", ""],
    ]


def test_choices_come_before_guesses() -> None:
    """Columns, meanings and rows are chosen by heading, text and number; two columns with the same use are a fault."""
    content = "Wer,P1,Other,Rang\nAna,top,2,Wizard\nTotal,3,3,\nAna,3,1,\n"
    columns: dict[str, str | None] = {"Wer": "name", "Other": "P2", "Rang": "role"}
    mapping = FileMapping(columns=columns, values={"top": 5}, roles={"Wizard": "leader"}, same_person="all")
    people = reading_of(content, mapping).people
    assert people == (
        RespondentAnswers("Ana", "leader", {"P1": Answer(level=5), "P2": Answer(level=2)}),
        RespondentAnswers("Ana", None, {"P1": Answer(level=3), "P2": Answer(level=1)}),
    )
    kept = mapping.model_copy(update={"keep_rows": frozenset({3}), "leave_out_rows": frozenset({2})})
    assert [person.name for person in reading_of(content, kept).people] == ["Total", "Ana"]
    twice = FileMapping(columns={"Wer": "P2", "Other": "P2", "Nowhere": "P3"})
    assert [fault.problem for fault in reading_of(content, twice).faults][:2] == [
        "no column has the heading 'Nowhere'",
        "'Wer' and 'Other' are both chosen for P2",
    ]


def test_a_column_that_was_put_aside_is_not_read() -> None:
    """Its cells cause no faults."""
    assert reading_of("P1,P2\n3,x\n", FileMapping(columns={"P2": None})).faults == ()
