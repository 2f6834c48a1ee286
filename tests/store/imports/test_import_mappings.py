"""Choices on how to read a file are stored for the next file with the same headings, on both databases."""

import pytest

from cxmaturity.files.imports.mapping import FileMapping
from cxmaturity.services.imports.mappings import keep_mapping, kept_mapping
from cxmaturity.store.database.engine import Database
from tests.store.fixtures import shipped

HEADINGS = ("Name", "P1")


@pytest.mark.each_database
def test_choices_come_back_for_the_same_headings(database: Database) -> None:
    """The latest choices, without those that concern one file only; none for other headings."""
    assert kept_mapping(database, shipped(), HEADINGS) is None
    keep_mapping(database, shipped(), HEADINGS, FileMapping(sheet="A", keep_rows=frozenset({4})))
    assert kept_mapping(database, shipped(), HEADINGS) is None
    first = FileMapping(lowest=0, sheet="A", values={"so so": 2, "x": "missing"}, roles={"Wizard": None})
    keep_mapping(database, shipped(), HEADINGS, first)
    keep_mapping(database, shipped(), ("Name", "P2"), FileMapping(lowest=0))
    assert kept_mapping(database, shipped(), HEADINGS) == first.model_copy(update={"sheet": None})
    later = FileMapping(encoding="cp1250", columns={"Name": None}, same_person="all")
    keep_mapping(database, shipped(), HEADINGS, later)
    assert kept_mapping(database, shipped(), HEADINGS) == later
