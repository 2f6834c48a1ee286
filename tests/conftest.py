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

LONGEST = {
    "test_whole_workshop.py",
    "test_disclosure_attack.py",
}  # first, so that nobody waits for them


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let a file's tests share one process and what its fixtures opened, where they run in several (xdist).

    Tests with a server of their own, and those that take longest, go to whichever process is free.
    """
    for item in items:
        has_own_server = "own_server" in getattr(item, "fixturenames", ())
        if not has_own_server and item.path.name not in LONGEST:
            item.add_marker(pytest.mark.xdist_group(str(item.path)))
    items.sort(key=lambda item: item.path.name not in LONGEST)


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
