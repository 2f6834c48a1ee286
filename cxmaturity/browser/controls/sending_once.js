// A double click on a button that sends a form sends it once: a second time, the server would add the same again, or
// refuse what the first click has just added.

const SENDS_FORM = '[data-testid="stFormSubmitButton"]'

export function sendFormsOnce() {
  addEventListener('click', (event) => {
    if (event.detail < 2 || !event.target.closest?.(SENDS_FORM)) return
    event.preventDefault()
    event.stopImmediatePropagation()
  }, true)
}
