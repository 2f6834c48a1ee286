// The question pages of a self-paced workshop: shows the time left, and returns to the workshop's page when the phase
// ends, but never while an answer is unsaved.

import { createServerClock, minutesAndSeconds } from './countdown.js'
import { followWorkshop } from './event_stream.js'
import { createTimeVoice } from './time_voice.js'

const root = document.querySelector('[data-workshop-home]')
if (root && AbortSignal.timeout) {
  const home = root.dataset.workshopHome
  const notice = Object.assign(document.createElement('p'), { className: 'cx-alert', role: 'status' })
  const show = (...content) => { notice.replaceChildren(...content); notice.isConnected || root.prepend(notice) }
  const { now, texts } = JSON.parse(root.dataset.workshopClock)
  const serverClock = createServerClock(now)
  const timeNews = createTimeVoice(texts)
  const timer = Object.assign(document.createElement('p'), { className: 'cx-timer', hidden: true, role: 'timer' })
  const voice = Object.assign(document.createElement('p'), { className: 'cx-visually-hidden', ariaLive: 'polite' })
  root.prepend(timer, voice)
  let state = {}
  let hasLeft = false
  function drawTimer() {
    const end = state.is_timer_hidden ? null : state.ends_at
    const left = serverClock.secondsLeft(end)
    timer.hidden = !end || state.is_paused
    const text = left > 0 ? texts.shown.replace('{time}', minutesAndSeconds(left)) : texts.shown_over
    if (timer.textContent !== text) timer.textContent = text
    const sentence = timeNews(end, left, state.is_paused)
    if (sentence) voice.textContent = sentence
  }
  setInterval(drawTimer, 250)
  async function leave() {
    if (hasLeft) return
    hasLeft = true
    await root.answerForm?.settled()
    const isTyping = document.activeElement?.matches('textarea, input:not([type=radio])') && document.activeElement.value
    if (!isTyping && !root.answerForm?.pending().length) return location.replace(home)
    const link = Object.assign(document.createElement('a'), { href: home, textContent: 'Continue with the workshop' })
    show('The room has moved on. What is not marked as saved came too late. ', link)
  }
  followWorkshop(`${home}/live`, (news, serverNow) => {
    state = news
    serverClock.hear(serverNow)
    drawTimer()
    if (state.phase !== 'self_paced') leave()
    else if (state.is_paused) show('Paused. No answers are taken for the moment.')
    else if (!hasLeft) notice.remove()
  }, () => {})
}
