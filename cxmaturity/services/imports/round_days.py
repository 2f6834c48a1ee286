"""The moment at which an imported round is closed, from the day that somebody names."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo


def middle_of_day(day: date, zone: tzinfo | None) -> datetime:
    """Return a moment of a day that has the same date in `zone` and in UTC, which data of other programs have.

    Without a zone it is that of this machine.
    """
    next_day, zones = day + timedelta(days=1), (zone, UTC)
    begins = max(datetime.combine(day, time.min, each).astimezone(UTC) for each in zones)
    ends = min(datetime.combine(next_day, time.min, each).astimezone(UTC) for each in zones)
    return begins + (ends - begins) / 2
