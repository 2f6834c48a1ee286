"""Changing a draft in place: the whole, a dimension, a question with its levels and steps; every fault at once."""

from typing import Any

import streamlit as st

from cxmaturity.answer_form.html import question_html
from cxmaturity.browser import assets
from cxmaturity.errors import CxMaturityError
from cxmaturity.questionnaire.yaml_files import MODEL_FILE
from cxmaturity.services.models import drafts
from cxmaturity.services.models.drafts import Draft
from cxmaturity.ui.questionnaires.choosing import keep_error
from cxmaturity.ui.questionnaires.fields import DraftFields
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.frame.errors import MAX_LISTED
from cxmaturity.ui.shared.frame.page_frame import announce, live_text
from cxmaturity.wording.plans import EASE_LABELS
from cxmaturity.wording.questionnaire import editor as words

_PART, _QUESTION = "edit-part", "edit-question"
_preview = st.components.v2.component(
    "cx_question_preview",
    html='<div class="cx-answer-form cx-preview"></div>',
    css=assets.styles("answer_form.css", "questionnaires.css"),
    js=assets.script("page/question_preview.js"),
    isolate_styles=False,
)


def draft_faults(draft: Draft) -> None:
    """Show how many faults a draft has, and the first of them with place and mend."""
    live_text(words.faults(len(draft.issues)), "draft-faults")
    for issue in draft.issues[:MAX_LISTED]:
        st.text(str(issue))


def edit_draft(draft: Draft) -> None:
    """Show the fields of the chosen part of a draft."""
    contents = drafts.content_of(draft.name)
    fields = DraftFields(draft.name, contents)
    names = {MODEL_FILE: "The whole"} | {
        file: str(c.get("name") or file) for file, c in contents.items() if file != MODEL_FILE
    }
    if st.session_state.get(_PART) not in names:
        st.session_state.pop(_PART, None)
    part = st.selectbox("Part", list(names), format_func=lambda file: names[file], key=_PART)
    if part == MODEL_FILE:
        _whole(fields)
    else:
        _dimension(fields, part)
        _question(draft, fields, part)


def _whole(fields: DraftFields) -> None:
    for label, name, is_long in (
        ("Title", "title", False),
        ("Question at the top of Home", "headline", False),
        ("What it measures", "about", True),
        ("Rule for choosing an answer", "rule", True),
    ):
        fields.text(label, MODEL_FILE, (name,), is_long=is_long)
    st.subheader("Stages", anchor=False)
    for i, stage in enumerate(fields.value(MODEL_FILE, ("stages",)) or []):
        number = stage.get("level") if isinstance(stage, dict) else i
        fields.text(f"Name of stage {number}", MODEL_FILE, ("stages", i, "name"))
        fields.text(f"Meaning of stage {number}", MODEL_FILE, ("stages", i, "meaning"), is_long=True)


def _dimension(fields: DraftFields, file: str) -> None:
    with st.expander("Name, and what it looks at", key="edit-dimension"):
        fields.text("Name of the dimension", file, ("name",))
        fields.text("What the dimension looks at", file, ("about",), is_long=True)
        for capability in _entries(fields, file, "capabilities"):
            name = str(capability.get("name") or capability["id"])
            fields.text(f"Name of the capability {name}", file, ("capabilities", capability["id"], "name"))
            fields.text(f"What belongs to {name}", file, ("capabilities", capability["id"], "about"), is_long=True)


def _entries(fields: DraftFields, file: str, name: str) -> list[dict[str, Any]]:
    listed = fields.value(file, (name,))
    return (
        [e for e in listed if isinstance(e, dict) and isinstance(e.get("id"), str)] if isinstance(listed, list) else []
    )


def _question(draft: Draft, fields: DraftFields, file: str) -> None:
    questions = {q["id"]: q for q in _entries(fields, file, "questions")}
    capabilities = {c["id"]: str(c.get("name") or c["id"]) for c in _entries(fields, file, "capabilities")}
    st.subheader("Questions", anchor=False)
    if capabilities:
        st.button(
            "Add a question",
            icon=":material/add:",
            key="question-add",
            on_click=_add,
            args=(draft, file, next(iter(capabilities))),
        )
    if not questions:
        return
    if st.session_state.get(_QUESTION) not in questions:
        st.session_state.pop(_QUESTION, None)
    chosen = st.selectbox(
        "Question", list(questions), format_func=lambda q: f"{q} · {questions[q].get('prompt') or ''}", key=_QUESTION
    )
    with st.container(key="edited-question"):
        with st.container(horizontal=True, key="question-acts"):
            for label, key, by in (("Move up", "up", -1), ("Move down", "down", 1)):
                st.button(
                    f"{label} ({chosen})",
                    key=f"question-{key}",
                    on_click=_act,
                    args=(drafts.move_question, draft, file, chosen, by),
                )
            st.button(
                f"Leave out ({chosen})",
                icon=":material/delete:",
                key="question-leave-out",
                on_click=_act,
                args=(drafts.leave_out_question, draft, file, chosen),
            )
        path = ("questions", chosen)
        fields.text("Question as asked", file, (*path, "prompt"), is_long=True)
        fields.text("Why it matters", file, (*path, "why"), is_long=True)
        fields.text("What to look at before answering", file, (*path, "evidence"), is_long=True)
        fields.text("Whom to ask", file, (*path, "ask"), is_long=True)
        if capabilities:
            fields.choice("Capability", file, (*path, "capability"), list(capabilities), capabilities)
        fields.number("Weight", file, (*path, "weight"), usual=1.0, lowest=0.001, highest=1000.0)
        fields.yes_or_no("In the pulse, the short version", file, (*path, "pulse"))
        fields.yes_or_no("It may not apply to some", file, (*path, "may_not_apply"))
        _levels_and_steps(fields, file, chosen)
    if draft.questionnaire and chosen in draft.questionnaire.by_id:
        st.subheader("As it will be asked", anchor=False)
        html = question_html(draft.questionnaire, draft.questionnaire.by_id[chosen])
        _preview(key=f"preview-{chosen}", data={"html": html})


def _levels_and_steps(fields: DraftFields, file: str, question_id: str) -> None:
    path = ("questions", question_id)
    levels, steps = (fields.value(file, (*path, name)) for name in ("levels", "steps"))
    stages = fields.value(MODEL_FILE, ("stages",)) or []
    names = [f"{s.get('level')} · {s.get('name')}" if isinstance(s, dict) else str(i) for i, s in enumerate(stages)]
    if isinstance(levels, list):
        for i in range(len(levels)):
            label = names[i] if len(names) == len(levels) else str(i + 1)
            fields.text(f"Level {label}", file, (*path, "levels", i), is_long=True)
    if isinstance(steps, list):
        with st.expander("Steps from each level to the next", key="edit-steps"):
            for i in range(len(steps)):
                _step(fields, file, (*path, "steps", i), f"step {i + 1}")


def _step(fields: DraftFields, file: str, path: tuple[str | int, ...], name: str) -> None:
    fields.text(f"What to do ({name})", file, (*path, "do"), is_long=True)
    fields.text(f"How long it takes ({name})", file, (*path, "effort"))
    grades: dict[Any, str] = {None: "Not stated"} | {g: f"{g} · {label}" for g, label in EASE_LABELS.items()}
    fields.choice(f"Ease ({name})", file, (*path, "ease"), list(grades), grades)
    fields.text(f"Who does it ({name})", file, (*path, "owner"))
    fields.text(f"Worked if ({name})", file, (*path, "worked_if"), is_long=True)


def _add(draft: Draft, file: str, capability: str) -> None:
    try:
        st.session_state[_QUESTION] = drafts.add_question(draft.name, file, capability)
    except CxMaturityError as error:
        keep_error(error)
        return
    announce("The new question is here, last in its dimension.", focus="edited-question")


def _act(act: Any, draft: Draft, file: str, question_id: str, *more: int) -> None:
    try:
        act(draft.name, file, question_id, *more)
    except CxMaturityError as error:
        keep_error(error)
        return
    announce(f"{plain(question_id)} is moved." if more else f"{plain(question_id)} is left out of the draft.")
