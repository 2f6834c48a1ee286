import { createTimeVoice, spokenTime } from '../../cxmaturity/browser/workshop/time_voice.js'
import { equal, test } from './harness.js'

const TEXTS = { runs: 'Runs: {time}.', changed: 'Now {time}.', half: 'Half: {time}.', left: '{time} left.', over: 'Over.' }

// What is said from second to second, without the silence between.
const heard = (voice, end, seconds) => seconds.map((left) => voice(end, left, false)).filter(Boolean)
const downFrom = (first) => Array.from({ length: first + 3 }, (_, passed) => first - passed)

test('a time is said in minutes and seconds, each only where there are any', () =>
  equal([1, 45, 60, 61, 90, 125].map(spokenTime),
    ['1 second', '45 seconds', '1 minute', '1 minute 1 second', '1 minute 30 seconds', '2 minutes 5 seconds']))

test('a timer is heard as it starts, at half, ten seconds before its end, and then; each once', () =>
  equal(heard(createTimeVoice(TEXTS), 'a', downFrom(60)), ['Runs: 1 minute.', 'Half: 30 seconds.', '10 seconds left.', 'Over.']))

test('half of a short timer is passed over, and a window that slept says only the last', () => {
  equal(heard(createTimeVoice(TEXTS), 'a', downFrom(20)), ['Runs: 20 seconds.', '10 seconds left.', 'Over.'])
  equal(heard(createTimeVoice(TEXTS), 'a', [60, 55, -4, -5]), ['Runs: 1 minute.', 'Over.'])
})

test('more or less time is said, and counted anew; a pause changes nothing', () => {
  const voice = createTimeVoice(TEXTS)
  equal(heard(voice, 'a', [60, 59]), ['Runs: 1 minute.'])
  equal(voice('a', 59, true), '')
  equal(heard(voice, 'later', [59, 31, 30]), ['Half: 30 seconds.'])
  equal(heard(voice, 'more', [90, 46, 45]), ['Now 1 minute 30 seconds.', 'Half: 45 seconds.'])
  equal(voice(null, null, false), '')
  equal(heard(voice, 'b', [30]), ['Runs: 30 seconds.'])
})

test('the timer of another vote is a new one, also where nothing was heard between the two', () => {
  const voice = createTimeVoice(TEXTS)
  equal([voice('a', 60, false, 'P1:1'), voice('b', 40, false, 'P1:2')], ['Runs: 1 minute.', 'Runs: 40 seconds.'])
})

test('a phone that comes in after the end says nothing', () => equal(heard(createTimeVoice(TEXTS), 'a', [-3, -4]), []))
