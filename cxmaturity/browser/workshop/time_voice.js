// The announcements of a timer on phones: start or change, half time, ten seconds left, and the end.

const LAST = 10  // seconds
const LEAST_HALF = 15  // seconds: a shorter half is too close to the last announcement

const named = (count, unit) => new Intl.NumberFormat('en', { style: 'unit', unit, unitDisplay: 'long' }).format(count)
export const spokenTime = (seconds) => [[Math.floor(seconds / 60), 'minute'], [seconds % 60, 'second']]
  .filter(([count]) => count).map(([count, unit]) => named(count, unit)).join(' ')

// Returns `news(endsAt, left, isPaused, timedVote)`, which returns the sentence to announce now, or ''. `endsAt` is the
// timer's end from the server, null without a timer; `left` are the whole seconds until then. `timedVote` names the vote
// that it is for, undefined where one timer is for all questions.
export function createTimeVoice(texts) {
  let end = null
  let marks = []  // [seconds left, sentence] still to announce, the next one last
  let wasPaused = false
  let vote

  return (endsAt, left, isPaused, timedVote) => {
    if (timedVote !== vote) end = null  // the timer of another vote is a new one
    vote = timedVote
    if (isPaused || !endsAt) {
      wasPaused = isPaused
      if (!endsAt) end = null
      return ''
    }
    const isMoved = endsAt !== end && !(wasPaused && end)  // a pause moves the end, but not the time left
    const isFirst = end === null
    end = endsAt
    wasPaused = false
    if (isMoved) {
      const half = Math.floor(left / 2)
      marks = [[0, texts.over], [LAST, texts.left], ...(half >= LEAST_HALF ? [[half, texts.half]] : [])]
        .filter(([seconds]) => seconds < left)
      return left > 0 ? (isFirst ? texts.runs : texts.changed).replace('{time}', spokenTime(left)) : ''
    }
    let sentence = ''
    while (marks.length && left <= marks.at(-1)[0]) sentence = marks.pop()[1]
    return sentence.replace('{time}', spokenTime(Math.max(left, 1)))
  }
}
