"""Audits random groups and prints the findings: python -m tests.audit 5000."""

import sys
from random import Random
from time import monotonic

from tests.audit.cases import random_case
from tests.audit.exact_search import audit


def main(groups: int, seed: int = 0) -> int:
    """Audit this many groups; return 1 if an answer is determined."""
    tried = exempt = searched = 0
    determined = []
    began = monotonic()
    for number in range(groups):
        findings = audit(random_case(Random(seed + number)))
        tried, exempt, searched = tried + findings.tried, exempt + findings.exempt, searched + findings.searched
        determined += [(seed + number, *answer) for answer in findings.determined]
    print(f"groups: {groups}, answers tried: {tried}, of which searched exactly: {searched}")
    print(f"everybody else of ten or more gave one level, which is said beforehand: {exempt}")
    print(f"determined: {len(determined)} {determined[:10]}")
    print(f"seconds: {monotonic() - began:.0f}")
    return int(bool(determined))


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
