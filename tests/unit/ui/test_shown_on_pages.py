"""Numbers and dates in a page's text: halves are rounded up, and a day is in the viewer's time zone."""

from datetime import UTC, date, datetime

import pandas as pd
import pytest
import streamlit
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Element

from cxmaturity.charts.dumbbells import dumbbells
from cxmaturity.charts.radar import radar
from cxmaturity.charts.trend import stage_scale, trend
from cxmaturity.tables import over_time
from cxmaturity.tables.over_time import TrendAssessment
from cxmaturity.ui.shared.frame import session
from tests.build import equal

LATE = datetime(2026, 7, 31, 22, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("level", "shown"),
    [(3.1, "Pulse: 53 of 100"), (3.7, "Pulse: 68 of 100"), (None, "No pulse: too little is rated")],
)
def test_the_headline_of_a_pulse_rounds_half_up(level: float | None, shown: str) -> None:
    """Levels of 3.1 and 3.7 on five stages are indices of 52.5 and 67.5, shown as 53 and 68.

    Python's `round` gives 52 and 68.
    """

    def page(level: float | None) -> None:
        from cxmaturity.scoring.result import PulseResult
        from cxmaturity.ui.result import headline

        index = None if level is None else 100 * (level - 1) / 4
        headline.pulse(PulseResult(index, level, level, level, 1.0, {}), 10, (1.0, 5.0))

    opened = AppTest.from_function(page, kwargs={"level": level}).run()
    assert [e.message for e in opened.exception] == []
    assert [h.value for h in opened.header] == [shown]


def test_a_table_rounds_half_up() -> None:
    """2.25 is shown as 2.3, where Python rounds to 2.2. Missing is a dash. The first cell names its row."""

    def page() -> None:
        import pandas as pd

        from cxmaturity.ui.shared import charts

        charts.table(pd.DataFrame({"level": [2.25, float("nan")], "rated": pd.array([3, None], "Int64")}), "Levels")

    opened = AppTest.from_function(page).run()
    assert [e.message for e in opened.exception] == []
    [html] = opened.get("html")
    assert isinstance(html, Element)
    assert '<th scope="row">2.3</th><td>3</td>' in html.value
    assert '<th scope="row">–</th><td>–</td>' in html.value
    assert ">Levels</caption>" in html.value


def test_charts_name_the_levels_that_the_tables_show() -> None:
    """1.45 stays stage 1; plotly would round it on its own, so the marks' texts are written here.

    A target stands as the model gives it.
    """
    gaps = pd.DataFrame({"capability": ["Listening"], "level": [1.45], "target": [3.0], "gap": [1.55]})
    assert list(dumbbells(gaps, 5).data[-1].text) == ["1.45"]
    levels = {"level": [1.45, None, 3.0], "shown": ["1.45", "–", "3.0"], "last": None, "target": [2.625, None, 4]}
    profile = pd.DataFrame({"dimension": ["A", "B", "C"], **levels})
    assert list(radar(profile, 5).data[-1].text) == ["1.45", "–", "3.0", "1.45"]
    assert list(radar(profile, 5).data[0].text) == ["2.625", "–", "4", "2.625"]
    points = [TrendAssessment(f"Q{n}", "", "", equal(1), {"A": level}, {}) for n, level in ((1, 1.45), (2, None))]
    picture = trend(over_time.level_history(points), ["Q1", "Q2"], stage_scale(5))
    assert list(picture.data[0].text) == ["Q1: 1.45", "Q2: –"]


class Browser:
    """The time zone that a browser reports."""

    def __init__(self, timezone: object, timezone_offset: object) -> None:
        self.timezone, self.timezone_offset = timezone, timezone_offset


@pytest.mark.parametrize(
    ("name", "minutes_behind", "day"),
    [
        ("Europe/Budapest", -60, date(2026, 8, 1)),  # in summer two hours ahead, though looked at in winter
        ("America/Los_Angeles", 480, date(2026, 7, 31)),
        ("Pacific/Kiritimati", -840, date(2026, 8, 1)),  # at noon in UTC it is the next day there already
        ("Pacific/Pago_Pago", 660, date(2026, 7, 31)),
        ("Nowhere/Land", -120, date(2026, 8, 1)),
        ("../../etc/passwd", None, date(2026, 7, 31)),
        (None, 10**9, date(2026, 7, 31)),
    ],
)
def test_a_day_is_the_viewers(
    monkeypatch: pytest.MonkeyPatch, name: str | None, minutes_behind: int | None, day: date
) -> None:
    """By the zone's name, else by the offset; without a valid zone or offset it is UTC.

    A day that somebody chooses is the same where data and commands show it.
    """
    monkeypatch.setattr(streamlit, "context", Browser(name, minutes_behind))
    assert session.day_of(LATE) == day
    assert session.day_of(session.end_of(day)) == day
    middle = session.middle_of(day)
    assert (session.day_of(middle), middle.date()) == (day, day)


def test_without_a_browser_a_day_is_that_of_utc() -> None:
    """Without a browser, as in a test of a page, dates are in UTC."""
    assert session.day_of(LATE) == date(2026, 7, 31)
    assert session.end_of(date(2026, 7, 31)) == datetime(2026, 7, 31, 23, 59, 59, 999999, tzinfo=UTC)


def test_a_day_ends_after_the_hour_that_comes_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """In Chile, Egypt and Lebanon the clock goes back at midnight: 23:59:59 comes again an hour later, now at UTC−4."""
    monkeypatch.setattr(streamlit, "context", Browser("America/Santiago", 180))
    assert session.end_of(date(2026, 4, 4)).isoformat() == "2026-04-04T23:59:59.999999-04:00"
