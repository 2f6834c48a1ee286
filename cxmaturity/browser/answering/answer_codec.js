// Converts between answers, as the server stores them, and the values of form fields. An answer is an object with at
// most one of level, not_applicable and dont_know, and optionally note, evidence_grade and evidence; empty fields are
// left out.

export const CHOICES = ['level', 'not_applicable', 'dont_know']
const TEXTS = ['not_applicable', 'note', 'evidence_grade', 'evidence']
export const PARTS = {  // the parts that two windows may change independently, with their fields
  choice: CHOICES, note: ['note'], evidence_grade: ['evidence_grade'], evidence: ['evidence'],
}

export const pick = (answer, names) => Object.fromEntries(names.filter((n) => n in answer).map((n) => [n, answer[n]]))

export const ordered = (answer) => pick(answer, Object.values(PARTS).flat())
export const isSame = (one, other) => JSON.stringify(one) === JSON.stringify(other)
export const isAnswered = (answer) => CHOICES.some((name) => name in answer)

// `values` are texts: {choice, not_applicable, note, evidence_grade, evidence}. "Does not apply" without a reason
// returns an answer whose not_applicable is '', which the server refuses.
export function answerFromValues(values) {
  const { choice, not_applicable, note, evidence_grade, evidence } = values
  const answer = {}
  if (choice === 'dont_know') answer.dont_know = true
  else if (choice === 'not_applicable') answer.not_applicable = not_applicable
  else if (choice) answer.level = Number(choice)
  if (note) answer.note = note
  if (evidence_grade) answer.evidence_grade = Number(evidence_grade)
  if (evidence) answer.evidence = evidence
  return ordered(answer)
}

export function valuesFromAnswer(answer) {
  const choice = 'level' in answer ? answer.level : CHOICES.find((name) => name in answer)
  return Object.fromEntries(['choice', ...TEXTS].map((name) => [name, String((name === 'choice' ? choice : answer[name]) ?? '')]))
}

export function readAnswer(element) {
  const text = (name) => element.querySelector(`[name=${name}]`)?.value.trim() ?? ''
  const values = Object.fromEntries(TEXTS.map((name) => [name, text(name)]))
  return answerFromValues({ ...values, choice: element.querySelector('[type=radio]:checked')?.value })
}

export function writeAnswer(element, answer) {
  const { choice, ...texts } = valuesFromAnswer(answer)
  for (const radio of element.querySelectorAll('[type=radio]')) radio.checked = radio.value === choice
  for (const [name, value] of Object.entries(texts)) {
    const field = element.querySelector(`[name=${name}]`)
    if (field && field.value.trim() !== value) field.value = value
  }
}
