// On the pages of a self-paced workshop: goes back to the workshop when it goes on, but never while something is unsaved.

import { followWorkshop } from './event_stream.js'

const root = document.querySelector('[data-workshop-home]')
if (root && AbortSignal.timeout) {
  const home = root.dataset.workshopHome
  const notice = Object.assign(document.createElement('p'), { className: 'cx-alert', role: 'status' })
  const show = (...content) => { notice.replaceChildren(...content); notice.isConnected || root.prepend(notice) }
  let hasLeft = false
  async function leave() {
    if (hasLeft) return
    hasLeft = true
    await root.answerForm?.settled()
    const isTyping = document.activeElement?.matches('textarea, input:not([type=radio])') && document.activeElement.value
    if (!isTyping && !root.answerForm?.pending().length) return location.replace(home)
    const link = Object.assign(document.createElement('a'), { href: home, textContent: 'Continue with the workshop' })
    show('The room has moved on. What is not marked as saved came too late. ', link)
  }
  followWorkshop(`${home}/live`, (state) => {
    if (state.phase !== 'self_paced') leave()
    else if (state.is_paused) show('Paused. No answers are taken for the moment.')
    else if (!hasLeft) notice.remove()
  }, () => {})
}
