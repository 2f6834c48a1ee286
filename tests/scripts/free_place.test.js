import { areaCovered, freePlace } from '../../cxmaturity/browser/controls/free_place.js'
import { equal, test } from './harness.js'

const rectangle = (left, top, right, bottom) => ({ left, top, right, bottom })
const NOTICE = { width: 270, height: 40 }
const PHONE = { width: 390, height: 844 }
const DESKTOP = { width: 1280, height: 800 }

test('on a phone a notice stands beside the button of the menu', () => {
  const controls = [rectangle(16, 8, 90, 40), rectangle(16, 48, 374, 844)]
  equal(freePlace(NOTICE, PHONE, controls), { left: 112, top: 0 })
})

test('on a desktop a notice stands above the controls at the lower edge', () => {
  equal(freePlace(NOTICE, DESKTOP, []), { left: 505, top: 752 })
  equal(freePlace(NOTICE, DESKTOP, [rectangle(0, 730, 1280, 800)]), { left: 505, top: 688 })  // 728 at its lower edge
  equal(freePlace(NOTICE, DESKTOP, [rectangle(600, 0, 700, 800)]), { left: 1002, top: 752 })  // in the middle
})

test('where every place covers a control, a notice covers the least', () => {
  const page = rectangle(0, 0, 390, 844)
  const { left, top } = freePlace(NOTICE, PHONE, [page, rectangle(0, 0, 390, 400), rectangle(0, 440, 390, 844)])
  equal({ left, top }, { left: 112, top: 400 })
  equal(areaCovered(rectangle(left, top, left + 270, top + 40), [page]), 10_800)
})

test('a notice larger than the window begins within it', () => {
  equal(freePlace({ width: 300, height: 200 }, { width: 640, height: 150 }, []), { left: 170, top: 0 })
  equal(freePlace({ width: 300, height: 200 }, { width: 290, height: 150 }, []), { left: 0, top: 0 })
})
