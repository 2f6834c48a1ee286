"""The form that sets up a workshop: team, questions, privacy, and pace; one click opens the lobby."""

from collections.abc import Collection, Sequence
from typing import Literal

import streamlit as st

from cxmaturity.answers import Privacy
from cxmaturity.errors import Refused
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.services.assessments import creation
from cxmaturity.services.assessments.creation import MAX_EXPECTED, StartWorkshop
from cxmaturity.ui.assess import new_assessment
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.forms import choosers
from cxmaturity.ui.shared.frame import session
from cxmaturity.ui.shared.frame.errors import errors_shown_here
from cxmaturity.ui.shared.frame.page_frame import announce, live_text
from cxmaturity.ui.workshop.action_buttons import PHASE
from cxmaturity.ui.workshop.preparing.agenda import pick_questions
from cxmaturity.ui.workshop.preparing.warm_up import warm_up_fields
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
from cxmaturity.workshops.polls import make_warm_up
from cxmaturity.workshops.state import Pace

Length = Literal["pulse", "full", "chosen", "picked"]


def setup_form(questionnaires: Sequence[Questionnaire], team_names: Collection[str]) -> None:
    """Show the fields with sensible defaults, and the button that creates the workshop and opens its lobby."""
    with st.container(border=True):
        chosen = choosers.choose_questionnaire(questionnaires, "start")
        length = _length(chosen)
        dimensions = _dimensions(chosen) if length == "chosen" else []
        variant = choosers.choose_variant(chosen, "start")
        team, label = new_assessment.team_and_label(team_names, "Name of this workshop")
        picked = pick_questions(chosen, variant, team) if length == "picked" else []
        expected = st.number_input(
            "How many people do you expect?",
            min_value=2,
            max_value=MAX_EXPECTED,
            value=12,
            key="workshop-expected",
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
        pace = _pace(length)
        asks_why = st.checkbox(
            workshop_setup.ASKS_WHY, key="workshop-asks-why-at-start", help=workshop_setup.ASKS_WHY_HELP
        )
        typed_warm_up = warm_up_fields(privacy)
        is_asked = st.button(
            "Open the lobby",
            type="primary",
            icon=":material/meeting_room:",
            key="workshop-start",
            on_click=new_assessment.check_names,
        )
        if not is_asked or new_assessment.names_are_refused():
            return
        with errors_shown_here():
            if length == "chosen" and not dimensions:
                raise Refused("No dimension is chosen yet.", "Choose at least one.")
            if length == "picked" and not picked:
                raise Refused("No question is picked yet.", "Pick at least one.")
            warm_up = make_warm_up(*typed_warm_up[:2], is_choice=typed_warm_up[2])
            command = StartWorkshop(
                questionnaire=chosen,
                team_name=team,
                label=label,
                scope="pulse" if length == "pulse" else "full",
                variant=variant,
                privacy=privacy,
                asks_role=asks_role,
                expected=int(expected),
                pace=pace,
                dimensions=dimensions,
                questions=picked,
                warm_up=warm_up,
                asks_why=asks_why,
            )
            opened = creation.start(session.database(), command, session.now()).assessment_id
        st.session_state[session.ASSESSMENT_PARAM] = opened
        st.query_params[session.ASSESSMENT_PARAM] = opened
        announce("The lobby is open.", focus=PHASE)  # its code to join would be out of sight above
        st.rerun()


def _screen_view(expected: int, privacy: Privacy) -> ScreenView:
    """Show the choice of what the projected screen shows, with the drawback of each option; return the chosen one.

    With too few people for leaders and others apart it is "bars".
    """
    costs, too_few = screen_view_costs(privacy), leaders_need_more(expected)
    chosen = st.radio(
        "What should the room see?",
        list(SCREEN_VIEW_LABELS),
        format_func=SCREEN_VIEW_LABELS.__getitem__,
        captions=[costs[view] for view in SCREEN_VIEW_LABELS],
        key="workshop-view",
        disabled=too_few is not None,
    )
    if too_few:
        st.caption(too_few)
    return "bars" if too_few else chosen


def _length(questionnaire: Questionnaire) -> Length:
    lengths: dict[Length, str] = (
        {"pulse": f"Pulse · {len(questionnaire.pulse)} questions"} if questionnaire.pulse else {}
    )
    lengths["full"] = f"Full · {len(questionnaire.questions)} questions"
    if len(questionnaire.dimensions) > 1:
        lengths["chosen"] = "Chosen dimensions"
    lengths["picked"] = "Single questions"
    return st.radio("How much?", list(lengths), format_func=lengths.__getitem__, key="workshop-length", horizontal=True)


def _dimensions(questionnaire: Questionnaire) -> list[str]:
    asked = {d.id: f"{d.name} · {len(d.questions)}" for d in questionnaire.dimensions}
    return st.pills(
        "Which dimensions?",
        list(asked),
        format_func=lambda d: plain(asked[d]),
        selection_mode="multi",
        default=[questionnaire.dimensions[0].id],
        key="workshop-dimensions",
    )


def _pace(length: Length) -> Pace:
    usual: Pace = "self_paced" if length == "full" else "together"
    return st.radio(
        "At which pace?",
        list(PACE_LABELS),
        index=list(PACE_LABELS).index(usual),
        format_func=PACE_LABELS.__getitem__,
        captions=[PACE_DESCRIPTIONS[pace] for pace in PACE_LABELS],
        key=f"workshop-pace-{length}",
    )
