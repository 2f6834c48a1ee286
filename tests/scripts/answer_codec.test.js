import { answerFromValues, isAnswered, isSame, ordered, valuesFromAnswer } from '../../cxmaturity/browser/answering/answer_codec.js'
import { equal, test } from './harness.js'

const NOTHING = { choice: '', not_applicable: '', note: '', evidence_grade: '', evidence: '' }

test('each kind of answer is restored from its form values', () => {
  const texts = { note: 'Since "March"', evidence_grade: 0, evidence: 'Rota <b>' }
  for (const choice of [{}, { level: 3 }, { dont_know: true }, { not_applicable: 'No shop' }])
    for (const more of [{}, texts, { note: 'only' }, { evidence_grade: 2 }])
      equal(answerFromValues(valuesFromAnswer({ ...choice, ...more })), { ...choice, ...more })
})

test('form values are texts, and a missing part is empty', () => {
  equal(valuesFromAnswer({}), NOTHING)
  equal(valuesFromAnswer({ level: 4, evidence_grade: 0 }), { ...NOTHING, choice: '4', evidence_grade: '0' })
  equal(valuesFromAnswer({ dont_know: true }), { ...NOTHING, choice: 'dont_know' })
})

test('an unanswered question has no answer, and the lowest evidence grade is a grade', () => {
  equal(answerFromValues({ ...NOTHING, choice: undefined }), {})
  equal(answerFromValues({ ...NOTHING, evidence_grade: '0' }), { evidence_grade: 0 })
})

test('a reason counts only where the question does not apply', () => {
  equal(answerFromValues({ ...NOTHING, choice: '2', not_applicable: 'typed before' }), { level: 2 })
  equal(answerFromValues({ ...NOTHING, choice: 'not_applicable' }), { not_applicable: '' })
})

test('a note alone does not answer the question', () => {
  equal([{}, { note: 'n' }, { level: 1 }, { dont_know: true }, { not_applicable: '' }].map(isAnswered),
    [false, false, true, true, true])
})

test('answers with their parts in another order are equal once ordered', () => {
  equal(isSame(ordered({ note: 'n', level: 1 }), ordered({ level: 1, note: 'n' })), true)
  equal(ordered({ level: 1, unknown: 2 }), { level: 1 })
})
