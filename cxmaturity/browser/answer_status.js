// The line below a question that says whether its answer is stored, and what to do when it is not.

const NAMES = { not_applicable: 'reason', note: 'note', evidence: 'evidence' }

// Why an answer cannot be stored as it stands in its card; null when it can.
export function whatIsMissing(card, answer) {
  if (answer.not_applicable === '') return 'add a reason before you continue.'
  const longest = Number(card.dataset.longest)
  for (const [name, words] of Object.entries(NAMES)) {
    const over = [...(answer[name] ?? '')].length - longest
    if (over > 0) return `the ${words} is ${over.toLocaleString('en')} ${over === 1 ? 'character' : 'characters'} too long. Shorten it.`
  }
  return null
}

// `state` is {missing, error, replaced, isSending, answer}, as answer_sync.js and whatIsMissing have them; `send` tries again
// where something waits, `putBack` puts this page's own in place of what another window stored.
export function showAnswerStatus(card, { missing, error, replaced, isSending, answer }, { send, putBack }) {
  const status = card.querySelector('.cx-status')
  const state = missing ? 'waiting' : error ? 'unsaved' : isSending ? 'saving' : replaced ? 'elsewhere'
    : Object.keys(answer).length ? 'saved' : 'empty'
  const text = {
    waiting: `Not saved yet: ${missing}`,
    unsaved: error && `${error.message} ${error.fix}`,
    saving: 'Saving…',
    elsewhere: replaced?.isGone ? 'An earlier copy of the database was put in its place; what it holds is shown.'
      : 'This answer was changed in another window; that one is shown.',
    saved: answer.note || answer.evidence ? 'Saved · with a note or evidence' : 'Saved',
    empty: 'Not answered yet',
  }[state]
  if (status.dataset.state === state && status.text === text) return  // else it would be read out again
  status.dataset.state = state
  status.text = text
  status.replaceChildren(...(state === 'unsaved' ? refusal(text, send) : statusLine(text)))
  if (state === 'elsewhere') status.append(' ', element('button', { type: 'button', onclick: putBack }, 'Put mine back'))
}

const element = (tag, properties, ...content) => {
  const created = Object.assign(document.createElement(tag), properties)
  created.append(...content)
  return created
}
const statusLine = (text) => {
  const [first, ...rest] = text.split(/(?= · )/)
  return [element(first === 'Saved' ? 'b' : 'span', {}, first), ...rest]
}
const refusal = (text, send) => [
  element('p', { role: 'alert' }, element('b', {}, 'Not saved.'), ` ${text}`),
  ...(send ? [element('button', { type: 'button', onclick: send }, 'Save again')] : []),
]
