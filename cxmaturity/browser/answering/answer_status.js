// The status line below a question: whether its answer is stored, and what to do if it is not.

const NAMES = { not_applicable: 'reason', note: 'note', evidence: 'evidence' }

// Returns why the answer in a card cannot be stored, as {name, fault, fix} of the field to correct; null if it can.
export function whatIsMissing(card, answer) {
  if (answer.not_applicable === '')
    return { name: 'not_applicable', fault: 'a reason is missing.', fix: 'add a reason before you continue.' }
  const longest = Number(card.dataset.longest)
  for (const [name, label] of Object.entries(NAMES)) {
    const over = [...(answer[name] ?? '')].length - longest
    const count = `${over.toLocaleString('en')} ${over === 1 ? 'character' : 'characters'}`
    if (over > 0) return { name, fault: `the ${label} is ${count} too long.`, fix: `shorten the ${label} before you continue.` }
  }
  return null
}

// Marks the field with this name as wrong and links it to the status line; without a name, unmarks all fields.
export function markWrongField(card, wrong) {
  const status = card.querySelector('.cx-status')
  status.id ||= `status-${card.dataset.question}`
  for (const name of Object.keys(NAMES)) {
    const field = card.querySelector(`[name="${name}"]`)
    if (!field || (name === wrong) === (field.getAttribute('aria-invalid') === 'true')) continue
    for (const [attribute, value] of [['aria-invalid', 'true'], ['aria-describedby', status.id]])
      if (name === wrong) field.setAttribute(attribute, value)
      else field.removeAttribute(attribute)
  }
}

// The second argument comes from answer_sync.js and whatIsMissing. `send` retries a waiting answer; `putBack` replaces
// what another window stored by this page's own answer.
export function showAnswerStatus(card, { missing, error, replaced, isSending, answer }, { send, putBack }) {
  const status = card.querySelector('.cx-status')
  const state = missing ? 'waiting' : error ? 'unsaved' : isSending ? 'saving' : replaced ? 'elsewhere'
    : Object.keys(answer).length ? 'saved' : 'empty'
  const text = {
    waiting: missing && `Not saved yet: ${missing.fault}`,
    unsaved: error && `${error.message} ${error.fix}`,
    saving: 'Saving…',
    elsewhere: replaced?.isGone ? 'An earlier copy of the database was put in its place; what it holds is shown.'
      : 'This answer was changed in another window; that one is shown.',
    saved: answer.note || answer.evidence ? 'Saved · with a note or evidence' : 'Saved',
    empty: 'Not answered yet',
  }[state]
  if (status.dataset.state === state && status.text === text) return  // a new text would be read out again
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
  return [element(first === 'Saved' ? 'b' : 'span', {}, first), ...rest.map((text) => element('small', {}, text))]
}
const refusal = (text, send) => [
  element('p', { role: 'alert' }, element('b', {}, 'Not saved.'), ` ${text}`),
  ...(send ? [element('button', { type: 'button', onclick: send }, 'Save again')] : []),
]
