"""`python -m bench [NAME …] [--rounds N]` measures and prints one table.

A row that misses its limit is not an error: the exit code is 1 only when something could not be measured.
"""

import argparse
import os
import sys
import time
import traceback
from collections.abc import Callable
from importlib import import_module

from bench.table import Row, printed

MEASURES = {
    "answer": "answering.round_trip",
    "weight": "loading.weight",
    "result": "loading.result_page",
    "script": "script.build_and_emit",
    "many": "wire.many_sessions",
    "postgres": "answering_postgres.burst",
    "scoring": "scoring.scoring",
    "start": "starting.start",
    "killed": "killed.killed",
    "scale": "scale.pages_at_scale",
    "lists": "lists.long_lists",
    "groups": "crowd.groups",
    "changes": "crowd.changes",
    "import": "crowd.importing",
    "verdict": "verdict.coverage",
    "phone": "voting.first_vote",
    "route": "voting.route",
    "stock": "voting.beside_stock",
    "workshop": "workshop.workshop",
    "deck": "exports.deck",
    "pdf": "exports.pdf",
    "workbook": "exports.workbook",
}


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
    rows: list[Row] = []
    failed = False
    for name in options.names or MEASURES:
        module, function = MEASURES[name].split(".")
        began = time.monotonic()
        try:
            measure: Callable[[int], list[Row]] = getattr(import_module(f"bench.{module}"), function)
            rows += measure(options.rounds)
        except Exception as error:
            traceback.print_exc()
            failed = True
            rows.append(Row(name, f"could not be measured: {str(error).splitlines()[0][:90]}", "", False))
        print(f"{name}: {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    print(printed(rows))
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
