import { createFocusKeeper } from '../../cxmaturity/browser/page/focus_keeper.js'
import { equal, fakeBrowser, test } from './harness.js'

// A loaded page on /method, whose only heading is its title. `element` has the focus when the script is loaded.
function pageWith(element) {
  const heard = {}
  let observed
  const title = { name: 'title', tabIndex: -1, focus: () => { document.activeElement = title } }
  const document = {
    body: {},
    activeElement: element,
    addEventListener: (kind, listener) => { heard[kind] = listener },
    querySelector: (selector) => selector.endsWith('h1') ? title : { dataset: app },
    querySelectorAll: () => [],
  }
  const app = { testScriptState: 'notRunning', testConnectionState: 'CONNECTED' }
  const browser = fakeBrowser({
    document, location: { pathname: '/method' }, MutationObserver: class {
      constructor(react) { observed = react }
      observe() {}
    },
  })
  const moveTo = createFocusKeeper()
  return { app, browser, document, heard, moveTo, observed }
}

// Disables a button that has the focus for so many milliseconds, and returns the name of what has the focus then.
async function focusedAfterDisabling(milliseconds, connection = 'CONNECTED') {
  const button = { name: 'button', tabIndex: 0, isConnected: true, closest: (selector) => selector.includes('Main') }
  const { app, browser, document, heard, observed } = pageWith(button)
  button.focus = () => { document.activeElement = button }
  try {
    heard.focusin({ target: button })
    Object.assign(app, { testConnectionState: connection })
    Object.assign(button, { disabled: true })
    document.activeElement = document.body
    heard.focusout({ target: button })
    await browser.advance(milliseconds)
    Object.assign(app, { testConnectionState: 'CONNECTED' })
    Object.assign(button, { disabled: false })
    observed()
    return document.activeElement.name
  } finally {
    browser.restore()
  }
}

function focusedOnNewPage(element, act = () => {}) {
  const { browser, document, heard, moveTo } = pageWith(element)
  try {
    act(heard)
    moveTo('')
    return document.activeElement.name
  } finally {
    browser.restore()
  }
}

// Draws a button anew within its part of the page, and returns the name of what has the focus then.
function focusedAfterDrawnAnew(label) {
  const part = { className: 'stElementContainer st-key-later-p1', querySelectorAll: () => [button] }
  const button = { name: 'button', tagName: 'BUTTON', textContent: 'Later: P1', tabIndex: 0, isConnected: true, closest: () => part }
  const anew = { ...button, name: 'button drawn anew', textContent: label, checkVisibility: () => true }
  const { browser, document, heard, observed } = pageWith(button)
  anew.focus = () => { document.activeElement = anew }
  try {
    heard.focusin({ target: button })
    button.isConnected = false
    document.activeElement = document.body
    document.querySelectorAll = (selector) => selector === '.st-key-later-p1 BUTTON' ? [anew] : []
    observed()
    return document.activeElement.name
  } finally {
    browser.restore()
  }
}

const link = (pathname) => ({ name: `link to ${pathname}`, href: pathname, pathname })

test('the focus moves to the heading if the link was followed before the script was loaded', () =>
  equal([link('/method'), { name: 'a button' }].map((element) => focusedOnNewPage(element)), ['title', 'title']))

test('the focus stays on another link that was focused before the script was loaded', () =>
  equal(focusedOnNewPage(link('/plan')), 'link to /plan'))

test('a control that is disabled for a moment gets the focus back, one that stays so leaves it to the heading', async () =>
  equal([await focusedAfterDisabling(900), await focusedAfterDisabling(1100)], ['button', 'title']))

test('it gets the focus back whenever a lost connection is back', async () =>
  equal(await focusedAfterDisabling(60_000, 'CONNECTING'), 'button'))

test('once keys are handled, only Tab keeps the focus in place', () => {
  equal(focusedOnNewPage(link('/plan'), ({ keydown }) => keydown({ key: 'Enter' })), 'title')
  equal(focusedOnNewPage(link('/method'), ({ keydown }) => keydown({ key: 'Tab' })), 'link to /method')
})

test('a control that is drawn anew gets the focus back, unless it does something else now', () =>
  equal(['Later: P1', 'Later: P2'].map(focusedAfterDrawnAnew), ['button drawn anew', 'title']))
