"""Labels in charts: shortened to what fits, and kept apart where they would lie on each other."""

from collections.abc import Sequence
from textwrap import wrap


def short(name: str, most: int) -> str:
    """Return a name cut to `most` characters, with an ellipsis where it was longer; the table has the whole."""
    return name if len(name) <= most else f"{name[: most - 1].rstrip()}…"


def told_apart(names: Sequence[str], width: int, lines: int) -> list[str]:
    """Return names as they are where each fits into so many lines of `width` characters.

    Else without the words that all begin with: of long names these would be all that is seen.
    """
    words = [name.split() for name in names]
    if len(names) < 2 or all(len(wrap(name, width)) <= lines for name in names):
        return list(names)
    shared = 0
    while all(len(each) > shared + 1 and each[shared] == words[0][shared] for each in words):
        shared += 1
    return [f"{'…' if shared else ''}{' '.join(each[shared:])}" for each in words]


def spread(levels: Sequence[float], least: float, low: float, high: float) -> list[float]:
    """Return places for labels as near to these levels as may be, in the same order and at least `least` apart.

    They lie between `low` and `high` where there is room for all.
    """
    order = sorted(range(len(levels)), key=lambda i: levels[i])
    groups: list[tuple[float, int]] = []  # those pushed together: the sum of where they want to be, how many they are
    for count, i in enumerate(order):
        group = (levels[i] - count * least, 1)  # as if labels had no height
        while groups and groups[-1][0] / groups[-1][1] > group[0] / group[1]:
            below = groups.pop()
            group = (below[0] + group[0], below[1] + group[1])
        groups.append(group)
    flat = [total / number for total, number in groups for _ in range(number)]
    room = high - (len(order) - 1) * least
    placed = {i: max(low, min(flat[count], room)) + count * least for count, i in enumerate(order)}
    return [placed[i] for i in range(len(levels))]
