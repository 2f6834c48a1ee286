"""One question on the console: its vote, the result once revealed, and the level agreed on."""

from functools import partial

import streamlit as st

from cxmaturity.analysis.disclosure import SUPPRESSED, QuestionDisclosure
from cxmaturity.analysis.groups import AgreedLevel, RoundResult
from cxmaturity.charts.rounds import tally
from cxmaturity.questionnaire.schema import Question
from cxmaturity.services.assessments.agreed_levels import load_agreed_levels
from cxmaturity.services.workshops import facilitation
from cxmaturity.services.workshops.voting import reveals, vote_reasons
from cxmaturity.services.workshops.workshop_view import WorkshopView
from cxmaturity.tables import groups
from cxmaturity.tables.levels import with_level_numbers
from cxmaturity.ui.shared import charts
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.forms import agree_form
from cxmaturity.ui.shared.frame import session
from cxmaturity.ui.shared.frame.errors import errors_shown_above, errors_shown_here
from cxmaturity.ui.shared.frame.page_frame import announce
from cxmaturity.ui.workshop.action_buttons import action_button, moving_on, timer_buttons
from cxmaturity.ui.workshop.hints_and_notes import question_hints
from cxmaturity.wording.questionnaire.levels import level_names, level_number, level_numbers
from cxmaturity.wording.result.groups import AGREE_ON_LEVEL, chosen_by_names, with_agreement_labels
from cxmaturity.wording.workshop import participant_texts as words
from cxmaturity.wording.workshop import votes as wording
from cxmaturity.wording.workshop import workshop_screen as screen_words


def current_question(workshop: WorkshopView) -> None:
    """Show the current question, what to do next, and the hints beside it."""
    question = workshop.questionnaire.by_id[str(workshop.state.question)]
    left, right = st.columns([3, 2], gap="large")
    with left:
        st.header(f"{question.id} · {plain(question.prompt_in(workshop.assessment.variant))}", anchor=False)
        place = f"{(workshop.state.position or 0) + 1} of {len(workshop.order)}"
        dimension = workshop.questionnaire.dimension_of[question.id].name
        st.caption(f"{plain(dimension)} · {place} · {wording.round_name(workshop.state.vote_number).lower()}")
        if workshop.state.phase == "vote":
            _vote(workshop)
        else:
            _reveal(workshop, question)
    with right:
        question_hints(workshop, question)


def _vote(workshop: WorkshopView) -> None:
    with st.container(key="workshop-second-vote"), errors_shown_here():
        if binding := reveals.binding_rounds(session.database(), workshop.assessment, workshop.state):
            st.caption(wording.second_vote_on_console(binding))
    with st.container(horizontal=True, key="workshop-acts"):
        action_button(workshop, "reveal", "Reveal", type="primary", icon=":material/visibility:")
        timer_buttons(workshop)
        action_button(workshop, "pause", "Pause", icon=":material/pause:")
        action_button(workshop, "resume", "Resume", icon=":material/play_arrow:")
        if str(workshop.state.question) in workshop.state.revealed:
            action_button(
                workshop, "go", "Back to the result", question=workshop.state.question, icon=":material/undo:"
            )
        action_button(workshop, "back", "Back", icon=":material/arrow_back:")
        action_button(workshop, "skip", "Skip for now", icon=":material/skip_next:")


def _reveal(workshop: WorkshopView, question: Question) -> None:
    with errors_shown_here():
        rounds = reveals.round_results(session.database(), workshop.assessment.id, question.id)
        agreed = load_agreed_levels(session.database(), workshop.assessment.id).get(question.id)
    last = rounds[-1].shown
    with st.container(key="workshop-result"):  # a place of its own: agreeing on a level moves no control beneath it
        st.markdown(f"**Result.** {plain(wording.describe_reveal(last, workshop.questionnaire))}")
        if len(rounds) > 1 and (movement := wording.describe_movement(rounds[-2].shown, last)):
            st.markdown(plain(movement))
        if agreed:
            level = level_number(workshop.questionnaire, agreed.level)
            st.markdown(f"**Agreed on level {level}:** {plain(agreed.reason)}")
    with st.container(horizontal=True, key="workshop-acts"):
        if "next" in facilitation.allowed_actions(workshop):
            onward = "Next question" if workshop.pace == "together" else "Next topic"
            action_button(workshop, "next", onward, type="primary", icon=":material/arrow_forward:")
        elif "dots" in facilitation.allowed_actions(workshop):
            action_button(workshop, "dots", "Choose first steps", type="primary", icon=":material/more_horiz:")
        else:
            action_button(workshop, "steps", "Show the first steps", type="primary", icon=":material/visibility:")
        action_button(workshop, "again", "Vote again", icon=":material/replay:")
        if facilitation.may_undo(session.database(), workshop):
            action_button(workshop, "undo", "Undo the reveal", icon=":material/undo:")
        timer_buttons(workshop)
        action_button(workshop, "back", "Back", icon=":material/arrow_back:")
    _reasons(workshop, last)
    _agree(workshop, question, agreed)
    _counts(workshop, question, rounds)


def _counts(workshop: WorkshopView, question: Question, rounds: tuple[RoundResult, ...]) -> None:
    """Show how many chose each level, where disclosure allows it, and in open mode who chose which."""
    rows = groups.round_table(workshop.questionnaire, [question], {question.id: {r.round: r.shown for r in rounds}}, {})
    if rows["1"].notna().any():
        picture = tally(rows, level_names(workshop.questionnaire), level_numbers(workshop.questionnaire))
        takeaway = wording.describe_reveal(rounds[-1].shown, workshop.questionnaire)
        charts.chart(
            picture,
            with_level_numbers(with_agreement_labels(rows), workshop.questionnaire),
            takeaway,
            f"tally-{question.id}",
        )
    if rounds[-1].votes:
        st.markdown(f"**Who chose what:** {plain(chosen_by_names(workshop.questionnaire, rounds[-1].votes))}")


def _reasons(workshop: WorkshopView, last: QuestionDisclosure) -> None:
    """Show the reasons that people wrote, each with a checkbox that puts it on the projected screen."""
    with errors_shown_here():
        lines = vote_reasons.reasons(session.database(), workshop.assessment, workshop.state)
    with st.container(key="workshop-reasons"):
        if not (lines or workshop.state.asks_why):
            return
        st.subheader(words.WHY, anchor=False)
        if not lines:
            st.caption(words.WHY_HIDDEN if last == SUPPRESSED else words.NOBODY_WROTE)
            return
        st.caption(words.WHY_HELP)
        is_full = sum(line.is_on_screen for line in lines) >= vote_reasons.MAX_ON_SCREEN
        for place, line in enumerate(lines):
            key = f"workshop-reason-{workshop.state.question}-{workshop.state.round}-{place}"
            st.session_state[key] = line.is_on_screen  # another window may have changed it since
            st.checkbox(
                plain(screen_words.reason_line(line.text, line.name)),
                key=key,
                disabled=is_full and not line.is_on_screen,
                on_change=_put_reason,
                args=(workshop.assessment.id, line.text, not line.is_on_screen),
            )


def _put_reason(assessment_id: str, text: str, is_shown: bool) -> None:
    with errors_shown_above():
        vote_reasons.put_on_screen(session.database(), assessment_id, text, is_shown=is_shown)
        announce(words.reason_put(is_shown), is_quiet=True)


def _agree(workshop: WorkshopView, question: Question, agreed: AgreedLevel | None) -> None:
    with st.expander("Agree on a level", key=f"agree-{question.id}", icon=":material/handshake:"):
        st.markdown(AGREE_ON_LEVEL)
        row, storing = workshop.assessment, partial(moving_on, workshop.assessment.id)
        agree_form.agree_form(row, workshop.questionnaire, question, agreed, storing)
