"""What can be measured, by name."""

from collections.abc import Callable
from importlib import import_module

from bench.table import Row

MEASURES = {
    "answer": "answering.round_trip",
    "weight": "loading.weight",
    "result": "loading.result_page",
    "script": "script.build_and_emit",
    "many": "wire.many_sessions",
    "postgres": "answering_postgres.burst",
    "scoring": "scoring.scoring",
    "start": "starting.start",
    "killed": "killed.killed",
    "scale": "scale.pages_at_scale",
    "lists": "lists.long_lists",
    "groups": "crowd.groups",
    "changes": "crowd.changes",
    "import": "crowd.importing",
    "verdict": "verdict.coverage",
    "phone": "voting.first_vote",
    "route": "voting.route",
    "stock": "voting.beside_stock",
    "workshop": "workshop.workshop",
    "deck": "exports.deck",
    "pdf": "exports.pdf",
    "workbook": "exports.workbook",
}


def measured(name: str, rounds: int) -> list[Row]:
    """Return the rows of one measure; in a process of its own, since pages that it runs leave that changed."""
    module, function = MEASURES[name].split(".")
    measure: Callable[[int], list[Row]] = getattr(import_module(f"bench.{module}"), function)
    return measure(rounds)
