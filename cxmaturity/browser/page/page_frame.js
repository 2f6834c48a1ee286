// The frame of all Streamlit pages: focus, announcements, keys and phone menu. Streamlit calls the default function
// when its data changes; the frame is kept as long as the window.

import { createAnnouncer } from './announcer.js'
import { askForRest } from './chart_code.js'
import { runWhenBack } from './connection.js'
import { markFieldErrors } from '../controls/field_errors.js'
import { createFocusKeeper } from './focus_keeper.js'
import { openKeyHelp } from './key_help.js'
import { markLanguages } from './languages.js'
import { sendFieldsInRange } from '../controls/fields_in_range.js'
import { addOneEntryAnAct } from './page_history.js'
import { keepPhoneMenu } from './phone_menu.js'
import { sendFormsOnce } from '../controls/sending_once.js'
import { cleanSpokenLabels } from './spoken_labels.js'
import { keepPressesSteady } from '../controls/steady_press.js'
import { tolerateTranslation } from './translated_page.js'

export default function ({ data, parentElement, setTriggerValue }) {
  document.pageFrame ??= openPageFrame(parentElement.querySelector('.cx-keys'), data.chart_files, data.changed_here)
  document.pageFrame.tellDrawn = () => setTriggerValue('drawn', true)
  document.pageFrame.update(data)
}

function openPageFrame(keySheet, chartFiles, changedHere) {
  const announce = createAnnouncer()
  const moveTo = createFocusKeeper()
  let page
  let number
  addOneEntryAnAct()
  keepPhoneMenu()
  markFieldErrors()
  const forgetLanguages = markLanguages()
  cleanSpokenLabels()
  keepPressesSteady(() => announce(changedHere))
  sendFormsOnce()
  sendFieldsInRange()
  tolerateTranslation()
  document.addEventListener('keydown', ({ key }) => {  // Escape must hide the labels of charts
    if (key === 'Escape') document.querySelectorAll('.hoverlayer').forEach((layer) => layer.replaceChildren())
  })
  addEventListener('hashchange', () => {  // by Back and Forward browsers scroll the window, but here a part of it scrolls
    const part = document.getElementById(location.hash.slice(1))
    if (part) part.scrollIntoView()
    else toTop()
  })
  askForRest(chartFiles, () => document.pageFrame.tellDrawn())
  runWhenBack(() => document.pageFrame.tellDrawn())
  return {
    showKeys: openKeyHelp(keySheet),
    update(data) {
      const isOtherPage = page !== undefined && page !== data.page
      const isNews = data.number !== '' && data.number !== number
      page = data.page
      number = data.number
      if (isOtherPage) {
        forgetLanguages()
        toTop()
      }
      if (isNews && data.text) announce(data.text, data.is_quiet)
      if (isNews && data.focus) moveTo(data.focus)
      else if (isOtherPage) moveTo('')
    },
  }
}

function toTop() {  // in a low window an outer element scrolls
  const main = document.querySelector('[data-testid="stMain"]')
  for (const part of [main, main?.parentElement]) part?.scrollTo(0, 0)
}
