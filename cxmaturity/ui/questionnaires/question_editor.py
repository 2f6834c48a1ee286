"""Changing the questions of a dimension: texts, levels, steps and weights, with a preview of the question as asked."""

from typing import Any

import streamlit as st

from cxmaturity.answer_form.html import question_html
from cxmaturity.browser import assets
from cxmaturity.questionnaire.yaml_files import MODEL_FILE
from cxmaturity.services.drafts import draft_parts, editing
from cxmaturity.services.drafts.editing import Draft
from cxmaturity.ui.questionnaires.draft_actions import act
from cxmaturity.ui.questionnaires.fields import DraftFields
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.forms import keys
from cxmaturity.ui.shared.forms.kept_choice import keep_choice
from cxmaturity.wording.plans import EASE_LABELS
from cxmaturity.wording.questionnaire import editor as words

_QUESTION = "edit-question"
_preview = st.components.v2.component(
    "cx_question_preview",
    html='<div class="cx-answer-form cx-preview"></div>',
    css=assets.styles("choices.css", "answer_form.css", "questionnaires.css"),
    js=assets.script("controls/question_preview.js"),
    isolate_styles=False,
)


def edit_questions(draft: Draft, fields: DraftFields, file: str) -> None:
    """Show the button that adds a question to the dimension, the choice of a question, and the chosen one's fields."""
    questions = {q["id"]: q for q in fields.entries(file, "questions")}
    capabilities = {c["id"]: str(c.get("name") or c["id"]) for c in fields.entries(file, "capabilities")}
    st.subheader("Questions", anchor=False)
    if capabilities:
        st.button(
            "Add a question",
            icon=":material/add:",
            key=keys.scoped("question-add", draft.name),
            on_click=_add,
            args=(fields, file, next(iter(capabilities))),
        )
    if not questions:
        return
    shown = {name: f"{name} · {question.get('prompt') or ''}" for name, question in questions.items()}
    keep_choice(_QUESTION, shown)
    chosen = st.selectbox("Question", list(shown), format_func=shown.__getitem__, key=_QUESTION)
    with st.container(key="edited-question"):
        with st.container(horizontal=True, key="question-acts"):
            for label, key, by in (("Move up", "up", -1), ("Move down", "down", 1)):
                st.button(
                    f"{label} ({plain(chosen)})",
                    key=keys.scoped(f"question-{key}", draft.name),
                    on_click=act,
                    args=(draft_parts.move_question, f"{chosen} is moved.", draft.name, file, chosen, by),
                )
            st.button(
                f"Leave out ({plain(chosen)})",
                icon=":material/delete:",
                key=keys.scoped(f"question-leave-out-{chosen}", draft.name),  # no second click meets the next question
                on_click=act,
                args=(
                    draft_parts.leave_out_question,
                    f"{chosen} is left out of the draft.",
                    draft.name,
                    file,
                    chosen,
                ),
            )
        path = ("questions", chosen)
        fields.text("Question as asked", file, (*path, "prompt"), is_long=True)
        fields.text("Why it matters", file, (*path, "why"), is_long=True)
        fields.text("What to look at before answering", file, (*path, "evidence"), is_long=True)
        fields.text("Whom to ask", file, (*path, "ask"), is_long=True)
        if capabilities:
            fields.choice("Capability", file, (*path, "capability"), list(capabilities), capabilities)
        if draft_parts.has_practices(fields.contents):
            stages = {stage.get("level"): name for stage, name in _stages(fields)[1:]}
            fields.choice("Stage that needs it", file, (*path, "level"), list(stages), stages)
        fields.number("Weight", file, (*path, "weight"), usual=1.0, lowest=0.001, highest=1000.0)
        fields.yes_or_no("In the pulse, the short version", file, (*path, "pulse"))
        fields.yes_or_no("It may not apply to some", file, (*path, "may_not_apply"))
        claims = editing.claims_of(draft.name)
        if claims:
            shown = {claim: f"{text} ({claim})" for claim, text in claims.items()}
            fields.several("Claims it traces to", file, (*path, "claims"), shown)
        _levels_and_steps(fields, file, chosen)
        _variants(fields, file, chosen)
    if draft.questionnaire and chosen in draft.questionnaire.by_id:
        st.subheader("As it will be asked", anchor=False)
        html = question_html(draft.questionnaire, draft.questionnaire.by_id[chosen])
        _preview(key=f"preview-{chosen}", data={"html": html})


def _levels_and_steps(fields: DraftFields, file: str, question_id: str) -> None:
    path = ("questions", question_id)
    levels, steps = (fields.value(file, (*path, name)) for name in ("levels", "steps"))
    names = [name for _, name in _stages(fields)]
    if isinstance(levels, list):
        for i in range(len(levels)):
            label = names[i] if len(names) == len(levels) else str(i + 1)
            fields.text(f"Level {label}", file, (*path, "levels", i), is_long=True)
    if not isinstance(steps, list):
        st.button(
            f"Add steps ({plain(question_id)})",
            icon=":material/add:",
            key=keys.scoped("steps-add", fields.name),
            on_click=act,
            args=(draft_parts.add_steps, "The steps are here, to be written.", fields.name, file, question_id),
            kwargs={"focus": "edited-steps"},
        )
        return
    with st.container(key="edited-steps"), st.expander("Steps from each level to the next", key="edit-steps"):
        for i in range(len(steps)):
            _step(fields, file, (*path, "steps", i), f"step {i + 1}")


def _stages(fields: DraftFields) -> list[tuple[dict[str, Any], str]]:
    """Return the stages of the model, lowest first, each with its number and name in one text."""
    stages = fields.value(MODEL_FILE, ("stages",))
    listed = [stage for stage in (stages if isinstance(stages, list) else []) if isinstance(stage, dict)]
    return [(stage, f"{stage.get('level')} · {stage.get('name')}") for stage in listed]


def _step(fields: DraftFields, file: str, path: tuple[str | int, ...], name: str) -> None:
    fields.text(f"What to do ({name})", file, (*path, "do"), is_long=True)
    fields.text(f"How long it takes ({name})", file, (*path, "effort"))
    grades: dict[Any, str] = {None: words.NOT_STATED} | {g: f"{g} · {label}" for g, label in EASE_LABELS.items()}
    fields.choice(f"Ease ({name})", file, (*path, "ease"), list(grades), grades)
    fields.text(f"Who does it ({name})", file, (*path, "owner"))
    fields.text(f"Worked if ({name})", file, (*path, "worked_if"), is_long=True)


def _variants(fields: DraftFields, file: str, question_id: str) -> None:
    """Show the question's texts for each kind of organisation, when the model has several."""
    for variant in fields.entries(MODEL_FILE, "variants"):
        name, path = str(variant.get("name") or variant["id"]), ("questions", question_id, "variants", variant["id"])
        with st.expander(f"As it reads for {plain(name)}", key=f"edit-variant-{variant['id']}"):
            fields.text(f"What to think of ({name})", file, (*path, "think_of"), is_long=True)
            fields.text(f"Question as asked ({name})", file, (*path, "prompt"), is_long=True)
            levels = fields.value(file, (*path, "levels"))
            for i in range(len(levels) if isinstance(levels, list) else 0):
                fields.text(f"Level {i + 1} ({name})", file, (*path, "levels", i), is_long=True)


def _add(fields: DraftFields, file: str, capability: str) -> None:
    done = "The new question is here, last in its dimension."

    def add() -> str:
        return draft_parts.add_question(fields.name, file, capability, fields.asked_questions())

    made = act(add, done, focus="edited-question")
    if made:
        st.session_state[_QUESTION] = made
