import { followWorkshop } from '../../cxmaturity/browser/workshop/event_stream.js'
import { equal, fakeBrowser, test } from './harness.js'

// A workshop followed over connections that the test opens, breaks and sends events on.
const streamTest = (name, run) => test(name, async () => {
  const sources = []
  const listeners = {}
  const asked = []
  const listen = (event, listener) => { listeners[event] = listener }
  const forget = (event) => { delete listeners[event] }
  class FakeEventSource {
    constructor(address) {
      Object.assign(this, { address, isOpen: true, openedAt: browser.now() - begun })
      sources.push(this)
    }
    close() { this.isOpen = false }
    say(state, serverNow = '') { this.onmessage({ data: JSON.stringify(state), lastEventId: serverNow }) }
    addEventListener(event, listener) { this[event] = (stored) => listener({ data: JSON.stringify(stored) }) }
  }
  let reply = () => Promise.reject(new Error('no network'))
  const browser = fakeBrowser({
    EventSource: FakeEventSource,
    fetch: (address) => { asked.push([address, browser.now() - begun]); return reply() },
    addEventListener: listen,
    removeEventListener: forget,
  })
  if (!globalThis.document) globalThis.document = { addEventListener: listen, removeEventListener: forget, visibilityState: 'visible' }
  const begun = browser.now()
  const states = []
  const times = []
  const connection = []
  const own = []
  let gone = 0
  const unfollow = followWorkshop(
    '/live', (state, serverNow) => { states.push(state); times.push(serverNow) }, (isOn) => connection.push(isOn), () => { gone += 1 }, (stored) => own.push(stored))
  const answerWith = (status, state) => {
    reply = () => Promise.resolve({ status, ok: status === 200, text: () => Promise.resolve(JSON.stringify(state)) })
  }
  try {
    await run({ browser, sources, listeners, asked, states, times, connection, own, unfollow, answerWith, gone: () => gone })
  } finally {
    unfollow()
    browser.restore()
  }
})

streamTest('each new state is reported once', async ({ sources, states, connection }) => {
  for (const version of [1, 1, 2]) sources[0].say({ version })
  equal([states, connection], [[{ version: 1 }, { version: 2 }], [true, true, true]])
})

streamTest('each event carries the server\'s time', async ({ sources, times, browser, answerWith }) => {
  sources[0].say({ version: 1 }, '2026-01-01T12:00:00Z')
  sources[0].onerror()
  answerWith(200, { version: 2 })
  await browser.advance(4000)
  equal([times.length, times[0], times[1]], [2, '2026-01-01T12:00:00Z', undefined])
})

streamTest('a state older than the latest is ignored, except after a lost connection', async ({ browser, sources, states }) => {
  for (const version of [2, 1, 3]) sources[0].say({ version })
  equal(states, [{ version: 2 }, { version: 3 }])
  sources[0].onerror()
  await browser.advance(2000)
  sources.at(-1).say({ version: 1 })
  equal(states.at(-1), { version: 1 })
})

streamTest('a change stored by another phone of the person is not a state of the workshop', async ({ sources, states, own }) => {
  sources[0].say({ version: 1 })
  sources[0].own({ name: 'P1:1', revision: 2 })
  equal([states.length, own], [1, [{ name: 'P1:1', revision: 2 }]])
})

streamTest('while events arrive, the state is not polled', async ({ browser, sources, asked }) => {
  for (let second = 0; second < 60; second += 15) {
    sources[0].say({ version: 1 })
    await browser.advance(15_000)
  }
  equal([asked.length, sources.length], [0, 1])
})

// Random delays are at their longest in these tests: 1, 2, 4, 8, 16, 30 and 30 s, looked at every half second.
streamTest('a lost connection is reopened after growing delays of at most 30 seconds', async ({ browser, sources }) => {
  const gaps = []
  for (let turn = 0; turn < 7; turn += 1) {
    const broken = sources.at(-1)
    const at = browser.now()
    broken.onerror()
    equal(broken.isOpen, false)
    while (sources.at(-1) === broken) await browser.advance(500)
    gaps.push((browser.now() - at) / 1000)
  }
  equal(gaps, [1, 2, 4, 8, 16, 30, 30])
})

streamTest('an event resets the delays', async ({ browser, sources }) => {
  for (let turn = 0; turn < 3; turn += 1) {
    sources.at(-1).onerror()
    await browser.advance(4000)
  }
  sources.at(-1).say({ version: 1 })
  const count = sources.length
  sources.at(-1).onerror()
  await browser.advance(1000)
  equal(sources.length, count + 1)
})

streamTest('a connection silent for more than 40 seconds counts as lost', async ({ browser, sources }) => {
  sources[0].say({ version: 1 })
  await browser.advance(40_000)
  equal([sources.length, sources[0].isOpen], [1, true])
  await browser.advance(2000)
  equal([sources.length, sources[0].isOpen], [2, false])
})

streamTest('without events the state is polled every few seconds', async ({ browser, asked, states, answerWith }) => {
  answerWith(200, { version: 3 })
  await browser.advance(9500)
  equal(asked, [['/live', 1000], ['/live', 5000], ['/live', 9000]])
  equal(states, [{ version: 3 }])
})

streamTest('a lost and a restored connection are reported', async ({ browser, connection, answerWith }) => {
  await browser.advance(1000)
  equal(connection, [false])
  answerWith(200, { version: 3 })
  await browser.advance(3000)
  equal(connection, [false, true])
})

streamTest('a removed workshop is reported', async ({ browser, answerWith, gone }) => {
  answerWith(404, {})
  await browser.advance(1000)
  equal(gone(), 1)
})

streamTest('when the network is back the connection is reopened without delay', async ({ browser, sources, listeners }) => {
  listeners.offline()
  equal(sources[0].isOpen, false)
  listeners.online()
  equal([sources.length, sources[1].openedAt], [2, 0])
  await browser.advance(500)
  equal(sources.length, 2)
})

streamTest('after its end nothing is requested or reported', async ({ browser, sources, listeners, unfollow, asked, states }) => {
  unfollow()
  sources[0].say({ version: 1 })
  await browser.advance(60_000)
  equal([sources.length, sources[0].isOpen, asked, states, Object.keys(listeners)], [1, false, [], [], []])
})
