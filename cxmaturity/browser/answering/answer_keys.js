// When the keys of the answer form count, and whether an answer leads to the next question by itself.

const CONTROLS = 'a[href], button, input, select, textarea, summary, iframe, [contenteditable], ' + ['button', 'link', 'radio',
  'checkbox', 'switch', 'tab', 'menuitem', 'option', 'combobox', 'slider', 'spinbutton'].map((role) => `[role=${role}]`).join()
const TEXT_FIELDS = 'textarea, select, [contenteditable], [role=combobox], input:not([type=radio])'

// Whether digits and arrows count while the focus is on `target`: in a question but not in a text field, or on no control.
export function keysReach(target) {
  if (!target?.closest) return true
  return target.closest('.cx-question') ? !target.closest(TEXT_FIELDS) : !target.closest(CONTROLS)
}

const AUTO_ADVANCE_KEY = 'cx-auto-advance'

// Keeps the state of the checkbox in this browser, unchecked at first; returns a function that says whether it is checked.
export function openAutoAdvance(box) {
  if (!box) return () => false
  try {
    box.checked = localStorage.getItem(AUTO_ADVANCE_KEY) === 'on'
    box.addEventListener('change', () => localStorage.setItem(AUTO_ADVANCE_KEY, box.checked ? 'on' : 'off'))
  } catch {}  // a browser that stores nothing forgets it with the page
  return () => box.checked
}
