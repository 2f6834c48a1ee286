"""How a file was read, to be corrected: its sheet, encoding and heading rows, and the use of each column."""

import streamlit as st

from cxmaturity.files.imports.columns.column_uses import choose_columns
from cxmaturity.files.imports.opening.raw_table import column_letter
from cxmaturity.files.imports.opening.text_encoding import ENCODINGS
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.text_cleaning import cut
from cxmaturity.ui.imports.file_in_hand import FileInHand
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.frame.errors import errors_shown_at, show_error_of_callback
from cxmaturity.ui.shared.sure_button import sure_button
from cxmaturity.wording import imports

_LONGEST = 80  # characters of a heading on the page
_NAME, _ROLE = "respondent", "role"  # the uses of columns that are no answers
_OPENED, _COLUMNS = "import-opened", "import-columns"  # keys of the containers that get the focus


def how_opened(in_hand: FileInHand) -> None:
    """Show the fields for the sheet, the encoding and the heading rows."""
    summary = in_hand.summary
    with st.container(key=_OPENED):
        st.header("The file", anchor=False)
        if len(summary.sheets) > 1 and summary.sheet:
            st.markdown(imports.sheet_read(plain(summary.sheet), len(summary.sheets)))
            key = in_hand.show_as_read(in_hand.key("sheet"), summary.sheet)
            anew = {"header_rows": None, "first_header_row": None}
            ask, args = in_hand.ask_for_chosen, (_OPENED, "sheet", key)
            st.selectbox("Sheet", summary.sheets, key=key, on_change=ask, args=args, kwargs=anew)
        is_encoding_shown = summary.is_guess or in_hand.mapping.encoding is not None
        if is_encoding_shown and summary.encoding:
            sentence = imports.encoding_guessed if summary.is_guess else imports.encoding_chosen
            st.markdown(plain(sentence(ENCODINGS[summary.encoding])))
            for line in summary.sample_lines:
                st.text(line)
            _choose_encoding(in_hand)
        st.markdown(imports.headings_read(summary.first_header_row, summary.header_rows))
        box = st.expander("Change how the file is opened", key=in_hand.key("opened-box"), on_change="rerun")
        if box.open:
            with box:
                if summary.encoding and not is_encoding_shown:
                    _choose_encoding(in_hand)
                _heading_rows(in_hand)


def _choose_encoding(in_hand: FileInHand) -> None:
    key = in_hand.show_as_read(in_hand.key("encoding"), in_hand.summary.encoding)
    st.selectbox(
        "Letters stored as",
        list(ENCODINGS),
        format_func=ENCODINGS.__getitem__,
        key=key,
        on_change=in_hand.ask_for_chosen,
        args=(_OPENED, "encoding", key),
    )


def _heading_rows(in_hand: FileInHand) -> None:
    summary = in_hand.summary
    with st.form(in_hand.key("headings-form"), border=False):
        first_key = in_hand.show_as_read(in_hand.key("first-heading"), summary.first_header_row)
        st.selectbox("First row with headings", summary.row_numbers, key=first_key)
        count_key = in_hand.show_as_read(in_hand.key("heading-count"), summary.header_rows)
        st.selectbox("How many rows of headings", [1, 2, 3], key=count_key)
        use, args = in_hand.key("headings-use"), (in_hand, first_key, count_key)
        sure_button("Use these headings", key=use, action=_use_headings, args=args, fields=args[1:])


def _use_headings(in_hand: FileInHand, first_key: str, count_key: str) -> None:
    first, count = st.session_state[first_key], st.session_state[count_key]
    in_hand.ask(_OPENED, first_header_row=first, header_rows=count, columns={})


def columns(in_hand: FileInHand, questionnaire: Questionnaire) -> None:
    """Show the use of each column, and the form that changes it."""
    summary = in_hand.summary
    used = summary.columns
    with st.container(key=_COLUMNS):
        st.header("Columns", anchor=False)
        without = [q.id for q in questionnaire.questions if q.id not in used.answers]
        st.markdown(imports.columns_found(len(used.answers), len(questionnaire.questions)))
        if used.answers and without:
            st.markdown(f"**Without one, so left open for everyone:** {', '.join(without)}")
        left_out = used.left_out(summary.names)
        if left_out:
            headings = [plain(_short(heading)) for heading in left_out]
            st.markdown(f"**Columns left out:** {imports.columns_left_out(headings)}")
        for warning in imports.read_as_one_round(summary.several, summary.days):
            st.warning(plain(warning), icon=":material/call_merge:")
        box = st.expander(
            "Check or change what each column is",
            expanded=not used.answers,
            key=in_hand.key("columns"),
            icon=":material/table_chart:",
            on_change="rerun",
        )
        if box.open:
            with box:
                _column_form(in_hand, questionnaire)


def _column_form(in_hand: FileInHand, questionnaire: Questionnaire) -> None:
    summary = in_hand.summary
    names = {c: f"{column_letter(c)} · {_short(name)}" for c, name in enumerate(summary.names) if name}

    def choose_column(label: str, use: str, current: int | None) -> None:
        in_hand.choose(label, _column_key(in_hand, use), {None: "No column", **names}, current)

    with st.form(in_hand.key("columns-form"), border=False):
        choose_column("Who answered", _NAME, summary.columns.name)
        choose_column("Whether they lead people", _ROLE, summary.columns.role)
        for q in questionnaire.questions:
            choose_column(f"{q.id} · {q.prompt}", q.id, summary.columns.answers.get(q.id))
        fields = [_column_key(in_hand, use) for use in (_NAME, _ROLE, *(q.id for q in questionnaire.questions))]
        key, args = in_hand.key("columns-use"), (in_hand, questionnaire)
        sure_button("Use these columns", key=key, action=_use_columns, args=args, fields=fields)
    show_error_of_callback(_COLUMNS)


def _use_columns(in_hand: FileInHand, questionnaire: Questionnaire) -> None:
    def chosen(use: str) -> int | None:
        column: int | None = st.session_state[_column_key(in_hand, use)]
        return column

    summary = in_hand.summary
    by_question = {q.id: column for q in questionnaire.questions if (column := chosen(q.id)) is not None}
    with errors_shown_at(_COLUMNS):
        columns = choose_columns(summary.guessed, by_question, chosen(_NAME), chosen(_ROLE), summary.names)
        uses = {summary.names[column]: use for column, use in columns.uses()}
        in_hand.ask(_COLUMNS, columns={heading: uses.get(heading) for heading in summary.names if heading})


def _column_key(in_hand: FileInHand, use: str) -> str:
    """Return the key of the column for a use: a question's id, _NAME or _ROLE."""
    return in_hand.key(f"column-{use}")


def _short(heading: str) -> str:
    return cut(heading, _LONGEST)
