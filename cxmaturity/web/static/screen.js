
// The projected screen: follows the workshop, and fits what it shows to the projector.
const data = JSON.parse(document.body.dataset.screen)
const ahead = Date.parse(data.now) - Date.now()  // of the server's clock
const SMALLEST = 28  // pixels
const LOOK_AGAIN = 8000  // milliseconds: the plan grows while the steps are shown
const find = (name) => document.querySelector(name)
const all = () => find('.all')
let state = null
let wanted = 0
let fetching = false

const MODES = [['', 31], ['lean', SMALLEST], ['tight', SMALLEST]]  // what gives way, and how small text gets before

function fit() {  // the largest text that leaves nothing below the edge
  const largest = Math.max(SMALLEST, Math.round(Math.min(innerWidth / 48, innerHeight / 25)))
  const root = document.documentElement
  for (const [mode, smallest] of MODES) {
    document.body.className = mode
    for (let size = largest; size >= smallest; size -= 1) {
      root.style.setProperty('--u', `${size}px`)
      if (root.scrollHeight <= innerHeight) return
    }
  }
}

function count() {
  if (!state) return
  for (const name of ['voted', 'joined'])
    for (const place of document.querySelectorAll(`.${name}`)) {
      const text = String(state[name])
      if (place.textContent !== text) place.textContent = text
    }
  const paused = find('.paused')
  if (paused) paused.hidden = !state.is_paused
}
function tick() {
  const timer = find('.timer')
  if (!timer || !state) return
  const left = state.ends_at ? Math.ceil((Date.parse(state.ends_at) - Date.now() - ahead) / 1000) : null
  timer.hidden = left === null || state.is_paused
  timer.classList.toggle('over', left !== null && left <= 0)
  const text = left === null ? '' : left > 0 ? `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}` : 'Time is up'
  if (timer.textContent !== text) timer.textContent = text
}

async function refresh() {
  if (fetching) return
  fetching = true
  try {
    const reply = await fetch(`${location.pathname}/part`, { cache: 'no-store', signal: AbortSignal.timeout(10_000) })
    if (reply.status === 404) return location.reload()
    if (!reply.ok) throw new Error(reply.status)
    const made = document.createElement('template')
    made.innerHTML = await reply.text()
    const fresh = made.content.querySelector('.all')
    const isBehind = Number(fresh.dataset.number) < wanted
    if (!isBehind) wanted = 0
    const isNew = fresh.dataset.key !== all().dataset.key
    if (fresh.outerHTML !== all().drawn) {
      fresh.drawn = fresh.outerHTML
      fresh.classList.toggle('is-new', isNew && fresh.dataset.phase === 'reveal')
      all().replaceWith(fresh)
      fit()
      if (isNew) find('.aloud[aria-live]').textContent = find('h2')?.textContent ?? ''
    }
    count()
    tick()
    if (isBehind) setTimeout(refresh, 300)
  } catch {
    setTimeout(() => wanted && refresh(), 1000)
  } finally {
    fetching = false
  }
}

function hear(news) {
  state = news
  if (news.number !== Number(all().dataset.number)) {
    wanted = news.number
    all().dataset.number = news.number
    refresh()
  } else {
    count()
    tick()
  }
}
function linked(isOn) {
  const text = isOn ? '' : 'Connection lost. Trying again…'
  const line = find('.link')
  if (line.textContent !== text) line.textContent = text
  if (isOn && wanted) refresh()
}
addEventListener('resize', fit)
document.fonts?.ready.then(fit)
setInterval(tick, 250)
setInterval(() => ['steps', 'closed'].includes(state?.phase) && refresh(), LOOK_AGAIN)
fit()
listen(`${location.pathname}/live`, hear, linked)
