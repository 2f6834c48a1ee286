"""The organisation's template for the slides and logo for the report, stored for all results."""

import streamlit as st

from cxmaturity.errors import CxMaturityError
from cxmaturity.services.exports import house_style as kept
from cxmaturity.ui.shared.frame.errors import show_error
from cxmaturity.ui.shared.frame.page_frame import announce
from cxmaturity.ui.shared.sure_button import sure_button
from cxmaturity.wording.exports import house_style as words

_BOX = "house-style"  # key of the container that the focus moves to
_TIMES = "house-style-times"  # session key: how many files were stored, so that the next upload field is empty


def house_style() -> None:
    """Show, folded under one line, the uploads for template and logo, and the buttons that remove them."""
    box = st.expander(words.HOUSE_STYLE, key=_BOX, on_change="rerun", icon=":material/palette:")
    if not box.open:
        return
    with box:
        st.markdown(words.HOUSE_STYLE_HELP)
        _one("template", ["pptx", "potx"])
        _one("logo", ["png", "jpg", "jpeg"])


def _one(kind: kept.Kind, endings: list[str]) -> None:
    times = st.session_state.get(_TIMES, 0)
    upload = st.file_uploader(
        words.choose(kind), type=endings, max_upload_size=words.MAX_MB[kind], key=f"house-{kind}-{times}"
    )
    try:
        if upload is not None:
            kept.keep(kind, upload.getvalue())
            st.session_state[_TIMES] = times + 1
            announce(words.kept(kind), focus=_BOX)
            st.rerun()
        if kept.is_kept(kind):
            st.markdown(words.in_use(kind))
            icon, args = ":material/delete:", (kind,)
            sure_button(words.remove(kind), key=f"house-{kind}-out", icon=icon, action=_remove, args=args)
    except CxMaturityError as error:
        show_error(error)


def _remove(kind: kept.Kind) -> None:
    kept.remove(kind)
    announce(words.removed(kind), focus=_BOX)
