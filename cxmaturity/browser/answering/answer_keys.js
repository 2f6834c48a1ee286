// When the keys of the answer form apply, and the setting that an answer leads to the next question by itself.

import { storeCheckbox } from '../page/stored_settings.js'

const CONTROLS = 'a[href], button, input, select, textarea, summary, iframe, [contenteditable], ' + ['button', 'link', 'radio',
  'checkbox', 'switch', 'tab', 'menuitem', 'option', 'combobox', 'slider', 'spinbutton'].map((role) => `[role=${role}]`).join()
const TEXT_FIELDS = 'textarea, select, [contenteditable], [role=combobox], input:not([type=radio])'

// Returns whether digits and arrows apply while the focus is on `target`: inside a question but not in a text field, or
// on no control.
export function keysReach(target) {
  if (!target?.closest) return true
  return target.closest('.cx-question') ? !target.closest(TEXT_FIELDS) : !target.closest(CONTROLS)
}

const AUTO_ADVANCE_KEY = 'cx-auto-advance'

// Returns a function that returns whether the checkbox of the setting, which may be missing, is checked.
export function openAutoAdvance(box) {
  if (box) storeCheckbox(box, AUTO_ADVANCE_KEY)
  return () => Boolean(box?.checked)
}
