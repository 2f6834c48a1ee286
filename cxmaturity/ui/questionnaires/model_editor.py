"""Changing the model of a draft: its texts, its stages, the answers that all questions share, and new dimensions."""

from typing import Any

import streamlit as st

from cxmaturity.questionnaire.schema import NO_CAP
from cxmaturity.questionnaire.yaml_files import MODEL_FILE
from cxmaturity.services.drafts import draft_parts
from cxmaturity.ui.questionnaires.draft_actions import act
from cxmaturity.ui.questionnaires.fields import PART, DraftFields
from cxmaturity.ui.shared.forms import keys
from cxmaturity.wording.questionnaire import editor as words

_NEW_DIMENSION = "dimension-name"  # beginning of the widget key


def edit_model(fields: DraftFields) -> None:
    """Show the fields of the model; the widget `PART` then chooses a dimension that was added."""
    for label, name, is_long in (
        ("Title", "title", False),
        ("Question at the top of Home", "headline", False),
        ("What it measures", "about", True),
        ("Rule for choosing an answer", "rule", True),
        ("Language of its texts, such as en, de or pt-BR", "language", False),
    ):
        fields.text(label, MODEL_FILE, (name,), is_long=is_long)
    _named_parts(fields)
    _stages(fields)
    _shared_answers(fields)
    _new_dimension(fields)


def _named_parts(fields: DraftFields) -> None:
    """Show the texts of the kinds of organisation, the groups of dimensions and the limits that the model has."""
    limits = fields.value(MODEL_FILE, ("limits",))
    parts = [(items, entry) for items in ("variants", "groups") for entry in fields.entries(MODEL_FILE, items)]
    if not parts and not limits:
        return
    with st.expander("Kinds of organisation, groups, limits", key="edit-named-parts"):
        for items, entry in parts:
            name = str(entry.get("name") or entry["id"])
            fields.text(f"Name of {name}", MODEL_FILE, (items, entry["id"], "name"))
            fields.text(f"About {name}", MODEL_FILE, (items, entry["id"], "about"), is_long=True)
        for i in range(len(limits) if isinstance(limits, list) else 0):
            fields.text(f"What the result is not ({i + 1})", MODEL_FILE, ("limits", i), is_long=True)


def _stages(fields: DraftFields) -> None:
    st.subheader("Stages", anchor=False)
    stages, answers = (fields.value(MODEL_FILE, (name,)) for name in ("stages", "levels"))
    has_thresholds = _any_has(stages, "threshold") or _any_has(answers, "value")
    for i, stage in enumerate(stages if isinstance(stages, list) else []):
        number = stage.get("level") if isinstance(stage, dict) else i
        with st.container(key=f"edit-stage-{i}"):
            fields.text(f"Name of stage {number}", MODEL_FILE, ("stages", i, "name"))
            fields.text(f"Meaning of stage {number}", MODEL_FILE, ("stages", i, "meaning"), is_long=True)
            if isinstance(stage, dict) and has_thresholds:
                fields.number(f"Stage {number} is reached from", MODEL_FILE, ("stages", i, "threshold"))
            st.button(
                f"Leave out stage {number}",
                icon=":material/delete:",
                key=keys.scoped(f"stage-leave-out-{i}-of-{len(stages)}", fields.name),  # no second click meets the next
                on_click=act,
                args=(draft_parts.leave_out_stage, f"Stage {number} is left out of the draft.", fields.name, i, stages),
            )
    st.button(
        "Add a stage",
        icon=":material/add:",
        key=keys.scoped("stage-add", fields.name),
        on_click=act,
        args=(draft_parts.add_stage, "The new stage is here, the highest.", fields.name),
        kwargs={"focus": f"edit-stage-{len(stages or [])}"},
    )

    is_capped = draft_parts.has_practices(fields.contents) and fields.value(MODEL_FILE, ("caps", "practice")) is None
    shown: dict[Any, str] = {None: words.NO_CAP} | {cap: str(cap) for cap in range(NO_CAP + 1)}
    for name, label in list(words.CAPS.items())[is_capped:]:  # a stage of practices stands at its weakest one
        fields.choice(label, MODEL_FILE, ("caps", name), list(shown), shown)


def _any_has(listed: Any, name: str) -> bool:
    return any(isinstance(e, dict) and name in e for e in (listed if isinstance(listed, list) else []))


def _shared_answers(fields: DraftFields) -> None:
    answers = fields.value(MODEL_FILE, ("levels",))
    if not isinstance(answers, list):
        return
    st.subheader("Answers that all questions share", anchor=False)
    for i, answer in enumerate(answers, start=1):
        is_mapping = isinstance(answer, dict)
        path = ("levels", i - 1, "text") if is_mapping else ("levels", i - 1)
        fields.text(f"Answer {i}, lowest first", MODEL_FILE, path, is_long=True)
        if is_mapping and "value" in answer:
            fields.number(f"What answer {i} counts", MODEL_FILE, ("levels", i - 1, "value"))


def _new_dimension(fields: DraftFields) -> None:
    st.subheader("Another dimension", anchor=False)
    st.text_input("Name of the new dimension", key=keys.scoped(_NEW_DIMENSION, fields.name), max_chars=200)
    key = keys.scoped("dimension-add", fields.name)
    st.button("Add the dimension", icon=":material/add:", key=key, on_click=_add, args=(fields,))


def _add(fields: DraftFields) -> None:
    key = keys.scoped(_NEW_DIMENSION, fields.name)

    def add() -> str:
        return draft_parts.add_dimension(fields.name, st.session_state[key], fields.asked_questions())

    made = act(add, "The new dimension is here.", focus="edited-part")
    if made:
        st.session_state[PART] = made
        st.session_state[key] = ""
