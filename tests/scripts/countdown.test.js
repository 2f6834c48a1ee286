import { clockOffset, minutesAndSeconds, secondsLeft } from '../../cxmaturity/browser/countdown.js'
import { equal, test } from './harness.js'

const NOON = Date.parse('2026-01-01T12:00:00Z')

test('a second that has begun counts as a whole one', () => {
  const left = (milliseconds) => secondsLeft('2026-01-01T12:01:00Z', 0, NOON + milliseconds)
  equal([0, 1, 999, 1000, 59_999, 60_000, 60_001].map(left), [60, 60, 60, 59, 1, 0, 0])
  equal(left(61_000), -1)
})

test('the server\'s clock counts, not that of the browser', () => {
  const offset = clockOffset('2026-01-01T12:00:10Z', NOON)  // the server is ten seconds ahead
  equal(offset, 10_000)
  equal(secondsLeft('2026-01-01T12:01:00Z', offset, NOON), 50)
  equal(secondsLeft('2026-01-01T12:01:00Z', clockOffset('2026-01-01T11:59:30+00:00', NOON), NOON), 90)
})

test('without an end there is no time left, and none that is zero', () => equal(secondsLeft(null, 0, NOON), null))

test('seconds have two digits', () =>
  equal([0, 5, 59, 60, 61, 600, 3599].map(minutesAndSeconds), ['0:00', '0:05', '0:59', '1:00', '1:01', '10:00', '59:59']))
