// The answer form as a Streamlit component: Streamlit calls the default function at every rerun, and the form is kept
// as long as its questions stay the same.

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

// Without a connection Streamlit covers the page with a dialog. The form shows the loss itself, keeps answers and sends
// them later, so the dialog is closed.
function closeConnectionDialog() {
  for (const dialog of document.querySelectorAll('[role=dialog]'))
    if (dialog.querySelector('h2')?.textContent === 'Connection error') dialog.querySelector('button[aria-label=Close]')?.click()
}

