// What the server has not confirmed yet. It waits in the browser's storage, so it outlives a reload and a closed browser,
// and is sent until there is a reply; sending it twice is harmless.
//
// Entries are kept by name. Of each name there are two at most: the one on its way, and the newest, which replaces any
// that has not been sent yet.

// By prefix: the outbox that writes to the browser's storage; one that it replaced no longer does.
const newest = (globalThis.cxOutboxes ??= {})

// `prefix` begins the keys of the storage; under `formerPrefix` an earlier version kept one entry of each name. With
// `isShared` several windows act as one: before each sending, what another one wrote replaces what waits here.
// `transmit(name, entry)` sends an entry and returns a promise of an object whose `state` is
//   'stored'       the server has it
//   'unavailable'  tried again by itself, after a delay that doubles from `firstDelay` to `lastDelay` milliseconds
//   'paused'       waits until `sendAll` or `send` is called
//   'refused'      will never be stored: dropped when there is a newer entry, else kept until it is replaced
// `onResult(name, entry, result)` is called with that object once the outbox holds what then waits; `onSend(name)`
// before each try.
export function createOutbox({
  prefix, formerPrefix, isShared = false, transmit, onResult, onSend = () => {},
  storage = browserStorage(), firstDelay = 500, lastDelay = 5000,
}) {
  const queues = {}  // by name: one or two entries
  const written = {}  // by name: the text in the storage as this outbox knows it
  const flights = new Map()  // by name: the sending under way
  let delay = firstDelay
  let timer = null
  const outbox = {
    names: () => Object.keys(queues),
    queue: (name) => queues[name] ?? [],
    put(name, entry) {
      replace(name, [...outbox.queue(name).slice(0, 1), entry])
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
  if (formerPrefix) adoptFormer()
  restore()
  return outbox

  function adoptFormer() {
    for (const [key, text] of storage.entries(formerPrefix)) {
      storage.write(prefix + key.slice(formerPrefix.length), `[${text}]`)
      storage.remove(key)
    }
  }
  function restore() {  // takes up what other windows wrote to the storage or took from it
    const stored = Object.fromEntries(storage.entries(prefix).map(([key, text]) => [key.slice(prefix.length), text]))
    for (const name of Object.keys({ ...written, ...stored })) {
      if (flights.has(name) || stored[name] === written[name]) continue
      delete queues[name]
      delete written[name]
      const entries = parsed(stored[name])
      if (entries) {
        queues[name] = entries
        written[name] = stored[name]
      }
    }
  }
  function replace(name, entries) {  // an empty list when nothing waits of that name
    if (entries.length) queues[name] = entries
    else delete queues[name]
    if (newest[prefix] !== outbox) return
    const key = prefix + name
    if (entries.length) {
      const text = JSON.stringify(entries)
      if (storage.write(key, text)) written[name] = text
    } else if (name in written) {
      if (storage.read(key) === written[name]) storage.remove(key)  // else another window's entry waits there
      delete written[name]
    }
  }
  function send(name) {
    if (queues[name] && !flights.has(name)) flights.set(name, deliver(name).finally(() => flights.delete(name)))
  }
  function sendAll() {
    clearTimeout(timer)
    if (isShared) restore()
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

// The entries in a text of the storage; null when it is missing or something else wrote it.
function parsed(text) {
  try {
    const entries = JSON.parse(text)
    return Array.isArray(entries) && entries.length ? entries : null
  } catch {
    return null
  }
}

// The browser's storage; a browser that refuses it keeps nothing, and the outbox lasts as long as its page.
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
