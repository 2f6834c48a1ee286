"""The one part of the console that follows by itself: the count and the timer; the rest when the workshop moves on.

No fragment: one that a restarted server does not know is dropped without a word. This listens to the same stream as the
screen, finds it again by itself, and lets the page run again whenever the state is not the one shown.
"""

import streamlit as st

from cxmaturity.services.workshops.facilitation import WorkshopView
from cxmaturity.ui.shared import server_address, session
from cxmaturity.wording import workshops as wording

_STYLE = """
.cx-live { display: flex; flex-wrap: wrap; align-items: baseline }
.cx-live [data-part]:not(:empty) { margin-inline-end: 1.5rem }
.cx-live strong { font-size: 1.5rem; font-variant-numeric: tabular-nums }
.cx-live [hidden] { display: none }
.cx-live progress {
  flex-basis: 100%; height: 0.5rem; appearance: none; border: 0; border-radius: 0.25rem; overflow: hidden;
  background: color-mix(in srgb, currentColor 18%, transparent);
}
.cx-live progress::-webkit-progress-bar { background: transparent }
.cx-live progress::-webkit-progress-value { background: var(--st-primary-color) }
.cx-live progress::-moz-progress-bar { background: var(--st-primary-color) }
"""

_PARTS = """
<div class="cx-live">
  <strong data-part="count"></strong><span data-part="timer" role="timer"></span>
  <progress data-part="bar" aria-label="How many so far" hidden></progress>
  <span data-part="all" role="status"></span><span data-part="lost" role="status"></span>
</div>
"""

# Streamlit calls the default function at every run of the page; the listening goes on from run to run.
_SCRIPT = """
const LATE = 700  // milliseconds: a click of this very window shows its own outcome before that
const AGAIN = 2000
const SILENT = 40000  // the same is told again well before: a laptop that slept may hold a dead connection

function follow(root) {
  const part = Object.fromEntries([...root.querySelectorAll('[data-part]')].map((e) => [e.dataset.part, e]))
  let shown, seen, ask, source, ahead = 0, heard = 0, asking, retry, quiet

  const say = (where, text) => { if (where.textContent !== text) where.textContent = text }  // else it is read out anew

  function draw() {
    const { voted, joined } = seen
    const counts = shown.counts
    say(part.count, shown.words.replace('{voted}', voted).replace('{joined}', joined))
    const most = counts === 'joined' ? shown.expected : joined
    part.bar.hidden = !counts || !most
    part.bar.max = most || 1
    part.bar.value = Math.min(most, counts === 'joined' ? joined : voted)
    say(part.all, counts === 'voted' && joined && voted >= joined ? 'Everyone is in.' : '')
    tick()
  }

  function tick() {
    const left = seen.ends_at ? Math.ceil((Date.parse(seen.ends_at) - Date.now() - ahead) / 1000) : null
    const clock = (s) => `${Math.floor(s / 60)}:${String(s % 60).padStart(2, '0')} left`
    say(part.timer, seen.is_paused ? 'Paused' : left === null ? '' : left > 0 ? clock(left) : 'Time is up')
  }

  // Asks for a run of the page until it shows what the server tells: a request may get lost with the connection.
  function catchUp() {
    clearTimeout(asking)
    if (seen.number !== shown.number) asking = setTimeout(() => { ask('moved', seen.number); again() }, LATE)
  }
  function again() {
    asking = setTimeout(() => { if (seen.number !== shown.number) { ask('moved', seen.number); again() } }, AGAIN)
  }

  function listen() {
    clearTimeout(retry)
    heard = Date.now()
    source?.close()
    source = new EventSource(shown.stream)
    source.onmessage = ({ data }) => {
      clearTimeout(quiet)
      quiet = 0
      heard = Date.now()
      say(part.lost, '')
      const told = JSON.parse(data)
      if (told.number !== seen.number) { seen = told; catchUp() } else seen = told
      if (seen.number === shown.number) draw()  // the words of another phase come with the next run
    }
    source.onerror = () => {
      quiet ||= setTimeout(() => say(part.lost, 'Connection lost; trying again.'), 3000)
      if (source.readyState === EventSource.CLOSED) retry = setTimeout(listen, AGAIN)
    }
  }

  const woken = () => { if (document.visibilityState === 'visible') listen() }
  document.addEventListener('visibilitychange', woken)
  addEventListener('online', listen)
  const ticking = setInterval(() => {
    tick()
    if (Date.now() - heard > SILENT) listen()
  }, 250)
  return {
    update(data, setTriggerValue) {
      const isNew = data.stream !== shown?.stream
      shown = data
      ask = setTriggerValue
      ahead = Date.parse(data.now) - Date.now()
      if (!seen || data.number >= seen.number) seen = data
      draw()
      catchUp()
      if (isNew) listen()
    },
    close() {
      for (const id of [asking, retry, quiet]) clearTimeout(id)
      clearInterval(ticking)
      document.removeEventListener('visibilitychange', woken)
      removeEventListener('online', listen)
      source?.close()
    },
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector('.cx-live')
  root.cxLive ??= follow(root)
  root.cxLive.update(data, setTriggerValue)
  return () => {
    root.cxLive?.close()
    root.cxLive = null
  }
}
"""

_component = st.components.v2.component("cx_room_live", html=_PARTS, css=_STYLE, js=_SCRIPT, isolate_styles=False)


def live_status(workshop: WorkshopView) -> None:
    """Show how many have joined or voted and how much time is left, from moment to moment."""
    counted = {"vote": "voted", "self_paced": "voted", "lobby": "joined" if workshop.assessment.expected else ""}
    ends = workshop.state.ends_at
    _component(
        key=f"live-{workshop.assessment.id}",
        data={
            "stream": f"{server_address.base_path()}/join/screen/{workshop.screen}/live",
            "words": wording.count_template(workshop.state.phase, workshop.assessment.expected),
            "counts": counted.get(workshop.state.phase, ""),
            "expected": workshop.assessment.expected,
            "now": session.now().isoformat(),
            "number": workshop.number,
            "joined": workshop.joined,
            "voted": workshop.voted,
            "is_paused": workshop.state.is_paused,
            "ends_at": ends.isoformat() if ends else None,
        },
        on_moved_change=lambda: None,
    )
