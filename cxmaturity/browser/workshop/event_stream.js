// Follows a workshop by server-sent events, and polls every few seconds while no events arrive.

const SILENCE = 40_000  // milliseconds; the server sends more often, so the connection is lost
const FIRST_DELAY = 1000
const LAST_DELAY = 30_000
const between = (shortest, longest) => shortest + Math.random() * (longest - shortest)  // spreads phones over time

// Calls `onState(state, serverNow)` with each new state and the server's time, if sent; `onConnection(isConnected)`
// when events arrive or stop; `onGone` when the workshop was removed, or this phone from it; `onOwn(stored)` with what
// another phone of the same person has stored. Returns a function that stops following.
export function followWorkshop(address, onState, onConnection, onGone = () => location.reload(), onOwn = () => {}) {
  let source = null
  let lastEvent = 0  // when the last event arrived
  let openedAt = 0
  let openAgainAt = 0
  let askAgainAt = 0
  let delay = FIRST_DELAY
  let latest = null
  let version = 0  // of the latest state; 0 after a break, as a restored backup may have an earlier one
  let isEnded = false

  function receive(text, serverNow) {
    if (isEnded) return
    onConnection(true)
    if (text === latest) return
    const state = JSON.parse(text)
    if (state.version < version) return  // an old reply, overtaken by an event
    latest = text
    version = state.version ?? 0
    onState(state, serverNow)
  }
  function open() {
    source?.close()
    source = new EventSource(address)
    openedAt = Date.now()
    source.onmessage = (event) => {
      delay = FIRST_DELAY
      lastEvent = Date.now()
      receive(event.data, event.lastEventId)
    }
    source.addEventListener('own', ({ data }) => onOwn(JSON.parse(data)))
    source.onerror = drop
  }
  function drop() {
    version = 0
    source?.close()
    source = null
    openAgainAt = Date.now() + between(delay / 2, delay)
    delay = Math.min(delay * 2, LAST_DELAY)
  }
  async function ask() {
    askAgainAt = Infinity
    try {
      const reply = await fetch(address, {
        headers: { Accept: 'application/json' }, cache: 'no-store', signal: AbortSignal.timeout(10_000),
      })
      if (reply.status === 403 || reply.status === 404) onGone()
      if (!reply.ok) throw new Error(reply.status)
      receive(await reply.text())
      askAgainAt = Date.now() + between(2000, 4000)
    } catch {
      version = 0
      if (!isEnded) onConnection(false)
      askAgainAt = Date.now() + between(1000, 3000)
    }
  }
  function check() {
    const now = Date.now()
    if (source && now - Math.max(lastEvent, openedAt) > SILENCE) drop()
    const hasEvents = source && lastEvent >= openedAt
    if (!source && now >= openAgainAt) open()
    if (!hasEvents && now >= askAgainAt && now - openedAt > 500) ask()
  }
  function wake() {  // after sleep, or when the network is back
    delay = FIRST_DELAY
    if (!source || Date.now() - lastEvent > 2000) { drop(); openAgainAt = 0; ask() }
    check()
  }
  const checking = setInterval(check, 500)
  const listeners = [
    [globalThis, 'online', wake],
    [globalThis, 'offline', () => { onConnection(false); drop() }],
    [globalThis, 'pageshow', (event) => event.persisted && wake()],
    [document, 'visibilitychange', () => document.visibilityState === 'visible' && wake()],
  ]
  for (const [target, name, listener] of listeners) target.addEventListener(name, listener)
  check()
  return () => {
    isEnded = true
    clearInterval(checking)
    for (const [target, name, listener] of listeners) target.removeEventListener(name, listener)
    source?.close()
  }
}
