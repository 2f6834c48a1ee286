"""Every format of every kind of assessment: it comes without an error and holds no more than may be seen."""

import json

import pytest
from pydantic import TypeAdapter

from cxmaturity.report.document import Report
from cxmaturity.services.exports.assessment_files import export_assessment
from cxmaturity.services.exports.formats import Format
from tests.exports.conftest import READ_AT, Samples
from tests.exports.samples import HOSTILE, KINDS

LIGHT: tuple[Format, ...] = ("cxm", "csv", "json", "md")
"""The formats that are quickly made; decks, reports and workbooks of each kind have tests of their own."""


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_assessment(made: Samples, kind: str) -> None:
    """A file with something in it; of what is sealed or still open no level is in any of them."""
    files = {f: export_assessment(made.database, made.id_of(kind), f, READ_AT).content for f in LIGHT}
    assert all(len(content) > 100 for content in files.values())
    result = json.loads(files["json"])
    if kind in ("sealed", "open_survey"):
        assert result["answers"] == {}
        assert b",1" not in files["csv"]
        assert made.report_of(kind).section("hidden")
    else:
        assert result["answers"]


def test_a_report_can_be_kept(made: Samples) -> None:
    """A published report is stored as JSON: of every kind it comes back as it was."""
    kept = TypeAdapter(Report)
    for kind in KINDS:
        report = made.report_of(kind)
        assert kept.validate_json(kept.dump_json(report)) == report


def test_hostile_texts_start_nothing(made: Samples) -> None:
    """A note that begins as a formula has a sign before it in the CSV and is escaped in Markdown."""
    table, text = (
        export_assessment(made.database, made.id_of("solo"), f, READ_AT).content.decode() for f in LIGHT[1::2]
    )
    assert f"'{HOSTILE}"[:20] in table
    assert "\\<b\\>" in text
    assert "<b>" not in text.replace("\\<b\\>", "")
