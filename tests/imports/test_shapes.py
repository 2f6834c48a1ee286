"""Tables that are not one row per person, and workbooks that display other values than they store."""

from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest

from cxmaturity.errors import Refused, ValidationErrors
from cxmaturity.files.imports.mapping import FileMapping
from cxmaturity.files.imports.reading import read_answers
from tests.imports.reading import CX, P1, P2, faults, left_out, read, used
from tests.workbooks import Rows, workbook, zipped

TABLES_IN_ROWS = {
    "questions in rows, by their ids": ([["Question", "Ana", "Bo"], ["P1", "3", "2"], ["P2", "4", "5"]], "Transpose"),
    "questions in rows, by their texts": (
        [["", "Ana", "Bo"], [P1, "3", "2"], [P2, "4", "5"]], "or, if CX Maturity exported this file, import its port",
    ),
    "one row for each answer": (
        [["person", "question", "answer"], ["Ana", "P1", "3"], ["Ana", "P2", "4"], ["Bo", "P1", "2"]], "pivot table",
    ),
    "one row for each answer, sorted by questions": (
        [["person", "question", "answer"], *([str(n), q, "3"] for q in ("P1", "P2") for n in range(60))], "pivot table",
    ),
    "one row for each answer to one question": (
        [["person", "question", "answer"], ["Ana", "P1", "3"], ["Bo", "P1", "2"]], "pivot table",
    ),
    "averages": (
        [["Question", "Mean", "SD", "n"], [P1, "3.2", "0.4", "9"], [P2, "4", "0.5", "9"]], "the answers of each person",
    ),
    "counts of answers": (
        [["Question", "1", "2", "3", "4", "5"], [P1, "0", "3", "5", "1", "0"], [P2, "1", "2", "3", "4", "0"]],
        "the answers of each person",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", list(TABLES_IN_ROWS))
def test_questions_in_rows(kind: str) -> None:
    """The file is refused with the first such cell, the problem and the fix."""
    rows, fix = TABLES_IN_ROWS[kind]
    with pytest.raises(ValidationErrors) as refused:
        read(rows)
    [issue] = refused.value.issues
    assert issue.place == ("cell B2" if "each answer" in kind else "cell A2")
    assert fix in issue.fix


def test_files_that_are_no_table() -> None:
    """JSON is named as such, whatever its blanks; answers without headings are refused with what is missing."""
    for text in ('[\n {"P1": 3}]', '\ufeff{"P1": 3}', '[["P1"], [3]]'):
        with pytest.raises(Refused, match="JSON"):
            read(text.encode())
    assert "put a row of headings above it" in read([["Ana", "3"], ["Bo", "2"]])["faults"][0]["mend"]


def test_codes_that_are_ids_of_other_questions_are_answers() -> None:
    """KoBo writes l3 for the third level; the questionnaire has a question L3."""
    output = read([["_id", "people/P1", "people/P2"], ["1", "l3", "l4"], ["2", "l1", "l5"]])
    assert output["answers"] == {"P1": {"1": 1, "3": 1}, "P2": {"4": 1, "5": 1}}


SECOND_TABLES = {
    "other questions": [["name", "P1", "P2"], ["Ana", "3", "4"], [], ["name", "P3", "P4"], ["Ana", "1", "2"]],
    "the same questions by level": [["name", "P1"], ["Ana", "3"], ["Bo", "2"], [], ["Level", "P1"], ["1", "1"]],
    "fewer questions above": [["name", "P1"], ["Ana", "3"], [], ["name", "P3", "P4"], ["Ana", "1", "2"]],
}


@pytest.mark.parametrize("kind", list(SECOND_TABLES))
def test_two_tables_one_below_the_other(kind: str) -> None:
    """No answers are taken from the second table, and a fault reports it."""
    output = read(SECOND_TABLES[kind])
    assert len(output["faults"]) == 1
    assert output["faults"][0]["cell"].startswith("row ")
    assert "second table" in output["faults"][0]["what"] or "another table" in output["faults"][0]["what"]


def test_a_second_table_that_is_left_out() -> None:
    """By choice its rows are left out, and the first table is read."""
    rows = SECOND_TABLES["other questions"]
    output = read(rows, mapping=FileMapping(leave_out_rows=frozenset({4, 5})))
    assert (output["faults"], output["answers"]) == ([], {"P1": {"3": 1}, "P2": {"4": 1}})


def test_teams_one_below_the_other() -> None:
    """Repeated headings with a title above them are left out; all people are read."""
    output = read([["name", "P1"], ["Ana", "3"], [], ["Team B"], ["name", "P1"], ["Bo", "2"]])
    assert (output["people"], left_out(output), output["faults"]) == (2, [3, 4, 5], [])


def test_two_tables_side_by_side() -> None:
    """The second has its own names in another order, so its answers are not those of the first's people."""
    rows = [["name", "P1", "", "name", "P2"], ["Ana", "3", "", "Bo", "1"], ["Bo", "2", "", "Ana", "5"]]
    assert faults(read(rows)) == ["D1"]
    rows[1][3], rows[2][3] = "Ana", "Bo"
    assert faults(read(rows)) == []


def test_one_row_for_each_team() -> None:
    """Whole averages beside numbers of people are no person's answers; a column that counts rows says nothing."""
    rows = [["Team", "n", "P1"], ["Sales", "12", "3"], ["Support", "9", "2"]]
    assert faults(read(rows)) == ["B1"]
    assert faults(read(rows, mapping=FileMapping(columns={"n": None}))) == []
    assert faults(read([["N°", "P1"], ["1", "3"], ["2", "2"]])) == []
    assert faults(read([["People", "P1"], ["3", "3"], ["2", "2"]])) == []  # each person's score of this dimension


def test_one_column_for_each_level() -> None:
    """A question's heading over five columns: it is unknown which of them has the answer."""
    rows = [["name", "P1", "", "", "", "", "P2"], ["", "1", "2", "3", "4", "5", ""]]
    rows += [["Ana", "", "", "x", "", "", "3"], ["Bo", "", "x", "", "", "", "2"]]
    assert "B1" in faults(read(rows))


def test_headings_that_name_another_measure() -> None:
    """Importance and targets, in the heading or over several questions, are never read as the answers."""
    importance = "How important is each of these to you?"
    rows = [["Name", "Now", "", "Target", ""], ["", "P1", "P2", "P1", "P2"], ["Ana", "1", "2", "5", "4"]]
    assert used(read(rows)) == {"Name": "name", "Now P1": "P1", "Now P2": "P2"}
    assert used(read([["Id", importance, ""], ["", P1, P2], ["7", "5", "4"]])) == {}
    assert used(read([["Id", f"{importance} [{P1}]"], ["7", "5"]])) == {}


@pytest.mark.parametrize(
    "cell", ["Oct 1, 2026", "01-Oct-2026 09:10", "Thu Oct 01 2026", "1 October 2026", "2026-10-01"]
)
def test_days_with_the_name_of_a_month(cell: str) -> None:
    """As Jotform, Zoho, Alchemer and scripts write them: the day of the round is proposed from them, too."""
    reading = read_answers("file", f'Submission Date,P1\n"{cell}",3\n"Mar 5, 2026",2\n'.encode(), CX)
    assert reading.days == (date(2026, 3, 5), date(2026, 10, 1))


def test_several_teams_or_rounds_in_one_file() -> None:
    """It is said that they become one round; a column of one team, or one that is read, is not spoken of."""
    rows = [["Team", "Date", "P1"], ["Sales", "2025-03-01", "3"], ["Support", "2026-03-02", "2"], ["sales ", "", "2"]]
    assert [question for question in read(rows)["questions"] if "one round" in question] == [
        "The column 'Team' has 2 different entries and people answered from 1 March 2025 to 2 March 2026. All of it "
        "becomes one round of one team; for a result of each, import a file of each."
    ]
    rows = [["Team", "Date", "P1"], ["Sales", "2026-01-01", "3"], ["sales", "2026-04-03", "2"]]  # 92 days
    assert not any("one round" in question for question in read(rows)["questions"])


PEOPLE = {
    "one name, two addresses": ([["Ana", "a@x.org"], ["Ana", "b@x.org"]], 2),
    "one address in other letters, two names": ([["Ana", "Ana@x.org"], ["Ana L.", "ana@x.org "]], 1),
    "no address": ([["Ana", "anonymous"], ["ana", ""]], 1),
    "é as one character and as two": ([["Zo\u00e9", ""], ["Zoe\u0301", ""]], 1),
}


@pytest.mark.parametrize("kind", list(PEOPLE))
def test_people_are_identified_by_their_addresses(kind: str) -> None:
    """By name alone two colleagues would be one person; each person's last row is kept."""
    people, count = PEOPLE[kind]
    output = read([["Name", "Email", "P1"], *([*row, str(i)] for i, row in enumerate(people, start=1))])
    assert output["people"] == count
    assert output["answers"] == {"P1": {"1": 1, "2": 1} if count == 2 else {"2": 1}}
    assert output["columns"]["Email"] is None


def test_people_without_a_name_are_identified_by_the_number_of_their_record() -> None:
    """REDCap writes a row for each event; beside names such a number may be that of a team."""
    rows = [["record_id", "P1"], ["7", "1"], ["8", "3"], ["7", "2"]]
    assert read(rows)["answers"] == {"P1": {"2": 1, "3": 1}}
    assert read([["ID", "P1"], *([["12", "3"]] * 3)])["people"] == 3  # the number of the form
    named = [["Name", *rows[0]], ["Ana", *rows[1]], ["Bo", *rows[2]], ["Cy", *rows[3]]]
    assert read(named)["answers"] == {"P1": {"1": 1, "2": 1, "3": 1}}


def test_first_and_last_name() -> None:
    """Together they make the name; by first name alone two people would be one."""
    rows = [["Last name", "First name", "P1"], ["Lee", "Ana", "3"], ["Berg", "Ana", "2"]]
    content = "\n".join(map(",".join, rows)).encode()
    assert [person.name for person in read_answers("file", content, CX).people] == ["Ana Lee", "Ana Berg"]
    assert used(read(rows)) == {"Last name": "name", "First name": "name", "P1": "P1"}
    mapping = FileMapping(columns={"First name": "name", "Last name": "name"})
    assert read(rows, mapping=mapping)["faults"] == []
    assert used(read([row[1:] for row in rows])) == {"P1": "P1"}


def test_a_column_name_beside_a_column_of_first_names() -> None:
    """It holds last names, as in many languages; by it alone two people called Berg would be one."""
    result = read_answers("file", b"Name;Vorname;P1\nBerg;Ana;3\nBerg;Bo;5", CX)
    assert [person.name for person in result.people] == ["Ana Berg", "Bo Berg"]
    rows = [["Full name", "First name", "P1"], ["Ana Berg", "Ana", "3"], ["Bo Berg", "Bo", "5"]]
    assert used(read(rows)) == {"Full name": "name", "P1": "P1"}


def test_the_exported_answers_of_a_group_are_no_persons() -> None:
    """The one row of such a file is left out, and the file is refused for want of people."""
    output = read([["respondent", "P1", "P2"], ["group", "3", "4"]])
    assert (output["people"], left_out(output), len(output["faults"])) == (0, [2], 1)


def test_forms_in_other_languages_and_tests_by_name() -> None:
    """Unfinished and preview rows are recognised in the form's language; a person called asdf is left out."""
    rows = [["name", "Status", "P1"], ["Ana", "Abgeschlossen", "3"], ["Bo", "Unvollständig", "2"]]
    rows += [["Cy", "Vorschau", "5"], ["asdf", "Abgeschlossen", "1"]]
    assert left_out(read(rows)) == [3, 4, 5]
    rows = [["Vor- und Nachname", "Rolle", "P1"], ["Ana Berg", "Führungskraft", "3"], ["Bo Berg", "Mitarbeiter", "2"]]
    assert used(read(rows)) == {"Vor- und Nachname": "name", "Rolle": "role", "P1": "P1"}


def test_people_are_identified_by_a_number() -> None:
    """Without a name a number identifies repeated people; with a name, the name stays the name."""
    output = read([["Employee ID", "P1"], ["1001", "3"], ["1001", "2"], ["1002", "4"]])
    assert (output["people"], output["answers"]) == (2, {"P1": {"2": 1, "4": 1}})
    assert used(read([["Respondent", "Name", "P1"], ["1", "Ana", "3"], ["2", "Bo", "5"]])) == {
        "Name": "name",
        "P1": "P1",
    }


def test_subtotals_and_averages_where_nobody_has_a_name() -> None:
    """Whatever their labels; without names, averages in four columns identify such a row, fewer may be answers."""
    rows = [
        ["Team", "name", "P1"],
        ["A", "Ana", "3"],
        ["A", "Subtotal", "3"],
        ["B", "Bo", "2"],
        ["", "Team B average", "2"],
    ]
    assert left_out(read(rows)) == [3, 5]
    heads = ["P1", "P2", "P3", "P4"]
    people = [["1", "2", "3", "4"], ["3", "4", "5", "4"], ["2", "3", "4", "4"]]
    assert left_out(read([heads, *people, ["2", "3", "4", "4"]])) == [5]
    assert left_out(read([heads[:3], *(row[:3] for row in people), ["2", "3", "4"]])) == []


def test_an_id_behind_the_text() -> None:
    """In brackets; text before it may say that the column holds a comment or points."""
    output = read([["How so? (P1)", "Comment (P1)", "Points (P2)", "P2"], ["3", "x", "10", "4"]])
    assert used(output) == {"How so? (P1)": "P1", "Comment (P1)": "note of P1", "P2": "P2"}


def test_figures_beneath_averages() -> None:
    """Rows named target and gap are no people if they stand below averages; otherwise these may be names."""
    rows = [["name", "P1"], ["Ana", "3"], ["Bo", "3"], ["Overall average", "3"], ["Target", "4"], ["Gap", "1"]]
    assert left_out(read(rows)) == [4, 5, 6]
    assert read([*rows[:3], ["Gap", "1"]])["people"] == 3


@pytest.mark.parametrize(
    "labels",
    [
        ["Mittelwert", "Standardabweichung", "n"],
        ["Moyenne", "Écart-type"],
        ["Promedio", "Desviación estándar", "Máximo", "Mínimo"],
        ["Mean", "Std. deviation", "St. dev", "Top 2 box", "Responses"],
        ["Gemiddelde", "Standaardafwijking"],
    ],
)
def test_measures_of_spread_beneath_averages(labels: list[str]) -> None:
    """They are left out in the languages in which averages are recognised, also where they happen to be whole."""
    rows = [["name", "P1", "P2"], ["Ana", "3", "4"], ["Bo", "5", "2"], *([label, "1", "1"] for label in labels)]
    assert left_out(read(rows)) == list(range(4, 4 + len(labels)))
    assert read([*rows[:3], ["Standard Anna", "1", "1"]])["people"] == 3


TEXTS = {
    "each line one quoted cell": b'"name,P1"\n"Ana,3"\n"Bo,2"\n',
    "texts as formulas": b'name,P1\nAna,="3"\nBo,="2"\n',
    "a table of Markdown": b"| name | P1 |\n|---|---|\n| Ana | 3 |\n| Bo | 2 |\n",
    "the same, aligned": b"|name|P1|\n|:-|:-:|\n|Ana|3|\n|Bo|2|\n",
}


@pytest.mark.parametrize("kind", list(TEXTS))
def test_ways_to_write_cells(kind: str) -> None:
    """Each file is the same table of two people."""
    output = read(TEXTS[kind])
    assert (output["answers"], output["people"], output["faults"]) == ({"P1": {"2": 1, "3": 1}}, 2, [])


def test_a_number_for_no_answer_is_no_level() -> None:
    """Once 99 is declared to mean no answer, it is not part of the file's scale."""
    rows = [["P1"], ["1"], ["5"], ["99"]]
    assert "stands for no answer" in read(rows)["faults"][0]["mend"]
    output = read(rows, mapping=FileMapping(values={"99": "missing"}))
    assert (output["faults"], output["questions"]) == ([], [])


STYLES = '<numFmts><numFmt numFmtId="170" formatCode="0.0%"/></numFmts>'
PERCENT_SHEET = (
    '<row r="1"><c t="inlineStr"><is><t>P1</t></is></c></row><row r="2"><c s="2"><v>1</v></c></row>'
    '<row r="3"><c s="0"><v>1</v></c></row>'
)


def test_a_percentage_is_no_level() -> None:
    """100 % is stored as 1, which would be read as the lowest level."""
    plain = workbook({"S": PERCENT_SHEET})
    output = read(_with_style(plain, '<xf numFmtId="9"/>'))
    assert (faults(output), output["answers"]) == (["A2"], {"P1": {"1": 1}})
    assert "'100%'" in output["faults"][0]["what"]
    assert faults(read(_with_style(plain, '<xf numFmtId="170"/>', STYLES))) == ["A2"]


def _with_style(content: bytes, style: str, formats: str = "") -> bytes:
    """Return a workbook whose cells of style 2 have this number format."""
    content = _replaced(content, "<cellXfs>", f"{formats}<cellXfs>")
    return _replaced(content, "</cellXfs>", f"{style}</cellXfs>")


def _replaced(content: bytes, old: str, new: str) -> bytes:
    """Return a workbook in which a text of its XML parts is replaced."""
    with ZipFile(BytesIO(content)) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    return zipped({name: part.replace(old, new) for name, part in parts.items()})


def test_answers_in_a_hidden_sheet() -> None:
    """They are not read; if the visible sheets have none, the fault says where they may be."""
    answers: Rows = [["name", "P1"], ["Ana", 3]]
    output = read(workbook({"Cover": [["Our survey", "x"], ["Ana", "y"]], "Answers": answers}, hidden=["Answers"]))
    assert "hidden sheet 'Answers'" in output["faults"][0]["mend"]
    with pytest.raises(Refused, match="no row of answers") as refused:
        read(workbook({"Cover": [["Our survey"]], "Answers": answers}, hidden=["Answers"]))
    assert "hidden sheet 'Answers'" in refused.value.fix


def test_a_hidden_column_is_asked_about() -> None:
    """It is read only after it was declared what it is."""
    sheet = workbook({"S": [["name", "P1", "P2"], ["Ana", 3, 4]]})
    sheet = _replaced(sheet, "<sheetData>", '<cols><col min="3" max="3" hidden="1"/></cols><sheetData>')
    output = read(sheet)
    assert faults(output) == ["C1"]
    assert read(sheet, mapping=FileMapping(columns={"P2": None}))["faults"] == []


NAMES = "urn:oasis:names:tc:opendocument:xmlns"
KIND = "application/vnd.oasis.opendocument.spreadsheet"
ROW_END = "</T:table-row>"


def ods(rows: str) -> bytes:
    """Return an OpenDocument spreadsheet of one sheet with the namespaces T: (table) and O: (office)."""
    spaces = f'xmlns:office="{NAMES}:office:1.0" xmlns:table="{NAMES}:table:1.0" xmlns:text="{NAMES}:text:1.0"'
    body = f'<T:table T:name="Answers">{rows}</T:table>'.replace("T:", "table:").replace("O:", "office:")
    content = (
        f'<office:document-content {spaces} xmlns:calcext="urn:calcext"><office:body><office:spreadsheet>{body}'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    return zipped({"mimetype": KIND, "META-INF/manifest.xml": manifest, "content.xml": content})


def cell(kind: str, value: object, more: str = "") -> str:
    """Return a cell of an OpenDocument spreadsheet."""
    stated = f'O:value="{value}"' if kind in ("float", "percentage") else ""
    return f'<T:table-cell O:value-type="{kind}" {stated} {more}><text:p>{value}</text:p></T:table-cell>'


def test_an_opendocument_spreadsheet() -> None:
    """Its numbers are read; an error, a percentage, a merged, a hidden and a logical cell are a fault each."""
    error = 'T:formula="of:=NA()" calcext:value-type="error"'
    tall = 'T:number-rows-spanned="2" T:number-columns-spanned="1"'
    rows = [
        '<T:table-column T:number-columns-repeated="3"/><T:table-column T:visibility="collapse"/>',
        "<T:table-row>", *(cell("string", head) for head in ("team", "P1", "P2", "P3")), ROW_END,
        "<T:table-row>", cell("string", "a"), cell("float", 3), cell("string", "#N/A", error), ROW_END,
        '<T:table-row T:visibility="filter">', cell("string", "b"), cell("percentage", 1), cell("float", 4, tall),
        ROW_END,
        "<T:table-row>", cell("string", "c"), cell("float", 1, 'T:formula="of:=TRUE()"'), "<T:covered-table-cell/>",
        cell("float", 2), ROW_END,
        '<T:table-row T:visibility="collapse" T:number-rows-repeated="1048571"><T:table-cell/></T:table-row>',
    ]  # fmt: skip
    output = read(ods("".join(rows)))
    assert output["sheet"] == "Answers"
    assert sorted(faults(output)) == ["B3", "B4", "C2", "C4", "D1", "row 3"]
    assert output["answers"] == {"P1": {"3": 1}, "P2": {"4": 1}, "P3": {"2": 1}}
