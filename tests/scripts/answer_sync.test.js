import { createAnswerSync } from '../../cxmaturity/browser/answering/answer_sync.js'
import { equal, fakeBrowser, settle, test } from './harness.js'

const SIGNED_OUT = { message: 'You are signed out.', fix: 'Open your link.' }
const KEY = 'cx-outbox:one:P1'

// A form with one question whose owner is signed out until `signIn`.
const signedOutTest = (name, run) => test(name, async () => {
  const sent = []
  const listeners = {}
  const storage = Object.create({
    getItem(key) { return this[key] ?? null },
    setItem(key, text) { this[key] = text },
    removeItem(key) { delete this[key] },
  })
  const reply = (status, content) => ({ status, ok: status === 200, headers: new Headers(), json: () => Promise.resolve(content) })
  let isSignedIn = false
  const stored = { answer: { level: 3 }, answers: { P1: { level: 3 } }, revision: 1, overruled: [] }
  const browser = fakeBrowser({
    fetch: (_, { body }) => {
      if (body) sent.push(JSON.parse(body).answer.level)
      return Promise.resolve(isSignedIn ? reply(200, stored) : reply(401, SIGNED_OUT))
    },
    localStorage: storage,
    addEventListener: (event, listener) => { listeners[event] = listener },
    removeEventListener: () => {},
  })
  const sync = createAnswerSync({ save: '/answers/1', storage_key: 'one' }, ['P1'], { onAnswer: () => {}, onStatus: () => {} })
  try {
    sync.take({ answers: {}, revision: 0 })
    sync.put('P1', { level: 2 })
    await settle()
    sync.put('P1', { level: 3 })
    await browser.advance(500)
    equal([sync.errors.P1, sync.pending()], [{ ...SIGNED_OUT, isFinal: false }, ['P1']])
    await run({ browser, storage, listeners, sent, sync, signIn: () => { isSignedIn = true } })
  } finally {
    sync.close()
    browser.restore()
  }
})

signedOutTest('answers of a signed-out owner are kept, and sent after signing in', async ({ browser, storage, sent, sync, signIn }) => {
  equal(Object.keys(storage), [KEY])
  signIn()
  await browser.advance(1000)
  equal([sync.errors, sync.pending(), sync.stored.P1, Object.keys(storage)], [{}, [], { level: 3 }, []])
  equal(sent, [2, 2, 2, 3])  // twice in vain
})

signedOutTest('an answer that another window has sent is no longer unsaved here', async ({ storage, listeners, sync, signIn }) => {
  signIn()
  delete storage[KEY]
  listeners.storage({ key: KEY })
  await settle()
  equal([sync.errors, sync.pending(), sync.stored.P1], [{}, [], { level: 3 }])
})

test('a question may have the name of a property of all objects', async () => {
  const browser = fakeBrowser({
    fetch: () => new Promise(() => {}),
    localStorage: Object.create({ getItem: () => null, setItem() {}, removeItem() {} }),
    addEventListener: () => {},
    removeEventListener: () => {},
  })
  const sync = createAnswerSync({ save: '/answers/1', storage_key: 'one' }, ['constructor'], { onAnswer: () => {}, onStatus: () => {} })
  try {
    sync.take({ answers: {}, revision: 0 })
    equal([sync.stored.constructor, sync.errors.constructor, sync.replaced.constructor, sync.pending()], [{}, undefined, undefined, []])
    sync.put('constructor', { level: 2 })
    equal([sync.shown('constructor'), sync.pending()], [{ level: 2 }, ['constructor']])
  } finally {
    sync.close()
    browser.restore()
  }
})
