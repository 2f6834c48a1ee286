// The menu in a narrow window, a bar that slides over the page: opening it moves the focus into it; Escape, choosing a
// page, or moving the focus out closes it, and the focus is never left inside.

const BAR = '[data-testid="stSidebar"]'
const OPENER = '[data-testid="stExpandSidebarButton"]'
const CLOSER = '[data-testid="stSidebarCollapseButton"] button'
const LINK = '[data-testid="stSidebarNavLink"]'

export function keepPhoneMenu() {
  let isReturning = false  // after closing, the focus returns to the button that opened it

  const bar = () => document.querySelector(BAR)
  const isOpen = () => bar()?.dataset.collapsed === 'false'
  const close = (returns) => {
    isReturning = returns
    document.querySelector(CLOSER)?.click()
  }
  document.addEventListener('click', ({ target }) => {
    if (target.closest?.(`${BAR} ${LINK}`) && isOpen()) close(target.closest('[aria-current]') !== null)
  })
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !isOpen()) return
    event.preventDefault()
    close(true)
  })
  document.addEventListener('focusin', ({ target }) => {
    if (isOpen() && !bar().contains(target) && !target.closest(OPENER)) close(false)
  })
  let wasOpen = isOpen()
  new MutationObserver(() => {
    const opener = document.querySelector(OPENER)
    if (isReturning && opener) {
      isReturning = false
      opener.focus()
    }
    if (isOpen() === wasOpen) return
    wasOpen = isOpen()
    if (wasOpen) (bar().querySelector(`${LINK}[aria-current]`) ?? bar().querySelector(LINK))?.focus()
  }).observe(document.body, { subtree: true, childList: true, attributeFilter: ['data-collapsed'] })
}
