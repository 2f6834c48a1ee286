
// On a light page: the sheet above with the one question that is there, or with none, to send what still waits.
const root = document.querySelector('[data-sheet]')
if (root && AbortSignal.timeout && CSS.supports('selector(:has(*))')) {  // else the forms do it all
  for (const button of root.querySelectorAll('.cx-move button')) button.type = 'button'
  const sheet = open(root, JSON.parse(root.dataset.sheet))
  const form = root.querySelector('.cx-move')?.closest('form')
  if (form) form.onsubmit = (event) => event.preventDefault()  // Enter in a text field only stores it
  else if (sheet.pending().length) sheet.settled().then(() => sheet.pending().length || location.reload())
  for (const last of root.querySelectorAll('.cx-leaves'))
    last.onsubmit = (event) => {
      const waits = sheet.pending()
      if (!waits.length) return
      event.preventDefault()
      root.querySelector('.cx-hold').textContent = `Stay a moment: not saved yet: ${waits.join(', ')}.`
    }
  root.cxLive = sheet
}
