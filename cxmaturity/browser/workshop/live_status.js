// The live part of the console: how many people have joined or voted, and the time left. It reruns the Streamlit page
// when the workshop's state differs from the one shown, but not while somebody types in a form that the rerun would
// remove. That somebody begins to type it tells the server, which then leaves the form in other runs, too.

import { openClickQueue } from './click_queue.js'
import { openConsoleKeys } from './console_keys.js'
import { createServerClock, minutesAndSeconds } from './countdown.js'
import { openCountdownSound } from './countdown_sound.js'
import { followWorkshop } from './event_stream.js'

const OWN_CLICK = 700  // milliseconds in which a click in this window reruns the page by itself
const RETRY = 2000  // milliseconds: a request for a rerun may be lost with the connection
const LOSS_SHOWN = 3000  // milliseconds without a connection
const TYPING_PAUSE = 1000  // milliseconds after which a note that is being typed is sent
const BEFORE_REVEAL = 3000  // milliseconds in which the last voter may change the vote
const LAST_SECONDS = 10
const LATE = 1500  // milliseconds after which a click that the page does not show has met an older state
const NOTE = '.st-key-workshop-note textarea'

// Streamlit calls this at every rerun of the page; following the workshop continues from one to the next.
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
  let shown  // the state that the Streamlit page shows
  let state  // the latest state of the workshop
  let askForRun
  let unfollow
  const serverClock = createServerClock()
  let runTimer = null
  let lossTimer = null
  let isWriting = false  // text in a form of the page is not sent yet
  let isNoting = false  // the note is being typed
  let noteTimer = null
  let revealTimer = null
  let clicked = null  // {version, performed}: what the page showed when an action was clicked that it does not show yet
  let lateTimer = null
  let lastLeft = null  // seconds left when the timer was last drawn
  let longest = 0  // seconds left when the timer began
  const keys = openConsoleKeys((text) => write(fields.asked, text), () => state)
  const tick = openCountdownSound(fields.sound)
  fields.keys.onclick = () => document.pageFrame.showKeys()

  const write = (field, text) => { if (field.textContent !== text) field.textContent = text }  // else it is read out again
  const fill = (text, numbers) => text.replace(/{(\w+)}/g, (_, name) => numbers[name] ?? '')

  function draw() {
    const { voted, joined, average } = state
    const { counts, words } = shown
    const isEmpty = counts === 'voted' && joined === 0
    write(fields.count, isEmpty ? words.nobody : fill(shown.count_template, { voted, joined, average }))
    const total = counts === 'joined' ? shown.expected : joined
    fields.bar.classList.toggle('cx-none', !counts || !total)
    fields.bar.max = total || 1
    fields.bar.value = Math.min(total, counts === 'joined' ? joined : voted)
    const isComplete = counts === 'voted' && joined > 0 && voted >= joined
    const willReveal = isComplete && shown.phase === 'vote' && shown.reveals_when_all_in
    write(fields.complete, willReveal ? words.reveals_soon : isComplete ? words.complete : '')
    const count = state.time_requests
    write(fields.requests, !count ? '' : count === 1 ? words.one_request : fill(words.requests, { count }))
    write(fields.waiting, state.asking ? words.waiting : '')
    drawTimer()
  }
  function drawTimer() {
    const { words } = shown
    const left = serverClock.secondsLeft(state.ends_at)
    if (lastLeft === null || left === null || left > lastLeft) longest = left
    const isLast = left !== null && left <= LAST_SECONDS && !state.is_paused
    const clock = left === null ? '' : left > 0 ? fill(words.left, { time: minutesAndSeconds(left) }) : words.time_up
    write(fields.timer, state.is_paused ? words.paused : clock)
    fields.timer.classList.toggle('cx-last', isLast)
    fields.sound.parentElement.hidden = left === null
    const isHalf = left !== null && longest > 4 * LAST_SECONDS && left <= longest / 2
    if (!state.is_paused) write(fields.ending, isLast && left > 0 ? words.last_seconds : isHalf && left > 0 ? words.half : '')
    if (!state.is_paused) tick(left)
    lastLeft = left
    revealByItself(left)
    keys.mark()
  }
  function revealByItself(left) {
    const isOpen = state.phase === 'vote' && !state.is_paused && state.voted > 0 && state.version === shown.version
    const isDue = isOpen && ((shown.reveals_when_all_in && state.voted >= state.joined)
      || (shown.reveals_when_time_is_up && left !== null && left <= 0))
    if (!isDue) {
      clearTimeout(revealTimer)
      revealTimer = null
    } else revealTimer ??= setTimeout(() => askForRun('auto_reveal', shown.version), BEFORE_REVEAL)
  }

  const takesFormAway = () => state.question !== shown.question || (shown.phase === 'reveal' && state.phase !== 'reveal')
  function requestRun(delay) {  // repeats until the page shows the latest state
    clearTimeout(runTimer)
    const isShown = state.version === shown.version && state.asking === shown.asking
    const isHeld = !isShown && (isWriting || isNoting) && takesFormAway()
    fields.onward.hidden = !isHeld
    write(fields.moved, isHeld ? shown.moved_notice : '')
    if (isShown || isHeld) return
    sendNote()
    runTimer = setTimeout(() => { askForRun('moved', `${state.version}:${state.asking}`); requestRun(RETRY) }, delay)
  }
  function takeState(news, serverNow) {
    const isMoved = news.version !== state.version || news.asking !== state.asking
    state = news
    serverClock.hear(serverNow)
    if (isMoved) requestRun(OWN_CLICK)
    if (state.version === shown.version) draw()  // the words of another phase arrive with the rerun
  }
  function sendNote() {  // sends Ctrl+Enter: Streamlit takes the text and reruns the page
    clearTimeout(noteTimer)
    if (noteTimer === null) return
    noteTimer = null
    document.querySelector(NOTE)?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true, bubbles: true }))
  }
  function takeConnection(isConnected) {
    if (isConnected) {
      clearTimeout(lossTimer)
      lossTimer = null
      write(fields.connection, '')
    } else lossTimer ??= setTimeout(() => write(fields.connection, shown.words.lost), LOSS_SHOWN)
  }

  function onInput({ target }) {
    const isForm = target.closest?.('[data-testid=stForm]')
    const isNote = target.matches?.(NOTE)
    if ((isForm || isNote) && !isWriting && !isNoting && shown.question) askForRun('writing', shown.question)
    if (isForm) isWriting = true
    if (!isNote) return
    isNoting = true
    clearTimeout(noteTimer)
    noteTimer = setTimeout(() => fields.onward.hidden && sendNote(), TYPING_PAUSE)  // not on a held page
  }
  function onLeave({ target }) {
    if (!target.matches?.(NOTE) || !isNoting) return
    isNoting = false
    requestRun(OWN_CLICK)
  }
  function onClick({ target }) {
    const isAction = target.closest?.('[class*="st-key-do-"]:not([class*="st-key-do-ask-"]) button')
    if (isAction) clicked = { version: shown.version, performed: shown.actions_performed }
    if (!target.closest?.('[data-testid=stFormSubmitButton]')) return
    isWriting = false
    requestRun(OWN_CLICK)
  }
  fields.onward.onclick = () => {
    isWriting = isNoting = false
    requestRun(0)
  }
  const queue = openClickQueue(() => write(fields.asked, shown.words.too_late))  // hears of a click before onClick
  for (const name of ['input', 'change']) document.addEventListener(name, onInput, true)
  document.addEventListener('focusout', onLeave)
  document.addEventListener('click', onClick, true)

  function followClick() {  // a server ignores a button that has gone from the page
    if (clicked && shown.actions_performed > clicked.performed) clicked = null
    if (clicked && shown.version !== clicked.version) lateTimer = setTimeout(() => write(fields.asked, shown.words.too_late), LATE)
  }

  const ticking = setInterval(drawTimer, 250)
  return {
    update(data, setTriggerValue) {
      const isOther = data.stream !== shown?.stream
      if (shown && data.actions_performed > shown.actions_performed) showTop()
      if (data.version !== shown?.version) {
        clearTimeout(revealTimer)
        revealTimer = null
        write(fields.asked, '')
      }
      clearTimeout(lateTimer)
      if (data.question !== shown?.question) isWriting = isNoting = false
      shown = data
      askForRun = setTriggerValue
      serverClock.hear(data.now)
      keys.update(data)
      followClick()
      fields.news.dataset.room = data.room
      if (isOther || data.version > state.version) state = data  // else the counts of the stream are newer
      draw()
      requestRun(OWN_CLICK)
      queue.update(data.actions_performed)
      if (!isOther) return
      unfollow?.()
      unfollow = followWorkshop(data.stream, takeState, takeConnection, () => {})
    },
    close() {
      for (const timer of [runTimer, lossTimer, noteTimer, revealTimer, lateTimer]) clearTimeout(timer)
      keys.close()
      queue.close()
      clearInterval(ticking)
      for (const name of ['input', 'change']) document.removeEventListener(name, onInput, true)
      document.removeEventListener('focusout', onLeave)
      document.removeEventListener('click', onClick, true)
      unfollow?.()
    },
  }
}

function showTop() {  // after an action; in a low window an outer element scrolls
  const main = document.querySelector('[data-testid="stMain"]')
  for (const part of [main, main?.parentElement]) part?.scrollTo(0, 0)
}
