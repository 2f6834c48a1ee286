"""Settings for every test, and which tests run in one process."""

import shutil
from pathlib import Path

import pytest
from hypothesis import settings

from cxmaturity.store.database.engine import open_database

# The same examples on every run: a law that breaks, breaks for everyone, and nobody's run is slow by chance.
settings.register_profile("house", deadline=None, derandomize=True, database=None, max_examples=60)
# New examples and many more of them: pytest tests/properties --hypothesis-profile=thorough
settings.register_profile("thorough", deadline=None, database=None, max_examples=2000)
settings.load_profile("house")

# First, so that nobody waits for them, and those with a browser before all others, so that it is started once.
LONGEST = (
    "test_accessibility.py",
    "test_whole_workshop.py",
    "test_controls.py",
    "test_phones_and_screen.py",
    "test_join.py",
    "test_console.py",
    "test_disclosure_attack.py",
)


def _rank(item: pytest.Item) -> tuple[bool, int]:
    name = item.path.name
    return item.path.parent.name != "browser", LONGEST.index(name) if name in LONGEST else len(LONGEST)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let a file's tests share one process and what its fixtures opened, where they run in several (xdist).

    Tests with a server of their own, and the attacks on disclosure, go to whichever process is free.
    """
    for item in items:
        if "own_server" not in getattr(item, "fixturenames", ()) and item.path.name != "test_disclosure_attack.py":
            item.add_marker(pytest.mark.xdist_group(str(item.path)))
    items.sort(key=_rank)


@pytest.fixture(scope="session")
def begun_sqlite_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite database as the first start leaves it, made once."""
    file = tmp_path_factory.mktemp("begun") / "cx.db"
    open_database(f"sqlite:///{file}").close()
    return file


@pytest.fixture
def begun_sqlite_url(begun_sqlite_file: Path, tmp_path: Path) -> str:
    """The address of a new SQLite database as the first start leaves it: a copy is quicker than another start."""
    return f"sqlite:///{shutil.copyfile(begun_sqlite_file, tmp_path / 'cx.db')}"
