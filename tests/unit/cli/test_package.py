"""The package as `pip install .` makes it contains everything that starts the app."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.build import ROOT


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the package as an installation has it, built without the network."""
    folder = tmp_path_factory.mktemp("package")
    build = f"from hatchling.build import build_wheel; print(build_wheel({str(folder)!r}))"
    done = subprocess.run(
        [sys.executable, "-c", build], cwd=ROOT, capture_output=True, encoding="utf-8", timeout=120, check=True
    )
    with zipfile.ZipFile(folder / done.stdout.split()[-1]) as wheel:
        wheel.extractall(folder / "site")
    return folder / "site"


def run(installed: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python from an empty folder, without the checkout on its path."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("CXMATURITY_")}
    environment |= {"PYTHONPATH": str(installed), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=installed.parent,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def test_the_questionnaires_are_inside(installed: Path) -> None:
    """`cxmaturity check` reads the shipped questionnaire outside the checkout."""
    folder = installed / "cxmaturity" / "app" / "questionnaires" / "cx"
    done = run(installed, "-m", "cxmaturity", "check", str(folder))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("cx 2.0.2 is sound: 38 questions")


def test_scoring_takes_the_shipped_questionnaire(installed: Path) -> None:
    """`cxmaturity score` uses the shipped questionnaire if none is named."""
    file = installed.parent / "answers.json"
    file.write_text('{"questionnaire": "cx", "answers": {"P1": {"level": 3}}}', encoding="utf-8")
    done = run(installed, "-m", "cxmaturity", "score", "--pulse", str(file))
    assert (done.returncode, done.stderr) == (0, "")
    assert '"P1": 3' in done.stdout


def test_the_app_starts_from_inside(installed: Path) -> None:
    """`cxmaturity run` starts the app, pages and settings inside the package; data is stored outside it."""
    app = installed / "cxmaturity" / "app"
    wanted = {"app.py", "pages/main.py", "pages/home.py", "questionnaires/cx/model.yaml", ".streamlit/config.toml"}
    assert {name for name in wanted if not (app / name).is_file()} == set()
    assert [path.name for path in app.rglob("__pycache__")] == []
    shown = "from cxmaturity.services import settings as s; print(s.APP_FOLDER); print(s.DATA_FOLDER)"
    done = run(installed, "-c", shown)
    app_folder, data_folder = done.stdout.splitlines()
    assert Path(app_folder) == app
    assert installed not in Path(data_folder).parents
