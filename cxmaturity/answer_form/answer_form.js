// The answer sheet in the browser. It shows the questions one at a time or a dimension at a time, and stores every
// answer by itself. What the server has not confirmed yet waits in the outbox, which outlives a reload and a closed
// browser; it is sent again until there is a reply. Writing an answer twice is harmless.
//
// On a light page `data.ids` names all questions, and those that are there, one or none, were drawn by the server with
// their answers; each has a page of its own under the address that answers are stored at.

const CHOICE = ['level', 'not_applicable', 'dont_know']
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other)
const pick = (answer, names) => Object.fromEntries(names.filter((n) => n in answer).map((n) => [n, answer[n]]))

// What stands when both sides changed an answer: each part that only one side changed is as that side has it.
// Where both did, mine stands if it was given just now, else theirs.
export const merged = (base, mine, theirs, isNew) =>
  Object.assign({}, ...[CHOICE, ['note'], ['evidence_grade'], ['evidence']].map((names) => {
    const [then, here, there] = [base, mine, theirs].map((answer) => pick(answer, names))
    return !same(here, then) && (isNew || same(there, then)) ? here : there
  }))

export function open(root, data, review) {
  const cards = [...root.querySelectorAll('.cx-question')]
  const ids = data.ids ?? cards.map((card) => card.dataset.question)
  const cardOf = Object.fromEntries(cards.map((card) => [card.dataset.question, card]))
  const find = (name, within = root) => within.querySelector(name)
  const shelf = (id) => `cx-outbox:${data.shelf}:${id}`  // one for each question: two windows share the browser's
  const kept = {}  // what the server holds, by question
  const seen = {}  // the revision at which this page last saw it
  const outbox = restored()  // by question: [{answer, base, seen}], the first on its way, the second the newest
  const flights = new Map()  // by question: the sending under way
  const trouble = {}  // by question: {message, fix, final}
  let view = data.view
  let at = data.place
  let patience = 500  // milliseconds until the next try
  let latest = 0  // the newest revision this page knows of
  let retry = null
  const owner = (window.cxSheet = {})  // a sheet that was left no longer writes to the browser's storage

  // --- the outbox

  function restored() {
    const found = {}
    try {
      for (const id of ids) {
        const queue = JSON.parse(localStorage.getItem(shelf(id)))
        if (queue) found[id] = queue.map((given) => ({ ...given, isNew: false }))
      }
    } catch { /* a browser that keeps nothing */ }
    return found
  }
  function remember(id) {
    if (window.cxSheet !== owner) return
    try {
      if (outbox[id]) localStorage.setItem(shelf(id), JSON.stringify(outbox[id]))
      else localStorage.removeItem(shelf(id))
    } catch { /* then it is kept as long as the page is open */ }
  }
  const pending = () => Object.keys(outbox)
  const waitsForReason = (id) => cardOf[id] && read(id).not_applicable === ''

  function give(id) {  // what the card shows differs from what was last given: store it
    clearTimeout(cardOf[id].typing)
    const answer = read(id)
    const queue = outbox[id] ?? []
    const before = queue.at(-1)?.answer ?? kept[id]
    if (answer.not_applicable !== '' && !same(answer, before)) {
      delete trouble[id]
      outbox[id] = [...queue.slice(0, 1), { answer, base: queue[0]?.answer ?? kept[id], seen: seen[id], isNew: true }]
      remember(id)
      send(id)
    }
    say(id)
  }

  function send(id) {
    if (!flights.has(id)) flights.set(id, deliver(id).finally(() => flights.delete(id)))
  }

  async function deliver(id) {
    while (outbox[id]) {
      const given = outbox[id][0]
      const reply = await post(id, given)
      if (reply.trouble) {
        trouble[id] = reply.trouble
        if (!reply.trouble.final) later()
        if (!reply.trouble.final || outbox[id].length < 2) break
        outbox[id].shift()  // refused, and there is a newer one
        continue
      }
      delete trouble[id]
      patience = 500
      ;[kept[id], seen[id]] = [ordered(reply.answer), reply.revision]
      outbox[id].shift()
      if (reply.revision > latest + 1) look()  // others have written meanwhile
      latest = Math.max(latest, reply.revision)
      if (!reply.is_accepted) settle(id, given)
      else if (outbox[id][0]) outbox[id][0].seen = seen[id]
      if (!outbox[id].length) delete outbox[id]
      remember(id)
    }
    say(id)
    count()
  }

  function settle(id, given) {  // another window wrote a later answer
    const mine = outbox[id][0] ?? given
    const answer = merged(given.base, mine.answer, kept[id], mine.isNew)
    if (cardOf[id]) cardOf[id].elsewhere = !same(answer, mine.answer)
    outbox[id] = same(answer, kept[id]) ? [] : [{ answer, base: kept[id], seen: seen[id], isNew: mine.isNew }]
    write(id, answer)
  }

  async function post(id, given) {
    try {
      const response = await fetch(`${data.save}/${encodeURIComponent(id)}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ answer: given.answer, seen: given.seen, token: data.token }),
        keepalive: true,  // a page being left still sends it
        signal: AbortSignal.timeout(20_000),
      })
      const reply = await response.json()
      return response.ok ? reply : { trouble: { ...reply, final: response.status < 500 } }
    } catch {
      const fix = 'It is kept in this browser and sent as soon as the app answers.'
      return { trouble: { message: 'There is no connection to the app.', fix, final: false, isAway: true } }
    }
  }

  function later() {
    clearTimeout(retry)
    if (window.cxSheet !== owner) return
    retry = setTimeout(sendAll, patience)
    patience = Math.min(patience * 2, 5000)
  }
  function sendAll() {
    clearTimeout(retry)
    pending().forEach(send)
  }

  // --- one card

  function read(id) {
    const card = cardOf[id]
    const answer = {}
    const chosen = find('[type=radio]:checked', card)?.value
    const text = (name) => find(`[name=${name}]`, card)?.value.trim() ?? ''
    if (chosen === 'dont_know') answer.dont_know = true
    else if (chosen === 'not_applicable') answer.not_applicable = text('not_applicable')
    else if (chosen) answer.level = Number(chosen)
    const written = { note: text('note'), evidence_grade: text('evidence_grade'), evidence: text('evidence') }
    for (const [name, value] of Object.entries(written))
      if (value) answer[name] = name === 'evidence_grade' ? Number(value) : value
    return ordered(answer)
  }
  const ordered = (answer) => pick(answer, [...CHOICE, 'note', 'evidence_grade', 'evidence'])

  function write(id, answer) {
    const card = cardOf[id]
    if (!card) return
    const chosen = 'level' in answer ? answer.level : CHOICE.find((name) => name in answer)
    for (const radio of card.querySelectorAll('[type=radio]')) radio.checked = radio.value === String(chosen)
    for (const name of ['not_applicable', 'note', 'evidence_grade', 'evidence']) {
      const field = find(`[name=${name}]`, card)
      const value = String(answer[name] ?? '')
      if (field && field.value.trim() !== value) field.value = value
    }
  }

  function say(id) {
    const unsent = pending().filter((name) => trouble[name]).length
    find('.cx-unsent').textContent = unsent ? `${unsent} not saved yet` : ''
    const card = cardOf[id]
    if (!card) return
    find('.cx-hold').textContent = ''
    const status = find('.cx-status', card)
    const found = trouble[id]
    const answer = kept[id]
    const isEmpty = !Object.keys(answer).length
    const state = waitsForReason(id) ? 'waiting' : found ? 'unsaved' : outbox[id] ? 'saving'
      : card.elsewhere ? 'elsewhere' : isEmpty ? 'empty' : 'saved'
    const words = {
      waiting: 'Not saved yet: say in a few words why it does not apply.',
      saving: 'Saving…',
      elsewhere: 'This answer was changed in another window; that one is shown. Choose again to change it.',
      empty: 'Not answered yet',
    }
    const saved = answer.note || answer.evidence ? 'Saved · with a note or evidence' : 'Saved'
    const text = found ? `${found.message} ${found.fix}` : state === 'saved' ? saved : words[state]
    if (status.dataset.state !== state || status.text !== text) {  // else it would be read out again
      status.dataset.state = state
      status.text = text
      status.replaceChildren(...(state === 'unsaved' ? refusal(id, text) : spoken(text)))
    }
  }

  const element = (tag, properties, ...content) => {
    const made = Object.assign(document.createElement(tag), properties)
    made.append(...content)
    return made
  }
  const spoken = (text) => {
    const [first, ...rest] = text.split(/(?= · )/)
    return [element(first === 'Saved' ? 'b' : 'span', {}, first), ...rest]
  }
  const refusal = (id, text) => [
    element('p', { role: 'alert' }, element('b', {}, 'Not saved.'), ` ${text}`),
    element('button', { type: 'button', onclick: () => send(id) }, 'Save again'),
  ]

  // --- where we are

  const shown = () => view === 'dimension' ? ids.filter((id) => part(id) === part(at)) : [at]
  const part = (id) => cardOf[id].dataset.part

  function show(id, isMove) {
    at = id
    const here = shown()
    for (const card of cards) card.hidden = !here.includes(card.dataset.question)
    root.dataset.view = view
    find('.cx-back').disabled = here[0] === ids[0]
    find('.cx-next').textContent = here.at(-1) === ids.at(-1) ? 'Review and finish →' : 'Next →'
    for (const button of root.querySelectorAll('[data-part]:is(button)'))
      button.setAttribute('aria-current', button.dataset.part === part(at))
    find('.cx-hold').textContent = ''
    const address = new URL(location)
    if (address.searchParams.get('at') !== at) {
      address.searchParams.set('at', at)
      history.replaceState(history.state, '', address)
    }
    if (!isMove) return
    find('h2', cardOf[here[0]]).focus({ preventScroll: true })  // so that it is read out, and Tab leads to its levels
    root.scrollIntoView({ block: 'start' })
    look()
  }

  function count() {
    const isGiven = (id) => CHOICE.some((name) => name in kept[id])
    const given = ids.filter(isGiven).length
    find('progress').value = given
    find('.cx-given').textContent = `${given} of ${ids.length} answered`
    for (const button of root.querySelectorAll('button[data-part]')) {
      const own = ids.filter((id) => part(id) === button.dataset.part)
      const done = own.filter(isGiven).length
      find('.cx-count', button).textContent = `${done}/${own.length}${done === own.length ? ' ✓' : ''}`
    }
  }

  async function leave(to) {  // for another light page, but not while nothing could bring it
    await Promise.allSettled(flights.values())
    if (!navigator.onLine || pending().some((id) => trouble[id]?.isAway)) hold('there is no connection')
    else location.assign(`${data.save}/${encodeURIComponent(to)}`)
  }
  function held(names) {
    return names.some((id) => waitsForReason(id) || trouble[id]?.final)
  }
  async function move(step) {
    const here = shown()
    here.forEach(give)
    if (held(here)) return hold()
    const to = step > 0 ? ids.indexOf(here.at(-1)) + 1 : ids.indexOf(here[0]) - 1
    if (to < 0) return
    if (data.ids) return leave(ids[to] ?? 'review')
    if (to < ids.length) return show(ids[to], true)
    await Promise.allSettled(flights.values())
    if (pending().length) hold()
    else review()
  }
  function hold(why = 'something here is not saved yet') {
    find('.cx-hold').textContent = `Stay a moment: ${why}.`
  }

  // --- what the person does

  root.onchange = (event) => {
    const card = event.target.closest('.cx-question')
    if (!card) return
    if (event.target.type === 'radio') card.elsewhere = false
    give(card.dataset.question)
    if (event.target.value === 'not_applicable') find('[name=not_applicable]', card).focus()
  }
  root.oninput = (event) => {  // while someone types: after a pause, not at each letter
    const card = event.target.closest('.cx-question')
    if (!card || event.target.type === 'radio') return
    clearTimeout(card.typing)
    card.typing = setTimeout(() => give(card.dataset.question), 700)
  }
  root.onclick = (event) => {
    const button = event.target.closest('button')
    if (!button) return
    if (button.matches('.cx-move .cx-next')) move(1)
    else if (button.matches('.cx-back')) move(-1)
    else if (button.dataset.part) {
      shown().forEach(give)
      if (held(shown())) return hold()
      const parts = ids.filter((id) => part(id) === button.dataset.part)
      show(parts.find((id) => !CHOICE.some((name) => name in kept[id])) ?? parts[0], true)
    }
  }

  // Digits choose, 0 is don't know, left and right move; never while someone types or uses another control.
  function press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.isComposing) return
    const to = event.target
    const types = to.isContentEditable || to.matches?.('textarea, select, [role=combobox], input:not([type=radio])')
    const elsewhere = to.closest?.('[role=radiogroup], [role=listbox], [role=menu]') && !root.contains(to)
    if (types || elsewhere || document.querySelector('[role=dialog]')) return
    const card = to.closest?.('.cx-question') ?? cardOf[shown()[0]]
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

  async function look() {  // at what another window did meanwhile
    try {
      const response = await fetch(data.save, { headers: { Accept: 'application/json' } })
      if (response.ok && window.cxSheet === owner) take(await response.json())
    } catch { /* no connection: what is shown stays */ }
  }
  function wake() {
    if (document.visibilityState !== 'visible') return Object.keys(cardOf).forEach(give)  // it may be for good
    sendAll()
    look()
  }

  function take(fresh) {  // what the server holds now
    if (fresh.revision < latest) return  // said before an answer of ours was stored, and heard after it
    for (const id of ids) {
      const answer = ordered(fresh.answers[id] ?? {})
      const isShown = kept[id] && cardOf[id]
      const isUntouched = !outbox[id] && !waitsForReason(id) && (!isShown || same(read(id), kept[id]))
      if (isUntouched) {
        kept[id] = answer
        seen[id] = fresh.revision
        write(id, answer)
      } else kept[id] ??= answer
      seen[id] ??= fresh.revision
    }
    latest = fresh.revision
    ids.forEach(say)
    count()
  }

  for (const [id, level] of Object.entries(data.last)) {
    const choice = cardOf[id] && find(`[type=radio][value="${level}"]`, cardOf[id])
    choice?.nextElementSibling.append(' ', element('i', {}, 'last time'))
  }
  if (data.ids) for (const id in cardOf) kept[id] = ordered(data.answers[id] ?? {})
  take(data)
  for (const id of pending()) {
    if (!data.ids || !cardOf[id] || same(read(id), kept[id])) write(id, outbox[id].at(-1).answer)
    say(id)
  }
  if (data.ids) Object.keys(cardOf).forEach(give)  // what was chosen before this script was there
  else show(at, false)
  sendAll()
  document.addEventListener('keydown', press, true)
  document.addEventListener('visibilitychange', wake)
  window.addEventListener('online', sendAll)

  return {
    pending,
    settled: () => Promise.allSettled(flights.values()),
    update(fresh) {
      take(fresh)
      if (view !== fresh.view) {
        view = fresh.view
        show(at, false)
      }
    },
    close() {
      ids.filter((id) => !same(read(id), kept[id])).forEach(give)
      clearTimeout(retry)
      document.removeEventListener('keydown', press, true)
      document.removeEventListener('visibilitychange', wake)
      window.removeEventListener('online', sendAll)
    },
  }
}
