"""The part of the console that updates by itself: the count and the timer.

It subscribes to the same event stream as the projected screen, reconnects by itself, and reruns the page when the
workshop's version, or the number of people waiting to be admitted, is not the one shown. It is not a fragment, because
a restarted server silently ignores reruns of a fragment that it does not know.
"""

import streamlit as st

from cxmaturity.browser import assets
from cxmaturity.services.workshops.workshop_view import WorkshopView
from cxmaturity.ui.shared.frame import server_address, session
from cxmaturity.ui.workshop.action_buttons import actions_performed, perform, was_refused_for_few
from cxmaturity.ui.workshop.console_keys import LETTERS, NEED_SHIFT
from cxmaturity.wording.workshop import workshop_console as wording

_WRITING = "workshop-writing"  # session key: (assessment id, actions performed by then) since somebody writes here

_HTML = """
<div class="cx-live-status">
  <div class="cx-live-row">
    <strong data-field="count"></strong><span data-field="timer" role="timer"></span>
    <label hidden><input type="checkbox" data-field="sound"> Sound in the last ten seconds</label>
    <button type="button" data-field="keys">Keys</button>
  </div>
  <progress data-field="bar" aria-label="How many so far" class="cx-none"></progress>
  <div class="cx-live-news" data-field="news">
    <div>
      <span data-field="complete" role="status"></span><span data-field="ending" role="status"></span>
      <span data-field="requests" role="status"></span><span data-field="waiting" role="status"></span>
      <span data-field="asked" role="status"></span><span data-field="connection" role="status"></span>
      <span data-field="moved" role="status"></span><button type="button" data-field="onward" hidden>Continue</button>
    </div>
  </div>
</div>
"""

_component = st.components.v2.component(
    "cx_live_status",
    html=_HTML,
    css=assets.styles("live_status.css"),
    js=assets.script("workshop/live_status.js"),
    isolate_styles=False,
)


def live_status(workshop: WorkshopView, asking: int) -> None:
    """Show the live counts of people and votes and the remaining time, and handle the keyboard shortcuts.

    `asking` is the number of people waiting to be admitted that the page shows; another number reruns the page. If the
    workshop's switches are set so, the browser asks the page to reveal when time is up or all have voted.
    """
    assessment, state = workshop.assessment, workshop.state
    is_by_hand = state.is_open_again or was_refused_for_few(workshop)
    counted = dict.fromkeys(("vote", "self_paced", "dots", "warm_up", "worth"), "voted")
    counted["lobby"] = "joined" if assessment.expected else ""
    key = f"live-{assessment.id}"
    _component(
        key=key,
        data={
            "stream": f"{server_address.base_path()}/join/screen/{workshop.screen}/live",
            "count_template": wording.count_template(state.phase, assessment.expected, len(state.order)),
            "counts": counted.get(state.phase, ""),
            "expected": assessment.expected,
            "now": session.now().isoformat(),
            "version": workshop.version,
            "phase": state.phase,
            "question": state.question,
            "moved_notice": wording.moved_while_writing(state.question),
            "joined": workshop.joined,
            "asking": asking,
            "voted": workshop.voted,
            "average": wording.average_progress(workshop.answered, workshop.joined),
            "time_requests": state.time_requests,
            "is_paused": state.is_paused,
            "ends_at": state.ends_at.isoformat() if state.ends_at else None,
            "reveals_when_all_in": state.reveals_when_all_in and not is_by_hand,
            "reveals_when_time_is_up": state.reveals_when_time_is_up and not is_by_hand,
            "actions_performed": actions_performed(),
            "letters": LETTERS,
            "need_shift": NEED_SHIFT if state.phase == "vote" else [],
            "words": wording.LIVE_WORDS,
            "room": wording.LONGEST_NEWS,
        },
        on_moved_change=lambda: st.session_state.pop(_WRITING, None),
        on_writing_change=lambda: _begin_writing(workshop),
        on_auto_reveal_change=lambda: _reveal_by_itself(workshop, key),
    )


def _begin_writing(workshop: WorkshopView) -> None:
    st.session_state[_WRITING] = (workshop.assessment.id, actions_performed())


def is_writing(workshop: WorkshopView) -> bool:
    """Return whether somebody has begun to write in this window, since its last action, and it is to stay as it is.

    The browser says so before another window can move on; it lets the page follow by itself.
    """
    return st.session_state.get(_WRITING) == (workshop.assessment.id, actions_performed())


def _reveal_by_itself(workshop: WorkshopView, key: str) -> None:
    if st.session_state[key].auto_reveal == workshop.version and workshop.state.phase == "vote":
        perform(workshop, "reveal", is_automatic=True)
