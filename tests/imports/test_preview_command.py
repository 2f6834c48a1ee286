"""`python -m cxmaturity preview`: its JSON, its exit codes, and choices from a file."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from cxmaturity.cli.commands import app
from tests.build import LIVING, write
from tests.workbooks import workbook

pytestmark = pytest.mark.usefixtures("quick_reader")


def preview(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["preview", *map(str, arguments)])


def test_the_output_to_the_letter(tmp_path: Path) -> None:
    """Exit 0 if the file can be imported, 1 with faults; questions are printed to the error stream."""
    file = tmp_path / "round.csv"
    file.write_text("Name,P1,Why?,Team\nAna,3,so,x\nBéla,DK,,y\nAverage,3,,\n", "utf-8")
    done = preview(file)
    assert done.exit_code == 0
    expected: dict[str, Any] = {
        "sheet": None,
        "encoding": "utf-8",
        "header_rows": 1,
        "columns": {"Name": "name", "P1": "P1", "Why?": "note of P1", "Team": None},
        "values": {"3": 3, "DK": "dont_know"},
        "people": 2,
        "left_out": [{"row": 4, "why": "averages or totals ('Average')"}],
        "faults": [],
        "answers": {"P1": {"3": 1}},
    }
    assert json.loads(done.stdout) == expected
    assert list(json.loads(done.stdout)) == list(expected)
    assert done.stderr.startswith("The only number in the answers is 3. Is 0 the lowest level in this file?")

    file.write_text("Name,P1\nAna,0\nBo,4\n", "utf-8")
    done = preview(file)
    assert done.exit_code == 1
    [fault] = json.loads(done.stdout)["faults"]
    assert (fault["cell"], sorted(fault)) == ("B2", ["cell", "mend", "what"])

    choices = tmp_path / "choices.json"
    choices.write_text('\ufeff{"values": {"0": 1, "4": 5}, "columns": {"Name": null}}', "utf-8")
    done = preview(file, "--mapping", choices)
    assert (done.exit_code, json.loads(done.stdout)["answers"]) == (0, {"P1": {"1": 1, "5": 1}})
    assert json.loads(done.stdout)["columns"] == {"Name": None, "P1": "P1"}


def test_a_sheet_and_another_questionnaire(tmp_path: Path) -> None:
    """A file without a table has its own fault; a wrong sheet lists the existing ones."""
    folder = write(tmp_path, LIVING)
    file = tmp_path / "round.xlsx"
    file.write_bytes(workbook({"A": [("G1", "S1"), (2.0, 3.0)], "B": [("G1",), (1.0,)]}))
    done = preview(file, "--questionnaire", folder, "--sheet", "B")
    assert done.exit_code in (0, 1)
    assert json.loads(done.stdout)["sheet"] == "B"
    done = preview(file, "--sheet", "C")
    assert done.exit_code == 1
    assert json.loads(done.stdout)["faults"] == [
        {"cell": "", "what": "The workbook has no visible sheet 'C'.", "mend": "It has 'A', 'B'."}
    ]
    file.write_bytes(b"G1,S1\n2,3\n")
    assert "Only a workbook has sheets." in preview(file, "--questionnaire", folder, "--sheet", "A").stdout
    file.write_bytes(b"%PDF-1.7")
    done = preview(file)
    assert (done.exit_code, json.loads(done.stdout)["people"]) == (1, 0)


def test_a_missing_file_or_invalid_choices_give_exit_2(tmp_path: Path) -> None:
    """Exit 2 with one line on what to do: a missing file, or invalid choices."""
    assert preview(tmp_path / "none.csv").exit_code == 2
    file, choices = tmp_path / "round.csv", tmp_path / "choices.json"
    file.write_text("P1\n3\n", "utf-8")
    choices.write_text('{"columns": {"P1": "Q9"}, "values": {"3": 9}, "encoding": "klingon"}', "utf-8")
    done = preview(file, "--mapping", choices)
    assert done.exit_code == 2
    assert done.stderr.splitlines() == [
        "choices.json: columns, 'P1': 'Q9' is no use of a column. "
        "Give a question's id, 'name', 'role', 'note of P1', or null.",
        "choices.json: values, '3': 9 is not on the scale. Give one of 1, 2, 3, 4, 5, or one of the three words.",
        "choices.json: encoding: 'klingon' is not known. Give one such as cp1250.",
    ]
    choices.write_text('{"lowest": "x"', "utf-8")
    assert preview(file, "--mapping", choices).exit_code == 2
