// The outbox holds entries that the server has not confirmed yet. They are in the browser's storage, so they survive a
// reload and a closed browser, and are sent until there is a reply; sending an entry twice is harmless.
//
// Each name has at most two entries: the one being sent, and one that combines all later ones. The windows of one
// browser share the storage: unsent entries of another window are combined with those of this one, and each window
// removes from the storage only what it has sent.

// By prefix: the outbox that may write to the browser's storage; an outbox that was replaced no longer does.
const newest = (globalThis.cxOutboxes ??= {})

// `prefix` begins the keys of the storage. `combine(one, newer)` returns one entry for two that wait, the newer one
// unless it is given. `transmit(name, entry)` sends an entry and returns a promise of an object whose `state` is
//   'stored'       the server has it
//   'unavailable'  tried again by itself, after a delay that doubles from `firstDelay` to `lastDelay` milliseconds
//   'paused'       waits until `sendAll` or `send` is called
//   'refused'      will never be stored: dropped when there is a newer entry, else kept until it is replaced
// `onResult(name, entry, result)` is called with that object once the outbox holds what then waits; `onSend(name)`
// before each try.
export function createOutbox({
  prefix, combine = (_, newer) => newer, transmit, onResult, onSend = () => {},
  storage = browserStorage(), firstDelay = 500, lastDelay = 5000,
}) {
  const queues = Object.create(null)  // by name: one or two entries; a name may be that of a property of all objects
  const written = Object.create(null)  // by name: the text in the storage when this outbox last read or wrote it
  const flights = new Map()  // by name: the request under way
  let delay = firstDelay
  let timer = null
  const outbox = {
    names: () => Object.keys(queues),
    queue: (name) => queues[name] ?? [],
    put(name, entry) {
      const [first, ...waiting] = [...outbox.queue(name), entry]
      replace(name, waiting.length ? [first, waiting.reduce(combine)] : [first])
      send(name)
    },
    replace,
    restore,
    send,
    sendAll,
    settled: () => Promise.allSettled(flights.values()),
    stop: () => clearTimeout(timer),
  }
  newest[prefix] = outbox
  restore()
  return outbox

  function restore() {  // applies what other windows added to the storage or removed
    const stored = Object.fromEntries(storage.entries(prefix).map(([key, text]) => [key.slice(prefix.length), text]))
    for (const name of Object.keys({ ...written, ...stored })) {
      if (flights.has(name) || stored[name] === written[name]) continue
      const mine = outbox.queue(name)
      delete queues[name]
      delete written[name]
      const theirs = parsed(stored[name])
      if (theirs) {
        queues[name] = mine.length ? [[...mine, ...theirs].reduce(combine)] : theirs
        written[name] = stored[name]
      }
    }
  }
  function unknown(name) {  // the entries that other windows wrote since the last call
    const text = storage.read(prefix + name)
    return (text !== written[name] && parsed(text)) || []
  }
  function replace(name, mine) {  // mine is empty when nothing with that name waits
    const theirs = newest[prefix] === outbox ? unknown(name) : []
    const first = flights.has(name) ? mine.slice(0, 1) : []
    const entries = theirs.length ? [...first, [...theirs, ...mine.slice(first.length)].reduce(combine)] : mine
    if (entries.length) queues[name] = entries
    else delete queues[name]
    if (newest[prefix] !== outbox) return
    if (!entries.length) {
      if (name in written) storage.remove(prefix + name)
      return delete written[name]
    }
    const text = JSON.stringify(entries)
    if (storage.write(prefix + name, text)) written[name] = text
  }
  function send(name) {
    if (queues[name] && !flights.has(name)) flights.set(name, deliver(name).finally(() => flights.delete(name)))
  }
  function sendAll() {
    clearTimeout(timer)
    restore()
    Object.keys(queues).forEach(send)
  }
  async function deliver(name) {
    while (queues[name]) {
      const entry = queues[name][0]
      onSend(name)
      const result = await transmit(name, entry)
      if (result.state === 'stored') delay = firstDelay
      if (result.state === 'unavailable') retryLater()
      const isDone = result.state === 'stored' || (result.state !== 'unavailable' && queues[name].length > 1)
      if (isDone) replace(name, queues[name].slice(1))
      onResult(name, entry, result)
      if (!isDone) return
    }
  }
  function retryLater() {
    clearTimeout(timer)
    if (newest[prefix] !== outbox) return
    timer = setTimeout(sendAll, delay)
    delay = Math.min(delay * 2, lastDelay)
  }
}

// Returns the entries in a text of the storage; null when it is missing or has another format.
function parsed(text) {
  try {
    const entries = JSON.parse(text)
    return Array.isArray(entries) && entries.length ? entries : null
  } catch {
    return null
  }
}

// Returns the browser's storage; if the browser refuses it, a substitute that lasts as long as the page.
export function browserStorage() {
  const attempt = (action, otherwise) => {
    try { return action(localStorage) } catch { return otherwise }
  }
  return {
    entries: (prefix) => attempt((kept) => Object.entries(kept).filter(([key]) => key.startsWith(prefix)), []),
    read: (key) => attempt((kept) => kept.getItem(key), null),
    write: (key, text) => attempt((kept) => { kept.setItem(key, text); return true }, false),
    remove: (key) => attempt((kept) => kept.removeItem(key)),
  }
}
