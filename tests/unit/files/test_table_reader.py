"""Files as form tools export them: every encoding and delimiter is read; anything else is a fault in plain words."""

import csv
from io import StringIO

import pytest

from cxmaturity.errors import Issue, Refused, ValidationErrors
from cxmaturity.files.imports.opening import table_reader
from cxmaturity.files.imports.opening.raw_table import RawTable, Row, column_letter
from cxmaturity.files.imports.opening.table_reader import MAX_BYTES, MAX_COLUMNS, MAX_ROWS, read_file
from tests.workbooks import workbook

SHAPE = "Name,P1\nZoë,3\n"


def tables(content: str | bytes) -> list[RawTable]:
    return list(read_file("round.csv", content.encode() if isinstance(content, str) else content).tables)


def rows(content: str | bytes) -> list[Row]:
    [table] = tables(content)
    return table.rows


def issues(content: str | bytes) -> list[Issue]:
    with pytest.raises(ValidationErrors) as faults:
        rows(content)
    return list(faults.value.issues)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_every_usual_encoding_is_read(encoding: str) -> None:
    """With and without a byte-order mark; an encoding other than UTF is reported as a guess."""
    content = read_file("round.csv", SHAPE.encode(encoding))
    assert [table.rows for table in content.tables] == [[(1, ["Name", "P1"]), (2, ["Zoë", "3"])]]
    assert (content.encoding, content.is_guess) == (encoding[:6].removesuffix("-"), encoding == "cp1252")
    assert content.sample_lines == ("Zoë,3",)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiter_and_line_ends_are_detected(delimiter: str, end: str) -> None:
    """For every common combination, also below a title row."""
    lines = (["A survey"], ["Name", "P1"], ["Ana", "3"], ["Béla", "4"])
    result = rows(end.join(delimiter.join(row) for row in lines))
    assert result == [(1, ["A survey", ""]), (2, ["Name", "P1"]), (3, ["Ana", "3"]), (4, ["Béla", "4"])]


def test_commas_within_headings_do_not_make_columns() -> None:
    """Questions contain commas; the data rows show that the delimiter is the semicolon."""
    result = rows("Name;Do you, or they, ask?;Is it, all in all, easy?\nAna;3;4\n")
    assert result[0] == (1, ["Name", "Do you, or they, ask?", "Is it, all in all, easy?"])


@pytest.mark.parametrize("line", ["sep=;", '"sep=;"', "SEP=;", "sep=;;"])
def test_the_line_by_which_excel_names_the_delimiter_is_understood(line: str) -> None:
    """The line `sep=;` counts as row 1, as in Excel."""
    assert rows(f"{line}\nName;P1\nAna;3\n") == [(2, ["Name", "P1"]), (3, ["Ana", "3"])]


def test_quoted_cells_keep_commas_quotes_and_line_breaks() -> None:
    """Such a row is one row, with the number that a spreadsheet gives it."""
    result = rows('Name,P1\n"Ana, ""A""\nMiller",3\nBéla,4\n')
    assert result[1:] == [(2, ['Ana, "A"\nMiller', "3"]), (3, ["Béla", "4"])]


def test_empty_rows_are_left_out_and_counted() -> None:
    """Empty rows, also those with spaces and delimiters only, are left out but counted in the row numbers."""
    assert rows("\n,\nName,P1\n\n , \nAna,3\n,\n") == [(3, ["Name", "P1"]), (6, ["Ana", "3"])]


def test_short_rows_are_filled() -> None:
    """Missing cells at the end of a row are empty."""
    result = rows("Name,,P1,\nAna\nBéla,,3,\n")
    assert result == [(1, ["Name", "", "P1"]), (2, ["Ana", "", ""]), (3, ["Béla", "", "3"])]


def test_one_column_is_a_table() -> None:
    """A form with one question is read."""
    assert rows("P1\n3\n4\n") == [(1, ["P1"]), (2, ["3"]), (3, ["4"])]


@pytest.mark.parametrize("mark", [",", ";", "|"])
@pytest.mark.parametrize(
    "texts",
    [
        ("P1", "fast, and cheap", "slow", "fine, all in all", "no"),
        ("P1", "mail, phone", "mail, phone, shop", "mail, phone", "phone, shop"),
        ("P1", "mail, phone", "mail, shop", "shop, phone", "mail"),
        ("P1", "one, two"),
        ("Is it, all in all, easy?", "yes", "no", "yes, mostly"),
    ],
)
def test_marks_within_the_texts_of_one_column_make_no_columns(texts: tuple[str, ...], mark: str) -> None:
    """Several choices or a sentence in a cell; tools write them without quotation marks unless the mark is theirs."""
    texts = tuple(text.replace(",", mark) for text in texts)
    assert [cells for _, cells in rows("\n".join(texts))] == [[text] for text in texts]


def test_one_quoted_column_of_sentences_stays_one() -> None:
    """Only where all lines have as many cells, without blanks after the marks, are the quotes those of whole rows."""
    for texts in (["Fast, and cheap?", "no, never", "yes, both"], ["Cheap; or not?", "it is; it was", "no", "a;b"]):
        assert [cells for _, cells in rows("\n".join(f'"{text}"' for text in texts))] == [[text] for text in texts]
    assert [cells for _, cells in rows('"name,P1"\n"Ana,3"\n')] == [["name", "P1"], ["Ana", "3"]]


@pytest.mark.parametrize(
    "lines",
    [
        ("A survey", "Name;P1;P2", "Ana;3;4", "Bo;2"),
        ("A survey", "Name;1;2", "Ana;1;2", "Bo;2;1", "2 answers"),
        ("A survey", "Name;P1;", "Ana;3", "Name;P1;", "Bo;2;"),
    ],
)
def test_a_table_below_a_title_keeps_its_columns(lines: tuple[str, ...]) -> None:
    """With short rows, numbers as headings, a line at the end, or the headings once more on the next page."""
    assert [cells[0] for _, cells in rows("\n".join(lines))] == [line.split(";")[0] for line in lines]


def test_the_name_of_the_sheet_is_returned() -> None:
    """Each sheet with content is a table; the names of all sheets are returned, and one sheet alone can be read."""
    book = workbook({"Form": [("P1",), (3.0,)], "Empty": [], "Notes": [("x",)]})
    content = read_file("round.xlsx", book)
    assert list(content.tables) == [RawTable([(1, ["P1"]), (2, ["3"])], "Form"), RawTable([(1, ["x"])], "Notes")]
    assert (content.sheets, content.encoding) == (("Form", "Empty", "Notes"), None)
    assert [table.sheet for table in read_file("round.xlsx", book, sheet="Notes").tables] == ["Notes"]
    with pytest.raises(Refused, match="no visible sheet 'Nowhere'") as refused:
        read_file("round.xlsx", book, sheet="Nowhere")
    assert refused.value.fix == "It has 'Form', 'Empty', 'Notes'."


def test_the_kind_of_file_is_detected_from_its_content() -> None:
    """A renamed workbook is read as a workbook."""
    assert rows(workbook({"S": [("P1",), (3.0,)]})) == [(1, ["P1"]), (2, ["3"])]


@pytest.mark.parametrize(
    "content", [b"", b'""\n""\n', b"  \n\t\n", b"\xef\xbb\xbf", b",,\n,,\n", b"\xff\xfe", workbook({"S": []})]
)
def test_an_empty_file_is_refused(content: bytes) -> None:
    """Also one with spaces, line breaks or delimiters only."""
    with pytest.raises(Refused, match="The file is empty"):
        rows(content)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"%PDF-1.7\n", "a PDF"),
        (b"\x89PNG\r\n", "a picture"),
        (b"\xff\xd8\xff\xe0", "a picture"),
        (b"{\\rtf1 hello", "a text document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel workbook"),
        (bytes(range(256)) * 20, "no table"),
        (b"\x00\x01\x02\x03" * 50, "no table"),
        (b"<!DOCTYPE html><p>Sign in</p>", "a web page or XML"),
        (b'\n <?xml version="1.0"?><a/>', "a web page or XML"),
        (b'<meta charset="utf-8"><table><tr><td>P1</td></tr></table>', "a web page or XML"),  # an .xls of many tools
        (b"\xff\xfea", "no table"),
    ],
)
def test_a_file_without_a_table_is_refused(content: bytes, expected: str) -> None:
    """Each error says which file to use instead."""
    with pytest.raises(Refused, match=expected) as refused:
        rows(content)
    assert ".xlsx" in refused.value.fix


def test_each_limit_is_named_in_its_error() -> None:
    """A file just within each limit is read; the error beyond names the limit."""
    with pytest.raises(Refused, match="larger than 20 MB"):
        rows(b"x" * (MAX_BYTES + 1))
    most = ",".join(f"c{n}" for n in range(MAX_COLUMNS))
    assert len(rows(f"{most}\n1,1\n")[0][1]) == MAX_COLUMNS
    with pytest.raises(Refused, match="Row 1 has more than 500 columns"):
        rows(f"{most},d\n1,1\n")
    assert len(rows("P1\n" + "3\n" * MAX_ROWS)) == MAX_ROWS + 1
    with pytest.raises(Refused, match="more than 100,000 rows"):
        rows("P1\n" + "3\n" * (MAX_ROWS + 101))


def test_a_wide_and_long_table_is_bounded_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """The product of rows and columns is limited, because one long row widens all rows."""
    monkeypatch.setattr(table_reader, "MAX_CELLS", 12)
    assert len(rows("a,b,c\n1,\n2,\n3,\n")) == 4
    with pytest.raises(Refused, match="more than 12 cells"):
        rows("a,b,c\n1,\n2,\n3,\n4,\n")


@pytest.mark.parametrize(
    ("content", "row"), [('P1,P2\n1,2\n"3,4\n5,6\n', 3), ('P1,P2\n"a" b,2\n', 2), ('"P1,P2\n1,2\n', 1)]
)
def test_a_quotation_mark_without_its_partner_loses_no_row(content: str, row: int) -> None:
    """A missing closing quotation mark is a fault; read leniently it would swallow all rows after it."""
    [issue] = issues(content)
    assert (issue.file, issue.place) == ("round.csv", f"row {row}")
    assert "quotation mark" in issue.problem
    assert issue.fix


def test_a_huge_cell_is_refused() -> None:
    """The error names its row."""
    [issue] = issues(f"P1\n3\n{'x' * 200_000}\n")
    assert (issue.place, issue.problem) == ("row 3", "a cell is longer than 131,072 characters")


def test_a_files_name_is_one_line() -> None:
    """Line breaks and null bytes in a file name are removed, and it is cut at 80 characters."""
    assert read_file("a\nb\x00" + "c" * 200, b"P1\n1\n").file == "a b" + "c" * 77


def test_null_bytes_and_markup_are_cells_like_others() -> None:
    """They are read as text without an error."""
    written = StringIO()
    csv.writer(written).writerows([["Name and more words", "P1"], ["<script>alert(1)</script>", "3\x00"]])
    assert rows(written.getvalue())[1:] == [(2, ["<script>alert(1)</script>", "3\x00"])]


def test_letters_of_columns() -> None:
    """Columns are named A, B … Z, AA as in spreadsheets."""
    assert [column_letter(n) for n in (0, 25, 26, 51, 52, 499)] == ["A", "Z", "AA", "AZ", "BA", "SF"]
