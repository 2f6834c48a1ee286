"""Every format of every kind of assessment is made without an error and holds only what may be shown."""

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
    """Each file has content; a hidden or open survey's file has no level."""
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
    """A published report of each kind is stored as JSON and read back equal."""
    kept = TypeAdapter(Report)
    for kind in KINDS:
        report = made.report_of(kind)
        assert kept.validate_json(kept.dump_json(report)) == report


def test_hostile_texts_start_nothing(made: Samples) -> None:
    """A note that looks like a formula is guarded in CSV and escaped in Markdown."""
    table, text = (
        export_assessment(made.database, made.id_of("solo"), f, READ_AT).content.decode() for f in LIGHT[1::2]
    )
    assert f"'{HOSTILE}"[:20] in table
    assert "\\<b\\>" in text
    assert "<b>" not in text.replace("\\<b\\>", "")
