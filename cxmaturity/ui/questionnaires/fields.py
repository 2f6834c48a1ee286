"""Fields of a draft: each stores its value when it is left, unless another window has changed it meanwhile."""

from typing import Any

import streamlit as st

from cxmaturity.errors import CxMaturityError
from cxmaturity.files.models.yaml_edits import Path
from cxmaturity.services.drafts import editing
from cxmaturity.ui.questionnaires.questionnaire_picker import keep_error

MAX_TEXT = 5000
_NONE = ""


class DraftFields:
    """Draws the fields of one draft; `contents` is the content of its files by file name."""

    def __init__(self, name: str, contents: dict[str, Any]) -> None:
        self.name, self.contents = name, contents

    def value(self, file: str, path: Path) -> Any:
        """Return the value at a path of a file, None when there is none."""
        node: Any = self.contents.get(file)
        for step in path:
            if isinstance(node, list):
                by_id = {e.get("id"): e for e in node if isinstance(e, dict)}
                node = by_id.get(step) if isinstance(step, str) else node[step] if step < len(node) else None
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

    def text(self, label: str, file: str, path: Path, *, is_long: bool = False) -> None:
        """Show a text field; an emptied one is removed from the file."""
        value = self.value(file, path)
        key = self._follow(file, path, _NONE if value is None else str(value))
        if is_long:
            st.text_area(
                label, key=key, max_chars=MAX_TEXT, height="content", on_change=self._write, args=(key, file, path)
            )
        else:
            st.text_input(label, key=key, max_chars=1000, on_change=self._write, args=(key, file, path))

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
        """Show a number field from `lowest` to `highest`; the default, `usual`, is not written to the file."""
        value = self.value(file, path)
        key = self._follow(file, path, float(value) if isinstance(value, int | float) else usual)
        st.number_input(
            label,
            lowest,
            highest,
            value=None,
            step=0.25,
            format="%g",
            key=key,
            on_change=self._write,
            args=(key, file, path),
            kwargs={"usual": usual},
        )

    def choice(self, label: str, file: str, path: Path, options: list[Any], shown: dict[Any, str]) -> None:
        """Show a choice of `options`, labelled by `shown`; the option None removes the value from the file."""
        value = self.value(file, path)
        key = self._follow(file, path, value if value in options else options[0])
        st.selectbox(
            label,
            options,
            key=key,
            format_func=lambda o: shown.get(o, str(o)),
            on_change=self._write,
            args=(key, file, path),
        )

    def several(self, label: str, file: str, path: Path, shown: dict[str, str]) -> None:
        """Show a choice of several values; `shown` holds the label of each."""
        value = self.value(file, path)
        chosen = [v for v in value if v in shown] if isinstance(value, list) else []
        key = self._follow(file, path, chosen)
        st.multiselect(
            label, list(shown), format_func=lambda o: shown[o], key=key, on_change=self._write, args=(key, file, path)
        )

    def yes_or_no(self, label: str, file: str, path: Path) -> None:
        """Show a checkbox; the value no is not written to the file."""
        key = self._follow(file, path, self.value(file, path) is True)
        st.checkbox(label, key=key, on_change=self._write, args=(key, file, path), kwargs={"usual": False})

    def _follow(self, file: str, path: Path, value: Any) -> str:
        """Return the key of a field, set to the stored value unless the person has just changed it."""
        key = f"edit-{self.name}-{file}-{'-'.join(map(str, path))}"
        if st.session_state.get(f"{key}-shown") != value or key not in st.session_state:
            st.session_state[key] = st.session_state[f"{key}-shown"] = value
        return key

    def _write(self, key: str, file: str, path: Path, *, usual: Any = None) -> None:
        typed, before = st.session_state[key], self.value(file, path)
        value: Any = typed.strip() if isinstance(typed, str) else typed
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        try:
            editing.change_field(self.name, file, path, None if value == usual else value, before)
        except CxMaturityError as error:
            keep_error(error, typed if isinstance(typed, str) else "")
            st.session_state.pop(key, None)
