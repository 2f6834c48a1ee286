// What the server has not confirmed yet. It waits in the browser's storage, so it outlives a reload and a closed browser,
// and is sent until there is a reply; sending it twice is harmless.
//
// Entries are kept by name. Of each name there are two at most: the one on its way, and one that is made of all that have
// not been sent yet. Several windows of one browser act as one: what another one wrote and nobody has sent is combined with
// what waits here, and whoever sent something takes only that out of the storage.

// By prefix: the outbox that writes to the browser's storage; one that it replaced no longer does.
const newest = (globalThis.cxOutboxes ??= {})

// `prefix` begins the keys of the storage; under `formerPrefix` an earlier version kept one entry of each name.
// `combine(one, newer)` returns one entry for two that wait, the newer one unless it is given. `transmit(name, entry)` sends an entry and returns a promise of an object whose `state` is
//   'stored'       the server has it
//   'unavailable'  tried again by itself, after a delay that doubles from `firstDelay` to `lastDelay` milliseconds
//   'paused'       waits until `sendAll` or `send` is called
//   'refused'      will never be stored: dropped when there is a newer entry, else kept until it is replaced
// `onResult(name, entry, result)` is called with that object once the outbox holds what then waits; `onSend(name)`
// before each try.
export function createOutbox({
  prefix, formerPrefix, combine = (_, newer) => newer, transmit, onResult, onSend = () => {},
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
  function unknown(name) {  // the entries that another window wrote since this one last looked
    const text = storage.read(prefix + name)
    return (text !== written[name] && parsed(text)) || []
  }
  function replace(name, mine) {  // an empty list when nothing waits of that name
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
