import { createServerClock, minutesAndSeconds } from '../../cxmaturity/browser/workshop/countdown.js'
import { equal, test } from './harness.js'

const NOON = Date.parse('2026-01-01T12:00:00Z')

test('a started second counts as a whole one', () => {
  let now = NOON
  const clock = createServerClock('2026-01-01T12:00:00Z', () => now)
  const left = (milliseconds) => {
    now = NOON + milliseconds
    return clock.secondsLeft('2026-01-01T12:01:00Z')
  }
  equal([0, 1, 999, 1000, 59_999, 60_000, 60_001].map(left), [60, 60, 60, 59, 1, 0, 0])
  equal(left(61_000), -1)
})

test('the time left is computed with the server\'s clock', () => {
  const left = (serverNow) => createServerClock(serverNow, () => NOON).secondsLeft('2026-01-01T12:01:00Z')
  equal(left('2026-01-01T12:00:10Z'), 50)  // the server is ten seconds ahead
  equal(left('2026-01-01T11:59:30+00:00'), 90)
})

test('a delayed page does not lengthen the time', () => {
  let now = NOON + 1200  // it was made at noon
  const clock = createServerClock('2026-01-01T12:00:00Z', () => now)
  equal(clock.secondsLeft('2026-01-01T12:00:42Z'), 42)  // 40.8 are left
  now += 1000
  clock.hear('2026-01-01T12:00:02.100Z')  // this came within a tenth of a second
  equal(clock.secondsLeft('2026-01-01T12:00:42Z'), 40)
  now += 1000
  clock.hear('2026-01-01T12:00:02.500Z')  // and this within seven
  clock.hear('')
  equal(clock.secondsLeft('2026-01-01T12:00:42Z'), 39)
})

test('a clock that is set, on either side, does not end a timer', () => {
  let now = NOON
  const clock = createServerClock('2026-01-01T12:00:00Z', () => now)
  clock.hear('2026-01-01T11:00:01Z')  // the server's was an hour ahead
  equal(clock.secondsLeft('2026-01-01T11:01:00Z'), 59)
  now += 3_600_000  // and so was this browser's
  clock.hear('2026-01-01T11:00:02Z')
  equal(clock.secondsLeft('2026-01-01T11:01:00Z'), 58)
})

test('without an end the time left is null, not zero', () =>
  equal(createServerClock('2026-01-01T12:00:00Z', () => NOON).secondsLeft(null), null))

test('seconds have two digits', () =>
  equal([0, 5, 59, 60, 61, 600, 3599].map(minutesAndSeconds), ['0:00', '0:05', '0:59', '1:00', '1:01', '10:00', '59:59']))
