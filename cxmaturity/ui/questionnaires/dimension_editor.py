"""Changing a dimension of a draft: its texts, its position and its capabilities, or removing it."""

from typing import Any

import streamlit as st

from cxmaturity.questionnaire.yaml_files import MODEL_FILE
from cxmaturity.services.drafts import draft_parts
from cxmaturity.ui.questionnaires.draft_actions import act
from cxmaturity.ui.questionnaires.fields import PART, DraftFields
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.forms import keys


def edit_dimension(fields: DraftFields, file: str) -> None:
    """Show the fields of a dimension; once it is removed, the widget `PART` chooses the whole model."""
    name = str(fields.value(file, ("name",)) or file)
    with st.container(horizontal=True, key="dimension-acts"):
        for label, key, by in (("Move up", "up", -1), ("Move down", "down", 1)):
            st.button(
                f"{label} ({plain(name)})",
                key=keys.scoped(f"dimension-{key}", fields.name),
                on_click=act,
                args=(draft_parts.move_dimension, f"{name} is moved.", fields.name, file, by),
            )
        st.button(
            f"Leave out ({plain(name)})",
            icon=":material/delete:",
            key=keys.scoped("dimension-leave-out", fields.name),
            on_click=_leave_out,
            args=(fields.name, file, name),
        )
    with st.expander("Name, what it looks at, capabilities", key="edit-dimension"):
        fields.text("Name of the dimension", file, ("name",))
        fields.text("What the dimension looks at", file, ("about",), is_long=True)
        if groups := {g["id"]: str(g.get("name") or g["id"]) for g in fields.entries(MODEL_FILE, "groups")}:
            fields.choice("Group", file, ("group",), list(groups), groups)
        shared = fields.value(file, ("levels",))
        for i in range(len(shared) if isinstance(shared, list) else 0):
            fields.text(f"Level {i + 1} of its questions without their own", file, ("levels", i), is_long=True)
        for capability in fields.entries(file, "capabilities"):
            _capability(fields, file, capability)
        st.button(
            "Add a capability",
            icon=":material/add:",
            key=keys.scoped("capability-add", fields.name),
            on_click=act,
            args=(draft_parts.add_capability, "The new capability is here, last.", fields.name, file),
            kwargs={"focus": "edit-dimension"},
        )


def _capability(fields: DraftFields, file: str, capability: dict[str, Any]) -> None:
    capability_id, name = capability["id"], str(capability.get("name") or capability["id"])
    fields.text(f"Name of the capability {name}", file, ("capabilities", capability_id, "name"))
    fields.text(f"What belongs to {name}", file, ("capabilities", capability_id, "about"), is_long=True)
    st.button(
        f"Leave out the capability {plain(name)}",
        icon=":material/delete:",
        key=keys.scoped(f"capability-leave-out-{capability_id}", fields.name),
        on_click=act,
        args=(draft_parts.leave_out_capability, f"{name} is left out of the draft.", fields.name, file, capability_id),
        kwargs={"focus": "edit-dimension"},
    )


def _leave_out(draft_name: str, file: str, name: str) -> None:
    act(draft_parts.leave_out_dimension, f"{name} is left out of the draft.", draft_name, file)
    st.session_state.pop(PART, None)
