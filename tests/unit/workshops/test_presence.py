"""When a phone counts as connected, away or gone, and that each process keeps this in its rosters."""

import pytest

from cxmaturity.services.workshops.people.phone_rosters import PhoneRosters
from cxmaturity.workshops.presence import Connection


class Clock:
    """A clock that the test moves on."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def rosters(clock: Clock) -> PhoneRosters:
    return PhoneRosters(clock)


def presence(rosters: PhoneRosters) -> str:
    return next(state for _, response_id, state in rosters.phones("w") if response_id == "a")


@pytest.mark.parametrize(
    ("streams", "now", "expected"),
    [(1, 9999, "connected"), (0, 99, "connected"), (0, 100, "away"), (0, 159, "away"), (0, 160, "gone")],
)
def test_a_phone_is_away_for_a_minute_and_then_gone(streams: int, now: float, expected: str) -> None:
    """A phone is connected while a stream is open or until second 100, away for the next 60 seconds, then gone."""
    assert Connection(until=100, streams=streams).presence(now) == expected


def test_a_phone_counts_by_its_streams(rosters: PhoneRosters, clock: Clock) -> None:
    """Two windows are one phone; three seconds between two pages are no absence.

    A minute after the last stream it is gone.
    """
    with rosters.connected("w", "a"):
        with rosters.connected("w", "a"):
            clock.now += 5000
            assert presence(rosters) == "connected"
        assert presence(rosters) == "connected"
    clock.now += 2
    assert presence(rosters) == "connected"
    clock.now += 2
    assert presence(rosters) == "away"
    clock.now += 60
    assert presence(rosters) == "gone"
    with rosters.connected("w", "a"):
        assert presence(rosters) == "connected"


def test_a_page_without_a_script_counts_for_a_while(rosters: PhoneRosters, clock: Clock) -> None:
    """A page without a script counts as connected for a fixed time after each request.

    With a script its event stream decides.
    """
    rosters.visit("w", "a", 300)
    clock.now += 299
    assert presence(rosters) == "connected"
    rosters.visit("w", "a", 300)
    with rosters.connected("w", "a"):
        pass
    clock.now += 4
    assert presence(rosters) == "away"


def test_only_participants_are_on_the_roster(rosters: PhoneRosters) -> None:
    """An event stream without a participant adds nobody to the roster."""
    with rosters.connected("w", None):
        assert rosters.size("w") == 0


def test_numbers_stay_and_are_never_given_twice(rosters: PhoneRosters) -> None:
    """The third phone stays number 3 when the second is removed; the next phone is number 4."""
    for phone in "abc":
        with rosters.connected("w", phone):
            pass
    rosters.update("w", ["a", "c"])
    assert rosters.was_removed("w", "b")
    rosters.update("w", ["a", "c", "d"])
    assert [(number, phone) for number, phone, _ in rosters.phones("w")] == [(1, "a"), (3, "c"), (4, "d")]
    assert rosters.phones("another") == []


def test_phones_of_another_process_count_as_there(rosters: PhoneRosters, clock: Clock) -> None:
    """With several processes, a phone that was never connected to this one counts as connected.

    One that left this process is gone.
    """
    rosters.update("w", ["a", "b"])
    with rosters.connected("w", "b"):
        pass
    clock.now += 1000
    assert {phone: state for _, phone, state in rosters.phones("w")} == {"a": "gone", "b": "gone"}
    assert {phone: state for _, phone, state in rosters.phones("w", may_be_elsewhere=True)} == {
        "a": "connected",
        "b": "gone",
    }
