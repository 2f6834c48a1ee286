// The time left until the end of a vote, by the server's clock.

// Milliseconds that the server's clock is ahead of this browser's; `serverNow` is an ISO time.
export const clockOffset = (serverNow, now = Date.now()) => Date.parse(serverNow) - now

// Whole seconds left, rounded up; zero or less when the time is over, null where no end is set.
export const secondsLeft = (endsAt, offset, now = Date.now()) =>
  endsAt ? Math.ceil((Date.parse(endsAt) - now - offset) / 1000) : null

export const minutesAndSeconds = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
