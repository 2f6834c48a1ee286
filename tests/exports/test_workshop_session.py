"""A workshop's session in every format: rounds, agreed levels, steps by dots, polls, and private notes by choice."""

import json
from dataclasses import replace
from io import BytesIO

import pptx
import pytest
from openpyxl import load_workbook
from pptx.oxml.ns import qn
from pypdf import PdfReader

from cxmaturity.errors import Refused, ValidationErrors
from cxmaturity.files.portable.packing import portable_bytes
from cxmaturity.files.portable.reading import read_portable
from cxmaturity.services import reports
from cxmaturity.services.exports.assessment_files import export_assessment
from cxmaturity.services.exports.formats import FORMATS, Format
from cxmaturity.services.portable.importing import ImportChoices, import_portable
from cxmaturity.services.sharing import published_links
from cxmaturity.services.workshops.voting.vote_writer import VoteWriter
from cxmaturity.store.database.engine import open_database
from cxmaturity.wording.exports import workbook as words
from cxmaturity.wording.report.headlines import WORKSHOP_RUNS
from tests.exports.conftest import ADDRESS, READ_AT, Samples
from tests.exports.samples import PARTICIPANT_STEP
from tests.store import workshop_fixtures as workshops

NOTE = "Ask the depot again."


def exported(made: Samples, format: Format, *, with_private_notes: bool = False) -> bytes:
    return export_assessment(
        made.database, made.id_of("workshop"), format, READ_AT, with_private_notes=with_private_notes
    ).content


def text_of(format: Format, content: bytes) -> str:
    """Return all text of a file, with single spaces."""
    match format:
        case "pptx":
            slides = pptx.Presentation(BytesIO(content)).slides
            text = " ".join("".join(p.itertext()) for slide in slides for p in slide.element.iter(qn("a:p")))
        case "pdf":
            text = " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
        case "xlsx":
            book = load_workbook(BytesIO(content), data_only=True)
            text = " ".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
        case "cxm":
            text = repr(read_portable(content))
        case _:
            text = content.decode()
    return " ".join(text.replace("\\", "").split())


@pytest.mark.parametrize("format", [format for format in FORMATS if format != "csv"])
def test_every_format_holds_the_session(made: Samples, format: Format) -> None:
    """The participants' step and the warm-up question; private notes only by choice.

    The portable file never has notes, because it is for other people.
    """
    text = text_of(format, exported(made, format))
    for part in ("=1+1: visit the depot", "Coffee or tea?"):
        assert part in text, part
    assert NOTE not in text
    with_notes = text_of(format, exported(made, format, with_private_notes=True))
    assert (NOTE in with_notes) == (format != "cxm")


def test_the_figures_of_the_session_as_json(made: Samples) -> None:
    """Twelve dots for the participants' step, one for another.

    Six votes of 1, 2, 3, 4, 5, 1 have the middle answer 2.
    """
    session = json.loads(exported(made, "json"))["result"]["session"]
    assert (session["steps"][0]["do"], session["steps"][0]["dots"]) == (PARTICIPANT_STEP, 12)
    first, second = next(iter(session["rounds"].values()))
    assert (first["round"], first["level"], first["counts"]) == (1, 2, [2, 1, 1, 1, 1])
    assert (second["level"], second["counts"]) == (2, [0, 3, 3, 0, 0])
    assert [poll["counts"] for poll in session["polls"]] == [[3, 3], [0, 0, 0, 6, 0]]


def test_a_running_workshop_exports_revealed_results_only(made: Samples) -> None:
    """Deck, report, text and JSON have revealed results, not the running vote; it cannot be published."""
    database = made.database
    view = workshops.begin(database, team_name="Running")
    here, writer = workshops.join(database, view, 5), VoteWriter(lambda: database)
    view = workshops.do(database, view, "begin")
    first = view.state.question
    for person in here:
        workshops.vote(writer, view, person, 2)
    view = workshops.do(database, view, "reveal", "next")
    for person in here:
        workshops.vote(writer, view, person, 5)
    writer.close()
    files: dict[Format, bytes] = {
        f: export_assessment(database, view.assessment.id, f, READ_AT).content for f in ("pptx", "pdf", "md", "json")
    }
    for format in ("pptx", "pdf", "md"):
        assert WORKSHOP_RUNS in text_of(format, files[format]), format
    assert list(json.loads(files["json"])["answers"]) == [first]
    appendix = reports.report(database, view.assessment.id, READ_AT).section("appendix")
    assert appendix
    assert [row[1] for row in appendix.tables[0].rows][:2] == ["2 By effort", "No answer yet"]
    with pytest.raises(Refused, match="no result yet that may be shown"):
        published_links.publish(database, view.assessment.id, 7, READ_AT, "an-owner-key-of-these-tests")


def test_the_sheet_of_the_session(made: Samples) -> None:
    """Its tables below one another; a step that looks like a formula is text."""
    sheet = load_workbook(BytesIO(exported(made, "xlsx")))[words.SESSION]
    [step] = [cell for row in sheet.iter_rows() for cell in row if cell.value == PARTICIPANT_STEP]
    assert (step.data_type, step.quotePrefix) == ("s", True)
    assert sheet.cell(step.row, step.column + 1).value == "12"


def test_an_imported_workshop_has_an_equal_report(made: Samples, begun_sqlite_url: str) -> None:
    """Imported on another machine, the workshop has an equal report."""
    database = open_database(begun_sqlite_url)
    assessment_id = made.id_of("workshop")
    import_portable(database, exported(made, "cxm"), ImportChoices(), READ_AT)
    here = reports.report(made.database, assessment_id, READ_AT, ADDRESS)
    there = reports.report(database, assessment_id, READ_AT, ADDRESS)
    assert there.section("session") == here.section("session")
    assert there.cover == here.cover
    database.close()


def test_polls_that_no_page_could_show_are_refused(made: Samples) -> None:
    """A portable file with counts that do not fit the choices, or with a step for an unknown question."""
    portable = read_portable(exported(made, "cxm"))
    [workshop] = portable.assessments
    short = workshop.worth and workshop.worth.replace("[0,0,0,6,0]", "[6]")
    assert short != workshop.worth
    step = replace(workshop.steps[-1], question_id="Z9")
    hostile = replace(workshop, worth=short, warm_up=None, steps=(step,))
    with pytest.raises(ValidationErrors) as caught:
        read_portable(portable_bytes(replace(portable, assessments=(hostile,))))
    places = {issue.place.rpartition(" ")[2] for issue in caught.value.issues}
    assert places == {"worth", "warm_up_result", "steps.0"}
