"""Bringing in a past round: the file in hand, which column is which, what cannot be read, and storing it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
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
    """A file with the use of its columns and what it comes to. Kept, for working out a large one takes a second."""

    key: tuple[str, str]
    table: Table
    guessed: Columns
    columns: Columns
    reading: AnswersReading
    stored: str | None = None

    @property
    def has_answers(self) -> bool:
        """True when anyone answered anything."""
        return any(answer.is_answered for person in self.reading.people for answer in person.answers.values())


def chosen_questionnaire(sound: Sequence[Questionnaire]) -> Questionnaire:
    """Show the choice of a questionnaire where there is one, and return it."""
    if len(sound) == 1:
        return sound[0]
    return st.selectbox("Questionnaire", sound, format_func=lambda q: q.title, key="bring-questionnaire")


def chosen_file() -> Any:
    """Show the field for the file and return what was chosen, None when nothing is yet."""
    return st.file_uploader(
        f"A CSV file or an Excel workbook, of at most {MAX_BYTES >> 20} MB and {MAX_ROWS:,} people",
        type=["csv", "tsv", "txt", "xlsx", "xlsm"],
        max_upload_size=MAX_BYTES >> 20,
        key=f"bring-file-{st.session_state.get(_TIMES, 0)}",
    )


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


def file_in_hand(file: Any, questionnaire: Questionnaire) -> FileInHand:
    """Return the chosen file as worked out so far; raises Refused and ValidationErrors."""
    key = (file.file_id, questionnaire.digest)
    kept = st.session_state.get(_IN_HAND)
    if kept is None or kept.key != key:
        with st.spinner("Reading the file"):
            table = read_table(file.name, file.getvalue())
            guessed = guess_columns(table.headings, questionnaire)
            kept = FileInHand(
                key, table, guessed, guessed, answers_table.read_answers_table(table, guessed, questionnaire)
            )
        st.session_state[_IN_HAND] = kept
    return kept


def clear_file() -> None:
    """Let go of the file in hand, so that the next can be chosen."""
    st.session_state.pop(_IN_HAND, None)
    st.session_state[_TIMES] = st.session_state.get(_TIMES, 0) + 1


def columns(file: FileInHand, questionnaire: Questionnaire) -> None:
    """Show which column was taken for what, and let that be changed."""
    table, used = file.table, file.columns
    st.header("Columns", anchor=False)
    if table.sheet and len(table.sheets) > 1:
        st.markdown(
            f"This is the sheet **{plain(table.sheet)}**, the first of {len(table.sheets)} that holds anything. "
            "To bring in another, save it alone."
        )
    without = [q.id for q in questionnaire.questions if q.id not in used.answers]
    st.markdown(f"**{len(used.answers)} of {len(questionnaire.questions)} questions** have a column.")
    if used.answers and without:
        st.markdown(f"**Without one, so left open for everyone:** {', '.join(without)}")
    left_out = used.left_out(table.headings)
    if left_out:
        more = f" and {len(left_out) - 20} more" if len(left_out) > 20 else ""
        st.markdown(f"**Columns left out:** {' · '.join(plain(_short(h)) for h in left_out[:20])}{more}")
    label = "Check or change what each column is"
    box = st.expander(
        label, expanded=not used.answers, key=f"columns-{file.key[0]}", icon=":material/table_chart:", on_change="rerun"
    )
    if box.open:
        with box:
            _choices(file, questionnaire)


def _choices(file: FileInHand, questionnaire: Questionnaire) -> None:
    names = {c: f"{column_letter(c)} · {_short(heading)}" for c, heading in enumerate(file.table.headings) if heading}
    options = [None, *names]

    def choice(label: str, use: str, current: int | None) -> int | None:
        with st.container(gap="xxsmall"):  # the widget's own label would be read aloud with its backslashes
            st.markdown(f":small[{plain(label)}]")
            return st.selectbox(
                label,
                options,
                index=options.index(current),
                format_func=lambda column: "No column" if column is None else names[column],
                key=f"column-{use}-{file.key[0]}",
                label_visibility="collapsed",
            )

    with st.form(f"columns-form-{file.key[0]}", border=False):
        name = choice("Who answered", "respondent", file.columns.name)
        role = choice("Whether they lead people", "role", file.columns.role)
        answers = {
            q.id: choice(f"{q.id} · {q.prompt}", q.id, file.columns.answers.get(q.id)) for q in questionnaire.questions
        }
        if not st.form_submit_button("Use these columns", key=f"columns-use-{file.key[0]}"):
            return
    given = {question_id: column for question_id, column in answers.items() if column is not None}
    try:
        file.columns = choose_columns(file.guessed, given, name, role, file.table.headings)
    except ValidationErrors as faults:
        show_error(faults)
        return
    with st.spinner("Reading the answers"):
        file.reading = answers_table.read_answers_table(file.table, file.columns, questionnaire)
    st.rerun()


def preview(file: FileInHand, questionnaire: Questionnaire) -> None:
    """Show the first rows as they are read."""
    st.header("Preview", anchor=False)
    rows = answers_table.preview_table(file.table, file.columns, questionnaire)
    count = len(file.table.rows)
    st.markdown(f"The first {len(rows)} of {count:,} people, as read." if count > 1 else "One person, as read.")
    charts.table(rows, "The first people in the file with their answers as read")


def error_list(file: FileInHand, as_csv: Callable[[Iterable[Issue]], bytes]) -> None:
    """Show what cannot be read, so many on the page, and all of it as a download."""
    issues = file.reading.issues
    st.header("What cannot be read", anchor=False)
    cut = f"The file has more than {MAX_ERRORS:,} faults; reading ended there."
    what = cut if file.reading.is_cut else ValidationErrors("The file", issues).message
    st.error("Mend the file and choose it again. Until then nothing is brought in.", title=plain(what))
    if len(issues) > MOST_LISTED:
        st.markdown(f"The first {MOST_LISTED} are listed here, {len(issues):,} in the download.")
    st.download_button(
        "Download every fault",
        partial(as_csv, issues),
        file_name="faults.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
        key="bring-faults",
    )
    rows = [(i.place, i.problem, i.fix) for i in issues[:MOST_LISTED]]
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
