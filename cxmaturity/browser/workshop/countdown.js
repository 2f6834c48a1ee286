// The time left until the end of a vote, by the server's clock.

// The server's clock, as far as this browser can tell: each time that the server names was on its way for a while, so that
// of all the one that came soonest is right. `serverNow` is an ISO time, empty where none was named.
export function createServerClock(serverNow, now = Date.now) {
  let offset = -Infinity  // milliseconds that the server's clock is ahead of this browser's
  const hear = (time) => { if (time) offset = Math.max(offset, Date.parse(time) - now()) }
  hear(serverNow)
  return {
    hear,
    // Whole seconds left, rounded up; zero or less when the time is over, null where no end is set.
    secondsLeft: (endsAt) => endsAt ? Math.ceil((Date.parse(endsAt) - now() - offset) / 1000) : null,
  }
}

export const minutesAndSeconds = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
