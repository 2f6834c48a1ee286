// What happened, said once: shown for a moment in a corner and read out by screen readers, which is one element for both.

const SHOWN = 6000  // milliseconds
const PAUSE = 60  // milliseconds: the same sentence twice is only read out again when there was none between
const CALM = 700  // milliseconds without a change, before a sentence that changes as one types or drags is read out
const LIVE = '[class*="st-key-live-text-"]'
const KEY = /st-key-live-text-\S+/

// Returns `announce(text, isQuiet)`; a quiet sentence is read out, not shown. What stands in a part of the page that was
// made by `live_text` is announced by itself, quietly, whenever it changes.
export function createAnnouncer() {
  const status = document.createElement('div')
  status.className = 'cx-announcement'
  status.setAttribute('role', 'status')
  document.body.append(status)
  const live = new Map()  // by key of a live text: the words that stood there last
  let hiding, writing, calming
  let shownUntil = 0  // until when a sentence that is shown stands: what changes meanwhile is read out after it

  function announce(text, isQuiet = false) {
    clearTimeout(hiding)
    clearTimeout(writing)
    shownUntil = isQuiet ? 0 : Date.now() + SHOWN
    status.textContent = ''
    status.classList.toggle('cx-shown', !isQuiet)
    writing = setTimeout(() => { status.textContent = text }, PAUSE)
    hiding = setTimeout(() => { status.textContent = '' }, SHOWN)
  }
  function readLiveTexts(isCalm) {
    const wait = shownUntil - Date.now()
    if (isCalm && wait > 0) {
      clearTimeout(calming)
      calming = setTimeout(readLiveTexts, wait, true)
      return
    }
    const news = []
    const parts = [...document.querySelectorAll(LIVE)].map((part) => [part.className.match(KEY)[0], part.textContent.trim()])
    for (const [key, words] of parts) {
      if (!live.get(key)) live.set(key, words)  // what is new on a page is no change
      if (!isCalm || !words || live.get(key) === words) continue
      live.set(key, words)
      news.push(words)
    }
    if (isCalm) for (const key of live.keys()) if (!parts.some(([name]) => name === key)) live.delete(key)
    if (news.length) announce(news.join(' '), true)
  }
  new MutationObserver((changes) => {
    if (changes.every(({ target }) => status.contains(target))) return
    clearTimeout(calming)
    calming = setTimeout(readLiveTexts, CALM, true)
    if (changes.some(({ addedNodes }) => addedNodes.length)) readLiveTexts(false)
  }).observe(document.body, { subtree: true, childList: true, characterData: true })
  document.addEventListener('click', (event) => {
    if (event.target.closest?.('[data-testid="stCodeCopyButton"]')) announce('Copied.')
  })
  return announce
}
