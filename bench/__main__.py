"""`python -m bench [NAME …] [--rounds N]` measures and prints one table.

A row that misses its limit is not an error: the exit code is 1 only when something could not be measured.
"""

import argparse
import os
import sys
import time
import traceback
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from bench.measures import MEASURES, measured
from bench.table import Row, printed


def main() -> int:
    """Measure what the command line names, and print it."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(MEASURES)}; all when left out")
    parser.add_argument("--rounds", type=int, default=5, help="rounds of each, 5 when left out")
    options = parser.parse_args()
    if unknown := set(options.names) - set(MEASURES):
        parser.error(f"there is no {', '.join(sorted(unknown))}; there are {', '.join(MEASURES)}")
    if (busy := os.getloadavg()[0]) > 1:
        print(f"Other programs keep this machine busy (load {busy:.1f}): times will scatter.", file=sys.stderr)
    os.environ.setdefault("STREAMLIT_LOGGER_LEVEL", "error")  # pages run without a browser warn at each element
    rows: list[Row] = []
    failed = False
    for name in options.names or MEASURES:
        began = time.monotonic()
        try:
            with ProcessPoolExecutor(1, get_context("spawn")) as process:
                rows += process.submit(measured, name, options.rounds).result()
        except Exception as error:
            traceback.print_exc()
            failed = True
            rows.append(Row(name, f"could not be measured: {str(error).splitlines()[0][:90]}", "", False))
        print(f"{name}: {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    print(printed(rows))
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
