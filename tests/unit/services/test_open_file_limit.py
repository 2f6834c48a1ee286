"""Many phones need more connections than many systems allow a process by default."""

import subprocess
import sys

import pytest

resource = pytest.importorskip("resource", reason="Windows knows no such limit")

_CHILD = """
import resource
resource.setrlimit(resource.RLIMIT_NOFILE, (SOFT, HARD))
from cxmaturity.services.network import raise_open_file_limit
raise_open_file_limit()
print(*resource.getrlimit(resource.RLIMIT_NOFILE))
"""


def _after(soft: int, hard: int) -> tuple[int, int]:
    """Return both limits of a process that began with these and then asked for many connections."""
    script = _CHILD.replace("SOFT", str(soft)).replace("HARD", str(hard))
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    first, second = done.stdout.split()
    return int(first), int(second)


def test_a_low_limit_is_raised_as_far_as_the_system_lets_it() -> None:
    """From 256 of at most 2,000 the limit is raised to 2,000; the hard limit stays."""
    assert _after(256, 2_000) == (2_000, 2_000)


def test_a_limit_is_never_lowered_nor_raised_beyond_what_is_needed() -> None:
    """It is raised to 10,240; a higher limit is left as it is."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    if hard != resource.RLIM_INFINITY and hard < 17_000:
        pytest.skip("this system allows too few to see it")
    assert _after(256, 17_000) == (10_240, 17_000)
    assert _after(17_000, 17_000) == (17_000, 17_000)
