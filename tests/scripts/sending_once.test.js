import { sendFormsOnce } from '../../cxmaturity/browser/controls/sending_once.js'
import { equal, fakeBrowser, test } from './harness.js'

test('the second click of a double click sends no form, and has its effect on any other button', () => {
  let heard
  const browser = fakeBrowser({ addEventListener: (kind, listener) => { heard = listener } })
  sendFormsOnce()
  browser.restore()
  const hasEffect = (detail, isOfForm) => {
    let isStopped = false
    const closest = (selector) => isOfForm && selector.includes('stFormSubmitButton') ? {} : null
    heard({ detail, target: { closest }, preventDefault() {}, stopImmediatePropagation: () => { isStopped = true } })
    return !isStopped
  }
  equal([hasEffect(0, true), hasEffect(1, true), hasEffect(2, true), hasEffect(2, false)], [true, true, false, true])
})
