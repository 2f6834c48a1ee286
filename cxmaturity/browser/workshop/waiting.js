// The page of somebody who waits for admission: checks every few seconds, and opens the next page once admitted.

const PAUSE = 5000  // milliseconds

async function look() {
  try {
    const reply = await fetch(location.href, { signal: AbortSignal.timeout?.(10_000) })
    if (reply.status < 500 && !(await reply.text()).includes('data-waiting')) return location.reload()
  } catch {
    // no connection or no server now: the next check may have one
  }
  setTimeout(look, PAUSE)
}
setTimeout(look, PAUSE)
