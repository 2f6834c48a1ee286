"""The day of an imported round is the one that was named, wherever its machine stands."""

import time
from collections.abc import Iterator
from datetime import date

import pytest

from cxmaturity.services.imports.round_days import middle_of_day

DAY = date(2026, 3, 31)


@pytest.fixture(params=["Pacific/Auckland", "Pacific/Kiritimati", "Pacific/Honolulu", "UTC"])
def here(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """This machine's time zone."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", request.param)
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("here")
def test_a_day_has_one_date_here_and_in_utc() -> None:
    """Noon in UTC is the next day in New Zealand: lists named 31 March, the result 1 April."""
    moment = middle_of_day(DAY, None)
    assert (moment.date(), moment.astimezone().date()) == (DAY, DAY)
