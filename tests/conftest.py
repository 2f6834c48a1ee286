"""Settings for every test, and a database to start from."""

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
