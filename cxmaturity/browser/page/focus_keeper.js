// Keeps the focus when the page changes: it goes to the result of an action, to the heading of a new page or, when the
// focused element has gone or stays disabled, to the heading above it; it is never lost. A control that was disabled for
// a moment, such as that of a download, or every one while the connection was lost, gets it back. So does one that was
// drawn anew, because the row that holds it has another place in its list.

const HEADINGS = 'h1, h2, h3, h4'
const CONTROLS = 'input, select, textarea, button, a[href], summary'
const MAIN = '[data-testid="stMain"]'
const KEYED = '[class*="st-key-"]'
const LONGEST = 15_000  // milliseconds that a page may take to appear
const LONGEST_DISABLED = 1000  // milliseconds after which a disabled control is taken for one that stays so

const app = () => document.querySelector('[data-testid="stApp"]')
const isAtRest = () => app()?.dataset.testScriptState === 'notRunning'
const isConnected = () => app()?.dataset.testConnectionState === 'CONNECTED'  // else all fields are disabled for a while
const shown = (part, selector) => [...part.querySelectorAll(selector)].find((element) => element.checkVisibility())
const title = () => document.querySelector(`${MAIN} h1`)
const nameOf = (element) => element.ariaLabel ?? element.textContent
const isOnLinkElsewhere = ({ activeElement } = document) => 'href' in activeElement && activeElement.pathname !== location.pathname

// Returns `moveTo(key)`, which moves the focus once the page has stopped changing: to the heading, else the first
// control, in the part of the page with this key; without a key to the page's heading.
export function createFocusKeeper() {
  let waiting = null
  let hasMovedOn = null  // unknown until the first key or click that is heard here
  let last = null  // the element that had the focus
  let lastHeading = null  // the heading above it
  let lastPlace = null  // {key, place}: the part of the page around it, and its position among the like there
  let wasDisabled = false  // whether it lost the focus by that
  let patience = null  // the timer while it is disabled

  function target(key) {
    const part = key && document.querySelector(`.st-key-${CSS.escape(key)}`)
    if (!key) return title()
    return part && (shown(part, HEADINGS) ?? shown(part, CONTROLS))
  }
  function moveTo(key) {
    if (hasMovedOn ?? isOnLinkElsewhere()) return
    const begun = performance.now()
    waiting = () => {
      if (!isAtRest()) return
      const isLate = performance.now() - begun > LONGEST
      const goal = target(key) ?? (isLate ? title() : null)
      if (!goal) return
      waiting = null
      focus(goal, key ? {} : { preventScroll: true })  // the heading of a page is at its top
    }
    waiting()
  }
  function keep() {
    if (waiting) return waiting()
    if (!last || document.activeElement !== document.body) return
    if (!last.isConnected) return toDrawnAnew() || toHeading()
    if (last.disabled) {
      waitForIt()
    } else if (wasDisabled) {
      wasDisabled = false
      focus(last, { preventScroll: true })
    }
  }
  function waitForIt() {
    wasDisabled = true
    patience ??= setTimeout(toHeading, LONGEST_DISABLED)
  }
  function toDrawnAnew() {
    const { key, place } = lastPlace ?? {}
    const again = key && document.querySelectorAll(`.${key} ${last.tagName}`)[place]
    if (!again || again.disabled || nameOf(again) !== nameOf(last) || !again.checkVisibility()) return false
    const { selectionStart, selectionEnd } = last
    focus(again, { preventScroll: true })
    if (selectionStart !== null && selectionStart !== undefined) again.setSelectionRange(selectionStart, selectionEnd)
    return true
  }
  function toHeading() {
    clearTimeout(patience)
    patience = null
    const isLost = last && (!last.isConnected || last.disabled && isConnected())
    if (!isLost || document.activeElement !== document.body || !isAtRest()) return
    last = null
    const heading = lastHeading?.isConnected ? lastHeading : title()
    if (heading) focus(heading, { preventScroll: true })
  }

  document.addEventListener('focusout', ({ target }) => {  // some time after it was disabled
    if (target === last && target.disabled) waitForIt()
  })
  document.addEventListener('focusin', ({ target: focused }) => {
    wasDisabled = false
    last = focused.closest(MAIN) && focused  // the menu and dialogs see to theirs
    if (!last) return
    const before = [...document.querySelectorAll(HEADINGS)]
      .filter((heading) => heading.compareDocumentPosition(focused) & Node.DOCUMENT_POSITION_FOLLOWING)
    lastHeading = before.at(-1) ?? title()
    const part = last.closest(KEYED)
    const like = part && [...part.querySelectorAll(last.tagName)]
    lastPlace = part && { key: part.className.match(/st-key-\S+/)[0], place: like.indexOf(last) }
  })
  // When the person moves the focus before the outcome of the action is shown, it stays where they moved it.
  document.addEventListener('keydown', (event) => {
    waiting = null
    hasMovedOn = event.key === 'Tab'
  }, true)
  document.addEventListener('pointerdown', () => { waiting = null; hasMovedOn = true; wasDisabled = false }, true)
  document.addEventListener('click', () => { hasMovedOn = false }, true)
  new MutationObserver(keep).observe(document.body, {
    subtree: true, childList: true, attributeFilter: ['data-test-script-state', 'disabled'],
  })
  return moveTo
}

export function focus(element, options) {
  if (element.tabIndex < 0) element.tabIndex = -1
  element.focus(options)
}
