"""The form that sets up a workshop: team, questions, privacy, and pace; one click opens the lobby."""

from collections.abc import Collection, Sequence
from typing import Literal

import streamlit as st

from cxmaturity.answers import Privacy
from cxmaturity.errors import Refused
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.services.assessments import creation
from cxmaturity.services.assessments.creation import MAX_EXPECTED, StartedAssessment, StartWorkshop
from cxmaturity.ui.assess import new_assessment
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.forms import choosers, keys
from cxmaturity.ui.shared.forms.kept_choice import keep_choice, kept_choice
from cxmaturity.ui.shared.frame import session
from cxmaturity.ui.shared.frame.page_frame import live_text
from cxmaturity.ui.workshop.preparing.agenda import pick_questions, picked_questions
from cxmaturity.ui.workshop.preparing.warm_up import typed_warm_up, warm_up_fields
from cxmaturity.wording.language.plurals import counted
from cxmaturity.wording.trends.power import expected_power_sentence
from cxmaturity.wording.workshop import workshop_setup
from cxmaturity.wording.workshop.workshop_setup import (
    COUNTED,
    PACE_DESCRIPTIONS,
    PACE_LABELS,
    SCREEN_VIEW_LABELS,
    ScreenView,
    leaders_need_more,
    screen_view_costs,
    workshop_preview_text,
)
from cxmaturity.workshops.state import Pace

Length = Literal["pulse", "full", "chosen", "picked"]
_LENGTH, _EXPECTED = "workshop-length", "workshop-expected"  # widget keys
_VIEW, _ASKS_WHY = "workshop-view", "workshop-asks-why-at-start"  # widget keys


def setup_form(questionnaires: Sequence[Questionnaire], team_names: Collection[str]) -> None:
    """Show the fields with sensible defaults, and the button that creates the workshop and opens its lobby."""
    with st.container(border=True):
        chosen = choosers.choose_questionnaire(questionnaires, "start")
        length = _length(chosen)
        dimensions = _dimensions(chosen) if length == "chosen" else []
        variant = choosers.choose_variant(chosen, "start")
        team = new_assessment.team_and_label(team_names, "Name of this workshop")
        if length == "picked":
            pick_questions(chosen, variant, team)
        expected = st.number_input(
            "How many people do you expect?",
            min_value=2,
            max_value=MAX_EXPECTED,
            value=12,
            key=_EXPECTED,
            help="More or fewer may come. They join on their phones by a code; nobody installs anything or signs in.",
        )
        privacy = choosers.choose_privacy("How do people answer?", "start")
        if privacy == "anonymous":
            choosers.recent_result_notice(team, chosen)
        asks_role = _screen_view(int(expected), privacy) == "sides"
        live_text(
            workshop_preview_text(int(expected), chosen.scale_max, privacy, asks_role=asks_role), "workshop-preview"
        )
        st.caption(COUNTED)
        compared = {"pulse": 0, "full": len(chosen.dimensions), "chosen": len(dimensions), "picked": 0}[length]
        if compared:
            st.caption(
                plain(expected_power_sentence(int(expected), compared, privacy, chosen.scale_max, is_linked=False))
            )
        _pace(length)
        st.checkbox(workshop_setup.ASKS_WHY, key=_ASKS_WHY, help=workshop_setup.ASKS_WHY_HELP)
        warm_up_fields(privacy)
        new_assessment.start_button("Open the lobby", ":material/meeting_room:", "workshop", _start, (questionnaires,))


def _start(questionnaires: Sequence[Questionnaire]) -> StartedAssessment:
    chosen, length = choosers.chosen_questionnaire(questionnaires, "start"), kept_choice(_LENGTH)
    dimensions = st.session_state.get(_dimensions_key(chosen), ()) if length == "chosen" else ()
    if length == "chosen" and not dimensions:
        raise Refused("No dimension is chosen yet.", "Choose at least one.")
    picked = picked_questions() if length == "picked" else ()
    if length == "picked" and not picked:
        raise Refused("No question is picked yet.", "Pick at least one.")
    expected = int(st.session_state[_EXPECTED])
    command = StartWorkshop(
        questionnaire=chosen,
        team_name=choosers.chosen_team("start"),
        label=new_assessment.typed_label(),
        scope="pulse" if length == "pulse" else "full",
        variant=choosers.chosen_variant("start"),
        privacy=choosers.chosen_privacy("start"),
        asks_role=_chosen_view(expected) == "sides",
        expected=expected,
        pace=st.session_state.get(_pace_key(length), _usual_pace(length)),
        dimensions=dimensions,
        questions=picked,
        warm_up=typed_warm_up(),
        asks_why=st.session_state[_ASKS_WHY],
    )
    return creation.start(session.database(), command, session.now())


def _screen_view(expected: int, privacy: Privacy) -> ScreenView:
    """Show the choice of what the projected screen shows, with the drawback of each option; return the chosen one."""
    costs, too_few = screen_view_costs(privacy), leaders_need_more(expected)
    st.radio(
        "What should the room see?",
        list(SCREEN_VIEW_LABELS),
        format_func=SCREEN_VIEW_LABELS.__getitem__,
        captions=[costs[view] for view in SCREEN_VIEW_LABELS],
        key=_VIEW,
        disabled=too_few is not None,
    )
    if too_few:
        st.caption(too_few)
    return _chosen_view(expected)


def _chosen_view(expected: int) -> ScreenView:
    """Return the chosen view; with too few people for leaders and others apart it is "bars"."""
    chosen: ScreenView = "bars" if leaders_need_more(expected) else st.session_state[_VIEW]
    return chosen


def _length(questionnaire: Questionnaire) -> Length:
    lengths: dict[Length, str] = (
        {"pulse": f"Pulse · {counted('question', len(questionnaire.pulse))}"} if questionnaire.pulse else {}
    )
    lengths["full"] = f"Full · {counted('question', len(questionnaire.questions))}"
    if len(questionnaire.dimensions) > 1:
        lengths["chosen"] = "Chosen dimensions"
    lengths["picked"] = "Single questions"
    keep_choice(_LENGTH, lengths)
    return st.radio("Which questions?", list(lengths), format_func=lengths.__getitem__, key=_LENGTH, horizontal=True)


def _dimensions(questionnaire: Questionnaire) -> list[str]:
    asked = {d.id: f"{d.name} · {len(d.questions)}" for d in questionnaire.dimensions}
    return st.pills(
        "Which dimensions?",
        list(asked),
        format_func=lambda d: plain(asked[d]),
        selection_mode="multi",
        default=[questionnaire.dimensions[0].id],
        key=_dimensions_key(questionnaire),
    )


def _dimensions_key(questionnaire: Questionnaire) -> str:
    """Return the key of the choice of dimensions: a new field, with another proposal, for another questionnaire."""
    return keys.scoped("workshop-dimensions", questionnaire.id)


def _pace(length: Length) -> None:
    st.radio(
        "At which pace?",
        list(PACE_LABELS),
        index=list(PACE_LABELS).index(_usual_pace(length)),
        format_func=PACE_LABELS.__getitem__,
        captions=[PACE_DESCRIPTIONS[pace] for pace in PACE_LABELS],
        key=_pace_key(length),
    )


def _pace_key(length: Length) -> str:
    """Return the key of the choice of a pace: a new field, with another proposal, for another length."""
    return f"workshop-pace-{length}"


def _usual_pace(length: Length) -> Pace:
    return "self_paced" if length == "full" else "together"
