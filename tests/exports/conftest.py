"""One database with an assessment of each kind, and their reports, decks and workbooks, made once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from shutil import copyfile

import pytest

from cxmaturity.export.deck import deck
from cxmaturity.report.document import Report
from cxmaturity.services import reports
from cxmaturity.services.exports.assessment_files import export_assessment
from cxmaturity.store.database.engine import Database, open_database
from tests.exports import samples

READ_AT = datetime(2026, 5, 20, 12, tzinfo=UTC)
ADDRESS = "http://127.0.0.1:8501/result?assessment=1"


@dataclass
class Samples:
    """The assessments by kind; see `samples.KINDS`."""

    database: Database

    def __post_init__(self) -> None:
        self.id_of = cache(lambda kind: samples.KINDS[kind](self.database))
        self.report_of = cache(self._report)
        self.deck_of = cache(lambda kind: deck(self.report_of(kind)))
        self.workbook_of = cache(
            lambda kind: export_assessment(self.database, self.id_of(kind), "xlsx", READ_AT).content
        )

    def _report(self, kind: str) -> Report:
        return reports.report(self.database, self.id_of(kind), READ_AT, ADDRESS, with_private_notes=True)


@pytest.fixture(scope="package")
def made(begun_sqlite_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Samples]:
    """The samples, each made when it is first used."""
    file = copyfile(begun_sqlite_file, tmp_path_factory.mktemp("exports") / "cx.db")
    database = open_database(f"sqlite:///{file}")
    yield Samples(database)
    database.close()
