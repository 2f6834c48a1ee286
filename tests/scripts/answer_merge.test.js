import { mergeAnswers } from '../../cxmaturity/browser/answer_merge.js'
import { equal, test } from './harness.js'

test('parts that only one window changed are as that window has them', () => {
  const base = { level: 2, note: 'old' }
  equal(mergeAnswers(base, { level: 4, note: 'old' }, { level: 2, note: 'new' }, false), { level: 4, note: 'new' })
  equal(mergeAnswers({}, { level: 3 }, { note: 'theirs', evidence_grade: 1 }, false),
    { level: 3, note: 'theirs', evidence_grade: 1 })
})

test('where both changed a part, the one chosen just now wins, else the one stored', () => {
  equal(mergeAnswers({ level: 1 }, { level: 2 }, { level: 3 }, true), { level: 2 })
  equal(mergeAnswers({ level: 1 }, { level: 2 }, { level: 3 }, false), { level: 3 })
})

test('a level, "does not apply" and "don\'t know" are one part', () => {
  equal(mergeAnswers({ level: 1 }, { dont_know: true }, { not_applicable: 'No shop' }, true), { dont_know: true })
  equal(mergeAnswers({ level: 1 }, { dont_know: true }, { level: 1, note: 'n' }, false), { dont_know: true, note: 'n' })
})

test('what one window deleted stays deleted', () => {
  equal(mergeAnswers({ level: 1, note: 'n' }, { level: 1 }, { level: 5, note: 'n' }, false), { level: 5 })
  equal(mergeAnswers({ level: 1, note: 'n' }, { level: 1, note: 'n' }, { level: 1 }, true), { level: 1 })
})
