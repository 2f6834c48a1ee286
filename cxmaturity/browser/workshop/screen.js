// The projected screen: follows the workshop and shows the part for its state.

import { createServerClock, minutesAndSeconds } from './countdown.js'
import { followWorkshop } from './event_stream.js'
import { createControls } from './screen_controls.js'
import { fit } from './screen_fit.js'

const PLAN_INTERVAL = 700  // milliseconds: owners and dates are entered while the steps are shown
const LAST_SECONDS = 10

const find = (name) => document.querySelector(name)
const slide = () => find('.slide')
const data = JSON.parse(document.body.dataset.screen)
const serverClock = createServerClock(data.now)
let state = null
let wanted = 0  // the version of the state to show
let isFetching = false

const say = (sentence) => { find('[aria-live]').innerHTML = sentence }  // made and escaped by the server
const controls = createControls(data.texts, say, async (isBlank) => {
  const body = JSON.stringify({ is_blank: isBlank })
  const headers = { 'Content-Type': 'application/json' }
  await fetch(`${location.pathname}/blank`, { method: 'POST', headers, body }).catch(() => {})  // the next event shows the effect
})

function drawCounts() {
  if (!state) return
  for (const name of ['voted', 'joined'].filter((each) => state[each] !== null))
    for (const place of document.querySelectorAll(`.${name}`)) {
      const text = String(state[name])
      if (place.textContent !== text) place.textContent = text
    }
  const counts = find('.count:has(.voted)')
  if (counts) counts.hidden = state.joined === 0  // none of none says nothing
  const paused = find('.paused')
  if (paused) paused.hidden = !state.is_paused
}
function drawTimer() {
  const timer = find('.timer')
  if (!timer || !state) return
  const left = serverClock.secondsLeft(state.ends_at)
  timer.hidden = left === null || state.is_paused || state.is_timer_hidden
  timer.classList.toggle('last', left !== null && left <= LAST_SECONDS)
  const text = left === null ? '' : left > 0 ? minutesAndSeconds(left) : data.texts.time_up
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
    show(fresh)
    if (isBehind) setTimeout(refresh, 300)
  } catch {
    setTimeout(() => wanted && refresh(), 1000)
  } finally {
    isFetching = false
  }
}

function show(fresh) {
  const { key, spoken } = slide().dataset
  if (fresh.outerHTML !== slide().drawn) {
    fresh.drawn = fresh.outerHTML
    fresh.classList.toggle('is-new', fresh.dataset.key !== key && fresh.dataset.phase === 'reveal')
    slide().replaceWith(fresh)
    document.title = fresh.dataset.title
    fit()
    if (fresh.dataset.spoken !== spoken) say(fresh.dataset.spoken)
  }
  drawCounts()
  drawTimer()
}

function takeState(news, serverNow) {
  state = news
  serverClock.hear(serverNow)
  controls.showBlank(news.screen_blank)
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
  const text = isConnected ? '' : data.texts.no_connection
  const line = find('.connection')
  if (line.textContent !== text) line.textContent = text
  if (isConnected && wanted) refresh()
}
addEventListener('resize', fit)
document.fonts?.ready.then(fit)
setInterval(drawTimer, 250)
setInterval(() => ['steps', 'closed'].includes(state?.phase) && refresh(), PLAN_INTERVAL)
followWorkshop(`${location.pathname}/live`, takeState, showConnection)
