// On a page that follows others live, a press counts for the control on which it began, and only if the person can have
// seen that control: the page changes by itself, also between a look and a click, or between pressing and letting go.

const PRESS_AREA = '[data-testid="stMain"]:has(.cx-live-status, .st-key-live-text-survey-progress)'
const PRESSABLE = 'button, summary, a[href], label'
const STILL = 4  // CSS pixels that a hand moves without meaning to
const DRAGGED = 12  // CSS pixels from which a press is no click
const JUST_NOW = 250  // milliseconds: nobody sees something and clicks it in less
const CHANGES = { subtree: true, childList: true, characterData: true, attributeFilter: ['class', 'hidden', 'open'] }

const controlOf = (element) => element?.closest?.(`${PRESS_AREA} :is(${PRESSABLE})`) ?? null
const isNear = (one, other, most) => Math.hypot(one.x - other.x, one.y - other.y) < most

// Returns the key of the widget that a control is, '' for one without a key of its own.
function keyOf(control) {
  const part = control?.closest('[class*="st-key-"]')
  return part?.querySelectorAll(PRESSABLE).length === 1 ? part.className.match(/st-key-\S+/)[0] : ''
}
const isSame = (one, other) => one?.key === other?.key && (Boolean(one?.key) || one?.control === other?.control)
const described = (control) => ({ control, key: keyOf(control) })

// `say()` tells that a press did nothing, because the page had just changed there.
export function keepPressesSteady(say) {
  let resting = null  // where the mouse rests, since when which control is under it
  let pressed = null  // the control on which a press began
  let clicked = null  // the control that was clicked last
  let isHandled = false  // the click that the browser sends for the last press must have no effect
  let looking = null

  function look() {  // is another control under the resting mouse?
    looking = null
    if (!resting) return
    const under = described(controlOf(document.elementFromPoint(resting.x, resting.y)))
    if (!isSame(under, resting.under)) resting = { ...resting, under, since: performance.now() }
  }
  new MutationObserver(() => { if (resting) looking ??= requestAnimationFrame(look) }).observe(document.body, CHANGES)

  addEventListener('pointermove', ({ x, y, target, pointerType }) => {
    if (pointerType !== 'mouse' || (resting && isNear(resting, { x, y }, STILL))) return
    resting = { x, y, under: described(controlOf(target)), since: -Infinity }
  }, true)

  addEventListener('pointerdown', ({ x, y, target, isPrimary, button, pointerType }) => {
    isHandled = false
    pressed = null
    if (!isPrimary || button !== 0 || !controlOf(target)) return
    const isResting = pointerType === 'mouse' && resting && isNear(resting, { x, y }, STILL)
    if (isResting) look()
    pressed = { ...described(controlOf(target)), x, y }
    pressed.isUnseen = isResting && performance.now() - resting.since < JUST_NOW
  }, true)

  addEventListener('pointercancel', () => { pressed = null }, true)

  addEventListener('pointerup', ({ x, y, target }) => {
    const press = pressed
    pressed = null
    if (!press || !isNear(press, { x, y }, DRAGGED)) return
    const isThere = press.control.isConnected && keyOf(press.control) === press.key
    const again = () => press.key && document.querySelector(`${PRESS_AREA} .${CSS.escape(press.key)}`)?.querySelector(PRESSABLE)
    const control = isThere ? press.control : again()
    if (!press.isUnseen && control === press.control && controlOf(target) === control) return  // the browser clicks
    isHandled = true
    if (control && !press.isUnseen) control.click()
    else say()
  }, true)

  addEventListener('click', (event) => {
    if (!event.isTrusted || event.detail === 0) return  // by the keyboard or a script
    const control = described(controlOf(event.target))
    const isSecondElsewhere = event.detail > 1 && control.control && clicked?.control && !isSame(clicked, control)
    clicked = control
    if (isSecondElsewhere && !isHandled) say()
    if (!isSecondElsewhere && !isHandled) return
    isHandled = false
    event.preventDefault()
    event.stopImmediatePropagation()
  }, true)
}
