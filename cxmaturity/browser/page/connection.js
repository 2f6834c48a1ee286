// Streamlit does not run the page when its connection is back. A server that was started anew knows no widget until a
// run, and would ignore the first click. While the connection is lost, fields are disabled: one in which somebody types
// loses the focus, but does not send what is typed there, and would never do so later.

// Calls `askForRun` whenever a lost connection is back.
export function runWhenBack(askForRun) {
  const app = document.querySelector('[data-testid="stApp"]')
  let isLost = false
  new MutationObserver(() => {
    const wasLost = isLost
    isLost = app.dataset.testConnectionState !== 'CONNECTED'
    if (wasLost && !isLost) askForRun()
  }).observe(app, { attributeFilter: ['data-test-connection-state'] })
}
