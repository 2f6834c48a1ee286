// A small test runner for both node and a browser; the modules under test depend on neither.

const tests = []

export const test = (name, run) => tests.push({ name, run })

export function equal(actual, expected) {
  const [is, should] = [actual, expected].map((value) => JSON.stringify(value))
  if (is !== should) throw new Error(`${is} instead of ${should}`)
}

// Runs all tests one after the other; returns a list of [name, what went wrong or ''].
export async function runAll() {
  const results = []
  for (const { name, run } of tests) {
    try {
      await run()
      results.push([name, ''])
    } catch (error) {
      results.push([name, String(error.stack ?? error)])
    }
  }
  return results
}

// Runs everything that waits for a promise.
export const settle = async () => { for (let turn = 0; turn < 20; turn += 1) await null }

// Replaces the timers by a clock that stands still, and returns functions that move it on. `globals` replace others of the
// same name; `restore` undoes all of it.
export function fakeBrowser(globals = {}) {
  let now = Date.UTC(2026, 0, 1)
  let timers = []
  let count = 0
  const start = (run, delay = 0, every = null) => {
    timers.push({ id: count += 1, at: now + delay, run, every })
    return count
  }
  const clear = (id) => { timers = timers.filter((timer) => timer.id !== id) }
  const replaced = {
    setTimeout: (run, delay) => start(run, delay),
    clearTimeout: clear,
    setInterval: (run, delay) => start(run, delay, delay),
    clearInterval: clear,
    ...globals,
  }
  const names = Object.keys(replaced)
  const before = names.map((name) => Object.getOwnPropertyDescriptor(globalThis, name))
  const [realNow, realRandom] = [Date.now, Math.random]
  for (const name of names) Object.defineProperty(globalThis, name, { value: replaced[name], configurable: true, writable: true })
  Date.now = () => now
  Math.random = () => 1
  return {
    now: () => now,
    async advance(milliseconds) {
      const end = now + milliseconds
      await settle()
      for (let next; (next = timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0]);) {
        now = next.at
        if (next.every) next.at += next.every
        else clear(next.id)
        next.run()
        await settle()
      }
      now = end
    },
    restore() {
      Date.now = realNow
      Math.random = realRandom
      names.forEach((name, i) => before[i] ? Object.defineProperty(globalThis, name, before[i]) : delete globalThis[name])
    },
  }
}

// A storage as createOutbox takes it, and its content.
export function fakeStorage(held = {}) {
  return {
    held,
    entries: (prefix) => Object.entries(held).filter(([key]) => key.startsWith(prefix)),
    read: (key) => held[key] ?? null,
    write: (key, text) => { held[key] = text; return true },
    remove: (key) => delete held[key],
  }
}
