// Listens to a workshop: by events, and by asking again and again while these do not come through.

const SILENCE = 40_000  // milliseconds without a word, after which a connection counts as gone
const between = (shortest, longest) => shortest + Math.random() * (longest - shortest)  // not everyone at once

function listen(address, hear, say) {
  let source = null
  let heard = 0  // when something came last
  let opened = 0
  let openAgain = 0
  let askAgain = 0
  let patience = 1000
  let latest = null

  function take(text) {
    heard = Date.now()
    say(true)
    if (text === latest) return
    latest = text
    hear(JSON.parse(text))
  }
  function open() {
    source?.close()
    source = new EventSource(address)
    opened = Date.now()
    source.onmessage = (event) => { patience = 1000; take(event.data) }
    source.onerror = drop
  }
  function drop() {
    source?.close()
    source = null
    openAgain = Date.now() + between(patience / 2, patience)
    patience = Math.min(patience * 2, 30_000)
  }
  async function ask() {
    askAgain = Infinity
    try {
      const reply = await fetch(address, {
        headers: { Accept: 'application/json' }, cache: 'no-store', signal: AbortSignal.timeout(10_000),
      })
      if (reply.status === 404) return location.reload()  // it is gone; the page says so
      if (!reply.ok) throw new Error(reply.status)
      take(await reply.text())
      askAgain = Date.now() + between(2000, 4000)
    } catch {
      say(false)
      askAgain = Date.now() + between(1000, 3000)
    }
  }
  function look() {
    const now = Date.now()
    if (source && now - Math.max(heard, opened) > SILENCE) drop()
    const isHearing = source && heard >= opened
    if (!source && now >= openAgain) open()
    if (!isHearing && now >= askAgain && now - opened > 500) ask()
  }
  function wake() {  // after a sleep, or when there is a network again
    openAgain = askAgain = 0
    patience = 1000
    if (!source || Date.now() - heard > 2000) { drop(); openAgain = 0; ask() }
    look()
  }
  setInterval(look, 500)
  addEventListener('online', wake)
  addEventListener('offline', () => { say(false); drop() })
  addEventListener('pageshow', (event) => event.persisted && wake())
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && wake())
  look()
}
