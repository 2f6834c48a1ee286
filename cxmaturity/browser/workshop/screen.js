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

let isOtherSize = false  // whether something needs more or less room than when the content was fitted

function setText(place, text) {
  if (place.textContent === text) return
  if (place.textContent.length !== text.length) isOtherSize = true
  place.textContent = text
}
function setHidden(place, isHidden) {
  if (!place || place.hidden === isHidden) return
  place.hidden = isHidden
  isOtherSize = true
}
function drawCounts() {
  for (const name of ['voted', 'joined'].filter((each) => state[each] !== null))
    for (const place of document.querySelectorAll(`.${name}`)) setText(place, String(state[name]))
  setHidden(find('.count:has(.voted)'), state.joined === 0)  // none of none says nothing
  setHidden(find('.paused'), !state.is_paused)
}
function drawTimer() {
  const timer = find('.timer')
  if (!timer) return
  const left = serverClock.secondsLeft(state.ends_at)
  setHidden(timer, left === null || state.is_paused || state.is_timer_hidden)
  const isLast = left !== null && left <= LAST_SECONDS
  if (isLast !== timer.classList.contains('last')) isOtherSize = true
  timer.classList.toggle('last', isLast)
  setText(timer, left === null ? '' : left > 0 ? minutesAndSeconds(left) : data.texts.time_up)
}
function drawNumbers() {
  if (!state) return
  drawCounts()
  drawTimer()
  if (!isOtherSize) return
  isOtherSize = false
  fit()
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
    isOtherSize = true
    if (fresh.dataset.spoken !== spoken) say(fresh.dataset.spoken)
  }
  drawNumbers()
}

function takeState(news, serverNow) {
  state = news
  serverClock.hear(serverNow)
  controls.showBlank(news.screen_blank)
  if (news.version !== Number(slide().dataset.version)) {
    wanted = news.version
    slide().dataset.version = news.version
    refresh()
  } else drawNumbers()
}
function showConnection(isConnected) {
  setText(find('.connection'), isConnected ? '' : data.texts.no_connection)
  if (isConnected && wanted) refresh()
  drawNumbers()
}
addEventListener('resize', fit)
document.fonts?.ready.then(fit)
setInterval(drawNumbers, 250)
setInterval(() => ['steps', 'closed'].includes(state?.phase) && refresh(), PLAN_INTERVAL)
followWorkshop(`${location.pathname}/live`, takeState, showConnection)
