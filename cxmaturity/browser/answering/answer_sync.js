// Synchronises the answers of a form with the server: sends what is chosen here, part by part, and shows what other
// windows store.

import { isSame, ordered, pick, PARTS } from './answer_codec.js'
import { applyChange, changeBetween, changedParts, combineChanges, toSave } from './answer_changes.js'
import { createOutbox } from './outbox.js'

const POLL = 3000  // milliseconds between requests for what other windows store
const PARTICIPANT_POLL = 15_000  // a survey may have a thousand open pages
const SIGNED_OUT = 401  // the HTTP status; the owner can sign in again in another window

// `data` comes from answer_form/protocol.py and the page; `ids` are the questions. `onAnswer(id, before, after)` is
// called when a question must be shown with another answer, `onStatus()` when anything else may have changed.
export function createAnswerSync(data, ids, { onAnswer, onStatus }) {
  const stored = Object.create(null)  // by question: the answer stored on the server
  const revisions = Object.create(null)  // by question: the revision at which this page last read it
  const shown = Object.create(null)  // by question: the answer the page shows, without what is being typed
  const errors = Object.create(null)  // by question: {message, fix, isFinal, isOffline, isLost}
  const replaced = Object.create(null)  // by question: {answer, parts, isGone}: what the page showed before another window changed it
  const prefix = `cx-outbox:${data.storage_key}:`
  const outbox = createOutbox({  // entries are changes, see answer_changes.js
    prefix, combine: combineChanges, transmit: post, onResult: takeResult,
  })
  let latest = 0  // the newest revision this page knows of
  let isReading = false
  let isClosed = false
  let polling = null

  const pending = () => outbox.names().filter((id) => ids.includes(id))
  const waiting = (id) => outbox.queue(id).flatMap((change) => Object.keys(change.made))

  function redraw(id) {
    const before = shown[id]
    shown[id] = outbox.queue(id).reduce(applyChange, stored[id])
    if (before && !isSame(before, shown[id])) onAnswer(id, before, shown[id])
  }
  function noteReplaced(id, answer, parts, isGone = false) {  // of parts that were not empty on the page
    const lost = parts.filter((part) => !waiting(id).includes(part) && !isSame(pick(answer, PARTS[part]), {}))
    if (lost.length) replaced[id] = { answer, parts: lost, isGone }
  }

  // --- Sending

  function put(id, answer) {  // stores what the page now shows of a question
    const change = changeBetween(shown[id], answer, revisions[id])
    if (!change) return
    shown[id] = answer
    delete errors[id]
    const left = (replaced[id]?.parts ?? []).filter((part) => !(part in change.made))
    if (left.length) replaced[id].parts = left
    else delete replaced[id]
    outbox.put(id, change)
  }
  function putBack(id) {  // replaces what another window stored by the answer of this page
    const { answer, parts } = replaced[id]
    const made = Object.fromEntries(parts.map((part) => [part, null]))
    const before = shown[id]
    put(id, applyChange(before, { answer, made }))
    onAnswer(id, before, shown[id])
  }

  async function post(id, change) {
    try {
      const response = await fetch(`${data.save}/${encodeURIComponent(id)}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ ...toSave(change), token: data.token }),
        keepalive: true,  // is sent even while the page is being left
        signal: AbortSignal.timeout(20_000),
      })
      const reply = await response.json()
      if (response.ok) return { state: 'stored', reply }
      const isFinal = response.status < 500 && response.status !== SIGNED_OUT
      return { state: isFinal ? 'refused' : 'unavailable', error: { ...reply, isFinal } }
    } catch {
      const fix = 'It is kept in this browser and sent as soon as the app answers.'
      return { state: 'unavailable', error: { message: 'There is no connection to the app.', fix, isOffline: true } }
    }
  }
  function takeResult(id, change, { state, reply, error }) {
    if (state === 'stored') {
      delete errors[id]
      stored[id] = ordered(reply.answer)
      revisions[id] = reply.revision
      const settled = Object.keys(change.made).filter((part) => !reply.overruled.includes(part))
      for (const next of outbox.queue(id))  // is now based on what was just stored
        for (const part of settled) if (part in next.made) next.made[part].base_revision = reply.revision
      noteReplaced(id, shown[id], reply.overruled)
      redraw(id)
      if (reply.revision > latest + 1) refresh()  // other windows have written since
      latest = Math.max(latest, reply.revision)
    } else if (outbox.queue(id)[0] === change) errors[id] = error  // unless a newer change has replaced it
    onStatus()
  }

  // --- What other windows store

  async function refresh() {
    if (isReading) return
    isReading = true
    const known = latest
    try {
      const response = await fetch(data.save, { headers: { Accept: 'application/json' }, cache: 'no-store' })
      const reply = await response.json()
      if (isClosed) return
      const person = response.headers.get('X-Storage-Key')  // another person may have started in this browser since
      const isAnothers = person !== null && person !== data.storage_key
      if (response.ok && !isAnothers) take(reply, known)
      else if (response.status === 404) lose(reply)
    } catch { /* no connection: what is shown stays */ } finally {
      isReading = false
    }
  }
  function lose(error) {  // what was saved here no longer exists on the server
    for (const id of ids) if (!isSame(shown[id], {})) errors[id] = { ...error, isFinal: true, isLost: true }
    onStatus()
  }
  // `known` is a revision that the database had before the request: an earlier one means that a backup was restored.
  function take({ answers, revision }, known = 0) {
    const isGone = revision < known
    if (revision < latest && !isGone) return  // an old reply, overtaken by the reply to a save
    for (const id of ids) {
      if (errors[id]?.isLost) delete errors[id]
      const before = shown[id]
      stored[id] = ordered(answers[id] ?? {})
      revisions[id] = revision
      if (before) noteReplaced(id, before, changedParts(before, stored[id]), isGone)
      redraw(id)
    }
    latest = revision
    onStatus()
  }
  function poll() {
    clearTimeout(polling)
    if (isClosed) return
    polling = setTimeout(poll, data.ids ? PARTICIPANT_POLL * (0.5 + Math.random()) : POLL)
    if (document.visibilityState !== 'visible' || !navigator.onLine) return
    if (pending().some((id) => !errors[id])) outbox.sendAll()  // entries of a window that was closed
    refresh()
  }
  function onStorage({ key }) {  // another window of this browser has chosen or sent an answer
    if (!key?.startsWith(prefix)) return
    outbox.restore()
    for (const id of ids) if (!outbox.queue(id).length && !errors[id]?.isLost) delete errors[id]
    ids.forEach(redraw)
    onStatus()
    refresh()
  }

  addEventListener('online', outbox.sendAll)
  addEventListener('storage', onStorage)
  polling = setTimeout(poll, POLL)
  return {
    pending, put, putBack, refresh, take, errors, replaced, stored,
    shown: (id) => shown[id],
    isWaiting: (id) => outbox.queue(id).length > 0,
    send: outbox.send,
    sendAll: outbox.sendAll,
    settled: outbox.settled,
    close() {
      isClosed = true
      clearTimeout(polling)
      outbox.stop()
      removeEventListener('online', outbox.sendAll)
      removeEventListener('storage', onStorage)
    },
  }
}
