"""Whoever waits to write gets a turn: nobody is told that the database is busy because others are quicker."""

from threading import Thread

import pytest

from cxmaturity.store.database import write_queue
from cxmaturity.store.database.write_queue import WriteQueue

PATIENCE = 30  # seconds


def waiting(queue: WriteQueue, number: int) -> None:
    """Return once so many threads stand in the queue."""
    while len(queue._waiting) != number:
        pass


@pytest.mark.parametrize(("long", "is_in_order"), [(0, False), (PATIENCE, True)])
def test_turns_come_in_the_order_in_which_they_were_asked_for(
    monkeypatch: pytest.MonkeyPatch, long: int, is_in_order: bool
) -> None:
    """Of ten threads that have waited long each that asked earlier writes earlier; who wrote and asks again is last.

    So is, however short they have waited, who asks for the end of the queue.
    """
    monkeypatch.setattr(write_queue, "_LONG_SECONDS", long)
    queue, turns = WriteQueue(), []

    def write(number: int) -> None:
        assert queue.acquire(PATIENCE)
        turns.append(number)
        queue.release()

    assert queue.acquire(PATIENCE)
    threads = [Thread(target=write, args=[number]) for number in range(10)]
    for number, thread in enumerate(threads):
        thread.start()
        waiting(queue, number + 1)
    queue.release()
    assert queue.acquire(PATIENCE, is_in_order=is_in_order)
    assert turns == [*range(10)]
    queue.release()
    for thread in threads:
        thread.join()


def test_who_gives_up_waiting_holds_up_nobody() -> None:
    """A thread whose time is over has no turn, and those behind it get theirs."""
    queue, results = WriteQueue(), []
    assert queue.acquire(PATIENCE)
    impatient = Thread(target=lambda: results.append(queue.acquire(0.01)))
    patient = Thread(target=lambda: results.append(queue.acquire(PATIENCE)))
    impatient.start()
    waiting(queue, 1)
    patient.start()
    impatient.join()
    waiting(queue, 1)
    queue.release()
    patient.join()
    assert results == [False, True]
    assert not queue.acquire(0)
    queue.release()
    assert queue.acquire(0)
