"""What can be seen of a control: pixels of the drawn page, and how much they differ."""

import io
from collections.abc import Iterator
from typing import NamedTuple

from PIL import Image
from playwright.sync_api import FloatRect, Locator, Page

from tests.contrast import Pixel, contrast

_FOCUSED = """(around) => {
  const focused = document.activeElement
  const shown = /radio|checkbox/.test(focused.type) ? focused.closest('label') ?? focused : focused
  const { x, y, width, height } = shown.getBoundingClientRect()
  const left = Math.max(0, x - around), top = Math.max(0, y - around)
  return {
    name: `${focused.tagName} ${(focused.ariaLabel ?? focused.textContent).trim().slice(0, 40)}`,
    width: Math.min(width, innerWidth), height: Math.min(height, innerHeight),
    clip: {
      x: left, y: top,
      width: Math.min(innerWidth, x + width + around) - left, height: Math.min(innerHeight, y + height + around) - top,
    },
  }
}"""

# Three points down the middle of what has the focus must be its own, not those of something that lies over it.
_COVERED = """() => {
  const focused = document.activeElement  // a text field holds a hint on how to send it, which is a part of it
  const isHelp = focused.tagName === 'BUTTON'  // stands within the label of a field
  const shown = isHelp ? focused : focused.closest('[data-testid=stTextArea], label') ?? focused
  const { x, width, top, bottom } = shown.getBoundingClientRect()
  const inside = (place, most) => Math.min(Math.max(place, 1), most - 2)
  return [top + 4, (top + bottom) / 2, bottom - 4].some(y => {
    const over = document.elementFromPoint(inside(x + width / 2, innerWidth), inside(y, innerHeight))
    return !over || !(shown.contains(over) || over.contains(shown))
  })
}"""


# The classes of what has the focus and of what holds it, but for names of single widgets, and how its ring is drawn.
_KIND = """() => {
  const parts = [document.activeElement]
  while (parts.length < 5 && parts.at(-1).parentElement) parts.push(parts.at(-1).parentElement)
  const classes = (part) => [...part.classList].filter(name => !name.startsWith('st-key-')).sort().join('.')
  const ring = ({ outline, outlineOffset, boxShadow, borderColor, backgroundColor, overflow }) =>
    [outline, outlineOffset, boxShadow, borderColor, backgroundColor, overflow]
  return JSON.stringify(parts.map(part => [part.tagName, part.type, classes(part), ring(getComputedStyle(part))]))
}"""


# The least share of a ring of 2 px that must be clear. That of the whole page is cut off by the window.
_LEAST_RING, _LEAST_RING_OF_MAIN = 0.8, 0.4

_STOP = f"""() => document.activeElement === document.body ? null
  : [({_FOCUSED})(0).name, ({_KIND})(), ({_COVERED})()]"""


def box_of(part: Locator) -> FloatRect:
    """Return where a part of the page is drawn, which must be visible and at rest."""
    box = part.bounding_box()  # settled: at rest
    assert box
    return box


def picture(page: Page, clip: FloatRect) -> Image.Image:
    """Return the picture of a part of the window, in CSS pixels."""
    return Image.open(io.BytesIO(page.screenshot(clip=clip))).convert("RGB")


def pixel_at(shown: Image.Image, x: int) -> Pixel:
    """Return the pixel of a picture in this column, halfway down."""
    pixel = shown.getpixel((x, shown.height // 2))
    assert isinstance(pixel, tuple)
    red, green, blue = pixel
    return red, green, blue


def clearly_different(one: Image.Image, other: Image.Image) -> int:
    """Return the number of pixels that differ by 3 : 1 or more between two pictures of the same size."""
    pairs = zip(one.get_flattened_data(), other.get_flattened_data(), strict=True)
    return sum(a != b and contrast(a, b) >= 3 for a, b in pairs)


class Stop(NamedTuple):
    """A focused element: its kind and name; the kind of control; see `is_covered`."""

    name: str
    kind: str
    is_covered: bool


def tab_stops(page: Page, most: int, key: str = "Tab") -> Iterator[Stop]:
    """Press Tab, or Shift+Tab, at most this often; yield each focused element."""
    for _ in range(most):
        page.keyboard.press(key)
        if (stop := page.evaluate(_STOP)) is None:  # settled: Tab moves at once
            return
        yield Stop(*stop)


def tab_from_the_top(page: Page) -> None:
    """Make the next Tab go to the first stop of the page, wherever the focus is."""
    top = "document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute('tabindex')"
    page.evaluate(f"{top}; document.activeElement.blur()")  # settled: it acts


def ring_share(page: Page) -> float:
    """Return the share of a ring of 2 px around the focused element that is clearly different without the focus.

    It is measured again if the page moved between the two pictures.
    """
    while True:
        focused = page.evaluate(_FOCUSED, 8)  # settled: compared until it stays
        focused_look = picture(page, focused["clip"])
        page.evaluate("window.hadFocus = document.activeElement; hadFocus.blur()")  # settled: it acts
        without = picture(page, focused["clip"])
        page.evaluate("hadFocus.focus({ preventScroll: true })")  # settled: likewise
        if focused == page.evaluate(_FOCUSED, 8):  # settled: compared until it stays
            around: float = 2 * 2 * (focused["width"] + focused["height"])
            return clearly_different(focused_look, without) / around


_kinds_with_ring: set[str] = set()  # which a test of this process has measured: to measure costs as much as ten stops


def has_ring(page: Page, kind: str = "") -> bool:
    """Return whether a clear ring is around the focused element; it is measured once for each kind of element.

    `kind` as in `Stop`, looked up if empty.
    """
    kind = kind or page.evaluate(_KIND)  # settled: Tab moves at once
    if kind not in _kinds_with_ring:
        is_main = page.evaluate("document.activeElement.tagName") == "MAIN"  # settled: likewise
        if ring_share(page) < (_LEAST_RING_OF_MAIN if is_main else _LEAST_RING):
            return False
        _kinds_with_ring.add(kind)
    return True


def covered_stops(page: Page, most: int, key: str = "Tab") -> list[str]:
    """Return the focused elements that are covered, or outside of the window; see `tab_stops`."""
    return [stop.name for stop in tab_stops(page, most, key) if stop.is_covered and not stop.name.startswith("MAIN")]


def is_covered(page: Page) -> bool:
    """Return whether the focused element is covered, or outside of the window."""
    covered: bool = page.evaluate(_COVERED)  # settled: Tab moves at once
    return covered
