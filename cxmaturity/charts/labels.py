"""Labels in charts: without the words that all share, and moved apart so that they do not overlap."""

from collections.abc import Sequence
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


def spread(levels: Sequence[float], least: float, low: float, high: float) -> list[float]:
    """Return positions for labels, as close to `levels` as possible, in the same order and at least `least` apart.

    They lie between `low` and `high` if there is space for all.
    """
    order = sorted(range(len(levels)), key=lambda i: levels[i])
    groups: list[tuple[float, int]] = []  # adjacent labels: the sum of their wanted positions, and their number
    for count, i in enumerate(order):
        group = (levels[i] - count * least, 1)  # minus the heights of the labels below
        while groups and groups[-1][0] / groups[-1][1] > group[0] / group[1]:
            below = groups.pop()
            group = (below[0] + group[0], below[1] + group[1])
        groups.append(group)
    flat = [total / number for total, number in groups for _ in range(number)]
    room = high - (len(order) - 1) * least
    placed = {i: max(low, min(flat[count], room)) + count * least for count, i in enumerate(order)}
    return [placed[i] for i in range(len(levels))]
