import { createTimeVoice, spokenTime } from '../../cxmaturity/browser/workshop/time_voice.js'
import { equal, test } from './harness.js'

const TEXTS = { runs: 'Runs: {time}.', changed: 'Now {time}.', half: 'Half: {time}.', left: '{time} left.', over: 'Over.' }

// The announcements from second to second, without the empty ones.
const announced = (voice, end, seconds) => seconds.map((left) => voice(end, left, false)).filter(Boolean)
const downFrom = (first) => Array.from({ length: first + 3 }, (_, passed) => first - passed)

test('a time is worded in minutes and seconds, without a zero', () =>
  equal([1, 45, 60, 61, 90, 125].map(spokenTime),
    ['1 second', '45 seconds', '1 minute', '1 minute 1 second', '1 minute 30 seconds', '2 minutes 5 seconds']))

test('a timer is announced at its start, at half, ten seconds before its end and at its end, once each', () =>
  equal(announced(createTimeVoice(TEXTS), 'a', downFrom(60)), ['Runs: 1 minute.', 'Half: 30 seconds.', '10 seconds left.', 'Over.']))

test('half of a short timer is skipped, and a window that slept announces the last only', () => {
  equal(announced(createTimeVoice(TEXTS), 'a', downFrom(20)), ['Runs: 20 seconds.', '10 seconds left.', 'Over.'])
  equal(announced(createTimeVoice(TEXTS), 'a', [60, 55, -4, -5]), ['Runs: 1 minute.', 'Over.'])
})

test('added and removed time is announced, and half is computed again; a pause changes nothing', () => {
  const voice = createTimeVoice(TEXTS)
  equal(announced(voice, 'a', [60, 59]), ['Runs: 1 minute.'])
  equal(voice('a', 59, true), '')
  equal(announced(voice, 'later', [59, 31, 30]), ['Half: 30 seconds.'])
  equal(announced(voice, 'more', [90, 46, 45]), ['Now 1 minute 30 seconds.', 'Half: 45 seconds.'])
  equal(voice(null, null, false), '')
  equal(announced(voice, 'b', [30]), ['Runs: 30 seconds.'])
})

test('the timer of another vote is a new one, also without a gap between the two', () => {
  const voice = createTimeVoice(TEXTS)
  equal([voice('a', 60, false, 'P1:1'), voice('b', 40, false, 'P1:2')], ['Runs: 1 minute.', 'Runs: 40 seconds.'])
})

test('a phone that opens after the end announces nothing', () => equal(announced(createTimeVoice(TEXTS), 'a', [-3, -4]), []))
