"""One question in the room: the vote while it runs, what the room saw of it, and what it agrees on."""

import streamlit as st

from cxmaturity.analysis.groups import AgreedLevel, RoundResult
from cxmaturity.answers import MAX_TEXT_LENGTH
from cxmaturity.charts.rounds import tally
from cxmaturity.questionnaire.schema import Question
from cxmaturity.services.workshops import decisions, facilitation
from cxmaturity.services.workshops.facilitation import WorkshopView
from cxmaturity.tables import groups
from cxmaturity.ui.shared import charts, session
from cxmaturity.ui.shared.errors import errors_shown_here
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.workshop.actions import action_button, moving_on
from cxmaturity.ui.workshop.hints import question_hints
from cxmaturity.wording import workshops as wording
from cxmaturity.wording.groups import with_agreement_labels


def current_question(of: WorkshopView) -> None:
    """Show the question the room is at, what to do next, and the hints beside it."""
    at = of.questionnaire.by_id[str(of.state.question)]
    left, right = st.columns([3, 2], gap="large")
    with left:
        st.header(f"{at.id} · {plain(at.prompt_in(of.assessment.variant))}", anchor=False)
        place = f"{(of.state.position or 0) + 1} of {len(of.order)}"
        dimension = of.questionnaire.dimension_of[at.id].name
        st.caption(f"{plain(dimension)} · {place} · {wording.round_name(of.state.round).lower()}")
        if of.state.phase == "vote":
            _vote(of)
        else:
            _saw(of, at)
    with right:
        question_hints(of, at)


def _vote(of: WorkshopView) -> None:
    with st.container(horizontal=True, key="room-acts"):
        action_button(of, "reveal", "Reveal", type="primary", icon=":material/visibility:", shortcut="V")
        action_button(of, "extend", "One more minute", icon=":material/more_time:", shortcut="M")
        action_button(of, "pause", "Pause", icon=":material/pause:", shortcut="P")
        action_button(of, "resume", "Resume", icon=":material/play_arrow:", shortcut="P")
        action_button(of, "back", "Back", icon=":material/arrow_back:", shortcut="B")
        action_button(
            of, "skip", "Skip", icon=":material/skip_next:", shortcut="S", help="You can come back to it later."
        )


def _saw(of: WorkshopView, at: Question) -> None:
    with errors_shown_here():
        found = facilitation.round_results(session.database(), of.assessment.id, at.id)
        agreed = decisions.agreed_levels(session.database(), of.assessment.id).get(at.id)
    seen = found[-1]
    st.markdown(f"**Result.** {plain(wording.describe_reveal(seen.shown, of.questionnaire))}")
    if len(found) > 1 and (moved := wording.describe_movement(found[-2].shown, seen.shown)):
        st.markdown(plain(moved))
    if agreed:
        st.markdown(f"**Agreed on level {agreed.level}:** {plain(agreed.reason)}")
    with st.container(horizontal=True, key="room-acts"):
        onward = "Next question" if of.pace == "together" else "Next topic"
        action_button(of, "next", onward, type="primary", icon=":material/arrow_forward:", shortcut="N")
        action_button(of, "again", "Vote again", icon=":material/replay:", shortcut="A")
        is_shared = of.state.is_shared
        share, icon = ("Hide it on the phones", "mobile_off") if is_shared else ("Show it on the phones", "smartphone")
        action_button(of, "share", share, icon=f":material/{icon}:", shortcut="H")
        action_button(of, "back", "Back", icon=":material/arrow_back:", shortcut="B")
    _agree(of, at, agreed)
    _counts(of, at, found)


def _counts(of: WorkshopView, at: Question, found: tuple[RoundResult, ...]) -> None:
    """Show how many chose each level, where that may be seen, and in open mode who did."""
    rows = groups.round_table(of.questionnaire, [at], {at.id: {r.round: r.shown for r in found}}, {})
    if rows["1"].notna().any():
        picture = tally(rows, [s.name for s in of.questionnaire.stages])
        charts.chart(
            picture,
            with_agreement_labels(rows),
            wording.describe_reveal(found[-1].shown, of.questionnaire),
            f"tally-{at.id}",
        )
    if found[-1].votes:
        said = " · ".join(f"{plain(vote.name)}: {vote.level or '–'}" for vote in found[-1].votes)
        st.markdown(f"**Who chose what:** {said}")


def _agree(of: WorkshopView, at: Question, before: AgreedLevel | None) -> None:
    statements = at.levels_in(of.assessment.variant)
    with (
        st.expander("Agree on a level", key=f"agree-{at.id}", icon=":material/handshake:"),
        st.form(f"agree-form-{at.id}", border=False),
    ):
        st.markdown("After talking it over, the group may settle on a level. It is used instead of the votes.")
        level = st.radio(
            "Agreed level",
            list(range(1, of.questionnaire.scale_max + 1)),
            index=before.level - 1 if before else None,
            format_func=lambda k: f"{k} · {plain(statements[k - 1])}",
            key=f"agree-level-{at.id}",
        )
        reason = st.text_area(
            "Why?",
            value=before.reason if before else "",
            max_chars=MAX_TEXT_LENGTH,
            key=f"agree-reason-{at.id}",
            height=80,
        )
        keep = st.form_submit_button("Keep the agreed level", key=f"agree-keep-{at.id}")
        drop = before is not None and st.form_submit_button("Back to the votes", key=f"agree-drop-{at.id}")
    if keep and level is None:
        st.warning("Choose the level the group agreed on first.")
    elif keep or drop:
        with moving_on(of):
            given = None if drop else level
            decisions.agree_on_level(session.database(), of.assessment.id, at.id, given, reason, session.now())
