"""Writers wait in a queue, so nobody fails because others are quicker."""

from threading import Thread
from time import monotonic

import pytest

from cxmaturity.store.database import write_queue
from cxmaturity.store.database.write_queue import WriteQueue

PATIENCE = 30  # seconds


def waiting(queue: WriteQueue, number: int) -> None:
    """Return once this many threads wait in the queue, which must then last."""
    until = monotonic() + PATIENCE
    while len(queue._waiting) != number:
        assert monotonic() < until, f"{len(queue._waiting)} wait, not {number}"


@pytest.mark.parametrize(("long", "is_in_order"), [(0, False), (PATIENCE, True)])
def test_turns_come_in_the_order_in_which_they_were_asked_for(
    monkeypatch: pytest.MonkeyPatch, long: int, is_in_order: bool
) -> None:
    """Of ten threads that waited long, the one that asked earlier writes earlier; a thread that asks again is last.

    A thread that asks for the end of the queue is last too, however short the others have waited.
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


def test_a_writer_that_timed_out_blocks_nobody() -> None:
    """A thread that timed out gets no turn, and those behind it do."""
    queue, results = WriteQueue(), []
    assert queue.acquire(PATIENCE)
    impatient = Thread(target=lambda: results.append(queue.acquire(0.01)))
    patient = Thread(target=lambda: results.append(queue.acquire(PATIENCE)))
    impatient.start()
    patient.start()  # on a busy machine the other one may have given up already
    impatient.join()
    waiting(queue, 1)
    queue.release()
    patient.join()
    assert results == [False, True]
    assert not queue.acquire(0)
    queue.release()
    assert queue.acquire(0)
