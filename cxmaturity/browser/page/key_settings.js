// Which keys of the console apply: settings of the dialog with the list of keys, stored in this browser.

const LETTERS_KEY = 'cx-console-letters'  // on, shift (only together with Shift) or off
const PRESENTER_KEY = 'cx-console-presenter'  // on or off: Page Down, Page Up, arrows and Space

const forgotten = {}  // without storage, settings last as long as the page
const read = (key) => { try { return localStorage.getItem(key) ?? forgotten[key] } catch { return forgotten[key] } }

export const letterMode = () => read(LETTERS_KEY) ?? 'on'
export const hasPresenterKeys = () => read(PRESENTER_KEY) !== 'off'
export const setLetterMode = (mode) => write(LETTERS_KEY, mode)
export const setPresenterKeys = (isOn) => write(PRESENTER_KEY, isOn ? 'on' : 'off')

function write(key, value) {
  forgotten[key] = value
  try { localStorage.setItem(key, value) } catch {}
}
