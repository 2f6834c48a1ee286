// The frame of the pages of Streamlit, which calls the default function whenever what it is given changes. It lives as long
// as the window, over all pages.

import { createAnnouncer } from './announcer.js'
import { askForRest } from './chart_code.js'
import { markFieldErrors } from './field_errors.js'
import { createFocusKeeper } from './focus_keeper.js'
import { openKeyHelp } from './key_help.js'
import { markLanguages } from './languages.js'
import { keepPhoneMenu } from './phone_menu.js'
import { cleanSpokenLabels } from './spoken_labels.js'

export default function ({ data, parentElement, setTriggerValue }) {
  document.pageFrame ??= openPageFrame(parentElement.querySelector('.cx-keys'), data.chart_files)
  document.pageFrame.tellDrawn = () => setTriggerValue('drawn', true)
  document.pageFrame.update(data)
}

function openPageFrame(keySheet, chartFiles) {
  const announce = createAnnouncer()
  const moveTo = createFocusKeeper()
  let page
  let number
  keepPhoneMenu()
  markFieldErrors()
  markLanguages()
  cleanSpokenLabels()
  document.addEventListener('keydown', ({ key }) => {  // the labels of a chart go as all that hovers must
    if (key === 'Escape') document.querySelectorAll('.hoverlayer').forEach((layer) => layer.replaceChildren())
  })
  askForRest(chartFiles, () => document.pageFrame.tellDrawn())
  return {
    showKeys: openKeyHelp(keySheet),
    update(data) {
      const isOtherPage = page !== undefined && page !== data.page
      const isNews = data.number !== '' && data.number !== number
      page = data.page
      number = data.number
      if (isOtherPage) toTop()
      if (isNews && data.text) announce(data.text, data.is_quiet)
      if (isNews && data.focus) moveTo(data.focus)
      else if (isOtherPage) moveTo('')
    },
  }
}

function toTop() {  // in a low window the frame around the page scrolls
  const main = document.querySelector('[data-testid="stMain"]')
  for (const part of [main, main?.parentElement]) part?.scrollTo(0, 0)
}
