// A participant's page of a survey: opens the answer form with the page's question or, without one, only to send what
// still waits.

import { openAnswerForm } from './answer_form.js'

const root = document.querySelector('[data-answer-form]')
if (root && AbortSignal.timeout && CSS.supports('selector(:has(*))')) {  // older browsers use the plain forms
  for (const button of root.querySelectorAll('.cx-navigation button')) button.type = 'button'
  const data = JSON.parse(root.dataset.answerForm)
  const answerForm = openAnswerForm(root, data)
  const form = root.querySelector('.cx-navigation')?.closest('form')
  if (form) form.onsubmit = (event) => event.preventDefault()  // Enter in a text field must not send the form
  else if (answerForm.pending().length) answerForm.settled().then(() => answerForm.pending().length || location.reload())
  for (const submitForm of root.querySelectorAll('.cx-submit-form'))
    submitForm.onsubmit = (event) => {
      const unsent = answerForm.pending()
      if (!unsent.length) return
      event.preventDefault()
      const places = unsent.map((id) => data.ids.indexOf(id) + 1).join(', ')
      answerForm.notice(`Not saved yet: question ${places}. Continue once it is saved.`, () => answerForm.pending().length)
    }
  root.answerForm = answerForm
}
