// The dialog with the list of keys: it takes the focus and returns it. Its settings are stored in this browser.

import { hasPresenterKeys, letterMode, setLetterMode, setPresenterKeys } from './key_settings.js'

const TEXT_FIELDS = 'textarea, select, [contenteditable], [role=combobox], [role=spinbutton], input:not([type=radio], [type=checkbox])'

// `dialog` is in the page frame, which is not displayed. Returns a function that opens it.
export function openKeyHelp(dialog) {
  document.body.append(dialog)
  const modes = [...dialog.querySelectorAll('[name=cx-letters]')]
  const presenter = dialog.querySelector('[name=cx-presenter]')
  for (const mode of modes) mode.onchange = () => setLetterMode(mode.value)
  presenter.onchange = () => setPresenterKeys(presenter.checked)
  dialog.querySelector('[value=close]').onclick = () => dialog.close()

  function show() {
    for (const mode of modes) mode.checked = mode.value === letterMode()
    presenter.checked = hasPresenterKeys()
    dialog.showModal()
  }
  document.addEventListener('keydown', (event) => {
    if (event.key !== '?' || event.ctrlKey || event.metaKey || event.altKey || letterMode() === 'off') return
    if (event.target.closest?.(TEXT_FIELDS) || document.querySelector('dialog[open], [role=dialog]')) return
    event.preventDefault()
    show()
  })
  return show
}
