"""Publishing a draft: its changes, the version they lead to, and whether results stay comparable."""

import streamlit as st

from cxmaturity.questionnaire.changes import VersionPart, possible_parts, proposed_part, raised_version
from cxmaturity.services.drafts import publishing
from cxmaturity.services.drafts.editing import Draft
from cxmaturity.ui.questionnaires.questionnaire_picker import choose_next
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.forms import keys
from cxmaturity.ui.shared.frame.errors import errors_shown_above
from cxmaturity.ui.shared.frame.page_frame import announce
from cxmaturity.ui.shared.sure_button import sure_button
from cxmaturity.wording.questionnaire import editor as words

_MOST_LISTED = 100


def publish_draft(draft: Draft) -> None:
    """Show the changes of a draft, and the buttons that publish, download or discard it."""
    st.header("Publish", anchor=False)
    with st.container(key="draft-changes"):  # a place of its own: a first change moves nothing beneath
        _changes(draft)
    with st.container(horizontal=True, key="draft-ways"):
        st.download_button(
            "Download the draft as one file",
            lambda: publishing.export(draft.name, is_draft=True),
            file_name=f"{draft.name}-draft.zip",
            icon=":material/download:",
            key="draft-download",
            on_click="ignore",
        )
        box, key = (keys.scoped(name, draft.name) for name in ("draft-discard", "draft-discard-sure"))
        with st.expander("Put the draft away", key=box, icon=":material/delete:"):
            st.markdown("What was changed in it is lost. What is published stays.")
            sure_button("Put it away", key=key, action=_discard, args=(draft.name, draft.is_new))


def _changes(draft: Draft) -> None:
    """Show the changes and the button that publishes them."""
    changes, key = publishing.changes_of(draft), keys.scoped("publish", draft.name)
    part = proposed_part(changes)
    if draft.questionnaire is None:
        st.markdown(words.faults(len(draft.issues)))
    elif draft.is_new:
        sure_button("Publish it", type="primary", key=key, action=_publish, args=(draft.name, None))
    elif part is None:
        st.markdown(words.NOTHING_CHANGED)
    else:
        listed = [f"- {plain(words.describe_change(change))}" for change in changes[:_MOST_LISTED]]
        st.markdown("\n".join(listed))
        version, possible = draft.questionnaire.version, possible_parts(changes)
        chosen: VersionPart = st.radio(
            "Version",
            possible,
            index=possible.index(part),
            format_func=lambda p: f"{raised_version(version, p)} · {words.PARTS[p]}",
            key=keys.scoped(f"publish-part-{part}", draft.name),  # what was proposed for fewer changes is not chosen
        )
        st.markdown(words.what_it_means(chosen))
        label = f"Publish version {raised_version(version, chosen)}"
        sure_button(label, type="primary", key=key, action=_publish, args=(draft.name, chosen, part))


def _publish(name: str, part: VersionPart | None, proposed: VersionPart | None = None) -> None:
    with errors_shown_above():
        version = publishing.publish(name, part, proposed)
        choose_next(name, is_draft=False)
        announce(f"{words.PUBLISHED}: version {version}.")


def _discard(name: str, is_new: bool) -> None:
    with errors_shown_above():
        publishing.discard(name)
        if is_new:
            st.session_state.pop("questionnaire", None)
        else:
            choose_next(name, is_draft=False)
        announce(words.DISCARDED)
