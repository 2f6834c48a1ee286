// Which keys of the console apply: settings of the dialog with the list of keys.

import { readSetting, storeSetting } from './stored_settings.js'

const LETTERS_KEY = 'cx-console-letters'  // on, shift (only together with Shift) or off
const PRESENTER_KEY = 'cx-console-presenter'  // on or off: Page Down, Page Up, arrows and Space

export const letterMode = () => readSetting(LETTERS_KEY) ?? 'on'
export const hasPresenterKeys = () => readSetting(PRESENTER_KEY) !== 'off'
export const setLetterMode = (mode) => storeSetting(LETTERS_KEY, mode)
export const setPresenterKeys = (isOn) => storeSetting(PRESENTER_KEY, isOn ? 'on' : 'off')
