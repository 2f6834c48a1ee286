// Fits what the screen shows to its window: the largest text that leaves nothing outside.

const MODES = ['', 'condensed', 'compact']  // classes of the body: what gives way, one after the other
const isNarrow = matchMedia('(max-width: 48rem)')  // as in screen.css: read by scrolling, so nothing gives way
const STEPS = 6  // of halving: to within a sixtieth of the range

const root = document.documentElement
const isInside = () => root.scrollHeight <= innerHeight && root.scrollWidth <= innerWidth

// The smallest size of text in pixels: as in screen.css.
const floorSize = () => {
  const scale = Number(getComputedStyle(root).getPropertyValue('--scale'))
  return Math.max(parseFloat(getComputedStyle(root).fontSize), innerHeight * 0.026) * scale
}

// Where not even the smallest text fits, the page is left to scroll: nothing is cut.
export function fit() {
  const smallest = floorSize()
  const largest = Math.max(smallest, Math.min(innerWidth / 42, innerHeight / 23))
  const tryMode = (mode) => {
    for (const name of MODES.filter(Boolean)) document.body.classList.toggle(name, name === mode)
    const fits = (size) => { root.style.setProperty('--unit', `${size}px`); return isInside() }
    if (fits(largest)) return true
    let [low, high] = [smallest, largest]
    if (!fits(low)) return false
    for (let step = 0; step < STEPS; step += 1) {
      const middle = (low + high) / 2
      if (fits(middle)) low = middle
      else high = middle
    }
    return fits(low)
  }
  MODES.slice(0, isNarrow.matches ? 1 : undefined).some(tryMode)
}
