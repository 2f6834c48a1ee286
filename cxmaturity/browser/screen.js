// The projected screen: follows the workshop, and fits what it shows to the projector.

import { clockOffset, minutesAndSeconds, secondsLeft } from './countdown.js'
import { followWorkshop } from './event_stream.js'

const SMALLEST = 28  // pixels
const MODES = [['', 31], ['condensed', SMALLEST], ['compact', SMALLEST]]  // what gives way, and the smallest text before
const REFRESH_INTERVAL = 8000  // milliseconds: the plan grows while the steps are shown

const find = (name) => document.querySelector(name)
const slide = () => find('.slide')
const offset = clockOffset(JSON.parse(document.body.dataset.screen).now)
let state = null
let wanted = 0  // the version of the state that is to be shown
let isFetching = false

function fit() {  // the largest text that leaves nothing below the edge
  const largest = Math.max(SMALLEST, Math.round(Math.min(innerWidth / 48, innerHeight / 25)))
  const root = document.documentElement
  for (const [mode, smallest] of MODES) {
    document.body.className = mode
    for (let size = largest; size >= smallest; size -= 1) {
      root.style.setProperty('--unit', `${size}px`)
      if (root.scrollHeight <= innerHeight) return
    }
  }
}

function drawCounts() {
  if (!state) return
  for (const name of ['voted', 'joined'])
    for (const place of document.querySelectorAll(`.${name}`)) {
      const text = String(state[name])
      if (place.textContent !== text) place.textContent = text
    }
  const paused = find('.paused')
  if (paused) paused.hidden = !state.is_paused
}
function drawTimer() {
  const timer = find('.timer')
  if (!timer || !state) return
  const left = secondsLeft(state.ends_at, offset)
  timer.hidden = left === null || state.is_paused
  timer.classList.toggle('over', left !== null && left <= 0)
  const text = left === null ? '' : left > 0 ? minutesAndSeconds(left) : 'Time is up'
  if (timer.textContent !== text) timer.textContent = text
}

async function refresh() {
  if (isFetching) return
  isFetching = true
  try {
    const reply = await fetch(`${location.pathname}/part`, { cache: 'no-store', signal: AbortSignal.timeout(10_000) })
    if (reply.status === 404) return location.reload()
    if (!reply.ok) throw new Error(reply.status)
    const template = document.createElement('template')
    template.innerHTML = await reply.text()
    const fresh = template.content.querySelector('.slide')
    const isBehind = Number(fresh.dataset.version) < wanted
    if (!isBehind) wanted = 0
    const isNew = fresh.dataset.key !== slide().dataset.key
    if (fresh.outerHTML !== slide().drawn) {
      fresh.drawn = fresh.outerHTML
      fresh.classList.toggle('is-new', isNew && fresh.dataset.phase === 'reveal')
      slide().replaceWith(fresh)
      fit()
      if (isNew) find('[aria-live]').textContent = find('h2')?.textContent ?? ''
    }
    drawCounts()
    drawTimer()
    if (isBehind) setTimeout(refresh, 300)
  } catch {
    setTimeout(() => wanted && refresh(), 1000)
  } finally {
    isFetching = false
  }
}

function takeState(news) {
  state = news
  if (news.version !== Number(slide().dataset.version)) {
    wanted = news.version
    slide().dataset.version = news.version
    refresh()
  } else {
    drawCounts()
    drawTimer()
  }
}
function showConnection(isConnected) {
  const text = isConnected ? '' : 'Connection lost. Trying again…'
  const line = find('.connection')
  if (line.textContent !== text) line.textContent = text
  if (isConnected && wanted) refresh()
}
addEventListener('resize', fit)
document.fonts?.ready.then(fit)
setInterval(drawTimer, 250)
setInterval(() => ['steps', 'closed'].includes(state?.phase) && refresh(), REFRESH_INTERVAL)
fit()
followWorkshop(`${location.pathname}/live`, takeState, showConnection)
