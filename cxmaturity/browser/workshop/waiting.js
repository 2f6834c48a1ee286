// On the page of whoever waits to be let in: looks again every few seconds, and shows the page that comes next.

const PAUSE = 5000  // milliseconds

async function look() {
  try {
    const reply = await fetch(location.href)
    if (!(await reply.text()).includes('data-waiting')) return location.reload()
  } catch {
    // without a connection now, perhaps with one at the next look
  }
  setTimeout(look, PAUSE)
}
setTimeout(look, PAUSE)
