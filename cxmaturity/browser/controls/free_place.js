// Where a notice covers no control: the first such place in its order of places, else the one where it covers least.

const IN_THE_WAY = 'a[href], button, input, select, textarea, summary, label, [role="slider"], [role="spinbutton"]'
const NARROW_WINDOW = 640  // pixels; the header of a narrower window holds little, so the search begins at the top
const FROM_EDGE = 8  // pixels to the edges of the window
const BETWEEN_PLACES = 8  // pixels between the places tried

// The rectangles of the controls that a window shows.
export function shownControls() {
  return [...document.querySelectorAll(IN_THE_WAY)]
    .filter((control) => control.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
    .map((control) => control.getBoundingClientRect())
    .filter(({ width, height, top, bottom }) => width > 2 && height > 2 && bottom > 0 && top < innerHeight)
}

export function areaCovered(box, controls) {
  return controls.reduce((sum, { left, top, right, bottom }) => {
    const width = Math.min(box.right, right) - Math.max(box.left, left)
    const height = Math.min(box.bottom, bottom) - Math.max(box.top, top)
    return sum + Math.max(0, width) * Math.max(0, height)
  }, 0)
}

// Returns the left upper corner of a box of this size in a window of this size, in pixels; a box larger than the window
// begins at its edge.
export function freePlace({ width, height }, view, controls) {
  const isNarrow = view.width < NARROW_WINDOW
  const places = [FROM_EDGE, (view.width - width) / 2, view.width - width - FROM_EDGE]
  const [start, middle, end] = places.map((left) => Math.max(0, left))
  const last = Math.max(0, view.height - height - FROM_EDGE)
  let best = { left: middle, top: last }
  let least = Infinity
  for (let way = 0; way <= last; way += BETWEEN_PLACES) {
    const top = isNarrow ? way : last - way
    for (const left of isNarrow ? [end, middle, start] : [middle, end, start]) {
      const covered = areaCovered({ left, top, right: left + width, bottom: top + height }, controls)
      if (covered < least) {
        best = { left, top }
        least = covered
      }
      if (!covered) return best
    }
  }
  return best
}
