"""Fields of a draft: each stores its value when it is left, unless another window has changed it meanwhile."""

from dataclasses import dataclass
from typing import Any

import streamlit as st

from cxmaturity.errors import CxMaturityError, Refused
from cxmaturity.files.models.converted_model import several_lines
from cxmaturity.files.models.yaml_edits import Path
from cxmaturity.questionnaire.yaml_files import MODEL_FILE
from cxmaturity.services.drafts import editing
from cxmaturity.services.questionnaires import asked_question_ids
from cxmaturity.ui.questionnaires.questionnaire_picker import keep_typed
from cxmaturity.ui.shared.escape import named, plain
from cxmaturity.ui.shared.forms.kept_choice import distinct_choices, keep_choice
from cxmaturity.ui.shared.frame import session
from cxmaturity.ui.shared.frame.errors import errors_shown_above, show_error
from cxmaturity.wording.errors import NOT_REACHED, SAVE_AGAIN
from cxmaturity.wording.questionnaire import editor as words

PART = "edit-part"
"""Widget key of the choice of a part of the draft, whose value is the name of the part's file."""

MAX_TEXT = 5000
_UNSENT = "draft-fields-unsent"  # session key: the keys of the fields whose content a server before this one missed


@dataclass(frozen=True, slots=True)
class _Field:
    """A field of the page for the value at a path of a file: its widget key, the value stored, and the usual one.

    `first` is the value to begin with in a session that has not shown the field before, else None.
    """

    key: str
    file: str
    path: Path
    stored: Any
    usual: Any
    first: Any


class DraftFields:
    """Draws the fields of one draft; `contents` is the content of its files by file name."""

    def __init__(self, name: str, contents: dict[str, Any]) -> None:
        self.name, self.contents = name, contents
        self._written: dict[str, Any] = {}  # by widget key, what was stored before the fields are drawn again

    def value(self, file: str, path: Path) -> Any:
        """Return the value at a path of a file, None when there is none."""
        node: Any = self.contents.get(file)
        for step in path:
            if isinstance(node, list):
                with_id = (e for e in node if isinstance(e, dict) and e.get("id") == step)
                node = next(with_id, None) if isinstance(step, str) else node[step] if step < len(node) else None
            elif isinstance(node, dict):
                node = node.get(step)
            else:
                return None
        return node

    def entries(self, file: str, name: str) -> list[dict[str, Any]]:
        """Return the entries with an id of the list called `name`."""
        listed = self.value(file, (name,))
        listed = listed if isinstance(listed, list) else []
        return [entry for entry in listed if isinstance(entry, dict) and isinstance(entry.get("id"), str)]

    def asked_questions(self) -> frozenset[str]:
        """Return the ids of the questions that assessments have asked, with whatever version of the questionnaire."""
        return asked_question_ids(session.database(), str(self.value(MODEL_FILE, ("id",))))

    def text(self, label: str, file: str, path: Path, *, is_long: bool = False) -> None:
        """Show a text field; an emptied one is removed from the file."""
        value = self.value(file, path)
        field = self._follow(file, path, "" if value is None else str(value))
        shown, first, key, args = plain(label), field.first or "", field.key, (field,)
        if is_long:
            st.text_area(shown, first, key=key, max_chars=MAX_TEXT, height="content", on_change=self._write, args=args)
        else:
            st.text_input(shown, first, key=key, max_chars=1000, on_change=self._write, args=args)
        self._show_unsent(field, label)

    def number(
        self,
        label: str,
        file: str,
        path: Path,
        *,
        usual: float | None = None,
        lowest: float = -1000.0,
        highest: float = 1000.0,
    ) -> None:
        """Show a number field from `lowest` to `highest`; the default, `usual`, is not written to the file.

        A number beyond them that the file has is shown too, to be corrected.
        """
        value = self.value(file, path)
        field = self._follow(file, path, float(value) if isinstance(value, int | float) else usual, usual)
        st.number_input(
            plain(label),
            lowest if field.stored is None else min(lowest, field.stored),
            highest if field.stored is None else max(highest, field.stored),
            value=field.first,
            step=0.25,
            format="%g",
            key=field.key,
            on_change=self._write,
            args=(field,),
        )
        self._show_unsent(field, label)

    def choice(self, label: str, file: str, path: Path, options: list[Any], shown: dict[Any, str]) -> None:
        """Show a choice of `options`, labelled by `shown`; the option None removes the value from the file.

        A value that is none of them is shown too, to be corrected.
        """
        value = self.value(file, path)
        if value not in options:
            value = None if value is None else str(value)
            options = [value, *options]
        labels = distinct_choices({o: shown.get(o, words.NOT_STATED if o is None else str(o)) for o in options})
        keep_choice(self._key(file, path), labels)
        field = self._follow(file, path, value)
        st.selectbox(
            plain(label),
            options,
            options.index(field.first) if field.first in options else 0,
            key=field.key,
            format_func=labels.__getitem__,
            on_change=self._write_option,
            args=(field, options),
        )
        self._show_unsent(field, label)

    def several(self, label: str, file: str, path: Path, shown: dict[str, str]) -> None:
        """Show a choice of several values; `shown` holds the label of each."""
        value = self.value(file, path)
        field = self._follow(file, path, [v for v in shown if isinstance(value, list) and v in value])
        st.multiselect(
            plain(label),
            list(shown),
            field.first,
            format_func=lambda o: shown[o],
            key=field.key,
            on_change=self._write,
            args=(field,),
        )
        self._show_unsent(field, label)

    def yes_or_no(self, label: str, file: str, path: Path) -> None:
        """Show a checkbox; the value no is not written to the file."""
        field = self._follow(file, path, self.value(file, path) is True, False)
        st.checkbox(plain(label), bool(field.first), key=field.key, on_change=self._write, args=(field,))
        self._show_unsent(field, label)

    def _key(self, file: str, path: Path) -> str:
        return f"edit-{self.name}-{file}-{'-'.join(map(str, path))}"

    def _follow(self, file: str, path: Path, stored: Any, usual: Any = None) -> _Field:
        """Return a field, set to the stored value unless the person has just changed it.

        In a session that has not shown it before, what the browser holds stays: the server that showed the field may
        have ended before it could store that.
        """
        key = self._key(file, path)
        if f"{key}-shown" not in st.session_state:
            st.session_state[f"{key}-shown"] = stored
            st.session_state.setdefault(_UNSENT, set()).add(key)
            return _Field(key, file, path, stored, usual, stored)
        if st.session_state[f"{key}-shown"] != stored or key not in st.session_state:
            st.session_state[key] = st.session_state[f"{key}-shown"] = stored
        return _Field(key, file, path, stored, usual, None)

    def _show_unsent(self, field: _Field, label: str) -> None:
        """Show that the field above holds what a server before this one missed, and the button that stores it."""
        if field.key not in st.session_state[_UNSENT]:
            return
        if st.session_state[field.key] == field.stored:
            st.session_state[_UNSENT].remove(field.key)
            return
        show_error(Refused(*NOT_REACHED))
        st.button(named(SAVE_AGAIN, label), key=f"save-again-{field.key}", on_click=self._write, args=(field,))

    def _write_option(self, field: _Field, options: list[Any]) -> None:
        """Callback: store an option; not a label that was changed meanwhile, which a browser may still send."""
        if st.session_state[field.key] in options:
            self._write(field)

    def _write(self, field: _Field) -> None:
        key = field.key
        typed, before = st.session_state[key], self._written.get(key, self.value(field.file, field.path))
        value: Any = several_lines(typed) if isinstance(typed, str) else typed
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        value = None if value == field.usual else value
        st.session_state[_UNSENT].discard(key)
        with errors_shown_above():
            try:
                editing.change_field(self.name, field.file, field.path, value, before)
            except CxMaturityError:
                keep_typed(typed)
                st.session_state.pop(key, None)
                raise
            self._written[key] = value
            st.session_state[f"{key}-shown"] = typed
