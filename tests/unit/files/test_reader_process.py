"""Files of answers are read in a separate process with bounded memory and time, at most two at once."""

import time
from collections.abc import Callable
from functools import cache
from threading import BoundedSemaphore, Event, Thread

import psutil
import pytest

from cxmaturity.answers import Answer, EvidenceGrade
from cxmaturity.errors import CxMaturityError, Refused, ValidationErrors
from cxmaturity.files.imports import preview, reader_process
from cxmaturity.files.imports.cells import values
from cxmaturity.files.imports.cells.file_values import FileValues, Unreadable
from cxmaturity.files.imports.cells.normalising import MAX_COMPARED, normalise_text
from cxmaturity.files.imports.mapping import NO_MAPPING
from cxmaturity.files.imports.reader_process import (
    TableFile,
    preview_file,
    read_issues,
    read_model_sheets,
    read_people,
    summarise,
)
from cxmaturity.files.imports.reading import read_answers
from cxmaturity.questionnaire.loading import load_questionnaire
from cxmaturity.questionnaire.schema import Questionnaire
from tests.build import SHIPPED
from tests.workbooks import workbook


@cache
def questionnaire() -> Questionnaire:
    return load_questionnaire(SHIPPED)


def file(content: str | bytes) -> TableFile:
    return TableFile("round.csv", content.encode() if isinstance(content, str) else content, questionnaire())


def test_a_file_is_returned_unchanged_by_the_process() -> None:
    """Columns, preview, people and answers cross the process border unchanged: levels, reasons, notes, evidence."""
    may_not = next(q.id for q in questionnaire().questions if q.may_not_apply)
    table = (
        f"Name,Role,P1,P1 note,P1 evidence grade,P1 evidence,{may_not},P2 note,Other\n"
        "Zoë,leader,3,ja 😀,2,a list,does not apply: why,only a note,x\nBéla,,?,,,,4,,\n"
    )
    summary = summarise(file(table))
    assert (summary.people_count, summary.has_answers, summary.numbers) == (2, True, (3, 4))
    assert summary.columns == summary.guessed
    assert summary.columns.left_out(summary.names) == ["Other"]
    assert summary.preview[1] == {"row": 3, "name": "Béla", "role": "", "P1": "don't know", may_not: "4"}
    assert preview_file(file(table))["answers"] == {"P1": {"3": 1}, may_not: {"4": 1}}
    zoe, bela = read_people(file(table), NO_MAPPING)
    assert (zoe.name, zoe.role, bela.role) == ("Zoë", "leader", None)
    assert zoe.answers == {
        "P1": Answer(level=3, note="ja 😀", evidence_grade=EvidenceGrade.DOCUMENT, evidence="a list"),
        may_not: Answer(not_applicable="why"),
        "P2": Answer(note="only a note"),
    }
    assert bela.answers == {"P1": Answer(dont_know=True), may_not: Answer(level=4)}


@pytest.mark.usefixtures("quick_reader")
def test_faults_come_back_with_their_places() -> None:
    """The summary lists the first faults and counts all; the whole list is available."""
    content = file("P1\n" + "9\n" * 201)
    summary = summarise(content)
    assert (len(summary.issues), summary.issue_count, summary.open_count) == (200, 201, 201)
    issues = read_issues(content, NO_MAPPING)
    assert len(issues) == 201
    assert (issues[200].place, issues[200].problem) == (
        "cell A202, question P1",
        "'9' is not on the scale from 1 to 5",
    )
    assert read_people(content, NO_MAPPING) == ()
    with pytest.raises(ValidationErrors, match="The file has 1 fault"):
        summarise(file('P1,P2\n"1,2\n'))
    with pytest.raises(Refused, match="This is a PDF file"):
        summarise(file("%PDF-1.7"))


_MARKS = "a" + "\u0301" * 1_000_000 + "\u0316" * 1_000_000  # Unicode's rules sort them, in minutes
_SHORTER = "a" + "\u0316\u0301" * 65_000  # just as long as a cell of CSV may be
HOSTILE: dict[str, tuple[bytes | Callable[[], bytes], str]] = {
    "a workbook's cell of marks": (
        lambda: workbook({"S": [("P1", "P2"), (3.0, _MARKS)]}),
        "longer than 131,072 characters",
    ),
    "a CSV cell of marks": (f"P1,P2\n3,4\n{_SHORTER},3\n".encode(), "is no answer to this question"),
    "a role of marks": (f"Role,P1\n{_SHORTER},3\n".encode(), "is no role"),
    "a grade of marks": (f"P1,P1 evidence grade\n3,{_SHORTER}\n".encode(), "is no evidence grade"),
    "a reason of marks": (f"O5\ndoes not apply: {_SHORTER}\n".encode(), "longer than 2000"),
    "a name of marks": (f"Name,P1\n{_SHORTER},3\n".encode(), "the name is longer"),
    "a note of marks": (f"P1,P1 note\n3,{_SHORTER}\n".encode(), "longer than 2000 characters"),
    "a level with marks": (f"P1\n3 {_SHORTER}\n".encode(), "is no answer to this question"),
    "headings of marks": ((",".join(f"{n}{_SHORTER}" for n in range(60)) + ",P1\n" + "1," * 60 + "3\n").encode(), ""),
}


@pytest.mark.parametrize("name", list(HOSTILE))
def test_text_on_which_unicode_is_slow_is_read_at_once(name: str) -> None:
    """Two runs of a million combining marks take no time, because cells are compared only up to a length."""
    made, problem = HOSTILE[name]
    content = made if isinstance(made, bytes) else made()
    start = time.process_time()
    try:
        problems = str(preview.issues(read_answers("round.csv", content, questionnaire())))
    except ValidationErrors as errors:
        problems = " ".join(issue.problem for issue in errors.issues)
    assert problem in problems
    assert time.process_time() - start < 2


@pytest.mark.usefixtures("quick_reader")
def test_text_on_which_unicode_is_slow_costs_only_its_reader() -> None:
    """This process takes over the reader's result without normalising the text again."""
    content, problem = HOSTILE["a name of marks"]
    assert isinstance(content, bytes)
    start = time.process_time()
    assert problem in summarise(file(content)).issues[0].problem
    assert time.process_time() - start < 1


def test_only_short_texts_are_normalised() -> None:
    """The longest text that is compared takes milliseconds in this process; a longer one matches nothing."""
    start = time.process_time()
    assert normalise_text(_SHORTER) == _SHORTER[:MAX_COMPARED]
    question = questionnaire().questions[0]
    read = values.AnswerCellReader(question, questionnaire(), FileValues([_SHORTER], questionnaire()))
    assert isinstance(read(_SHORTER), Unreadable)
    assert isinstance(read("3 By design" + " " * MAX_COMPARED + "but not yet"), Unreadable)
    assert time.process_time() - start < 0.5
    texts = [text for q in questionnaire().questions for text in (q.prompt, *q.levels)]
    assert max(map(len, texts)) < MAX_COMPARED


BOMBS: dict[str, Callable[[], bytes]] = {  # made when needed, so that collecting the tests stays fast
    "a cell a million rows down": lambda: workbook(
        {"S": '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'}
    ),
    "a place beyond counting": lambda: workbook(
        {"S": '<row r="99999999999"><c r="ZZZZZZZ99999999999"><v>1</v></c></row>'}
    ),
    "a million characters in every cell": lambda: workbook(
        {"S": "".join(f'<row r="{n}">' + '<c t="s"><v>0</v></c>' * 20 + "</row>" for n in range(1, 2001))},
        shared=f"<si><t>{'x' * 1_000_000}</t></si>",
    ),
    "many long texts": lambda: workbook({"S": [("P1",), *((f"{n}" + "é" * 30_000,) for n in range(1500))]}),
}


@pytest.mark.parametrize("bomb", list(BOMBS))
def test_a_workbook_that_asks_for_too_much_ends_only_its_reader(bomb: str) -> None:
    """A small file that unpacks to gigabytes is refused, and this process's memory does not grow."""
    content = BOMBS[bomb]()
    assert len(content) < 200_000
    memory = psutil.Process().memory_info().rss
    with pytest.raises(CxMaturityError) as refused:
        summarise(file(content))
    assert refused.value.fix
    assert psutil.Process().memory_info().rss - memory < 30 << 20


@pytest.mark.usefixtures("quick_reader")
def test_a_workbook_with_a_model_is_read_within_the_same_limits() -> None:
    """A cell a million rows down would take all memory of this process, and 45 million characters stay outside it."""
    for bomb in ("a cell a million rows down", "many long texts"):
        with pytest.raises(Refused) as refused:
            read_model_sheets("model.xlsx", BOMBS[bomb]())
        assert "what is no part of the model" in refused.value.fix
    assert read_model_sheets("model.xlsx", workbook({"Questions": [("question",), (1.0,)]})) == {
        "questions": [["question"], ["1"]]
    }


@pytest.mark.usefixtures("quick_reader")
def test_the_texts_of_a_file_stay_in_its_reader() -> None:
    """15 million characters in columns that are not answers do not increase this process's memory."""
    content = workbook({"S": [("P1", "Remarks"), *((3.0, f"{n}" + "é" * 30_000) for n in range(500))]})
    assert len(content) < 100_000
    memory = psutil.Process().memory_info().rss
    assert summarise(file(content)).people_count == 500
    assert psutil.Process().memory_info().rss - memory < 10 << 20


def test_a_file_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reader process is ended."""
    monkeypatch.setattr(reader_process, "TIME_LIMIT_SECONDS", 0)
    with pytest.raises(Refused, match="took longer than 0 seconds"):
        summarise(file("P1\n3\n"))


@pytest.mark.usefixtures("quick_reader")
def test_no_more_than_two_files_are_read_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The third waits, is notified of that, and is read once a slot is free."""
    monkeypatch.setattr(reader_process, "_readers", BoundedSemaphore(reader_process._MAX_READERS))
    entered, leave = [Event(), Event()], Event()

    def hold(event: Event) -> None:
        with reader_process._turn(lambda: None):
            event.set()
            leave.wait(30)

    holders = [Thread(target=hold, args=[event]) for event in entered]
    for holder, event in zip(holders, entered, strict=True):
        holder.start()
        assert event.wait(10)
    notices: list[str] = []

    def on_wait() -> None:
        notices.append("waits")
        leave.set()

    assert summarise(file("P1\n3\n"), on_wait=on_wait).people_count == 1
    assert notices == ["waits"]
    for holder in holders:
        holder.join()


@pytest.mark.usefixtures("quick_reader")
def test_waiting_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The error says what to do, and the slots are free afterwards."""
    monkeypatch.setattr(reader_process, "_readers", BoundedSemaphore(1))
    monkeypatch.setattr(reader_process, "_WAIT_SECONDS", 0)
    with reader_process._turn(lambda: None), pytest.raises(Refused, match="Too many files are being read"):
        summarise(file("P1\n3\n"))
    assert summarise(file("P1\n3\n")).people_count == 1
