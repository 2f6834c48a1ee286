// What a window changes in an answer, part by part, so that windows which know nothing of each other never undo each
// other. A change is {answer, made}: the new values, and by each part that was changed {base_revision, chosen_at, tick}:
// the revision of the answers it was made on, and when, by two clocks.

import { isSame, ordered, PARTS, pick } from './answer_codec.js'

// A browser's clock may be set while something waits, and its other one may stand still while the device sleeps.
const tick = () => performance.timeOrigin + performance.now()

const take = (answer, parts) => ordered(Object.assign({}, ...parts.map((part) => pick(answer, PARTS[part]))))

export const changedParts = (before, after) =>
  Object.keys(PARTS).filter((part) => !isSame(pick(before, PARTS[part]), pick(after, PARTS[part])))

// What a choice of this moment is made on: a revision, and when.
export const madeNow = (base_revision) => ({ base_revision, chosen_at: Date.now(), tick: tick() })

// The change from one answer to another; null when there is none.
export function changeBetween(before, after, base_revision) {
  const parts = changedParts(before, after)
  const made = madeNow(base_revision)
  return parts.length ? { answer: take(after, parts), made: Object.fromEntries(parts.map((part) => [part, { ...made }])) } : null
}

export function applyChange(answer, { answer: changed, made }) {
  const kept = Object.keys(PARTS).filter((part) => !(part in made))
  return ordered({ ...take(answer, kept), ...take(changed, Object.keys(made)) })
}

// Both changes as one; of a part that both changed, as it was chosen last.
export function combineChanges(one, other) {
  const isLater = (part) => !(part in one.made) || one.made[part].chosen_at <= other.made[part].chosen_at
  const later = Object.keys(other.made).filter(isLater)
  return {
    answer: applyChange(one.answer, { answer: other.answer, made: Object.fromEntries(later.map((part) => [part, 0])) }),
    made: { ...one.made, ...pick(other.made, later) },
  }
}

// The change as the server takes it: each part with its age in milliseconds, for browsers' clocks are seldom right.
export function toSave({ answer, made }) {
  const age = ({ chosen_at, tick: then }) => Math.round(Math.max(0, Date.now() - chosen_at, then ? tick() - then : 0))
  const changes = Object.entries(made).map(([part, m]) => [part, { base_revision: m.base_revision, age: age(m) }])
  return { answer, changes: Object.fromEntries(changes) }
}

// An entry of the outbox as a change; an earlier version kept {answer, base, base_revision}, and `seen` before that.
export function readEntry(entry) {
  if (entry.made) return entry
  const change = changeBetween(entry.base ?? {}, entry.answer, entry.base_revision ?? entry.seen ?? 0)
  const old = (made) => ({ ...made, chosen_at: 0 })
  return change && { ...change, made: Object.fromEntries(Object.entries(change.made).map(([part, made]) => [part, old(made)])) }
}
