"""The uploaded file and the choices about how to read it; every choice reads the file again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd
import streamlit as st

from cxmaturity.errors import CxMaturityError, Issue
from cxmaturity.files.answers_table import RespondentAnswers
from cxmaturity.files.imports import reader_process
from cxmaturity.files.imports.mapping import NO_MAPPING, FileMapping
from cxmaturity.files.imports.opening.table_reader import MAX_BYTES, MAX_ROWS
from cxmaturity.files.imports.preview import FileSummary
from cxmaturity.files.imports.reader_process import TableFile
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.ui.shared import charts
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.forms import keys
from cxmaturity.ui.shared.frame.errors import show_error
from cxmaturity.ui.shared.frame.page_frame import announce
from cxmaturity.wording import imports

_IN_HAND = "file-in-hand"  # session key: the file last chosen, with what was read of it
_TIMES = "files-imported"  # session key: how many files were imported, so that the next finds an empty field


@dataclass
class FileInHand:
    """An uploaded file, the choices about how to read it (`mapping`), and a summary of its content.

    The answers are not kept but read again when needed: they can be 5 million cells, and a session lives as long as
    its window is open. The bytes stay, which Streamlit keeps in any case. `version` counts the changes of `mapping`.
    `asked` are the choices made since, which the coming run makes part of it; `focus` is the container that gets the
    focus then.
    """

    upload: Any
    questionnaire: Questionnaire
    mapping: FileMapping
    summary: FileSummary
    version: int = 0
    asked: dict[str, Any] = field(default_factory=dict)
    focus: str = ""

    def key(self, name: str) -> str:
        """Return the key of the widget `name`, different for each file and the questionnaire it is read for."""
        return keys.scoped(f"{name}-{self.questionnaire.digest[:8]}", self.upload.file_id)

    def people(self) -> tuple[RespondentAnswers, ...]:
        """Read the file and return the answers of all people; raises Refused and ValidationErrors."""
        return reader_process.read_people(_table_file(self.upload, self.questionnaire), self.mapping)

    def all_issues(self) -> tuple[Issue, ...]:
        """Read the file and return all its faults; raises Refused and ValidationErrors."""
        return reader_process.read_issues(_table_file(self.upload, self.questionnaire), self.mapping)

    def ask(self, focus: str, **choices: Any) -> None:
        """Callback: have the coming run read the file with these choices, and with others made before that run."""
        self.asked |= choices
        self.focus = focus

    def ask_for_chosen(self, focus: str, name: str, key: str, **choices: Any) -> None:
        """Callback of a widget: ask for the choice called `name` that it holds, together with `choices`."""
        self.ask(focus, **{name: st.session_state[key]}, **choices)

    def ask_for_rows(self, focus: str, name: str, numbers: Iterable[int]) -> None:
        """Callback: add rows to those of the choice called `name`."""
        rows: frozenset[int] = self.asked.get(name, getattr(self.mapping, name))
        self.ask(focus, **{name: rows.union(numbers)})

    def read_as_asked(self) -> None:
        """Read the file again and rerun the page if other choices were asked for.

        When the file cannot be read with them, the error is shown and the former choices stay.
        """
        if not self.asked:
            return
        mapping = self.mapping.model_copy(update=self.asked)
        try:
            summary = _summarise(self.upload, self.questionnaire, mapping)
        except CxMaturityError as error:
            show_error(error)
            self.asked, self.version = {}, self.version + 1
            return
        self.mapping, self.summary, self.asked, self.version = mapping, summary, {}, self.version + 1
        announce(imports.READ_AGAIN, focus=self.focus)
        st.rerun()

    def show_as_read(self, key: str, value: object) -> str:
        """Set the widget of that key to `value`, the choice that applies now, and return the key.

        Otherwise a widget would keep an earlier choice after the file was read with another one.
        """
        if st.session_state.get(f"{key}-version") != self.version:
            st.session_state[key] = value
            st.session_state[f"{key}-version"] = self.version
        return key

    def choose(self, label: str, key: str, names: Mapping[Any, str], current: Any) -> None:
        """Show a choice beneath its label, because the widget's own would be read aloud with its backslashes."""
        key = self.show_as_read(key, current)
        with st.container(gap="xxsmall"):
            st.markdown(f":small[{plain(label)}]")
            st.selectbox(label, list(names), format_func=names.__getitem__, key=key, label_visibility="collapsed")


def _table_file(upload: Any, questionnaire: Questionnaire) -> TableFile:
    return TableFile(upload.name, upload.getvalue(), questionnaire)


def _summarise(upload: Any, questionnaire: Questionnaire, mapping: FileMapping = NO_MAPPING) -> FileSummary:
    """Return the summary of an upload; shows meanwhile that the file is being read or waits for other files."""
    notice = st.empty()
    with st.spinner("Reading the file"):
        summary = reader_process.summarise(
            _table_file(upload, questionnaire), mapping, lambda: notice.info(imports.WAITING_FOR_READERS)
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
    """Show a description and templates of the file format."""
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
    about = "An example of a file with two people and three questions"
    charts.table(pd.DataFrame(rows, columns=headings), about, is_file=True)


def file_in_hand(upload: Any, questionnaire: Questionnaire) -> FileInHand:
    """Return the uploaded file with its summary; raises Refused and ValidationErrors.

    The summary is kept in the session, since reading a large file takes a second. The choices stay when another window
    publishes a version of the questionnaire that compares with the former one.
    """
    kept: FileInHand | None = st.session_state.get(_IN_HAND)
    if (
        kept is None
        or kept.upload.file_id != upload.file_id
        or kept.questionnaire.comparison_key != questionnaire.comparison_key
    ):
        kept = FileInHand(upload, questionnaire, NO_MAPPING, _summarise(upload, questionnaire))
    elif kept.questionnaire.digest != questionnaire.digest:
        kept = replace(kept, questionnaire=questionnaire, summary=_summarise(upload, questionnaire, kept.mapping))
    st.session_state[_IN_HAND] = kept
    return kept


def clear_file() -> None:
    """Forget the uploaded file and show an empty field for the next one."""
    st.session_state.pop(_IN_HAND, None)
    st.session_state[_TIMES] = st.session_state.get(_TIMES, 0) + 1
