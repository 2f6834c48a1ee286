// The answer form in the browser. It shows the questions one at a time or a dimension at a time, and stores every answer
// by itself, through the outbox.
//
// On a participant's page `data.ids` names all questions, and the page holds one of them or none, drawn by the server with
// its answer; each has a page of its own under the address that answers are stored at.

import { isAnswered, isSame, ordered, readAnswer, writeAnswer } from './answer_codec.js'
import { mergeAnswers } from './answer_merge.js'
import { createOutbox } from './outbox.js'

// `root` holds the form, `data` what answer_form/protocol.py and the page say of it; `onFinish` is called when the person
// goes on from the last question. Returns what its page may do with the form.
export function openAnswerForm(root, data, onFinish) {
  const cards = [...root.querySelectorAll('.cx-question')]
  const ids = data.ids ?? cards.map((card) => card.dataset.question)
  const cardOf = Object.fromEntries(cards.map((card) => [card.dataset.question, card]))
  const find = (name, within = root) => within.querySelector(name)
  const stored = {}  // by question: the answer the server holds
  const revisions = {}  // by question: the revision at which this page last read it
  const errors = {}  // by question: {message, fix, isFinal, isOffline}
  const outbox = createOutbox({  // of {answer, base, base_revision, isNew}: `base` is the answer it was made from
    prefix: `cx-outbox:${data.storage_key}:`, transmit: post, onResult: takeResult,
  })
  let view = data.view
  let current = data.question
  let latest = 0  // the newest revision this page knows of
  let isClosed = false

  for (const id of outbox.names())  // `seen` is what an earlier version called the base revision
    outbox.replace(id, outbox.queue(id).map(({ seen, ...entry }) => ({ base_revision: seen, ...entry, isNew: false })))

  const pending = () => outbox.names().filter((id) => ids.includes(id))
  const read = (id) => readAnswer(cardOf[id])
  const write = (id, answer) => cardOf[id] && writeAnswer(cardOf[id], answer)
  const waitsForReason = (id) => cardOf[id] && read(id).not_applicable === ''

  // --- storing

  function store(id) {  // when the card shows another answer than the one stored last
    clearTimeout(cardOf[id].typing)
    const answer = read(id)
    const [sending, waiting] = outbox.queue(id)
    const before = (waiting ?? sending)?.answer ?? stored[id]
    if (answer.not_applicable !== '' && !isSame(answer, before)) {
      delete errors[id]
      outbox.put(id, { answer, base: sending?.answer ?? stored[id], base_revision: revisions[id], isNew: true })
    }
    showStatus(id)
  }

  async function post(id, entry) {
    try {
      const response = await fetch(`${data.save}/${encodeURIComponent(id)}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ answer: entry.answer, base_revision: entry.base_revision, token: data.token }),
        keepalive: true,  // a page being left still sends it
        signal: AbortSignal.timeout(20_000),
      })
      const reply = await response.json()
      if (response.ok) return { state: 'stored', reply }
      const isFinal = response.status < 500
      return { state: isFinal ? 'refused' : 'unavailable', error: { ...reply, isFinal } }
    } catch {
      const fix = 'It is kept in this browser and sent as soon as the app answers.'
      return { state: 'unavailable', error: { message: 'There is no connection to the app.', fix, isOffline: true } }
    }
  }

  function takeResult(id, entry, { state, reply, error }) {
    const [next] = outbox.queue(id)
    if (state === 'stored') {
      delete errors[id]
      stored[id] = ordered(reply.answer)
      revisions[id] = reply.revision
      if (reply.revision > latest + 1) refresh()  // others have written meanwhile
      latest = Math.max(latest, reply.revision)
      if (!reply.is_accepted) merge(id, entry)
      else if (next) outbox.replace(id, [{ ...next, base_revision: reply.revision }])
    } else if (next === entry) errors[id] = error  // else it gave way to a newer one
    showStatus(id)
    showProgress()
  }

  function merge(id, entry) {  // another window stored a later answer
    const mine = outbox.queue(id)[0] ?? entry
    const answer = mergeAnswers(entry.base, mine.answer, stored[id], mine.isNew)
    const isStored = isSame(answer, stored[id])
    if (cardOf[id]) cardOf[id].isElsewhere = !isSame(answer, mine.answer)
    outbox.replace(id, isStored ? [] : [{ answer, base: stored[id], base_revision: revisions[id], isNew: mine.isNew }])
    write(id, answer)
  }

  // --- the status of a card

  function showStatus(id) {
    const unsaved = pending().filter((name) => errors[name]).length
    find('.cx-unsent').textContent = unsaved ? `${unsaved} not saved yet` : ''
    const card = cardOf[id]
    if (!card) return
    find('.cx-notice').textContent = ''
    const status = find('.cx-status', card)
    const error = errors[id]
    const answer = stored[id]
    const state = waitsForReason(id) ? 'waiting' : error ? 'unsaved' : outbox.queue(id).length ? 'saving'
      : card.isElsewhere ? 'elsewhere' : Object.keys(answer).length ? 'saved' : 'empty'
    const text = {
      waiting: 'Not saved yet: say in a few words why it does not apply.',
      unsaved: error && `${error.message} ${error.fix}`,
      saving: 'Saving…',
      elsewhere: 'This answer was changed in another window; that one is shown. Choose again to change it.',
      saved: answer.note || answer.evidence ? 'Saved · with a note or evidence' : 'Saved',
      empty: 'Not answered yet',
    }[state]
    if (status.dataset.state === state && status.text === text) return  // else it would be read out again
    status.dataset.state = state
    status.text = text
    status.replaceChildren(...(state === 'unsaved' ? refusal(id, text) : statusLine(text)))
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
  const refusal = (id, text) => [
    element('p', { role: 'alert' }, element('b', {}, 'Not saved.'), ` ${text}`),
    element('button', { type: 'button', onclick: () => outbox.send(id) }, 'Save again'),
  ]

  // --- which questions are shown

  const dimensionOf = (id) => cardOf[id].dataset.dimension
  const shown = () => view === 'dimension' ? ids.filter((id) => dimensionOf(id) === dimensionOf(current)) : [current]

  function show(id, isMove) {
    current = id
    const here = shown()
    for (const card of cards) card.hidden = !here.includes(card.dataset.question)
    root.dataset.view = view
    find('.cx-back').disabled = here[0] === ids[0]
    find('.cx-next').textContent = here.at(-1) === ids.at(-1) ? 'Review and finish →' : 'Next →'
    for (const button of root.querySelectorAll('button[data-dimension]'))
      button.setAttribute('aria-current', button.dataset.dimension === dimensionOf(current))
    find('.cx-notice').textContent = ''
    const address = new URL(location)
    if (address.searchParams.get('at') !== current) {
      address.searchParams.set('at', current)
      history.replaceState(history.state, '', address)
    }
    if (!isMove) return
    find('h2', cardOf[here[0]]).focus({ preventScroll: true })  // so that it is read out, and Tab leads to its levels
    root.scrollIntoView({ block: 'start' })
    refresh()
  }

  function showProgress() {
    const isStored = (id) => isAnswered(stored[id])
    const answered = ids.filter(isStored).length
    find('progress').value = answered
    find('.cx-answered').textContent = `${answered} of ${ids.length} answered`
    for (const button of root.querySelectorAll('button[data-dimension]')) {
      const questions = ids.filter((id) => dimensionOf(id) === button.dataset.dimension)
      const done = questions.filter(isStored).length
      find('.cx-count', button).textContent = `${done}/${questions.length}${done === questions.length ? ' ✓' : ''}`
    }
  }

  async function openPage(name) {  // of another question or the review, but not while nothing could bring it
    await outbox.settled()
    if (!navigator.onLine || pending().some((id) => errors[id]?.isOffline)) block('there is no connection')
    else location.assign(`${data.save}/${encodeURIComponent(name)}`)
  }
  const isBlocked = (names) => names.some((id) => waitsForReason(id) || errors[id]?.isFinal)
  function block(reason = 'something here is not saved yet') {
    find('.cx-notice').textContent = `Stay a moment: ${reason}.`
  }
  async function move(step) {
    const here = shown()
    here.forEach(store)
    if (isBlocked(here)) return block()
    const target = step > 0 ? ids.indexOf(here.at(-1)) + 1 : ids.indexOf(here[0]) - 1
    if (target < 0) return
    if (data.ids) return openPage(ids[target] ?? 'review')
    if (target < ids.length) return show(ids[target], true)
    await outbox.settled()
    if (pending().length) block()
    else onFinish()
  }

  // --- what the person does

  root.onchange = (event) => {
    const card = event.target.closest('.cx-question')
    if (!card) return
    if (event.target.type === 'radio') card.isElsewhere = false
    store(card.dataset.question)
    if (event.target.value === 'not_applicable') find('[name=not_applicable]', card).focus()
  }
  root.oninput = (event) => {  // while someone types: after a pause, not at each letter
    const card = event.target.closest('.cx-question')
    if (!card || event.target.type === 'radio') return
    clearTimeout(card.typing)
    card.typing = setTimeout(() => store(card.dataset.question), 700)
  }
  root.onclick = (event) => {
    const button = event.target.closest('button')
    if (!button) return
    if (button.matches('.cx-navigation .cx-next')) move(1)
    else if (button.matches('.cx-back')) move(-1)
    else if (button.dataset.dimension) {
      shown().forEach(store)
      if (isBlocked(shown())) return block()
      const questions = ids.filter((id) => dimensionOf(id) === button.dataset.dimension)
      show(questions.find((id) => !isAnswered(stored[id])) ?? questions[0], true)
    }
  }

  // Digits choose, 0 is don't know, left and right move; never while someone types or uses another control.
  function onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.isComposing) return
    const target = event.target
    const isTyping = target.isContentEditable
      || target.matches?.('textarea, select, [role=combobox], input:not([type=radio])')
    const isElsewhere = target.closest?.('[role=radiogroup], [role=listbox], [role=menu]') && !root.contains(target)
    if (isTyping || isElsewhere || document.querySelector('[role=dialog]')) return
    const card = target.closest?.('.cx-question') ?? cardOf[shown()[0]]
    if (!card) return
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
    const choice = /^[0-9]$/.test(event.key)
      && find(`[type=radio][value="${event.key === '0' ? 'dont_know' : event.key}"]`, card)
    if (!step && !choice) return
    event.preventDefault()
    event.stopPropagation()
    if (step) return move(step)
    choice.focus()
    choice.click()
  }

  // --- what other windows store

  async function refresh() {
    try {
      const response = await fetch(data.save, { headers: { Accept: 'application/json' } })
      if (response.ok && !isClosed) takeStored(await response.json())
    } catch { /* no connection: what is shown stays */ }
  }
  function onVisibility() {
    if (document.visibilityState !== 'visible') return Object.keys(cardOf).forEach(store)  // it may be for good
    outbox.sendAll()
    refresh()
  }

  function takeStored({ answers, revision }) {
    if (revision < latest) return  // read before an answer of this page was stored, and received after it
    for (const id of ids) {
      const answer = ordered(answers[id] ?? {})
      const isShown = stored[id] && cardOf[id]
      const isUntouched = !outbox.queue(id).length && !waitsForReason(id) && (!isShown || isSame(read(id), stored[id]))
      if (isUntouched) {
        stored[id] = answer
        revisions[id] = revision
        write(id, answer)
      } else stored[id] ??= answer
      revisions[id] ??= revision
    }
    latest = revision
    ids.forEach(showStatus)
    showProgress()
  }

  for (const [id, level] of Object.entries(data.previous_levels)) {
    const choice = cardOf[id] && find(`[type=radio][value="${level}"]`, cardOf[id])
    choice?.nextElementSibling.append(' ', element('i', {}, 'last time'))
  }
  if (data.ids) for (const id in cardOf) stored[id] = ordered(data.answers[id] ?? {})
  takeStored(data)
  for (const id of pending()) {
    if (!data.ids || !cardOf[id] || isSame(read(id), stored[id])) write(id, outbox.queue(id).at(-1).answer)
    showStatus(id)
  }
  if (data.ids) Object.keys(cardOf).forEach(store)  // what was chosen before this script ran
  else show(current, false)
  outbox.sendAll()
  document.addEventListener('keydown', onKey, true)
  document.addEventListener('visibilitychange', onVisibility)
  addEventListener('online', outbox.sendAll)

  return {
    pending,
    settled: outbox.settled,
    update(fresh) {
      takeStored(fresh)
      if (view !== fresh.view) {
        view = fresh.view
        show(current, false)
      }
    },
    close() {
      ids.filter((id) => !isSame(read(id), stored[id])).forEach(store)
      isClosed = true
      outbox.stop()
      document.removeEventListener('keydown', onKey, true)
      document.removeEventListener('visibilitychange', onVisibility)
      removeEventListener('online', outbox.sendAll)
    },
  }
}
