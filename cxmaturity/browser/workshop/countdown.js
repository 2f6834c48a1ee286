// The time left on a timer, by the server's clock.

const LONGEST_DELAY = 60_000  // milliseconds; what seems to have taken longer says that one of the clocks was set

// Estimates the server's clock: each time it sends arrives late by the transmission, so the largest difference to this
// browser's clock is the most accurate. `serverNow` is an ISO time, or empty.
export function createServerClock(serverNow, now = Date.now) {
  let offset = -Infinity  // milliseconds by which the clock of the server is ahead
  const hear = (time) => {
    const difference = Date.parse(time) - now()
    if (difference > offset || difference < offset - LONGEST_DELAY) offset = difference
  }
  hear(serverNow)
  return {
    hear,
    // Returns whole seconds left, rounded up: zero or less when the time is over, null without a timer.
    secondsLeft: (endsAt) => endsAt ? Math.ceil((Date.parse(endsAt) - now() - offset) / 1000) : null,
  }
}

export const minutesAndSeconds = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
