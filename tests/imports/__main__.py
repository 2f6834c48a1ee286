"""Read this many generated files: `python -m tests.imports 2000`; exit code 1 if one is read as other answers."""

import sys
from collections import Counter

from tests.imports.generated import generate, outcome


def main(count: int) -> int:
    """Print how many files were read the same, as a fault, or as other answers.

    Return 1 if any was of the last kind.
    """
    outcomes = Counter[str]()
    for seed in range(count):
        file = generate(seed)
        result = outcome(file)
        outcomes[f"{result}{' of a spoilt file' if file.is_faulty else ''}"] += 1
        if result == "other" or (result == "fault" and not file.is_faulty):
            sys.stdout.write(f"file {seed}: {result}\n")
    sys.stdout.writelines(f"{n:6} {kind}\n" for kind, n in sorted(outcomes.items()))
    return 1 if any(kind.startswith("other") for kind in outcomes) else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000))
