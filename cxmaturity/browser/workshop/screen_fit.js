// Fits the screen's content to its window, with the largest text for which everything is visible.

const MODES = ['', 'condensed', 'compact']  // classes of the body, each leaving out or shrinking more
const isNarrow = matchMedia('(max-width: 48rem)')  // as in screen.css: such screens scroll, so nothing is left out
const LARGER = [1.35, 1.25, 1.15, 1]  // multiples of the smallest size; the first that fits is used
const STEPS = 6  // of bisection: accurate to a sixtieth of the range

const root = document.documentElement
const isInside = () => root.scrollHeight <= innerHeight && root.scrollWidth <= innerWidth

// Returns the smallest text size in pixels, as in screen.css.
const floorSize = () => {
  const scale = Number(getComputedStyle(root).getPropertyValue('--scale'))
  return Math.max(parseFloat(getComputedStyle(root).fontSize), innerHeight * 0.026) * scale
}

// Uses the larger text as far as it fits. If not even the smallest text fits, the page scrolls; nothing is cut off.
export function fit() {
  const scales = root.hasAttribute('data-large') ? LARGER : [1]
  const largest = Math.min(innerWidth / 42, innerHeight / 23) * scales[0]
  const fits = (size) => { root.style.setProperty('--unit', `${size}px`); return isInside() }
  const tryMode = (mode) => {
    for (const name of MODES.filter(Boolean)) document.body.classList.toggle(name, name === mode)
    let [low, high] = [floorSize(), Math.max(floorSize(), largest)]
    if (fits(high)) return true
    if (!fits(low)) return false
    for (let step = 0; step < STEPS; step += 1) {
      const middle = (low + high) / 2
      if (fits(middle)) low = middle
      else high = middle
    }
    return fits(low)
  }
  const modes = isNarrow.matches ? MODES.slice(0, 1) : MODES
  const isFit = (scale) => { root.style.setProperty('--scale', scale); return modes.some(tryMode) }
  scales.slice(0, isNarrow.matches ? 1 : undefined).some(isFit)
}
