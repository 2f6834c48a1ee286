"""Importing a past round: choosing the file, which column is which, the preview and what cannot be read."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from cxmaturity.errors import Issue, ValidationErrors
from cxmaturity.files import answers_table
from cxmaturity.files.answers_table import MAX_ERRORS, AnswersReading, RespondentAnswers
from cxmaturity.files.columns import Columns, choose_columns, guess_columns
from cxmaturity.files.table_reader import MAX_BYTES, MAX_ROWS, Table, column_letter, read_table
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.records import Assessment
from cxmaturity.services.assessments import exporting
from cxmaturity.services.assessments.views import AssessmentView
from cxmaturity.ui.shared import charts, session
from cxmaturity.ui.shared.errors import show_error
from cxmaturity.ui.shared.escape import plain

MOST_LISTED = 200
"""How many faults stand on the page; the rest is in the download."""

_IN_HAND = "bring-in-hand"  # in the session: the file last chosen, as far as it was worked out
_TIMES = "bring-in-times"  # in the session: how many files were brought in, so that the next finds an empty field
_ROWS_AT_ONCE, _LIST_HEIGHT = 8, 480  # a longer list scrolls by itself, in so many pixels
_LONGEST = 80  # characters of a heading on the page

AsCsv = Callable[[Assessment, Questionnaire, Sequence[RespondentAnswers]], bytes]


@dataclass
class FileInHand:
    """A chosen file in short: its headings, the use of its columns, its first rows, and the faults in it.

    The table and everybody's answers are read again when they are needed: they can be 5 million cells, and a session
    is kept for as long as someone's window is open. Only the bytes stay, which Streamlit holds in any case.
    """

    upload: Any
    questionnaire: Questionnaire
    headings: tuple[str, ...]
    sheet: str | None
    sheets: tuple[str, ...]
    guessed: Columns
    columns: Columns = field(init=False)
    row_count: int = field(init=False)
    preview: pd.DataFrame = field(init=False)
    people_count: int = field(init=False)
    has_answers: bool = field(init=False)  # True when anyone answered anything
    issues: tuple[Issue, ...] = field(init=False)  # the first MOST_LISTED
    issue_count: int = field(init=False)
    is_cut: bool = field(init=False)
    stored: str | None = None

    def table(self) -> Table:
        """Return the file as a table; raises Refused and ValidationErrors."""
        return read_table(self.upload.name, self.upload.getvalue())

    def reading(self) -> AnswersReading:
        """Return everybody's answers, or every fault."""
        return answers_table.read_answers_table(self.table(), self.columns, self.questionnaire)

    def use_columns(self, columns: Columns, table: Table) -> None:
        """Take `columns` for the answers and note what the table comes to then."""
        reading = answers_table.read_answers_table(table, columns, self.questionnaire)
        self.columns = columns
        self.row_count = len(table.rows)
        self.preview = answers_table.preview_table(table, columns, self.questionnaire)
        self.people_count = len(reading.people)
        self.has_answers = any(answer.is_answered for person in reading.people for answer in person.answers.values())
        self.issues, self.issue_count, self.is_cut = reading.issues[:MOST_LISTED], len(reading.issues), reading.is_cut


def chosen_questionnaire(sound: Sequence[Questionnaire]) -> Questionnaire:
    """Show the choice of a questionnaire where there is one, and return it."""
    if len(sound) == 1:
        return sound[0]
    return st.selectbox("Questionnaire", sound, format_func=lambda q: q.title, key="bring-questionnaire")


def chosen_file() -> Any:
    """Show the field for the file and return what was chosen, None when nothing is yet."""
    upload = st.file_uploader(
        f"A CSV file or an Excel workbook, of at most {MAX_BYTES >> 20} MB and {MAX_ROWS:,} people",
        type=["csv", "tsv", "txt", "xlsx", "xlsm"],
        max_upload_size=MAX_BYTES >> 20,
        key=f"bring-file-{st.session_state.get(_TIMES, 0)}",
    )
    if upload is None:
        st.session_state.pop(_IN_HAND, None)
    return upload


def expected_format(questionnaire: Questionnaire) -> None:
    """Show what a file should look like."""
    st.header("What the file should look like", anchor=False)
    st.markdown(
        f"One row for each person, one column for each question, headings in the first row. Headings begin with the "
        f"question's number, or are its text. An answer is a number from 1 to {questionnaire.scale_max}, "
        "the name of a stage, or the text of the level; *don't know*; *does not apply: the reason*; or nothing. "
        "Other columns are left out."
    )
    first, second, third = (
        questionnaire.questions[0],
        questionnaire.questions[len(questionnaire.questions) // 2],
        questionnaire.questions[-1],
    )
    headings = ["respondent", "role", *(f"{q.id}. {q.prompt}" for q in (first, second, third))]
    rows = [
        ["Ana", "leader", "3", questionnaire.stages[0].name, "don't know"],
        ["Béla", "other", "2", questionnaire.stages[-1].name, ""],
    ]
    charts.table(pd.DataFrame(rows, columns=headings), "An example of a file with two people and three questions")


def file_in_hand(upload: Any, questionnaire: Questionnaire) -> FileInHand:
    """Return the chosen file in short; raises Refused and ValidationErrors. Kept, for a large file takes a second."""
    kept = st.session_state.get(_IN_HAND)
    if kept is None or (kept.upload.file_id, kept.questionnaire.digest) != (upload.file_id, questionnaire.digest):
        with st.spinner("Reading the file"):
            table = read_table(upload.name, upload.getvalue())
            guessed = guess_columns(table.headings, questionnaire)
            kept = FileInHand(upload, questionnaire, table.headings, table.sheet, table.sheets, guessed)
            kept.use_columns(guessed, table)
        st.session_state[_IN_HAND] = kept
    return kept


def clear_file() -> None:
    """Let go of the file in hand, so that the next can be chosen."""
    st.session_state.pop(_IN_HAND, None)
    st.session_state[_TIMES] = st.session_state.get(_TIMES, 0) + 1


def columns(file: FileInHand, questionnaire: Questionnaire) -> None:
    """Show which column was taken for what, and let that be changed."""
    used = file.columns
    st.header("Columns", anchor=False)
    if file.sheet and len(file.sheets) > 1:
        st.markdown(
            f"This is the sheet **{plain(file.sheet)}**, the first of {len(file.sheets)} that holds anything. "
            "To bring in another, save it alone."
        )
    without = [q.id for q in questionnaire.questions if q.id not in used.answers]
    st.markdown(f"**{len(used.answers)} of {len(questionnaire.questions)} questions** have a column.")
    if used.answers and without:
        st.markdown(f"**Without one, so left open for everyone:** {', '.join(without)}")
    left_out = used.left_out(file.headings)
    if left_out:
        more = f" and {len(left_out) - 20} more" if len(left_out) > 20 else ""
        st.markdown(f"**Columns left out:** {' · '.join(plain(_short(h)) for h in left_out[:20])}{more}")
    label = "Check or change what each column is"
    box = st.expander(
        label,
        expanded=not used.answers,
        key=f"columns-{file.upload.file_id}",
        icon=":material/table_chart:",
        on_change="rerun",
    )
    if box.open:
        with box:
            _choices(file, questionnaire)


def _choices(file: FileInHand, questionnaire: Questionnaire) -> None:
    names = {c: f"{column_letter(c)} · {_short(heading)}" for c, heading in enumerate(file.headings) if heading}
    options = [None, *names]

    def choice(label: str, use: str, current: int | None) -> int | None:
        return st.selectbox(
            label,
            options,
            index=options.index(current),
            format_func=lambda column: "No column" if column is None else names[column],
            key=f"column-{use}-{file.upload.file_id}",
        )

    with st.form(f"columns-form-{file.upload.file_id}", border=False):
        name = choice("Who answered", "respondent", file.columns.name)
        role = choice("Whether they lead people", "role", file.columns.role)
        answers = {
            q.id: choice(f"{q.id} · {plain(q.prompt)}", q.id, file.columns.answers.get(q.id))
            for q in questionnaire.questions
        }
        if not st.form_submit_button("Use these columns", key=f"columns-use-{file.upload.file_id}"):
            return
    chosen = {question_id: column for question_id, column in answers.items() if column is not None}
    try:
        columns = choose_columns(file.guessed, chosen, name, role, file.headings)
    except ValidationErrors as faults:
        show_error(faults)
        return
    with st.spinner("Reading the answers"):
        file.use_columns(columns, file.table())
    st.rerun()


def preview(file: FileInHand) -> None:
    """Show the first rows as they are read."""
    st.header("Preview", anchor=False)
    rows, count = file.preview, file.row_count
    st.markdown(f"The first {len(rows)} of {count:,} people, as read." if count > 1 else "One person, as read.")
    charts.table(rows, "The first people in the file with their answers as read")


def error_list(file: FileInHand, as_csv: Callable[[Iterable[Issue]], bytes]) -> None:
    """Show what cannot be read, so many on the page, and all of it as a download."""
    st.header("What cannot be read", anchor=False)
    cut = f"The file has more than {MAX_ERRORS:,} faults; reading ended there."
    what = (
        cut if file.is_cut else f"The file has {'1 fault' if file.issue_count == 1 else f'{file.issue_count} faults'}."
    )
    st.error("Mend the file and choose it again. Until then nothing is brought in.", title=plain(what))
    if file.issue_count > MOST_LISTED:
        st.markdown(f"The first {MOST_LISTED} are listed here, {file.issue_count:,} in the download.")
    st.download_button(
        "Download every fault",
        lambda: as_csv(file.reading().issues),
        file_name="faults.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
        key="bring-faults",
    )
    rows = [(i.place, i.problem, i.fix) for i in file.issues]
    with st.container(height=_LIST_HEIGHT if len(rows) > _ROWS_AT_ONCE else "content", border=False):
        listed = pd.DataFrame(rows, columns=["where", "what is wrong", "how to mend it"])
        charts.table(listed, "What is wrong in the file, where, and how to mend it")


def _short(heading: str) -> str:
    return heading if len(heading) <= _LONGEST else f"{heading[: _LONGEST - 1]}…"


def download_answers(view: AssessmentView, as_csv: AsCsv) -> None:
    """Show the button that makes everybody's answers into a file, as far as they may be seen, when it is clicked."""
    st.download_button(
        "Download the answers",
        partial(_file, view, as_csv),
        file_name="answers.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
        key="download-answers",
        help="One row a person, one column a question. Bring in takes it back.",
    )


def _file(view: AssessmentView, as_csv: AsCsv) -> bytes:
    return as_csv(view.assessment, view.questionnaire, exporting.exportable_responses(session.database(), view))
