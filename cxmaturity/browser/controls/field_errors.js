// Marks fields with refused values as invalid, described by the message below them, as long as that is shown.

const FIELD_ERRORS = '[class*="st-key-field-error-"]'
const ERROR_OF_FIELD = /st-key-field-error-(\S+)/
const FORM_FIELDS = 'input, textarea, select, [role=radiogroup]'

export function markFieldErrors() {
  const mark = () => {
    const wrong = new Map()  // by field: the id of the message that describes it
    for (const error of document.querySelectorAll(FIELD_ERRORS)) {
      const [id, key] = error.className.match(ERROR_OF_FIELD)
      const field = document.querySelector(`.st-key-${CSS.escape(key)}`)?.querySelector(FORM_FIELDS)
      error.id = id
      if (field) wrong.set(field, id)
    }
    for (const field of document.querySelectorAll('[data-field-error]')) if (!wrong.has(field)) unmark(field)
    for (const [field, id] of wrong) {
      if (field.dataset.fieldError === id && field.getAttribute('aria-invalid') === 'true') continue
      field.dataset.fieldError = id
      field.setAttribute('aria-invalid', 'true')
      field.setAttribute('aria-describedby', id)
    }
  }
  new MutationObserver(mark).observe(document.body, { subtree: true, childList: true })
  mark()
}

function unmark(field) {
  delete field.dataset.fieldError
  field.removeAttribute('aria-invalid')
  field.removeAttribute('aria-describedby')
}
