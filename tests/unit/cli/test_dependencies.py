"""The check of dependencies: unfit licences and advisories that apply are reported, others pass."""

import importlib.util
import json
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from tests.build import ROOT

_spec = importlib.util.spec_from_file_location("dependencies", ROOT / "deploy" / "dependencies.py")
assert _spec is not None
assert _spec.loader is not None
dependencies = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(dependencies)


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("MIT", True),
        ("Apache-2.0 OR BSD-2-Clause", True),
        ("MPL-2.0 AND (Apache-2.0 OR MIT)", True),
        ("Mozilla Public License 2.0 (MPL 2.0)", True),
        ("MIT OR GPL-3.0-or-later", True),  # MIT may be chosen
        ("GPL-3.0-only", False),
        ("LGPL-2.1", False),
        ("AGPL-3.0-or-later", False),
        ("GNU Affero General Public License v3", False),
        ("MIT AND GPL-2.0", False),
        ("Other/Proprietary License", False),
        ("", False),
    ],
)
def test_which_licences_fit(text: str, fits: bool) -> None:
    """No GPL in any form unless another licence may be chosen; a missing licence does not fit."""
    assert dependencies.does_licence_fit(text) is fits


def advisory(*events: dict[str, str], name: str = "Stream_lit", **more: Any) -> dict[str, Any]:
    affected = {"package": {"ecosystem": "PyPI", "name": name}, "ranges": [{"type": "ECOSYSTEM", "events": [*events]}]}
    return {"id": "X-1", "summary": "Opens a door", "affected": [affected]} | more


@pytest.mark.parametrize(
    ("content", "applies"),
    [
        (advisory({"introduced": "0"}), True),
        (advisory({"introduced": "0"}, {"fixed": "1.5.0"}), True),
        (advisory({"introduced": "0"}, {"fixed": "1.4.0"}), False),
        (advisory({"introduced": "1.4.1"}), False),
        (advisory({"introduced": "0"}, {"last_affected": "1.4"}), True),
        (advisory({"introduced": "0"}, {"last_affected": "1.3.9"}), False),
        (advisory({"introduced": "0"}, {"fixed": "1.1"}, {"introduced": "1.3"}), True),
        (advisory({"introduced": "0"}, withdrawn="2026-01-01T00:00:00Z"), False),
        (advisory({"introduced": "0"}, name="another"), False),
        (
            {"id": "X-2", "affected": [{"package": {"ecosystem": "npm", "name": "stream-lit"}, "versions": ["1.4"]}]},
            False,
        ),
        (
            {"id": "X-3", "affected": [{"package": {"ecosystem": "PyPI", "name": "stream-lit"}, "versions": ["1.4"]}]},
            True,
        ),
    ],
)
def test_which_advisories_apply(content: dict[str, Any], applies: bool) -> None:
    """By version and by range, for every spelling of the package's name, and not if withdrawn."""
    assert dependencies.applies_to(content, "stream-lit", "1.4") is applies


def test_the_shipped_packages_pass(capsys: pytest.CaptureFixture[str]) -> None:
    """Every package that the product installs, with its own dependencies."""
    assert dependencies.main([]) == 0
    output = capsys.readouterr().out
    assert int(output.split()[2]) >= 50
    assert "Nothing was found." in output


@pytest.mark.parametrize("packed", [False, True])
def test_an_advisory_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str], packed: bool) -> None:
    """Advisories are read from a folder or a zip; the exit code reports a match."""
    content = json.dumps(advisory({"introduced": "0"}, name="SQLAlchemy"))
    (tmp_path / "x.json").write_text(content, encoding="utf-8")
    export = tmp_path
    if packed:
        export = tmp_path / "all.zip"
        with ZipFile(export, "w") as archive:
            archive.writestr("x.json", content)
    assert dependencies.main([str(export)]) == 1
    output = capsys.readouterr().out
    assert "1 advisories were looked at." in output
    assert "X-1 Opens a door" in output
    assert output.count("sqlalchemy ") == 1
