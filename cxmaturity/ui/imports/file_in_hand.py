"""The file to import: choosing it, which column is which, what was read and what cannot be read."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from cxmaturity.errors import Issue, ValidationErrors
from cxmaturity.files import reader_process
from cxmaturity.files.answers_table import MAX_ERRORS, RespondentAnswers
from cxmaturity.files.columns import Columns, choose_columns
from cxmaturity.files.reader_process import MAX_LISTED, AnswersFile, FileSummary
from cxmaturity.files.table_reader import MAX_BYTES, MAX_ROWS, column_letter
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.ui.shared import charts
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.frame.errors import show_error
from cxmaturity.ui.shared.frame.page_frame import announce
from cxmaturity.wording import imports

_IN_HAND = "file-in-hand"  # session key: the file last chosen, with what was read of it
_TIMES = "files-imported"  # session key: how many files were imported, so that the next finds an empty field
_ROWS_AT_ONCE, _LIST_HEIGHT = 8, 480  # a longer list scrolls by itself, in so many pixels
_LONGEST = 80  # characters of a heading on the page


@dataclass
class FileInHand:
    """A chosen file and its summary.

    Everybody's answers are read again when they are needed: they can be 5 million cells, and a session is kept for as
    long as someone's window is open. Only the bytes stay, which Streamlit holds in any case.
    """

    upload: Any
    questionnaire: Questionnaire
    summary: FileSummary

    def people(self) -> tuple[RespondentAnswers, ...]:
        """Return everybody's answers; raises Refused and ValidationErrors."""
        file = _answers_file_of(self.upload, self.questionnaire)
        return reader_process.read_people(file, self.summary.columns)

    def all_issues(self) -> tuple[Issue, ...]:
        """Return every fault in the file; raises Refused and ValidationErrors."""
        file = _answers_file_of(self.upload, self.questionnaire)
        return reader_process.read_issues(file, self.summary.columns)


def _answers_file_of(upload: Any, questionnaire: Questionnaire) -> AnswersFile:
    return AnswersFile(upload.name, upload.getvalue(), questionnaire)


def _summarise(upload: Any, questionnaire: Questionnaire, columns: Columns | None = None) -> FileSummary:
    """Return the file in short, and show meanwhile that it is read or waits for others."""
    notice = st.empty()
    with st.spinner("Reading the file"):
        summary = reader_process.summarise(
            _answers_file_of(upload, questionnaire), columns, lambda: notice.info(imports.WAITING_FOR_READERS)
        )
    notice.empty()
    return summary


def choose_file() -> Any:
    """Show the field for the file; return the uploaded file, None when there is none yet."""
    upload = st.file_uploader(
        imports.file_limits(MAX_BYTES >> 20, MAX_ROWS),
        type=["csv", "tsv", "txt", "xlsx", "xlsm", "cxm", "pdf"],
        max_upload_size=MAX_BYTES >> 20,
        key=f"import-file-{st.session_state.get(_TIMES, 0)}",
    )
    if upload is None:
        st.session_state.pop(_IN_HAND, None)
    return upload


def expected_format(questionnaire: Questionnaire) -> None:
    """Show what a file should look like."""
    st.header("What the file should look like", anchor=False)
    st.markdown(
        f"One row for each person, one column for each question, headings in the first row. Headings begin with the "
        f"question's number, or are its text. An answer is a number from 1 to {questionnaire.scale_max}, the name of a "
        "stage, or the text of the level; *don't know*; *does not apply: the reason*; or nothing. Other columns are "
        "left out."
    )
    questions = questionnaire.questions
    shown = (questions[0], questions[len(questions) // 2], questions[-1])
    headings = ["respondent", "role", *(f"{q.id}. {q.prompt}" for q in shown)]
    stages = questionnaire.stages
    rows = [["Ana", "leader", "3", stages[0].name, "don't know"], ["Béla", "other", "2", stages[-1].name, ""]]
    charts.table(pd.DataFrame(rows, columns=headings), "An example of a file with two people and three questions")


def file_in_hand(upload: Any, questionnaire: Questionnaire) -> FileInHand:
    """Return the chosen file in short; raises Refused and ValidationErrors. Kept, for a large file takes a second."""
    kept = st.session_state.get(_IN_HAND)
    if kept is None or (kept.upload.file_id, kept.questionnaire.digest) != (upload.file_id, questionnaire.digest):
        kept = FileInHand(upload, questionnaire, _summarise(upload, questionnaire))
        st.session_state[_IN_HAND] = kept
    return kept


def clear_file() -> None:
    """Forget the file in hand and show an empty field for the next."""
    st.session_state.pop(_IN_HAND, None)
    st.session_state[_TIMES] = st.session_state.get(_TIMES, 0) + 1


def columns(in_hand: FileInHand, questionnaire: Questionnaire) -> None:
    """Show which column was taken for what, and let that be changed."""
    summary = in_hand.summary
    used = summary.columns
    st.header("Columns", anchor=False)
    if summary.sheet and len(summary.sheets) > 1:
        st.markdown(imports.other_sheets_notice(plain(summary.sheet), len(summary.sheets)))
    without = [q.id for q in questionnaire.questions if q.id not in used.answers]
    st.markdown(imports.columns_found(len(used.answers), len(questionnaire.questions)))
    if used.answers and without:
        st.markdown(f"**Without one, so left open for everyone:** {', '.join(without)}")
    left_out = used.left_out(summary.headings)
    if left_out:
        headings = [plain(_short(heading)) for heading in left_out]
        st.markdown(f"**Columns left out:** {imports.columns_left_out(headings)}")
    label = "Check or change what each column is"
    box = st.expander(
        label,
        expanded=not used.answers,
        key=f"columns-{in_hand.upload.file_id}",
        icon=":material/table_chart:",
        on_change="rerun",
    )
    if box.open:
        with box:
            _column_form(in_hand, questionnaire)


def _column_form(in_hand: FileInHand, questionnaire: Questionnaire) -> None:
    summary = in_hand.summary
    names = {c: f"{column_letter(c)} · {_short(heading)}" for c, heading in enumerate(summary.headings) if heading}
    options = [None, *names]

    def choose_column(label: str, use: str, current: int | None) -> int | None:
        with st.container(gap="xxsmall"):  # the widget's own label would be read aloud with its backslashes
            st.markdown(f":small[{plain(label)}]")
            return st.selectbox(
                label,
                options,
                index=options.index(current),
                format_func=lambda column: "No column" if column is None else names[column],
                key=f"column-{use}-{in_hand.upload.file_id}",
                label_visibility="collapsed",
            )

    with st.form(f"columns-form-{in_hand.upload.file_id}", border=False):
        name = choose_column("Who answered", "respondent", summary.columns.name)
        role = choose_column("Whether they lead people", "role", summary.columns.role)
        answers = {
            q.id: choose_column(f"{q.id} · {q.prompt}", q.id, summary.columns.answers.get(q.id))
            for q in questionnaire.questions
        }
        if not st.form_submit_button("Use these columns", key=f"columns-use-{in_hand.upload.file_id}"):
            return
    by_question = {question_id: column for question_id, column in answers.items() if column is not None}
    try:
        columns = choose_columns(summary.guessed, by_question, name, role, summary.headings)
    except ValidationErrors as faults:
        show_error(faults)
        return
    in_hand.summary = _summarise(in_hand.upload, questionnaire, columns)
    announce("The file is read with these columns.")
    st.rerun()


def preview(in_hand: FileInHand) -> None:
    """Show the first rows as they are read."""
    st.header("Preview", anchor=False)
    summary = in_hand.summary
    st.markdown(imports.preview_caption(len(summary.preview), summary.row_count))
    charts.table(pd.DataFrame(summary.preview), "The first people in the file with their answers as read")


def error_list(in_hand: FileInHand, as_csv: Callable[[Iterable[Issue]], bytes]) -> None:
    """Show what cannot be read, so many on the page, and all of it as a download."""
    st.header("What cannot be read", anchor=False)
    summary = in_hand.summary
    message = imports.too_many_faults(MAX_ERRORS) if summary.is_cut else imports.faults_in_file(summary.issue_count)
    st.error("Mend the file and choose it again. Until then nothing is imported.", title=plain(message))
    if summary.issue_count > MAX_LISTED:
        st.markdown(imports.faults_listed(MAX_LISTED, summary.issue_count))
    st.download_button(
        "Download every fault",
        lambda: as_csv(in_hand.all_issues()),
        file_name="faults.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
        key="import-faults",
    )
    rows = [(i.place, i.problem, i.fix) for i in summary.issues]
    with st.container(height=_LIST_HEIGHT if len(rows) > _ROWS_AT_ONCE else "content", border=False):
        listed = pd.DataFrame(rows, columns=["where", "what is wrong", "how to mend it"])
        charts.table(listed, "What is wrong in the file, where, and how to mend it")


def _short(heading: str) -> str:
    return heading if len(heading) <= _LONGEST else f"{heading[: _LONGEST - 1]}…"
