// What a phone says of a timer: that it runs or was changed, when half of it is over, ten seconds before its end, and then.

const LAST = 10  // seconds
const LEAST_HALF = 15  // seconds: half of a shorter timer comes too close to its last seconds

const named = (count, unit) => new Intl.NumberFormat('en', { style: 'unit', unit, unitDisplay: 'long' }).format(count)
export const spokenTime = (seconds) => [[Math.floor(seconds / 60), 'minute'], [seconds % 60, 'second']]
  .filter(([count]) => count).map(([count, unit]) => named(count, unit)).join(' ')

// Returns `news(endsAt, left, isPaused)`: the sentence to be said now, empty where there is none. `endsAt` is the end as
// the server names it, null without a timer; `left` are the whole seconds until then.
export function createTimeVoice(texts) {
  let end = null
  let marks = []  // [seconds left, sentence] yet to come, the next one last
  let wasPaused = false

  return (endsAt, left, isPaused) => {
    if (isPaused || !endsAt) {
      wasPaused = isPaused
      if (!endsAt) end = null
      return ''
    }
    const isMoved = endsAt !== end && !(wasPaused && end)  // after a pause it ends later, with as much time left
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
