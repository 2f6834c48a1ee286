// When the keys of the answer form apply, and the setting that an answer leads to the next question by itself.

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

// Stores the state of the checkbox in this browser (default: unchecked); returns a function that returns whether it is
// checked.
export function openAutoAdvance(box) {
  if (!box) return () => false
  try {
    box.checked = localStorage.getItem(AUTO_ADVANCE_KEY) === 'on'
    box.addEventListener('change', () => localStorage.setItem(AUTO_ADVANCE_KEY, box.checked ? 'on' : 'off'))
  } catch {}  // without storage, it lasts as long as the page
  return () => box.checked
}
