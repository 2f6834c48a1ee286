import { createFocusKeeper } from '../../cxmaturity/browser/page/focus_keeper.js'
import { equal, fakeBrowser, test } from './harness.js'

// A loaded page on /method, whose only heading is its title. `element` has the focus when the script is loaded.
function pageWith(element) {
  const heard = {}
  const title = { name: 'title', tabIndex: -1, focus: () => { document.activeElement = title } }
  const document = {
    body: {},
    activeElement: element,
    addEventListener: (kind, listener) => { heard[kind] = listener },
    querySelector: (selector) => selector.endsWith('h1') ? title : { dataset: { testScriptState: 'notRunning' } },
  }
  const browser = fakeBrowser({
    document, location: { pathname: '/method' }, MutationObserver: class { observe() {} },
  })
  return { browser, document, heard, moveTo: createFocusKeeper() }
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

const link = (pathname) => ({ name: `link to ${pathname}`, href: pathname, pathname })

test('the focus moves to the heading if the link was followed before the script was loaded', () =>
  equal([link('/method'), { name: 'a button' }].map((element) => focusedOnNewPage(element)), ['title', 'title']))

test('the focus stays on another link that was focused before the script was loaded', () =>
  equal(focusedOnNewPage(link('/plan')), 'link to /plan'))

test('once keys are handled, only Tab keeps the focus in place', () => {
  equal(focusedOnNewPage(link('/plan'), ({ keydown }) => keydown({ key: 'Enter' })), 'title')
  equal(focusedOnNewPage(link('/method'), ({ keydown }) => keydown({ key: 'Tab' })), 'link to /method')
})
