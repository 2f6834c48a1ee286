"""Labels in charts: without the words that all share, and moved apart so that they do not overlap."""

from collections.abc import Sequence
from itertools import accumulate, pairwise
from textwrap import wrap


def distinct_names(names: Sequence[str], width: int, lines: int) -> list[str]:
    """Return the names unchanged if each fits into `lines` lines of `width` characters.

    Otherwise remove the words with which all names begin, since a cut name would show nothing else.
    """
    words = [name.split() for name in names]
    if len(names) < 2 or all(len(wrap(name, width)) <= lines for name in names):
        return list(names)
    shared = 0
    while all(len(each) > shared + 1 and each[shared] == words[0][shared] for each in words):
        shared += 1
    return [f"{'…' if shared else ''}{' '.join(each[shared:])}" for each in words]


def spread(levels: Sequence[float], heights: Sequence[float], low: float, high: float) -> list[float]:
    """Return positions for the middles of labels of these heights, as close to `levels` as possible without overlap.

    They are in the same order, and lie between `low` and `high` if there is space for all.
    """
    order = sorted(range(len(levels)), key=lambda i: levels[i])
    steps = [0.0, *((heights[below] + heights[above]) / 2 for below, above in pairwise(order))]
    offsets = list(accumulate(steps))  # of each label above the lowest one, where all stand close together
    groups: list[tuple[float, int]] = []  # adjacent labels: the sum of their wanted positions, and their number
    for offset, i in zip(offsets, order, strict=False):
        group = (levels[i] - offset, 1)
        while groups and groups[-1][0] / groups[-1][1] > group[0] / group[1]:
            below = groups.pop()
            group = (below[0] + group[0], below[1] + group[1])
        groups.append(group)
    flat = [total / number for total, number in groups for _ in range(number)]
    room = high - offsets[-1]
    placed = {i: max(low, min(flat[count], room)) + offsets[count] for count, i in enumerate(order)}
    return [placed[i] for i in range(len(levels))]
