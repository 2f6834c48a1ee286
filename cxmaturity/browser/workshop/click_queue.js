// The clicks that change the timer add up. Streamlit makes one of two that meet the same run of the page, so each waits
// until the page shows that the one before it was performed.

const ADDING_UP = '[class*="st-key-do-extend-"], [class*="st-key-do-shorten-"]'
const PATIENCE = 5000  // milliseconds after which a click that was lost with the connection holds up no others

// `drop()` is called when waiting clicks have no effect, because their button has gone.
export function openClickQueue(drop) {
  const waiting = []  // the key of the button of each click
  let handling = null  // a timer, while a click is being performed
  let isSending = false
  let performed = null

  function hold() {
    handling = setTimeout(sendNext, PATIENCE)
  }
  function sendNext() {
    clearTimeout(handling)
    handling = null
    if (!waiting.length) return
    const button = document.querySelector(`.${CSS.escape(waiting.shift())} button`)
    if (!button) {
      waiting.length = 0
      return drop()
    }
    hold()
    isSending = true
    button.click()
    isSending = false
  }
  function onClick(event) {
    const part = event.target.closest?.('button')?.closest(ADDING_UP)
    if (!part || isSending) return
    if (handling === null) return hold()
    event.preventDefault()
    event.stopImmediatePropagation()
    waiting.push(part.className.match(/st-key-\S+/)[0])
  }
  document.addEventListener('click', onClick, true)
  return {
    update(count) {  // how many actions the page shows as performed
      if (count === performed) return
      performed = count
      sendNext()
    },
    close() {
      clearTimeout(handling)
      document.removeEventListener('click', onClick, true)
    },
  }
}
