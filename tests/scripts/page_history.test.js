import { addOneEntryAnAct } from '../../cxmaturity/browser/page/page_history.js'
import { equal, fakeBrowser, test } from './harness.js'

test('what an act leads to is one entry of the history, and what the page does by itself or after Back is none', () => {
  const listeners = {}
  const entries = ['/plan']
  const history = {
    pushState: (state, title, address) => { entries.push(address) },
    replaceState: (state, title, address) => { entries[entries.length - 1] = address },
  }
  const addEventListener = (kind, listener) => { listeners[kind] = listener }
  const browser = fakeBrowser({ history, addEventListener })
  const go = (...addresses) => addresses.forEach((address) => history.pushState({}, '', address))
  addOneEntryAnAct()
  go('/plan?team=a')
  equal(entries, ['/plan?team=a'])
  listeners.click()
  go('/plan?team=b', '/over_time?team=b')
  equal(entries, ['/plan?team=a', '/over_time?team=b'])
  listeners.keydown()
  entries.pop()
  listeners.popstate()
  go('/plan?team=c')
  equal(entries, ['/plan?team=c'])
  browser.restore()
})
