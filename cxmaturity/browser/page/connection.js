// Streamlit does not run the page when its connection is back. A server that was started anew knows no widget until a
// run, and would ignore the first click. While the connection is lost, fields are disabled: one in which somebody types
// loses the focus, but does not send what is typed there, and would never do so later.

// Calls `askForRun` whenever a lost connection is back, and gives the focus back to the field that had it.
export function runWhenBack(askForRun) {
  const app = document.querySelector('[data-testid="stApp"]')
  let isLost = false
  let focused = null
  document.addEventListener('focusin', ({ target }) => { focused = target })
  document.addEventListener('focusout', ({ target }) => { if (!target.disabled) focused = null })
  new MutationObserver(() => {
    const wasLost = isLost
    isLost = app.dataset.testConnectionState !== 'CONNECTED'
    if (!wasLost || isLost) return
    askForRun()
    setTimeout(() => { if (document.activeElement === document.body) focused?.focus({ preventScroll: true }) })
  }).observe(app, { attributeFilter: ['data-test-connection-state'] })
}
