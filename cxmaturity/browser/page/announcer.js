// Announces what happened: one element shows it for a moment, where it covers no control, and makes screen readers read
// it out.

import { areaCovered, freePlace, shownControls } from '../controls/free_place.js'

const SHOWN = 6000  // milliseconds
const PAUSE = 60  // milliseconds without text: else the same sentence is not read out a second time
const CALM = 700  // milliseconds without a change until a sentence that changes during typing or dragging is read out
const LIVE = '[class*="st-key-live-text-"]'
const KEY = /st-key-live-text-\S+/

// Returns `announce(text, isQuiet)`; a quiet sentence is read out but not shown. Changes in parts of the page made by
// `live_text` are announced quietly, without a call.
export function createAnnouncer() {
  const status = document.createElement('div')
  status.className = 'cx-announcement'
  status.setAttribute('role', 'status')
  document.body.append(status)
  const live = new Map()  // by key of a live text: its last words
  let hiding, writing, calming, placing
  let shownUntil = 0  // end of the shown sentence: later changes are read out after it

  function announce(text, isQuiet = false) {
    clearTimeout(hiding)
    clearTimeout(writing)
    shownUntil = isQuiet ? 0 : Date.now() + SHOWN
    clear()
    status.classList.toggle('cx-shown', !isQuiet)
    writing = setTimeout(() => {
      status.textContent = text
      place()
    }, PAUSE)
    hiding = setTimeout(clear, SHOWN)
  }
  function clear() {  // also the place: without text it would make a window that has become narrower scroll sideways
    status.textContent = ''
    status.style.inset = ''
  }
  function place() {  // it stays where it is while it covers no control there
    if (!status.textContent || !status.classList.contains('cx-shown')) return
    const controls = shownControls()
    const box = status.getBoundingClientRect()
    const isInside = box.right <= innerWidth && box.bottom <= innerHeight
    if (status.style.inset && isInside && !areaCovered(box, controls)) return
    status.style.inset = ''
    const { left, top } = freePlace(status.getBoundingClientRect(), { width: innerWidth, height: innerHeight }, controls)
    status.style.inset = `${top}px auto auto ${left}px`
  }
  function placeSoon() {
    cancelAnimationFrame(placing)
    placing = requestAnimationFrame(place)
  }
  for (const kind of ['scrollend', 'resize']) addEventListener(kind, placeSoon, true)
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
      if (!live.get(key)) live.set(key, words)  // a new part of the page is not a change
      if (!isCalm || !words || live.get(key) === words) continue
      live.set(key, words)
      news.push(words)
    }
    if (isCalm) for (const key of live.keys()) if (!parts.some(([name]) => name === key)) live.delete(key)
    if (news.length) announce(news.join(' '), true)
  }
  new MutationObserver((changes) => {
    if (changes.every(({ target }) => status.contains(target))) return
    placeSoon()
    clearTimeout(calming)
    calming = setTimeout(readLiveTexts, CALM, true)
    if (changes.some(({ addedNodes }) => addedNodes.length)) readLiveTexts(false)
  }).observe(document.body, { subtree: true, childList: true, characterData: true })
  document.addEventListener('click', (event) => {
    if (event.target.closest?.('[data-testid="stCodeCopyButton"]')) announce('Copied.')
  })
  return announce
}
