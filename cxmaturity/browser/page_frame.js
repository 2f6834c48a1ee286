// The frame of the pages of Streamlit, which calls the default function whenever what it is given changes. It lives as long
// as the window, over all pages.

import { createAnnouncer } from './announcer.js'
import { createFocusKeeper } from './focus_keeper.js'

export default function ({ data }) {
  document.pageFrame ??= openPageFrame()
  document.pageFrame.update(data)
}

function openPageFrame() {
  const announce = createAnnouncer()
  const moveTo = createFocusKeeper()
  let page
  let number
  return {
    update(data) {
      const isOtherPage = page !== undefined && page !== data.page
      const isNews = data.number !== '' && data.number !== number
      page = data.page
      number = data.number
      if (isOtherPage) document.querySelector('[data-testid="stMain"]')?.scrollTo(0, 0)
      if (isNews && data.text) announce(data.text, data.is_quiet)
      if (isNews && data.focus) moveTo(data.focus)
      else if (isOtherPage) moveTo('')
    },
  }
}
