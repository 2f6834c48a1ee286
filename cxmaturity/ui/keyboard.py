"""Keys while answering: a digit chooses that level, 0 is don't know, left and right move; never while typing.

Each key clicks the control that the mouse would click, so both ways save alike.
"""

import streamlit as st

_SCRIPT = """
export default function (component) {
  const typing = (node) => node && (node.isContentEditable || node.tagName === 'TEXTAREA' || node.tagName === 'SELECT'
    || (node.tagName === 'INPUT' && !['radio', 'checkbox', 'button'].includes(node.type))
    || node.getAttribute('role') === 'combobox')
  const press = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.isComposing) return
    if (typing(event.target) || document.querySelector('[role=dialog]')) return
    const move = { ArrowLeft: 'back', ArrowRight: 'next' }[event.key]
    let control = null
    if (move) {
      control = document.querySelector(`.st-key-${move} button:not([disabled])`)
    } else if (/^[0-9]$/.test(event.key)) {
      const now = document.activeElement?.closest?.('[class*="st-key-question-"]')
        ?? document.querySelector('[class*="st-key-question-"]')
      const choices = [...(now?.querySelectorAll('[role=radiogroup] input[type=radio]') ?? [])]
      const words = (choice) => choice.closest('label')?.textContent.trim() ?? ''
      control = choices.find((choice) => event.key === '0' ? words(choice).startsWith("Don't know")
        : words(choice).startsWith(`${event.key} ·`))
    }
    if (!control) return
    event.preventDefault()
    event.stopPropagation()
    control.click()
    if (control.type === 'radio') control.focus()
  }
  const page = component.parentElement
  if (page.pressed) document.removeEventListener('keydown', page.pressed, true)
  page.pressed = press
  document.addEventListener('keydown', press, true)
  return () => document.removeEventListener('keydown', page.pressed, true)
}
"""

_listen = st.components.v2.component("cx_keyboard", html="<span hidden></span>", js=_SCRIPT)


def listen() -> None:
    """Listen to the keys on this page."""
    _listen(key="keyboard", height=1)
