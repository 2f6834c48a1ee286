// The answer form in the browser: shows one question or one dimension at a time, and stores every answer
// (answer_sync.js).
//
// On a participant's page `data.ids` lists all questions, and the page contains one of them, rendered by the server
// with its answer, or none. Each question's page has the address to which its answers are posted.

import { changeBetween, applyChange } from './answer_changes.js'
import { isAnswered, ordered, readAnswer, writeAnswer } from './answer_codec.js'
import { markWrongField, showAnswerStatus, whatIsMissing } from './answer_status.js'
import { createAnswerSync } from './answer_sync.js'
import { keysReach, openAutoAdvance } from './answer_keys.js'

// `root` contains the form; `data` comes from answer_form/protocol.py and the page; `onFinish` is called when the
// person continues after the last question. Returns functions for the page that shows the form.
export function openAnswerForm(root, data, onFinish) {
  const cards = [...root.querySelectorAll('.cx-question')]
  const ids = data.ids ?? cards.map((card) => card.dataset.question)
  const cardOf = Object.fromEntries(cards.map((card) => [card.dataset.question, card]))
  const find = (name, within = root) => within.querySelector(name)
  const sync = createAnswerSync(data, ids, { onAnswer: showAnswer, onStatus: showAll })
  let view = data.view
  const places = document.answerPlaces ??= {}  // by form: the question last shown in this window
  const last = places[data.storage_key]
  let current = !data.is_named && ids.includes(last) ? last : data.question
  let refused  // the question whose fault last kept the person from continuing
  let isNoticeTrue = () => false  // whether the notice below the questions still applies
  let isPointer = false  // whether the last input was a click or a touch
  const goesOn = openAutoAdvance(find('.cx-auto input'))

  const read = (id) => readAnswer(cardOf[id])
  const missing = (id) => cardOf[id] && whatIsMissing(cardOf[id], read(id))
  const wrongField = (id) => {  // a missing reason is no fault before the person wants to continue
    const name = missing(id)?.name
    return name !== 'not_applicable' || refused === id ? name : undefined
  }

  function store(id) {  // if the card shows another answer than the last one stored
    clearTimeout(cardOf[id].typing)
    find('.cx-notice').textContent = ''  // it was about the former answer
    if (!missing(id)) sync.put(id, read(id))
    showStatus(id)
  }
  function showAnswer(id, before, after) {  // without replacing what the person has typed since
    if (!cardOf[id]) return
    const typed = changeBetween(before, read(id))
    writeAnswer(cardOf[id], typed ? applyChange(after, typed) : after)
  }
  function showStatus(id) {
    const unsaved = sync.pending().filter((name) => sync.errors[name]).length
    find('.cx-unsent').textContent = unsaved ? `${unsaved} not saved yet` : ''
    if (!isNoticeTrue()) find('.cx-notice').textContent = ''
    if (!cardOf[id]) return
    find('.cx-clear', cardOf[id]).hidden = !find('[type=radio]:checked', cardOf[id])
    markWrongField(cardOf[id], wrongField(id))
    showAnswerStatus(cardOf[id], {
      missing: missing(id), error: sync.errors[id], replaced: sync.replaced[id], isSending: sync.isWaiting(id),
      answer: sync.stored[id],
    }, {
      send: sync.isWaiting(id) && (() => sync.send(id)),
      putBack: () => { sync.putBack(id); showStatus(id) },
    })
  }
  function showAll() {
    ids.forEach(showStatus)
    showProgress()
  }

  // --- Which questions are shown

  const dimensionOf = (id) => cardOf[id].dataset.dimension
  const shown = () => view === 'dimension' ? ids.filter((id) => dimensionOf(id) === dimensionOf(current)) : [current]

  function show(id, isMove) {
    current = id
    places[data.storage_key] = id
    const here = shown()
    for (const card of cards) card.hidden = !here.includes(card.dataset.question)
    root.dataset.view = view
    find('.cx-back').disabled = here[0] === ids[0]
    find('.cx-next').textContent = here.at(-1) === ids.at(-1) ? 'Review and finish →' : 'Next →'
    for (const button of root.querySelectorAll('button[data-dimension]')) {
      const isCurrent = button.dataset.dimension === dimensionOf(current)
      button.setAttribute('aria-current', isCurrent)
      if (isCurrent) scrollRowTo(button)
    }
    find('.cx-notice').textContent = ''
    const address = new URL(location)
    if (address.searchParams.get('at') !== current) {
      address.searchParams.set('at', current)
      history.replaceState(history.state, '', address)
    }
    if (!isMove) return
    find('h2', cardOf[here[0]]).focus({ preventScroll: true })  // it is read out, and Tab leads to its levels
    root.scrollIntoView({ block: 'start' })
    sync.refresh()
  }

  function showProgress() {
    const isStored = (id) => isAnswered(sync.stored[id])
    const answered = ids.filter(isStored).length
    find('progress').value = answered
    find('.cx-answered').textContent = `${answered} of ${ids.length} answered`
    for (const button of root.querySelectorAll('button[data-dimension]')) {
      const questions = ids.filter((id) => dimensionOf(id) === button.dataset.dimension)
      const done = questions.filter(isStored).length
      find('.cx-count', button).textContent = `${done}/${questions.length}${done === questions.length ? ' ✓' : ''}`
    }
  }

  const isOffline = () => !navigator.onLine || sync.pending().some((id) => sync.errors[id]?.isOffline)
  async function openPage(name) {  // of another question or the review; not without a connection
    await sync.settled()
    if (isOffline()) notice('There is no connection. Continue once it is back.', isOffline)
    else location.assign(`${data.save}/${encodeURIComponent(name)}`)
  }
  const blocked = (names) => names.find((id) => missing(id) || sync.errors[id]?.isFinal)
  function notice(sentence, isTrue) {  // shows it below the questions for as long as it is true
    isNoticeTrue = isTrue
    find('.cx-notice').textContent = sentence
  }
  function blockAt(id) {  // says which question has a fault, and moves the focus to the field
    if (cardOf[id].hidden) show(id, true)
    refused = id
    isNoticeTrue = () => missing(id) || sync.errors[id] || sync.isWaiting(id)
    showStatus(id)
    const { name, fix } = missing(id) ?? {}
    const place = `Question ${ids.indexOf(id) + 1}`
    find('.cx-notice').textContent = shown().length === 1 && fix ? `${fix[0].toUpperCase()}${fix.slice(1)}`
      : fix ? `${place}: ${fix}`
      : `${place} is not saved yet.`  // its status says why
    const field = name && find(`[name="${name}"]`, cardOf[id])
    const folded = field?.closest('details')
    if (folded) folded.open = true
    const target = field ?? find('.cx-status button', cardOf[id]) ?? find('h2', cardOf[id])
    target.focus()
    target.scrollIntoView({ block: 'nearest' })  // also when it had the focus: the notice may cover it
  }
  async function move(step) {
    const here = shown()
    here.forEach(store)
    if (blocked(here)) return blockAt(blocked(here))
    const target = step > 0 ? ids.indexOf(here.at(-1)) + 1 : ids.indexOf(here[0]) - 1
    if (target < 0) return
    if (data.ids) return openPage(ids[target] ?? 'review')
    if (target < ids.length) return show(ids[target], true)
    await sync.settled()
    if (sync.pending().length) blockAt(sync.pending()[0])
    else onFinish()
  }

  function clear(id) {
    for (const radio of cardOf[id].querySelectorAll('[type=radio]')) radio.checked = false
    find('[type=radio]', cardOf[id]).focus({ preventScroll: true })  // the focus must not vanish with the button
    store(id)
  }
  function advance(id) {  // after a moment, so that the choice is seen
    if (!goesOn() || view !== 'question' || id === ids.at(-1) || missing(id)) return
    setTimeout(() => current === id && !missing(id) && move(1), 400)
  }

  // --- What the person does

  root.onchange = (event) => {
    const card = event.target.closest('.cx-question')
    if (!card) return
    store(card.dataset.question)
    if (isPointer && event.target.type === 'radio') advance(card.dataset.question)
    if (event.target.value === 'not_applicable') find('[name=not_applicable]', card).focus()
  }
  root.oninput = (event) => {  // while someone types, only after a pause
    const card = event.target.closest('.cx-question')
    if (!card || event.target.type === 'radio') return
    clearTimeout(card.typing)
    card.typing = setTimeout(() => store(card.dataset.question), 700)
  }
  root.onclick = (event) => {
    const button = event.target.closest('button, .cx-auto input')
    if (!button) return
    act(button)
  }
  function act(button) {
    if (button.matches('.cx-navigation .cx-next')) move(1)
    else if (button.matches('.cx-back')) move(-1)
    else if (button.matches('.cx-clear')) clear(button.closest('.cx-question').dataset.question)
    else if (button.dataset.dimension) {
      shown().forEach(store)
      if (blocked(shown())) return blockAt(blocked(shown()))
      const questions = ids.filter((id) => dimensionOf(id) === button.dataset.dimension)
      show(questions.find((id) => !isAnswered(sync.stored[id])) ?? questions[0], true)
    }
  }

  // Digits choose a level, 0 is don't know, left and right move; not while someone types or uses another control.
  function onPointer() { isPointer = true }
  function onKey(event) {
    const isOnClicked = isPointer && event.target.matches?.('button, .cx-auto input') && root.contains(event.target)
    isPointer = false
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.isComposing) return
    if (!(isOnClicked || keysReach(event.target)) || document.querySelector('[role=dialog]')) return
    const card = event.target.closest?.('.cx-question') ?? cardOf[shown()[0]]
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
    advance(card.dataset.question)
  }

  function onVisibility() {
    if (document.visibilityState !== 'visible') return Object.keys(cardOf).forEach(store)  // it may be final
    sync.sendAll()
    sync.refresh()
  }

  for (const [id, level] of Object.entries(data.previous_levels)) {
    const choice = cardOf[id] && find(`[type=radio][value="${level}"]`, cardOf[id])
    choice?.nextElementSibling.append(' ', Object.assign(document.createElement('i'), { textContent: 'last time' }))
  }
  sync.take(data)
  for (const id in cardOf) {
    showAnswer(id, data.ids ? ordered(data.answers[id] ?? {}) : read(id), sync.shown(id))
    if (data.ids) store(id)  // stores what was chosen before this script ran
  }
  showAll()
  if (!data.ids) show(current, false)
  sync.sendAll()
  document.addEventListener('keydown', onKey, true)
  document.addEventListener('pointerdown', onPointer, true)
  document.addEventListener('visibilitychange', onVisibility)

  return {
    pending: sync.pending,
    settled: sync.settled,
    notice,
    update(fresh) {
      sync.take(fresh)
      if (view !== fresh.view) {
        view = fresh.view
        show(current, false)
        if (isPointer && !keysReach(document.activeElement)) document.activeElement.blur()  // so that keys work
      }
    },
    close() {
      Object.keys(cardOf).forEach(store)
      sync.close()
      document.removeEventListener('keydown', onKey, true)
      document.removeEventListener('pointerdown', onPointer, true)
      document.removeEventListener('visibilitychange', onVisibility)
    },
  }
}

function scrollRowTo(button) {  // on phones the row of dimensions scrolls sideways; a part of the one before stays in sight
  const row = button.parentElement
  row.scrollLeft += button.getBoundingClientRect().left - row.getBoundingClientRect().left - 32
}
