"""The part of the console that updates by itself: the count and the timer.

It subscribes to the same event stream as the presentation, reconnects by itself, and runs the page again whenever the
workshop's version, or the number of those who ask to be let in, is not the one shown. No fragment, because a restarted
server silently drops a fragment that it does not know.
"""

import streamlit as st

from cxmaturity.browser import assets
from cxmaturity.services.workshops.facilitation import WorkshopView
from cxmaturity.ui.shared import server_address, session
from cxmaturity.wording import workshops as wording

_HTML = """
<div class="cx-live-status">
  <strong data-field="count"></strong><span data-field="timer" role="timer"></span>
  <progress data-field="bar" aria-label="How many so far" hidden></progress>
  <span data-field="complete" role="status"></span><span data-field="connection" role="status"></span>
  <span data-field="moved" role="status"></span><button type="button" data-field="onward" hidden>Go on</button>
</div>
"""

_component = st.components.v2.component(
    "cx_live_status",
    html=_HTML,
    css=assets.styles("live_status.css"),
    js=assets.script("live_status.js"),
    isolate_styles=False,
)


def live_status(workshop: WorkshopView, asking: int) -> None:
    """Show how many have joined or voted and how much time is left, updated as it changes.

    `asking` is how many the page shows to ask to be let in; where that changes, the page runs again.
    """
    counted = {"vote": "voted", "self_paced": "voted", "lobby": "joined" if workshop.assessment.expected else ""}
    ends_at = workshop.state.ends_at
    _component(
        key=f"live-{workshop.assessment.id}",
        data={
            "stream": f"{server_address.base_path()}/join/screen/{workshop.screen}/live",
            "count_template": wording.count_template(workshop.state.phase, workshop.assessment.expected),
            "counts": counted.get(workshop.state.phase, ""),
            "expected": workshop.assessment.expected,
            "now": session.now().isoformat(),
            "version": workshop.version,
            "phase": workshop.state.phase,
            "question": workshop.state.question,
            "moved_notice": wording.moved_while_writing(workshop.state.question),
            "joined": workshop.joined,
            "asking": asking,
            "voted": workshop.voted,
            "is_paused": workshop.state.is_paused,
            "ends_at": ends_at.isoformat() if ends_at else None,
        },
        on_moved_change=lambda: None,
    )
