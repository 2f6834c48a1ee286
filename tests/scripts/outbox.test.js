import { createOutbox } from '../../cxmaturity/browser/answering/outbox.js'
import { equal, fakeBrowser, fakeStorage, settle, test } from './harness.js'

const STORED = { state: 'stored' }
const AWAY = { state: 'unavailable' }

// An outbox whose requests wait until the test replies to them.
function opened(options = {}) {
  const browser = fakeBrowser()
  const storage = options.storage ?? fakeStorage()
  const sent = []  // [name, entry], in the order in which they were sent
  const results = []
  const waiting = []
  const outbox = createOutbox({
    prefix: 'p:', storage, onResult: (name, entry, result) => results.push(`${name} ${entry} ${result.state}`),
    transmit: (name, entry) => new Promise((resolve) => { sent.push([name, entry]); waiting.push(resolve) }),
    ...options,
  })
  const reply = async (result) => { waiting.shift()(result); await settle() }
  return { browser, storage, sent, results, reply, outbox }
}

// The same, with the clock restored in any case.
const outboxTest = (name, run, options) => test(name, async () => {
  const box = opened(options?.())
  try { await run(box) } finally { box.browser.restore() }
})

outboxTest('an entry is in the storage until the server confirms it', async ({ outbox, storage, sent, reply }) => {
  outbox.put('Q', 1)
  equal([storage.held, sent, outbox.names()], [{ 'p:Q': '[1]' }, [['Q', 1]], ['Q']])
  await reply(STORED)
  equal([storage.held, outbox.names(), outbox.queue('Q')], [{}, [], []])
})

outboxTest('a name that all objects have is one as any other', async ({ outbox, sent, reply }) => {
  equal(outbox.queue('constructor'), [])
  outbox.put('constructor', 1)
  equal([sent, outbox.names()], [[['constructor', 1]], ['constructor']])
  await reply(STORED)
  outbox.restore()
  equal(outbox.queue('constructor'), [])
})

outboxTest('one entry of a name is sent at a time, followed by the newest only', async ({ outbox, storage, sent, reply }) => {
  for (const entry of [1, 2, 3]) outbox.put('Q', entry)
  equal([sent, storage.held], [[['Q', 1]], { 'p:Q': '[1,3]' }])
  await reply(STORED)
  equal([sent, storage.held], [[['Q', 1], ['Q', 3]], { 'p:Q': '[3]' }])
  await reply(STORED)
  equal([sent.length, storage.held], [2, {}])
})

outboxTest('entries of different names do not wait for one another', async ({ outbox, sent, reply }) => {
  outbox.put('Q', 1)
  outbox.put('R', 2)
  equal(sent, [['Q', 1], ['R', 2]])
  await reply(STORED)
  equal(outbox.names(), ['R'])
})

outboxTest('without a reply an entry is sent again after 0.5, 1, 2, 4, 5 and 5 seconds', async ({ browser, outbox, sent, reply }) => {
  outbox.put('Q', 1)
  for (const [count, wait] of [500, 1000, 2000, 4000, 5000, 5000].entries()) {
    await reply(AWAY)
    await browser.advance(wait - 1)
    equal(sent.length, count + 1)
    await browser.advance(1)
    equal(sent.length, count + 2)
  }
})

outboxTest('a stored entry resets the delays', async ({ browser, outbox, sent, reply }) => {
  outbox.put('Q', 1)
  await reply(AWAY)
  await browser.advance(500)
  await reply(STORED)
  outbox.put('Q', 2)
  await reply(AWAY)
  await browser.advance(500)
  equal(sent.map(([, entry]) => entry), [1, 1, 2, 2])
})

outboxTest('an entry without a reply is sent again before a newer one', async ({ browser, outbox, sent, reply }) => {
  outbox.put('Q', 1)
  outbox.put('Q', 2)
  await reply(AWAY)
  await browser.advance(500)
  await reply(STORED)
  equal(sent.map(([, entry]) => entry), [1, 1, 2])
})

outboxTest('a refused entry is kept but not sent again by itself', async ({ browser, outbox, storage, sent, results, reply }) => {
  outbox.put('Q', 1)
  await reply({ state: 'refused' })
  await browser.advance(60_000)
  equal([sent.length, outbox.queue('Q'), storage.held, results], [1, [1], { 'p:Q': '[1]' }, ['Q 1 refused']])
  outbox.replace('Q', [])
  equal([outbox.names(), storage.held], [[], {}])
})

outboxTest('a newer entry replaces a refused one', async ({ outbox, sent, results, reply }) => {
  outbox.put('Q', 1)
  outbox.put('Q', 2)
  await reply({ state: 'refused' })
  equal(sent, [['Q', 1], ['Q', 2]])
  await reply(STORED)
  equal([results, outbox.names()], [['Q 1 refused', 'Q 2 stored'], []])
})

outboxTest('a paused entry is sent only on request', async ({ browser, outbox, sent, reply }) => {
  outbox.put('Q', 1)
  await reply({ state: 'paused' })
  await browser.advance(60_000)
  equal(sent.length, 1)
  outbox.sendAll()
  equal(sent.length, 2)
})

outboxTest('entries that an earlier page left are sent', async ({ outbox, sent }) => {
  equal([outbox.names(), outbox.queue('Q')], [['Q'], [1, 2]])
  outbox.sendAll()
  equal(sent, [['Q', 1]])
}, () => ({ storage: fakeStorage({ 'p:Q': '[1,2]', 'other:Q': '[9]' }) }))

outboxTest('stored content that is no list of entries is not touched', async ({ outbox, storage }) => {
  equal([outbox.names(), Object.keys(storage.held).length], [['R'], 5])
}, () => ({ storage: fakeStorage({ 'p:Q': '{"level":', 'p:R': '[1]', 'p:S': '5', 'p:T': '[]', 'p:U': 'null' }) }))

outboxTest('a replaced outbox no longer writes to the storage', async ({ outbox, storage, sent, reply, browser }) => {
  outbox.put('Q', 1)
  createOutbox({ prefix: 'p:', storage, transmit: () => new Promise(() => {}), onResult: () => {} })
  await reply(AWAY)
  await browser.advance(60_000)
  outbox.put('R', 2)
  equal([storage.held, sent], [{ 'p:Q': '[1]' }, [['Q', 1], ['R', 2]]])
})

outboxTest('another window\'s newer entry is sent after the current one, and not removed with it', async ({ outbox, storage, sent, reply }) => {
  outbox.put('Q', 1)
  storage.held['p:Q'] = '[7]'
  await reply(STORED)
  equal([storage.held, sent], [{ 'p:Q': '[7]' }, [['Q', 1], ['Q', 7]]])
  await reply(STORED)
  equal([storage.held, outbox.names()], [{}, []])
})

// Entries are lists, combined by joining them.
const joined = (storage) => () => ({ storage, combine: (one, newer) => [...one, ...newer] })

outboxTest('waiting entries of two windows are combined, and none is lost when one is closed', async ({ outbox, storage, sent, reply }) => {
  storage.held['p:Q'] = '[["theirs"]]'
  outbox.put('Q', ['mine'])
  equal(storage.held, { 'p:Q': '[["theirs","mine"]]' })
  await reply(STORED)
  equal([storage.held, sent], [{}, [['Q', ['theirs', 'mine']]]])
}, joined(fakeStorage()))

outboxTest('an entry that another window wrote during sending is kept beside a newer one', async ({ outbox, storage, sent, reply }) => {
  outbox.put('Q', ['sent'])
  storage.held['p:Q'] = '[["sent","theirs"]]'
  outbox.put('Q', ['mine'])
  equal(storage.held, { 'p:Q': '[["sent"],["sent","theirs","mine"]]' })
  await reply(STORED)
  equal(sent, [['Q', ['sent']], ['Q', ['sent', 'theirs', 'mine']]])
}, joined(fakeStorage()))

outboxTest('a waiting entry and one that another window wrote are both sent', async ({ browser, outbox, storage, sent, reply }) => {
  outbox.put('Q', ['mine'])
  await reply(AWAY)
  storage.held['p:Q'] = '[["mine","theirs"]]'
  await browser.advance(500)
  equal(sent.at(-1), ['Q', ['mine', 'mine', 'theirs']])
}, joined(fakeStorage()))

outboxTest('windows in step send the newest of their entries once', async ({ browser, outbox, storage, sent, reply }) => {
  outbox.put('Q', 1)
  outbox.put('R', 2)
  await reply(AWAY)
  await reply(AWAY)
  storage.held['p:Q'] = '[7]'  // chosen in another window meanwhile
  delete storage.held['p:R']  // sent by another window
  await browser.advance(1000)
  equal(sent, [['Q', 1], ['R', 2], ['Q', 7]])
})

outboxTest('another window does not change the entry being sent', async ({ outbox, storage, sent, reply }) => {
  outbox.put('Q', 1)
  storage.held['p:Q'] = '[7]'
  outbox.sendAll()
  equal(outbox.queue('Q'), [1])
  await reply(STORED)
  equal([sent, storage.held], [[['Q', 1], ['Q', 7]], { 'p:Q': '[7]' }])
})

outboxTest('without a storage entries are sent all the same', async ({ browser, outbox, sent, reply }) => {
  outbox.put('Q', 1)
  await reply(AWAY)
  await browser.advance(500)
  await reply(STORED)
  equal([sent.length, outbox.names()], [2, []])
}, () => ({ storage: { entries: () => [], read: () => null, write: () => false, remove: () => {} } }))
