// Changes of an answer, part by part, so that two windows never undo each other's changes. A change is {answer, made}:
// the new values, and for each changed part {base_revision, chosen_at, tick}: the revision that it is based on, and the
// time of the choice by two clocks.

import { isSame, ordered, PARTS, pick } from './answer_codec.js'

// The age is the larger of two: the wall clock may be set while a change waits, the other clock may stop during sleep.
const tick = () => performance.timeOrigin + performance.now()

const take = (answer, parts) => ordered(Object.assign({}, ...parts.map((part) => pick(answer, PARTS[part]))))

export const changedParts = (before, after) =>
  Object.keys(PARTS).filter((part) => !isSame(pick(before, PARTS[part]), pick(after, PARTS[part])))

// Returns the basis of a choice made now: a revision, and the time.
export const madeNow = (base_revision) => ({ base_revision, chosen_at: Date.now(), tick: tick() })

// Returns the change from one answer to another; null when they are the same.
export function changeBetween(before, after, base_revision) {
  const parts = changedParts(before, after)
  const made = madeNow(base_revision)
  return parts.length ? { answer: take(after, parts), made: Object.fromEntries(parts.map((part) => [part, { ...made }])) } : null
}

export function applyChange(answer, { answer: changed, made }) {
  const kept = Object.keys(PARTS).filter((part) => !(part in made))
  return ordered({ ...take(answer, kept), ...take(changed, Object.keys(made)) })
}

// Returns two changes as one; a part that both changed is as chosen last.
export function combineChanges(one, other) {
  const isLater = (part) => !(part in one.made) || one.made[part].chosen_at <= other.made[part].chosen_at
  const later = Object.keys(other.made).filter(isLater)
  return {
    answer: applyChange(one.answer, { answer: other.answer, made: Object.fromEntries(later.map((part) => [part, 0])) }),
    made: { ...one.made, ...pick(other.made, later) },
  }
}

// Returns the change in the server's format: each part with its age in milliseconds, because browsers' clocks are often
// wrong.
export function toSave({ answer, made }) {
  const age = ({ chosen_at, tick: then }) => Math.round(Math.max(0, Date.now() - chosen_at, then ? tick() - then : 0))
  const changes = Object.entries(made).map(([part, m]) => [part, { base_revision: m.base_revision, age: age(m) }])
  return { answer, changes: Object.fromEntries(changes) }
}
