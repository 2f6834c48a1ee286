"""The file to import: choosing it, and reading it again whenever a choice about it changes."""

from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from cxmaturity.errors import CxMaturityError, Issue
from cxmaturity.files.answers_table import RespondentAnswers
from cxmaturity.files.imports import reader_process
from cxmaturity.files.imports.mapping import NO_MAPPING, FileMapping
from cxmaturity.files.imports.opening.table_reader import MAX_BYTES, MAX_ROWS
from cxmaturity.files.imports.preview import FileSummary
from cxmaturity.files.imports.reader_process import AnswersFile
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.ui.shared import charts
from cxmaturity.ui.shared.frame.errors import show_error
from cxmaturity.ui.shared.frame.page_frame import announce
from cxmaturity.wording import imports

_IN_HAND = "file-in-hand"  # session key: the file last chosen, with what was read of it
_TIMES = "files-imported"  # session key: how many files were imported, so that the next finds an empty field


@dataclass
class FileInHand:
    """A chosen file, the choices about how it is read, and what was read of it in short.

    Everybody's answers are read again when they are needed: they can be 5 million cells, and a session is kept for as
    long as someone's window is open. Only the bytes stay, which Streamlit holds in any case. `version` counts the
    changes of `mapping`.
    """

    upload: Any
    questionnaire: Questionnaire
    mapping: FileMapping
    summary: FileSummary
    version: int = 0

    def key(self, name: str) -> str:
        """Return the key of a widget for this file."""
        return f"{name}-{self.upload.file_id}"

    def people(self) -> tuple[RespondentAnswers, ...]:
        """Return everybody's answers; raises Refused and ValidationErrors."""
        return reader_process.read_people(_answers_file_of(self.upload, self.questionnaire), self.mapping)

    def all_issues(self) -> tuple[Issue, ...]:
        """Return every fault in the file; raises Refused and ValidationErrors."""
        return reader_process.read_issues(_answers_file_of(self.upload, self.questionnaire), self.mapping)

    def change(self, focus: str, **choices: Any) -> None:
        """Read the file again with other choices and show it anew; the focus goes to the container `focus`.

        Where it cannot be read with them, the error is shown and the former choices stay.
        """
        mapping = self.mapping.model_copy(update=choices)
        try:
            self.summary = _summarise(self.upload, self.questionnaire, mapping)
        except CxMaturityError as error:
            show_error(error)
            return
        self.mapping = mapping
        self.version += 1
        announce(imports.READ_AGAIN, focus=focus)
        st.rerun()

    def show_as_read(self, key: str, value: object) -> str:
        """Let the widget of that key show `value`, which holds now, and return the key.

        A widget keeps what was chosen in it, also where the file has since been read by another choice.
        """
        if st.session_state.get(f"{key}-version") != self.version:
            st.session_state[key] = value
            st.session_state[f"{key}-version"] = self.version
        return key


def _answers_file_of(upload: Any, questionnaire: Questionnaire) -> AnswersFile:
    return AnswersFile(upload.name, upload.getvalue(), questionnaire)


def _summarise(upload: Any, questionnaire: Questionnaire, mapping: FileMapping = NO_MAPPING) -> FileSummary:
    """Return the file in short, and show meanwhile that it is read or waits for others."""
    notice = st.empty()
    with st.spinner("Reading the file"):
        summary = reader_process.summarise(
            _answers_file_of(upload, questionnaire), mapping, lambda: notice.info(imports.WAITING_FOR_READERS)
        )
    notice.empty()
    return summary


def choose_file() -> Any:
    """Show the field for the file; return the uploaded file, None when there is none yet."""
    upload = st.file_uploader(
        imports.file_limits(MAX_BYTES >> 20, MAX_ROWS),
        type=["csv", "tsv", "txt", "xlsx", "xlsm", "ods", "cxm", "pdf"],
        max_upload_size=MAX_BYTES >> 20,
        key=f"import-file-{st.session_state.get(_TIMES, 0)}",
    )
    if upload is None:
        st.session_state.pop(_IN_HAND, None)
    return upload


def expected_format(questionnaire: Questionnaire) -> None:
    """Show what a file should look like."""
    st.header("What the file should look like", anchor=False)
    numbers, names = questionnaire.level_numbers, questionnaire.level_names
    st.markdown(
        "A file as your form tool exports it: one row for each person, one column for each question. Headings begin "
        f"with the question's number, or are its text. An answer is a number from {numbers[0]:g} to {numbers[-1]:g}, "
        "the name of a stage, or the text of the level; *don't know*; *does not apply: the reason*; or nothing. What "
        "is written in another way you can explain once for the whole file. Other columns are left out."
    )
    questions = questionnaire.questions
    shown = (questions[0], questions[len(questions) // 2], questions[-1])
    headings = ["respondent", "role", *(f"{q.id}. {q.prompt}" for q in shown)]
    middle, second = f"{numbers[len(numbers) // 2]:g}", f"{numbers[1]:g}"
    rows = [["Ana", "leader", middle, names[0], "don't know"], ["Béla", "other", second, names[-1], ""]]
    charts.table(pd.DataFrame(rows, columns=headings), "An example of a file with two people and three questions")


def file_in_hand(upload: Any, questionnaire: Questionnaire) -> FileInHand:
    """Return the chosen file in short; raises Refused and ValidationErrors. Kept, for a large file takes a second."""
    kept: FileInHand | None = st.session_state.get(_IN_HAND)
    if kept is None or (kept.upload.file_id, kept.questionnaire.digest) != (upload.file_id, questionnaire.digest):
        kept = FileInHand(upload, questionnaire, NO_MAPPING, _summarise(upload, questionnaire))
        st.session_state[_IN_HAND] = kept
    return kept


def clear_file() -> None:
    """Forget the file in hand and show an empty field for the next."""
    st.session_state.pop(_IN_HAND, None)
    st.session_state[_TIMES] = st.session_state.get(_TIMES, 0) + 1
