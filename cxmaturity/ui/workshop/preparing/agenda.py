"""Selecting the questions of a workshop and their order."""

import streamlit as st

from cxmaturity.analysis.agenda import AgendaItem, agenda_item, running_order
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.services.workshops.preparing import agenda
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.forms.kept_choice import keep_choice, kept_choice
from cxmaturity.ui.shared.frame import session
from cxmaturity.ui.shared.frame.errors import errors_shown_here
from cxmaturity.ui.shared.frame.page_frame import announce
from cxmaturity.wording.workshop import agenda as wording

_PICKED = "agenda-picked"


def pick_questions(questionnaire: Questionnaire, variant: str, team: str) -> None:
    """Show all questions and the picked ones in their order."""
    with errors_shown_here():
        shown = agenda.last_shown(session.database(), team, questionnaire) if team else {}
        last = agenda.last_order(session.database(), team, questionnaire) if team else ()
    proposed = running_order(questionnaire.questions, shown)
    with st.container(horizontal=True):
        if proposed:
            _fill("Propose an order from the last result", "agenda-propose", proposed)
        if last:
            _fill("Ask what was asked last time", "agenda-repeat", last)
    if team and not proposed:
        st.caption(wording.NOTHING_DIFFERS if shown else wording.NO_RESULT_YET)
    labels = {q.id: plain(f"{q.id} · {q.prompt_in(variant)}") for q in questionnaire.questions}
    keep_choice(_PICKED, labels)  # a question may read otherwise for another kind of organisation
    picked = st.multiselect(
        "Which questions, in which order?",
        list(labels),
        format_func=labels.__getitem__,
        key=_PICKED,
        persist_state="page",
    )
    items = [agenda_item(questionnaire.by_id[name], variant, shown.get(name)) for name in picked]
    for position, item in enumerate(items):
        _item(item, questionnaire, variant, (position, len(items)))
    if items:
        st.markdown(f"**{wording.agenda_total(items)}**")


def picked_questions() -> list[str]:
    """Return the ids of the picked questions in their order, also in a callback."""
    return list(kept_choice(_PICKED) or ())


def _fill(label: str, key: str, names: tuple[str, ...]) -> None:
    st.button(label, key=key, on_click=_set, args=(names, wording.questions_picked(len(names))))


def _set(names: tuple[str, ...], done: str) -> None:
    st.session_state[_PICKED] = list(names)
    announce(done)


def _item(item: AgendaItem, questionnaire: Questionnaire, variant: str, place: tuple[int, int]) -> None:
    """Show a question, the time it takes, and buttons that move it; `place` is its position, and how many there are."""
    name, (position, count) = item.question.id, place
    with st.container(horizontal=True, vertical_alignment="center", key=f"agenda-item-{name}"):
        st.markdown(
            f"{position + 1}\\. **{name}** · {plain(item.question.prompt_in(variant))}  \n"
            f":small[{wording.item_minutes(item)} · {plain(wording.opening_question(item, questionnaire))}]",
            width="stretch",
        )
        for label, step, is_possible in (("Earlier", -1, position > 0), ("Later", 1, position < count - 1)):
            st.button(
                f"{label}: {name}",
                key=f"agenda-{label}-{name}",
                disabled=not is_possible,
                on_click=_move,
                args=(name, step),
            )


def _move(name: str, step: int) -> None:
    picked = picked_questions()
    if name not in picked:  # it was left out just before this click
        return
    place = min(max(picked.index(name) + step, 0), len(picked) - 1)
    picked.remove(name)
    picked.insert(place, name)
    st.session_state[_PICKED] = picked
    announce(f"{name} is number {place + 1} now.")
