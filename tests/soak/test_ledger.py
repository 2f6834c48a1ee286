"""The checker of the long run reports what is lost, what is older than confirmed, and what nobody sent."""

import pytest

from tests.soak.ledger import Ledger


@pytest.fixture
def ledger() -> Ledger:
    """P1: 3 acknowledged, then 4 without a reply. P2: 1 acknowledged, then 2. P3: 5 refused. P4: 2 without a reply."""
    ledger = Ledger()
    for cell, value in (("P1", 3), ("P2", 1), ("P2", 2)):
        ledger.send(cell, value)
        ledger.acknowledge(cell, value)
    ledger.send("P1", 4)
    ledger.send("P3", 5)
    ledger.refuse("P3")
    ledger.send("P4", 2)
    return ledger


@pytest.mark.parametrize("stored", [{"P1": 3, "P2": 2}, {"P1": 4, "P2": 2}, {"P1": 3, "P2": 2, "P4": 2}])
def test_unconfirmed_values_are_no_fault(ledger: Ledger, stored: dict[str, int]) -> None:
    """Without a reply either value may be stored."""
    assert ledger.faults(stored) == []
    assert ledger.acknowledged == 3


@pytest.mark.parametrize(
    ("stored", "fault"),
    [
        ({"P1": 3}, "P2: 2 was acknowledged, nothing is stored"),
        ({"P1": 3, "P2": 1}, "P2: 2 was acknowledged, 1 is stored"),
        ({"P1": 1, "P2": 2}, "P1: 3 was acknowledged, 1 is stored"),
        ({"P1": 3, "P2": 2, "P3": 5}, "P3: None was acknowledged, 5 is stored"),
        ({"P1": 3, "P2": 2, "P9": 1}, "P9: 1 is stored, which nobody sent"),
    ],
)
def test_a_loss_is_noticed(ledger: Ledger, stored: dict[str, int], fault: str) -> None:
    """A lost, an older and an invented value are each reported."""
    assert ledger.faults(stored) == [fault]
