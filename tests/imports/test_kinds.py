"""One file of each kind that form tools and people make, with its right outcome: read, asked about, or a fault."""

from pathlib import Path

import pytest

from cxmaturity.files.imports.mapping import FileMapping
from cxmaturity.files.imports.reading import read_answers
from cxmaturity.questionnaire.loading import load_questionnaire
from tests.build import TINY
from tests.imports.generated import generate, outcome
from tests.imports.reading import CX, P1, P2, faults, left_out, read, used
from tests.workbooks import Rows, workbook

TEXT_1, TEXT_4 = CX.by_id["P1"].levels[0], CX.by_id["P2"].levels[3]
IMPORT_IDS = ['{"ImportId":"startDate","timeZone":"Europe/Berlin"}', '{"ImportId":"QID1"}', '{"ImportId":"QID2"}']


HEADINGS: dict[str, tuple[list[list[str]], int, dict[str, str]]] = {
    "three rows: names, texts, import ids (Qualtrics)": (
        [["StartDate", "P1", "P2"], ["Start Date", P1, P2], IMPORT_IDS, ["2024-03-01", "3", "4"], ["x", "2", "5"]],
        3,
        {"P1": "P1", "P2": "P2"},
    ),
    "three rows whose names say nothing": (
        [["StartDate", "Q1", "Q2"], ["Start Date", P1, P2], IMPORT_IDS, ["2024", "3", "4"], ["x", "2", "5"]],
        3,
        {"Q1": "P1", "Q2": "P2"},
    ),
    "two rows, names and texts in other words": (
        [["Finished", "P1", "P2"], ["Finished", P1.replace("ambassadors", "advocates"), P2], ["1", "3", "4"],
         ["1", "2", "5"]],
        2,
        {"P1": "P1", "P2": "P2"},
    ),
    "a heading over a block (SurveyMonkey)": (
        [["ID", "Please rate:", ""], ["", P1, P2], ["118", "3", "4"], ["119", "2", "5"]],
        2,
        {f"Please rate: {P1}": "P1", f"Please rate: {P2}": "P2"},
    ),
    "'Response' beneath each question (SurveyMonkey)": (
        [["ID", P1, P2], ["", "Response", "Response"], ["118", "3", "4"], ["119", "2", "5"]],
        2,
        {P1: "P1", P2: "P2"},
    ),
    "a title and a blank line above": (
        [["Customer survey, export of 1 March"], [], ["name", "P1", "P2"], ["Ana", "3", "4"], ["Bo", "2", "5"]],
        1,
        {"name": "name", "P1": "P1", "P2": "P2"},
    ),
    "group/question (KoBo)": (
        [["start", "people/P1", "people/P1/1", "people/P2"], ["x", "3", "0", "4"], ["x", "2", "1", "5"]],
        1,
        {"people/P1": "P1", "people/P2": "P2"},
    ),
    "group-question (ODK)": (
        [["meta-instanceID", "people-P1", "people-P2"], ["uuid", "3", "4"], ["uuid", "2", "5"]],
        1,
        {"people-P1": "P1", "people-P2": "P2"},
    ),
    "an unnamed index (R, pandas)": (
        [["", "name", "P1", "P2"], ["0", "Ana", "3", "4"], ["1", "Bo", "2", "5"]],
        1,
        {"name": "name", "P1": "P1", "P2": "P2"},
    ),
    "one stray cell beyond the table": (
        [["name", "P1", "P2"], ["Ana", "3", "4", "stray"], ["Bo", "2", "5"]],
        1,
        {"name": "name", "P1": "P1", "P2": "P2"},
    ),
    "the same heading after each question (Google Forms)": (
        [["Timestamp", P1, "Why?", P2, "Why?"], ["2024/03/01", "3", "because", "4", ""], ["", "2", "", "5", "no time"]],
        1,
        {P1: "P1", "Why?": "note of P1", P2: "P2", "Why? (column E)": "note of P2"},
    ),
    "a question in brackets (Google Forms)": (
        [["Timestamp", f"Please rate [{P1}]", f"Please rate [{P2}]"], ["", "3", "4"], ["", "2", "5"]],
        1,
        {f"Please rate [{P1}]": "P1", f"Please rate [{P2}]": "P2"},
    ),
    "points and feedback beside each question (Microsoft Forms)": (
        [["ID", "Name", P1, f"Points - {P1}", P2, f"Feedback - {P2}"], ["1", "anonymous", "3", "1", "4", ""],
         ["2", "anonymous", "2", "1", "5", ""]],
        1,
        {"Name": "name", P1: "P1", P2: "P2"},
    ),
    "codes with their comments (LimeSurvey)": (
        [["id", "P1", "P1[comment]", "P2", "P2[other]", "P2Time"], ["1", "3", "why", "4", "", "1.5"],
         ["2", "2", "", "5", "", "3"]],
        1,
        {"P1": "P1", "P1[comment]": "note of P1", "P2": "P2"},
    ),
    "tags and entities": (
        [[f"<p>{P1}</p>", P2.replace("problem", "<strong>problem</strong>").replace(" ", "&nbsp;", 1)], ["3", "4"],
         ["2", "5"]],
        1,
        {f"<p>{P1}</p>": "P1", P2.replace("problem", "<strong>problem</strong>").replace(" ", "&nbsp;", 1): "P2"},
    ),
    "dots or underscores for blanks (R)": (
        [[P1.replace(" ", ".").replace(",", ".").replace("?", "."), P2.replace(" ", "_")], ["3", "4"], ["2", "5"]],
        1,
        {P1.replace(" ", ".").replace(",", ".").replace("?", "."): "P1", P2.replace(" ", "_"): "P2"},
    ),
    "cut, with and without dots": (
        [[f"{P1[:40]}...", P2[:50]], ["3", "4"], ["2", "5"]],
        1,
        {f"{P1[:40]}...": "P1", P2[:50]: "P2"},
    ),
    "importance, target and spread beside each answer": (
        [["P1 importance", "P1 (target)", "P1 now", "P2 - std dev", P2, f"How important is this? {P2}"],
         ["1", "5", "3", "1", "4", "1"], ["1", "5", "2", "1", "5", "1"]],
        1,
        {"P1 now": "P1", P2: "P2"},
    ),
    "characters that nobody sees": (
        [["P\u200b1", "\ufeffP2\u00a0"], ["3", "4"], ["2", "5"]],
        1,
        {"P\u200b1": "P1", "\ufeffP2": "P2"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", list(HEADINGS))
def test_headings(kind: str) -> None:
    """Two people answer P1 with 3 and 2, P2 with 4 and 5, whatever the form of the headings.

    Other columns are left out.
    """
    rows, header_rows, columns = HEADINGS[kind]
    output = read(rows)
    assert output["answers"] == {"P1": {"2": 1, "3": 1}, "P2": {"4": 1, "5": 1}}
    assert (used(output), output["header_rows"]) == (columns, header_rows)
    assert (output["people"], output["faults"]) == (2, [])


def test_an_id_that_begins_another_id() -> None:
    """Each column is matched with its own question, none with the shorter id."""
    tiny = load_questionnaire(TINY)
    question = tiny.dimensions[0].questions[0]
    longer = question.model_copy(update={"id": f"{question.id}-b"})
    dimension = tiny.dimensions[0].model_copy(update={"questions": (*tiny.dimensions[0].questions, longer)})
    model = tiny.model_copy(update={"dimensions": (dimension, *tiny.dimensions[1:])})
    output = read([["name", f"{longer.id}. Is it?", f"{question.id}. Do they?"], ["Ana", "4", "1"]], model)
    assert output["answers"] == {question.id: {"1": 1}, longer.id: {"4": 1}}
    assert used(read([["name", longer.id], ["Ana", "4"]], tiny)) == {"name": "name"}


def test_numbers_as_people_and_tools_write_them() -> None:
    """Every form of 3 is read; anything else is a fault with its cell."""
    forms = ["3,0", "3.00", "03", "３", "３．０", "3٫0", " 3 ", "'3", "3.0", "\u00a03\u200b", "٣"]
    others = ["+3", "3e0", "3\ufe0f\u20e3", "3.5", "three"]
    dates = ["3-May", "3. Mai", "3 mars", "3 mayo", "May-03"]  # how spreadsheets show 3-5 and 3/5
    output = read([["P1"], *([form] for form in forms + others + dates)])
    assert output["answers"] == {"P1": {"3": len(forms)}}
    assert faults(output) == [f"A{row}" for row in range(len(forms) + 2, len(forms + others + dates) + 2)]
    assert all("is a date" in fault["what"] for fault in output["faults"][len(others) :])
    assert read(workbook({"S": [["P1"], [3.0000000000000004]]}))["answers"] == {"P1": {"3": 1}}  # 0.1 * 30, say


def test_a_cover_sheet_first() -> None:
    """The sheet with the answers is read and named; another can be chosen."""
    sheets: dict[str, Rows] = {
        "Read me": [["Survey"], ["Exported", "x"]],
        "Answers": [["P1", "P2"], [3.0, 4.0]],
        "Old": [["P1"], [1.0]],
    }
    assert read(workbook(sheets))["sheet"] == "Answers"
    output = read(workbook(sheets), mapping=FileMapping(sheet="Old"))
    assert (output["sheet"], output["encoding"], output["answers"]) == ("Old", None, {"P1": {"1": 1}})


def test_hidden_or_broken_cells_are_faults() -> None:
    """An error, a formula without its result, a merged cell and a hidden row are each a named fault."""
    content = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>P1</t></is></c><c r="B1" t="inlineStr"><is><t>x</t></is></c></row>'
        '<row r="2"><c r="A2" t="e"><v>#N/A</v></c><c r="B2" t="e"><v>#REF!</v></c></row>'
        '<row r="3"><c r="A3"><f>1+2</f></c></row><row r="4"><c r="A4"><v>3</v></c></row>'
        '<row r="5"><c r="B5"><v>1</v></c></row><row r="6" hidden="1"><c r="A6"><v>4</v></c></row>'
        '</sheetData><mergeCells count="1"><mergeCell ref="A4:A5"/></mergeCells><sheetData>'
    )
    output = read(workbook({"S": content}))
    assert faults(output) == ["row 6", "A2", "A3", "A5"]
    mapping = FileMapping(hidden_rows="leave_out", unreadable="missing")
    output = read(workbook({"S": content}), mapping=mapping)
    assert (output["faults"], output["answers"], left_out(output)) == ([], {"P1": {"3": 1}}, [6])


def test_an_encoding_that_cannot_be_known() -> None:
    """The guess is shown with sample lines and can be changed.

    A single invalid byte in UTF-8 is a fault with its cell.
    """
    content = "name,P1\nŁukasz Żak,3\nJiří Dvořák,2\n".encode("cp1250")
    output = read(content)
    assert output["encoding"] == "cp1250"
    assert output["questions"][1:3] == ["Łukasz Żak,3", "Jiří Dvořák,2"]
    assert read(content, mapping=FileMapping(encoding="windows-1252"))["encoding"] == "cp1252"
    [fault] = read("name,P1\nZoë,3\n".encode() + b"Bj\xf6rn,2\n")["faults"]
    assert (fault["cell"], fault["what"]) == ("A3", "name: it holds the byte F6, which is no character in utf-8")


NAMES = {
    "cp1250": "Łukasz Żak, Jiří Dvořák", "cp1251": "Иван", "cp1252": "François Müller", "cp1253": "Ελένη Παπαδοπούλου",
    "cp1254": "Şükrü Öztürk, İbrahim Çağlar", "cp1255": "דוד כהן, שרה לוי", "cp1256": "محمد أحمد",
    "cp1257": "Jānis Bērziņš, Šarūnas",
    "koi8_r": "Иван", "mac_roman": "Zoë Müller", "cp932": "山田太郎", "gb18030": "张伟不知道", "big5": "陳大文",
    "cp949": "김철수, 이영희", "utf-16": "Jürgen Groß", "utf-8-sig": "Łukasz Müller",
}  # fmt: skip


@pytest.mark.parametrize("encoding", list(NAMES))
def test_encodings(encoding: str) -> None:
    """Names are read correctly, although the file does not state its encoding."""
    reading = read_answers("file", f"name;P1\n{NAMES[encoding]};3\n".encode(encoding), CX)
    assert [person.name for person in reading.people] == [NAMES[encoding]]


def test_one_bad_byte_among_names_of_many_countries() -> None:
    """The file is still read as UTF-8, and the byte is a fault with its cell."""
    content = "name,P1\nŁukasz,3\nŞükrü,2\nÞór,4\nJuré,1\n".encode() + b"Bj\xf6rn,2\n"
    output = read(content)
    assert (output["encoding"], faults(output)) == ("utf-8", ["A6"])


@pytest.mark.parametrize("line", ['"sep=,"', "sep=,"])
def test_the_line_that_names_the_separator(line: str) -> None:
    """With and without quotation marks."""
    assert read(f"{line}\r\nname,P1\r\nAna,3\r\n".encode())["answers"] == {"P1": {"3": 1}}


def test_a_byte_order_mark_that_was_read_as_letters() -> None:
    """A program that took UTF-8 for Windows-1252 and saved it anew leaves three letters before the first heading."""
    assert read("\ufeffname,P1\nAna,3\n".encode().decode("cp1252").encode())["columns"] == {"name": "name", "P1": "P1"}


def test_a_scale_from_0() -> None:
    """The file's lowest and highest values are asked about, and numbers are shifted only by choice."""
    rows = [["name", "P1", "P2"], ["Ana", "0", "4"], ["Bo", "3", "2"]]
    output = read(rows)
    [fault] = output["faults"]
    assert fault == {
        "cell": "B2",
        "what": "question P1: '0' is not on the scale from 1 to 5; the file has values from 0 to 4",
        "mend": "Is 0 the lowest level in this file? Then say so; else write 1 to 5",
    }
    assert output["answers"] == {"P1": {"3": 1}, "P2": {"2": 1, "4": 1}}
    output = read(rows, mapping=FileMapping(lowest=0))
    assert (output["faults"], output["answers"]) == ([], {"P1": {"1": 1, "4": 1}, "P2": {"3": 1, "5": 1}})
    assert output["values"] == {"0": 1, "2": 3, "3": 4, "4": 5}


def test_0_beside_the_highest_level_is_no_level() -> None:
    """Numbers from 0 to 5 are one too many for five levels, so nobody is asked whether 0 is the lowest."""
    output = read([["P1", "P2"], ["0", "5"], ["3", "2"]])
    assert output["questions"] == []
    assert "Is 0 the lowest" not in output["faults"][0]["mend"]
    assert "stands for no answer" in output["faults"][0]["mend"]


def test_a_scale_that_may_be_from_0_where_nobody_chose_0() -> None:
    """It is read as it stands, with a question that names the lowest and the highest value."""
    output = read([["P1", "P2"], ["1", "4"], ["3", "2"]])
    assert output["questions"] == [
        "The numbers in the answers go from 1 to 4. Is 0 the lowest level in this file? "
        "It was read with 1 as the lowest."
    ]
    assert output["values"] == {"1": 1, "2": 2, "3": 3, "4": 4}


def test_the_same_person_three_times() -> None:
    """The last row is kept unless chosen otherwise; people without a name are never merged."""
    rows = [["name", "P1"], ["Ana", "3"], ["ana ", "2"], ["Ana", "5"], ["anonymous", "1"], ["anonymous", "1"]]
    output = read(rows)
    assert (output["answers"], output["people"]) == ({"P1": {"1": 2, "5": 1}}, 3)
    assert output["left_out"] == [{"row": row, "why": "'Ana' is in row 4 as well; the last is kept"} for row in (2, 3)]
    assert read(rows, mapping=FileMapping(same_person="first"))["answers"] == {"P1": {"1": 2, "3": 1}}
    assert read(rows, mapping=FileMapping(same_person="all"))["people"] == 5


def test_a_repeated_row_without_answers_replaces_none() -> None:
    """Opening a form again and sending it empty does not take back the answers."""
    output = read([["name", "P1"], ["Ana", "3"], ["Bo", ""], ["Ana", ""], ["Bo", ""]])
    assert (output["people"], output["answers"]) == (2, {"P1": {"3": 1}})
    assert output["left_out"] == [
        {"row": 3, "why": "'Bo' is in row 5 as well; the last is kept"},
        {"row": 4, "why": "'Ana' is in row 2 as well; the last with answers is kept"},
    ]


ROWS: dict[str, tuple[list[list[str]], list[int]]] = {
    "averages that happen to be whole": ([["name", "P1"], ["Ana", "3"], ["Bo", "3"], ["Average", "3"]], [4]),
    "all figures below a table, and a man called Max": (
        [["name", "P1"], ["Max", "4"], ["Bo", "2"], ["Mean", "3"], ["Max", "4"], ["N", "2"]], [4, 5, 6],
    ),
    "averages without a name": ([["name", "P1"], ["Ana", "3"], ["Bo", "2"], ["Cy", "4"], ["", "3"]], [5]),
    "averages without a name among words, with decimals": (
        [["P1", "P2"], ["By effort", "By habit"], ["By habit", "By effort"], ["3.00", "3.00"]], [4],
    ),
    "highest and lowest alone, and a man called Max": (
        [["name", "P1"], ["Max", "4"], ["Bo", "2"], ["Max", "4"], ["Min", "2"]], [4, 5],
    ),
    "answered and skipped (SurveyMonkey)": (
        [["name", "P1"], ["Ana", "3"], ["Bo", "2"], ["Answered", "2"], ["Skipped", "1"]], [4, 5],
    ),
    "averages in other languages": (
        [["name", "P1"], ["Ana", "3"], ["Bo", "3"], ["Średnia ocen", "3"], ["Mittelwerte", "3"], ["Genomsnitt", "3"],
         ["平均", "3"], ["Ø", "3"], ["n = 2", "2"]], [4, 5, 6, 7, 8, 9],
    ),
    "lines drawn by a database": ([["name", "P1"], ["------+----"], ["Ana", "3"], ["Bo", "2"]], [2]),
    "a preview and an unfinished row (Qualtrics)": (
        [["Status", "Finished", "P1"], ["Survey Preview", "TRUE", "5"], ["IP Address", "FALSE", "3"],
         ["IP Address", "TRUE", "2"]], [2, 3],
    ),
    "an unfinished row in another language": ([["Beendet", "P1"], ["WAHR", "3"], ["FALSCH", "2"]], [3]),
    "the same as numbers": (
        [["Status", "Finished", "ResponseId", "P1"], ["1", "1", "R_1", "5"], ["0", "0", "R_2", "3"],
         ["0", "1", "R_3", "2"]], [2, 3],
    ),
    "progress alone": ([["Progress", "P1"], ["40", "3"], ["100", "2"]], [2]),
    "no date of submission (LimeSurvey)": (
        [["id", "submitdate", "lastpage", "P1"], ["1", "", "1", "3"], ["2", "2024-03-01", "3", "2"]], [2],
    ),
    "partial (Typeform)": ([["#", "P1", "Response Type"], ["a", "3", "partial"], ["b", "2", "completed"]], [2]),
    "a form that is not complete (REDCap)": (
        [["record_id", "P1", "cx_complete", "after_complete"], ["1", "3", "2", "0"], ["2", "2", "0", "2"]], [3],
    ),
    "the same in words": ([["Record ID", "P1", "Complete?"], ["1", "3", "Complete"], ["2", "2", "Incomplete"]], [3]),
    "a footer": ([["name", "P1"], ["Ana", "3"], ["Bo", "2"], [], ["Source: our survey"]], [4, 5]),
    "a legend beside the table": ([["name", "P1", "Legend"], ["Ana", "3", "1 = low"], ["", "", "5 = high"]], [3]),
    "an empty row of separators": ([["name", "P1"], ["Ana", "3"], ["", ""], ["Bo", "2"]], [3]),
    "the headings again": ([["name", "P1"], ["Ana", "3"], ["name", "P1"], ["Bo", "2"]], [3]),
}  # fmt: skip


@pytest.mark.parametrize("kind", list(ROWS))
def test_rows_that_are_no_people(kind: str) -> None:
    """They are left out with a reason and their spreadsheet row numbers."""
    rows, numbers = ROWS[kind]
    output = read(rows)
    assert left_out(output) == numbers
    assert all(row["why"] for row in output["left_out"])
    assert (output["people"], output["faults"]) == (
        sum(map(bool, rows)) - 1 - sum(bool(rows[n - 1]) for n in numbers),
        [],
    )


def test_somebody_who_answered_one_question_comes_last() -> None:
    """With the text of that question's level, which no other question has, the row is no footer."""
    second = CX.by_id["P2"].levels[0]
    output = read([["P1", "P2"], ["3", "4"], ["2", "5"], ["", second]])
    assert (output["people"], output["answers"]["P2"]) == (3, {"1": 1, "4": 1, "5": 1})


def test_somebody_whose_answers_are_the_averages_of_all_others() -> None:
    """With a number of its own the row is a person's, in a file without names, too."""
    rows = [[str(n), *[level] * 4] for n, level in enumerate(("1", "3", "2", "2"))]
    assert read([["#", "P1", "P2", "P3", "P4"], *rows])["people"] == 4


@pytest.mark.parametrize(
    "rows", [["P1,P2", "1,3,4", "2,2,5"], ["name,P1,P2", "Ana,2,5,3,5", "Bo,3,0,4,0"], ["P1", "2,5", "3,5"]]
)
def test_cells_that_are_shifted_are_never_read_as_others(rows: list[str]) -> None:
    """Row numbers without a heading (R), and decimal commas that split numbers."""
    output = read("\n".join(rows).encode())
    assert output["faults"]


def test_decimal_commas_in_the_only_column() -> None:
    """There they are not read as separators."""
    assert read(b"P1\n3,0\n2,0\n")["answers"] == {"P1": {"2": 1, "3": 1}}


def test_other_words_for_roles() -> None:
    """Known words are guessed; others are a fault until their meaning is declared."""
    rows = [
        ["name", "role", "P1"],
        ["Ana", "Manager", "3"],
        ["Bo", "Individual contributor", "2"],
        ["Cy", "Ninja", "4"],
    ]
    output = read(rows)
    assert faults(output) == ["B4"]
    guessed = "Roles were guessed. 'Manager': leads people; 'Individual contributor': does not lead people."
    assert output["questions"][-1] == guessed
    reading = read_answers("file", "\n".join(map(",".join, rows)).encode(), CX, FileMapping(roles={"Ninja": "other"}))
    assert [person.role for person in reading.people] == ["leader", "other", "other"]


def test_words_for_dont_know_does_not_apply_and_no_answer() -> None:
    """Known words are read; if a question applies to everyone, the fault offers to leave it unanswered."""
    assert CX.by_id["P7"].may_not_apply
    assert not CX.by_id["P1"].may_not_apply
    words = ["Don’t know", "I don't know", "DK", "Prefer not to say", "NA", "-", "No answer", "Can’t say"]
    output = read([["P1", "P7"], *([word, "Not applicable"] for word in words)])
    assert output["faults"] == []
    meanings = ["dont_know"] * 3 + ["missing"] * 4 + ["dont_know"]
    assert output["values"] == dict(zip(words, meanings, strict=True)) | {"Not applicable": "not_applicable"}
    output = read([["P1"], ["N/A"], ["Don't Know / Not Applicable"], ["3"]])
    assert faults(output) == ["A2", "A3"]
    assert output["faults"][0]["mend"].startswith("Leave it open")
    mapping = FileMapping(values={"N/A": "missing", "Don't Know / Not Applicable": "dont_know"})
    assert read([["P1"], ["N/A"], ["Don't Know / Not Applicable"], ["3"]], mapping=mapping)["faults"] == []


def test_faults_only_in_columns_that_are_used() -> None:
    """Cells of other columns cause no faults."""
    output = read([["name", "P1", "Remarks on the form"], ["Ana", "x", "#N/A"], ["Bo", "3", "9" * 3000]])
    assert faults(output) == ["B2"]


def test_the_output_of_a_preview_is_a_mapping() -> None:
    """The printed JSON, with changes, is accepted as a mapping and reads the same file equally."""
    rows = [["name", "P1", "P2"], ["Ana", "A3", "Not sure"], ["Bo", "A5", "-"]]
    output = read(rows)
    assert read(rows, mapping=FileMapping.model_validate(output)) == output


@pytest.mark.parametrize("seed", range(60))
def test_files_made_by_chance(seed: int) -> None:
    """They give their own answers, or a fault if a cell was made invalid; never other answers.

    `python -m tests.imports 2000` tries more of them.
    """
    file = generate(seed)
    assert outcome(file) == ("fault" if file.is_faulty else "same")


def test_the_files_made_by_chance_are_of_all_kinds() -> None:
    """Both outcomes occur often enough."""
    faulty = sum(generate(seed).is_faulty for seed in range(60))
    assert 10 < faulty < 40
    assert {Path(generate(seed).name).suffix for seed in range(60)} == {".csv", ".xlsx"}
