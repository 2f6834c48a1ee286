"""The table of results: what was measured, and the limit that we set ourselves."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Row:
    """One row: `measured` and `limit` in words, and whether the limit is kept; None for a row without a limit."""

    what: str
    measured: str
    limit: str
    is_kept: bool | None


def number(what: str, value: float, unit: str, at_most: float, remark: str = "") -> Row:
    """Return the row of a single number."""
    measured = f"{_short(value)} {unit}" + (f" ({remark})" if remark else "")
    return Row(what, measured, f"at most {at_most:g} {unit}", value <= at_most)


def ratio(
    what: str,
    ours: Sequence[float],
    theirs: Sequence[float],
    unit: str,
    *,
    at_most: float | None = None,
    at_least: float | None = None,
    remark: str = "",
) -> Row:
    """Return the row of a ratio: the median over rounds of ours to theirs, where each round measures both in turn."""
    times = median(a / b for a, b in zip(ours, theirs, strict=True))
    measured = (
        f"{times:.3g}× ({_short(median(ours))} to {_short(median(theirs))} {unit}{'; ' if remark else ''}{remark})"
    )
    if at_least is not None:
        return Row(what, measured, f"at least {at_least:g}×", times >= at_least)
    if at_most is not None:
        return Row(what, measured, f"at most {at_most:g}×", times <= at_most)
    return Row(what, measured, "", None)


def _short(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"


def printed(rows: Iterable[Row]) -> str:
    """Return the rows as a Markdown table that also reads well as plain text."""
    cells = [("what", "measured", "limit", "verdict")]
    verdicts = {True: "pass", False: "FALLS SHORT", None: ""}
    cells += [(r.what, r.measured, r.limit, verdicts[r.is_kept]) for r in rows]
    widths = [max(len(row[i]) for row in cells) for i in range(4)]
    lines = ["| " + " | ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)) + " |" for row in cells]
    return "\n".join([lines[0], "|" + "|".join("-" * (w + 2) for w in widths) + "|", *lines[1:]])
