"""The choice of the questionnaire to show, published or a draft, and the ways to make a new draft."""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import streamlit as st

from cxmaturity.files.models.conversion import READERS
from cxmaturity.files.models.template import template_workbook
from cxmaturity.services.drafts import editing, folders, publishing
from cxmaturity.ui.shared.forms import keys
from cxmaturity.ui.shared.forms.kept_choice import distinct_choices, keep_choice
from cxmaturity.ui.shared.frame.errors import errors_shown_above
from cxmaturity.ui.shared.frame.page_frame import announce
from cxmaturity.ui.shared.sure_button import sure_button
from cxmaturity.wording.questionnaire import editor as words

_DRAFT = "draft:"
_CHOICE = "questionnaire"  # widget key
_NEXT = "questionnaire-next"  # session key: what the next run chooses
_KIND, _FILE, _TITLE = "from-file-kind", "from-file", "from-file-title"  # widget keys
_TYPED, _ASSUMED = "questionnaire-typed", "questionnaire-assumed"  # session keys: shown once, in the next run
_MAX_UPLOAD = 20  # MB


@dataclass(frozen=True, slots=True)
class Choice:
    """The chosen questionnaire: the name of its folder, and whether its draft is shown."""

    name: str
    is_draft: bool


def choose() -> Choice | None:
    """Show the list of published questionnaires and drafts; return the choice, None when the list is empty."""
    titles = {name: questionnaire.title for name, questionnaire in folders.published_questionnaires().items()}
    for name in folders.draft_names():
        titles[f"{_DRAFT}{name}"] = words.draft_title(editing.title_of(name))
    if not titles:
        return None
    titles = distinct_choices(titles)
    keep_choice(_CHOICE, titles)
    chosen = st.selectbox(
        "Questionnaire", list(titles), format_func=lambda name: titles[name], key=_CHOICE, bind="query-params"
    )
    return Choice(chosen.removeprefix(_DRAFT), chosen.startswith(_DRAFT))


def choose_next(name: str, *, is_draft: bool) -> None:
    """Choose another questionnaire from the next run on."""
    st.session_state[_NEXT] = f"{_DRAFT}{name}" if is_draft else name


def follow_last_action() -> None:
    """Choose the questionnaire that the last action led to. Call it before `choose`."""
    if _NEXT in st.session_state:
        st.session_state[_CHOICE] = st.session_state.pop(_NEXT)


def keep_typed(typed: object) -> None:
    """Show in the next run a typed text that could not be stored; nothing for the value of another field."""
    st.session_state[_TYPED] = typed if isinstance(typed, str) else ""


def show_kept() -> None:
    """Show the text that the last action could not store, and the assumptions that a conversion made."""
    with st.container(key="questionnaire-kept"):
        if typed := st.session_state.pop(_TYPED, ""):
            st.text("This is what you typed:")
            st.code(typed, language=None)
        if assumed := st.session_state.pop(_ASSUMED, None):
            st.info("\n\n".join(assumed), title="What the file does not say")


def ways_from_published(name: str) -> None:
    """Show the buttons of a published questionnaire: change it in a draft, copy it, download it as one file."""
    with st.container(horizontal=True, vertical_alignment="center", key="questionnaire-ways"):
        key = keys.scoped("draft-begin", name)
        sure_button("Change it", icon=":material/edit:", key=key, action=_begin, args=(name,))
        st.download_button(
            "Download as one file",
            lambda: publishing.export(name),
            file_name=f"{name}.zip",
            icon=":material/download:",
            key="questionnaire-download",
            on_click="ignore",
        )
    copy = st.expander("Copy it", key="questionnaire-copy", icon=":material/content_copy:")
    form, title, make = (keys.scoped(f"copy-{part}", name) for part in ("form", "title", "make"))
    with copy, st.form(form, border=False):
        st.text_input("Title of the copy", key=title, max_chars=200)
        sure_button("Make the copy", key=make, action=_copy, args=(name, title), fields=(title,))


def _begin(name: str) -> None:
    with errors_shown_above():
        editing.begin_draft(name)
        _arrive(name)


def _copy(name: str, title: str) -> None:
    with errors_shown_above():
        _arrive(editing.copy_published(name, st.session_state[title]))


def _arrive(name: str) -> None:
    choose_next(name, is_draft=True)
    announce(words.DRAFTED, focus="draft")


def import_from_file() -> None:
    """Show the upload that makes a draft from a file, with a template to start from."""
    st.header("Bring one in", anchor=False)
    st.download_button(
        "Template for a plain table (XLSX)",
        template_workbook,
        file_name="questionnaire-template.xlsx",
        icon=":material/download:",
        key="questionnaire-template",
        on_click="ignore",
    )
    st.selectbox(
        "What kind of file is it?",
        list(words.IMPORT_KINDS),
        format_func=lambda k: words.IMPORT_KINDS[k],
        key=_KIND,
    )
    upload = st.file_uploader(
        "File with the questionnaire",
        key=_FILE,
        type=["zip", "xlsx", "csv", "json"],
        max_upload_size=_MAX_UPLOAD,
    )
    st.text_input("Its title here, if it should be another one", key=_TITLE, max_chars=200)
    sure_button("Make a draft of it", key="from-file-make", disabled=upload is None, action=_import)


def _import() -> None:
    upload = st.session_state[_FILE]
    if upload is None:
        return
    with errors_shown_above():
        _arrive(_imported(st.session_state[_KIND], upload.name, upload.getvalue(), st.session_state[_TITLE]))


def _imported(kind: str, file_name: str, data: bytes, title: str) -> str:
    if kind == "bundle":
        return editing.import_bundle(data, title)
    with TemporaryDirectory() as folder:
        file = Path(folder) / (Path(file_name).name or "model")
        file.write_bytes(data)
        made = READERS[kind](file)
    if made.assumed:
        st.session_state[_ASSUMED] = made.assumed
    return editing.import_files(made.files(), title)
