// A preview of a question as people will see it; nothing in it can be chosen.

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector('.cx-answer-form')
  root.innerHTML = data.html
  for (const field of root.querySelectorAll('input, select, textarea, button')) field.disabled = true
}
