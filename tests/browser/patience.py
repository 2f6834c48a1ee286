"""Waits where the driver would fail at once: two elements where one is expected.

That happens briefly when one page replaces another, and for seconds while a sentence of the page is announced. If it
stays so, the test fails as usual.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from inspect import getmembers, isfunction
from typing import Any

import pytest
from playwright.sync_api import Error, Locator
from playwright.sync_api._generated import LocatorAssertions

from tests.waiting import PATIENCE

_OTHERS = {"count", "all", "all_inner_texts", "all_text_contents", "evaluate_all", "describe"}  # take several as well


def _retried(method: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(method)
    def retry(*arguments: Any, **options: Any) -> Any:
        until = time.monotonic() + PATIENCE / 1000
        while True:
            try:
                return method(*arguments, **options)
            except (Error, AssertionError) as error:
                if "strict mode violation" not in str(error) or time.monotonic() > until:
                    raise
            time.sleep(0.1)

    return retry


@contextmanager
def one_element_awaited() -> Iterator[None]:
    """Make every action and check of one element wait until there is one."""
    with pytest.MonkeyPatch.context() as patch:
        for kind in (Locator, LocatorAssertions):
            for name, method in getmembers(kind, isfunction):
                if not name.startswith("_") and name not in _OTHERS:
                    patch.setattr(kind, name, _retried(method))
        yield
