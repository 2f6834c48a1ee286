// The keys of the console: letters for its buttons and switches, and the keys that presenter remotes send. They do
// nothing while the focus is in a text field, on the menu or in a dialog.

import { hasPresenterKeys, letterMode } from '../page/key_settings.js'

const MAIN = '[data-testid="stMain"]'
const TEXT_FIELDS = 'textarea, select, [contenteditable], [role=combobox], [role=spinbutton], [role=slider], iframe, '
  + 'input:not([type=radio], [type=checkbox])'
const CONTROLS = 'a[href], button, summary, input, [role=button], [role=tab], [role=switch], [role=option]'
const GROUPS = '[role=radiogroup], [role=tablist], [role=listbox], input'  // controls that use the arrow keys themselves
const ASKED_AGAIN = 6000  // milliseconds in which a second press confirms the first
const BOUNCE = 400  // milliseconds in which a worn-out remote sends the same press twice
const PRIMARY = ['PageDown', 'ArrowRight', ' ']
const BACK = ['PageUp', 'ArrowLeft']

const part = (key) => document.querySelector(`${MAIN} [class*="st-key-${key}"]`)
const control = (key) => part(key)?.querySelector('button, input')
const button = (selector) => [...document.querySelectorAll(`${MAIN} ${selector}`)].find((element) => element.checkVisibility())
const primary = () => button('[class*="st-key-do-"]:not([class*="st-key-do-end-"]) button[kind="primary"]')

// `say(text)` shows and reads out a sentence; `live()` returns the latest state of the workshop.
export function openConsoleKeys(say, live) {
  let data  // letters, need_shift and words, from the page
  let askedFor = null
  let askedAt = 0
  let wentOnAt = -Infinity  // when a remote last pressed the primary button

  function reach(target) {  // returns which keys apply while the focus is on target
    const isElsewhere = target?.closest && target !== document.body && !target.closest(MAIN)
    if (isElsewhere || target?.closest?.(TEXT_FIELDS) || document.querySelector('dialog[open], [role=dialog]')) return {}
    return {
      letters: true,
      arrows: !target?.closest?.(GROUPS),
      space: !target?.closest?.(CONTROLS),
    }
  }
  function press(element) {
    say('')
    askedFor = null
    element.click()
  }
  function pressPrimary(element) {  // asks before it ends a vote that is still running
    const { voted, joined, phase } = live()
    if (performance.now() - wentOnAt < BOUNCE) return
    const isEarly = phase === 'vote' && voted < joined && element.closest('[class*="st-key-do-reveal-"]')
    if (!isEarly || (askedFor === element && Date.now() - askedAt < ASKED_AGAIN)) {
      wentOnAt = performance.now()
      return press(element)
    }
    askedFor = element
    askedAt = Date.now()
    say(data.words.ask_reveal.replace('{voted}', voted).replace('{joined}', joined))
  }
  function onKey(event) {
    const { key, target, shiftKey } = event
    if (!data || event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.isComposing) return
    const counts = reach(target)
    if (hasPresenterKeys() && [...PRIMARY, ...BACK].includes(key)) {
      if (!(key === ' ' ? counts.space : key.startsWith('Arrow') ? counts.arrows : counts.letters)) return
      const element = PRIMARY.includes(key) ? primary() : control('do-back-')
      if (!element) return
      event.preventDefault()
      return PRIMARY.includes(key) ? pressPrimary(element) : press(element)
    }
    const letter = key.toLowerCase()
    const keys = data.letters[letter]
    if (!keys || !counts.letters || letterMode() === 'off' || (letterMode() === 'shift' && !shiftKey)) return
    const element = keys.map(control).find((each) => each && !each.disabled)
    if (!element) return
    event.preventDefault()
    if (data.need_shift.includes(letter) && !shiftKey) say(data.words.ask_shift.replace('{key}', key.toUpperCase()))
    else press(element)
  }
  function mark() {  // shows the letter beside the name of each button, while letters apply
    const mode = letterMode()
    for (const [letter, keys] of Object.entries(data.letters)) {
      if (letter === '.') continue
      const hint = mode === 'off' ? '' : mode === 'shift' || data.need_shift.includes(letter) ? `⇧${letter}` : letter
      for (const element of keys.map(part).map((each) => each?.querySelector('button'))) {
        if (element && element.dataset.keyHint !== hint.toUpperCase()) element.dataset.keyHint = hint.toUpperCase()
      }
    }
  }
  const drawn = new MutationObserver(() => data && mark())  // before the browser paints: a later letter moves the buttons
  drawn.observe(document.querySelector(MAIN), { subtree: true, childList: true })
  document.addEventListener('keydown', onKey)
  return {
    mark,
    update(news) { data = news },
    close() {
      drawn.disconnect()
      document.removeEventListener('keydown', onKey)
    },
  }
}
