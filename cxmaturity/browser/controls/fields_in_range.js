// A number or a date beyond what its field allows is not sent: the server would act on what the field held before, which
// nobody sees any more. So a button that sends what the fields hold leads back to that field, which says what it allows.

const SENDS = '[data-testid="stFormSubmitButton"] button, button[data-testid="stBaseButton-primary"]'
const NUMBER = '[data-testid="stNumberInputField"]:is(:out-of-range, [aria-invalid="true"])'
const DATE = '[data-testid="stDateInputField"][data-has-error] [role="spinbutton"]'

export function sendFieldsInRange() {
  addEventListener('click', (event) => {
    if (!event.target.closest?.(SENDS)) return
    const wrong = [...document.querySelectorAll(`${NUMBER}, ${DATE}`)].find((field) => field.checkVisibility())
    if (!wrong) return
    event.preventDefault()
    event.stopImmediatePropagation()
    wrong.focus()
  }, true)
}
