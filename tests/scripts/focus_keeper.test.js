import { createFocusKeeper } from '../../cxmaturity/browser/page/focus_keeper.js'
import { equal, fakeBrowser, test } from './harness.js'

// A page on /method that is at rest, whose only heading is its title. `element` has the focus when the script comes.
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

test('the focus goes to the heading of a page whose link was followed before the script was there', () =>
  equal([link('/method'), { name: 'a button' }].map((element) => focusedOnNewPage(element)), ['title', 'title']))

test('whoever has gone on to another link before the script was there is left there', () =>
  equal(focusedOnNewPage(link('/plan')), 'link to /plan'))

test('once keys are heard, Tab is what keeps the focus where it is', () => {
  equal(focusedOnNewPage(link('/plan'), ({ keydown }) => keydown({ key: 'Enter' })), 'title')
  equal(focusedOnNewPage(link('/method'), ({ keydown }) => keydown({ key: 'Tab' })), 'link to /method')
})
