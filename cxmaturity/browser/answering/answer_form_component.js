// The answer form on a page of Streamlit, which calls the default function at every run of the page; the form lives as long
// as its questions are the same.

import { openAnswerForm } from './answer_form.js'
import { preloadCharts } from '../page/chart_code.js'

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector('.cx-answer-form')
  if (root.answerForm) root.answerForm.update(data)
  else {
    root.innerHTML = data.html
    root.answerForm = openAnswerForm(root, data, () => setTriggerValue('review', true))
    root.dialogs = new MutationObserver(closeConnectionDialog)
    root.dialogs.observe(document.body, { childList: true })
    ;(globalThis.requestIdleCallback ?? setTimeout)(() => preloadCharts(data.chart_files, 'low'))
  }
  return () => {
    root.answerForm?.close()
    root.answerForm = null
    root.dialogs?.disconnect()
  }
}

// While the server is away Streamlit lays a dialog over the page. The form says so itself, keeps what is chosen and sends it
// later, so the dialog would only be in the way.
function closeConnectionDialog() {
  for (const dialog of document.querySelectorAll('[role=dialog]'))
    if (dialog.querySelector('h2')?.textContent === 'Connection error') dialog.querySelector('button[aria-label=Close]')?.click()
}

