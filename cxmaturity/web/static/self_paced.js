
// On the pages at one's own pace: goes back to the room when the room goes on, but never while something is unsaved.
const here = document.querySelector('[data-follow]')
if (here && AbortSignal.timeout) {
  const home = here.dataset.follow
  const note = Object.assign(document.createElement('p'), { className: 'cx-late', role: 'status' })
  const words = (...content) => { note.replaceChildren(...content); note.isConnected || here.prepend(note) }
  let hasLeft = false
  async function leave() {
    if (hasLeft) return
    hasLeft = true
    await here.cxLive?.settled()
    const typing = document.activeElement?.matches('textarea, input:not([type=radio])') && document.activeElement.value
    if (!typing && !here.cxLive?.pending().length) return location.replace(home)
    const go = Object.assign(document.createElement('a'), { href: home, textContent: 'Continue with the workshop' })
    words('The room has moved on. What is not marked as saved came too late. ', go)
  }
  listen(`${home}/live`, (state) => {
    if (state.phase !== 'self_paced') leave()
    else if (state.is_paused) words('Paused. No answers are taken for the moment.')
    else if (!hasLeft) note.remove()
  }, () => {})
}
