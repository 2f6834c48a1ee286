import { applyChange, changeBetween, combineChanges, toSave } from '../../cxmaturity/browser/answering/answer_changes.js'
import { equal, fakeBrowser, test } from './harness.js'

const made = (base_revision, chosen_at) => ({ base_revision, chosen_at })
const change = (answer, times) => ({ answer, made: Object.fromEntries(Object.entries(times).map(([part, at]) => [part, made(1, at)])) })

test('a change names only the parts that differ, and "does not apply" is a choice like a level', () => {
  const { answer, made: parts } = changeBetween({ level: 2, note: 'n' }, { not_applicable: 'No shop', note: 'n' }, 7)
  equal([answer, Object.keys(parts), parts.choice.base_revision], [{ not_applicable: 'No shop' }, ['choice'], 7])
  equal(changeBetween({ level: 2 }, { level: 2 }, 7), null)
})

test('a change keeps the other parts, and may remove a part', () => {
  equal(applyChange({ level: 1, note: 'theirs' }, change({ level: 4 }, { choice: 1 })), { level: 4, note: 'theirs' })
  equal(applyChange({ level: 1, note: 'theirs' }, change({}, { note: 1 })), { level: 1 })
})

test('of two windows each part has the value chosen last, in either order of combining', () => {
  const one = change({ level: 1, note: 'late' }, { choice: 10, note: 40 })
  const other = change({ level: 5, note: 'early', evidence: 'e' }, { choice: 20, note: 30, evidence: 20 })
  for (const both of [combineChanges(one, other), combineChanges(other, one)])
    equal([both.answer, both.made.choice.chosen_at, both.made.note.chosen_at], [{ level: 5, note: 'late', evidence: 'e' }, 20, 40])
})

test('a part that was emptied last stays empty', () => {
  const both = combineChanges(change({ note: 'n' }, { note: 10 }), change({}, { note: 20 }))
  equal([both.answer, Object.keys(both.made)], [{}, ['note']])
})

test('the age of a choice is right after the clock was set back or the device slept', async () => {
  let steady = 0
  const browser = fakeBrowser({ performance: { timeOrigin: 1000, now: () => steady } })
  try {
    const chosen = changeBetween({}, { level: 3 }, 0)
    const age = () => toSave(chosen).changes.choice.age
    steady += 60_000  // a minute, in which the clock was set back: Date.now() stands still here
    equal(age(), 60_000)
    await browser.advance(3_600_000)  // an hour of sleep, in which the other clock stood still
    equal(age(), 3_600_000)
  } finally { browser.restore() }
})
