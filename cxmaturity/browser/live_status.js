// The part of the console that follows a workshop from moment to moment: how many have joined or voted, and the time left.
// It lets the page of Streamlit run again whenever the workshop's state is not the one the page shows; but not under the
// hand of somebody who writes in a form that would be gone then.

import { clockOffset, minutesAndSeconds, secondsLeft } from './countdown.js'
import { followWorkshop } from './event_stream.js'

const OWN_CLICK = 700  // milliseconds: a click in this very window shows its own outcome before that
const RETRY = 2000  // milliseconds: a request for a run may get lost with the connection
const LOSS_SHOWN = 3000  // milliseconds without a connection

// Streamlit calls this at every run of the page; the following goes on from run to run.
export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector('.cx-live-status')
  root.liveStatus ??= openLiveStatus(root)
  root.liveStatus.update(data, setTriggerValue)
  return () => {
    root.liveStatus?.close()
    root.liveStatus = null
  }
}

function openLiveStatus(root) {
  const fields = Object.fromEntries([...root.querySelectorAll('[data-field]')].map((e) => [e.dataset.field, e]))
  let shown  // what the page of Streamlit shows
  let state  // the newest state of the workshop
  let askForRun
  let unfollow
  let offset = 0
  let runTimer = null
  let lossTimer = null
  let isWriting = false  // something in a form of the page that was not sent yet

  const write = (field, text) => { if (field.textContent !== text) field.textContent = text }  // else it is read out anew

  function draw() {
    const { voted, joined } = state
    const { counts } = shown
    write(fields.count, shown.count_template.replace('{voted}', voted).replace('{joined}', joined))
    const total = counts === 'joined' ? shown.expected : joined
    fields.bar.hidden = !counts || !total
    fields.bar.max = total || 1
    fields.bar.value = Math.min(total, counts === 'joined' ? joined : voted)
    write(fields.complete, counts === 'voted' && joined && voted >= joined ? 'Everyone is in.' : '')
    drawTimer()
  }
  function drawTimer() {
    const left = secondsLeft(state.ends_at, offset)
    const clock = left === null ? '' : left > 0 ? `${minutesAndSeconds(left)} left` : 'Time is up'
    write(fields.timer, state.is_paused ? 'Paused' : clock)
  }

  const takesFormAway = () => state.question !== shown.question || (shown.phase === 'reveal' && state.phase !== 'reveal')
  function requestRun(delay) {  // until the page shows the newest state
    clearTimeout(runTimer)
    const isShown = state.version === shown.version && state.asking === shown.asking
    const isHeld = !isShown && isWriting && takesFormAway()
    fields.onward.hidden = !isHeld
    write(fields.moved, isHeld ? shown.moved_notice : '')
    if (isShown || isHeld) return
    runTimer = setTimeout(() => { askForRun('moved', `${state.version}:${state.asking}`); requestRun(RETRY) }, delay)
  }
  function takeState(news) {
    const isMoved = news.version !== state.version || news.asking !== state.asking
    state = news
    if (isMoved) requestRun(OWN_CLICK)
    if (state.version === shown.version) draw()  // the words of another phase come with the next run
  }
  function takeConnection(isConnected) {
    if (isConnected) {
      clearTimeout(lossTimer)
      lossTimer = null
      write(fields.connection, '')
    } else lossTimer ??= setTimeout(() => write(fields.connection, 'Connection lost; trying again.'), LOSS_SHOWN)
  }

  function onInput({ target }) {
    if (target.closest?.('[data-testid=stForm]')) isWriting = true
  }
  function onClick({ target }) {
    if (!target.closest?.('[data-testid=stFormSubmitButton]')) return
    isWriting = false
    requestRun(OWN_CLICK)
  }
  fields.onward.onclick = () => {
    isWriting = false
    requestRun(0)
  }
  for (const name of ['input', 'change']) document.addEventListener(name, onInput, true)
  document.addEventListener('click', onClick)

  const ticking = setInterval(drawTimer, 250)
  return {
    update(data, setTriggerValue) {
      const isOther = data.stream !== shown?.stream
      if (data.question !== shown?.question) isWriting = false
      shown = data
      askForRun = setTriggerValue
      offset = clockOffset(data.now)
      if (!state || data.version >= state.version) state = data
      draw()
      requestRun(OWN_CLICK)
      if (!isOther) return
      unfollow?.()
      unfollow = followWorkshop(data.stream, takeState, takeConnection, () => {})
    },
    close() {
      for (const timer of [runTimer, lossTimer]) clearTimeout(timer)
      clearInterval(ticking)
      for (const name of ['input', 'change']) document.removeEventListener(name, onInput, true)
      document.removeEventListener('click', onClick)
      unfollow?.()
    },
  }
}
