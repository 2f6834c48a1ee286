"""Pages about the past, with few and with many closed assessments in the database."""

from statistics import median

from bench import fixtures
from bench.running import stopwatch
from bench.servers import temporary_servers
from bench.table import Row, ratio

SIZES = (10, 100, 1_000, 10_000)
TEAMS = 5  # each has two closed assessments in the smallest database
PAGES = (("Over time", "over_time.py", "What moved", 1), ("Teams", "teams.py", "At two dates", TEAMS))


def pages_at_scale(rounds: int) -> list[Row]:
    """Measure the scripts of Over time and of Teams, with ten to ten thousand closed assessments."""
    rows = []
    with temporary_servers() as servers, stopwatch() as watch:
        for title, file, header, teams in PAGES:
            urls = [fixtures.finished(servers.folder, f"{teams}-{size}", size, teams) for size in SIZES]
            taken: list[list[float]] = [[] for _ in SIZES]
            for turn in range(rounds + 1):
                for url, measurements in zip(urls, taken, strict=True):
                    measured = watch.page_ms(url, file, header)
                    if turn:  # the first round warms up
                        measurements.append(measured)
            smallest, *others, largest = taken
            grown = [median(a / b for a, b in zip(some, smallest, strict=True)) for some in others]
            remark = ", ".join(f"{by:.2f}× with {size:,}" for by, size in zip(grown, SIZES[1:-1], strict=True))
            what = f"script of {title} with {SIZES[-1]:,} finished assessments, to {SIZES[0]}"
            rows.append(ratio(what, largest, smallest, "ms", at_most=1.5, remark=remark))
    return rows
