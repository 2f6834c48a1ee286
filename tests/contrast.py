"""The contrast of colours, as WCAG 2 defines it."""

from functools import cache

Pixel = tuple[int, int, int]
"""Red, green and blue, each 0..255."""


def pixel_of(colour: str) -> Pixel:
    """Return the pixel of a colour such as #2A7FB0."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return red, green, blue


def linear(pixel: Pixel) -> tuple[float, float, float]:
    """Return the linear light of each channel, 0..1."""
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in pixel))
    return red, green, blue


def luminance(pixel: Pixel) -> float:
    """Return the relative luminance, 0..1."""
    red, green, blue = linear(pixel)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@cache  # a picture has few colours
def contrast(one: Pixel, other: Pixel) -> float:
    """Return the contrast of two pixels, 1..21."""
    dark, bright = sorted((luminance(one), luminance(other)))
    return (bright + 0.05) / (dark + 0.05)
