"""Settings for every test, and databases to start from."""

import gc
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis.internal.conjecture import providers
from sqlalchemy import URL, Engine, create_engine
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.util import LRUCache

from cxmaturity.store.database import engine
from cxmaturity.store.database.engine import Database, open_database
from tests.reader_server import IS_POSSIBLE, ReaderServer

# The same examples on every run, so that a broken law fails for everybody, and no run is slow by chance.
settings.register_profile("house", deadline=None, derandomize=True, database=None, max_examples=60)
# New examples and many more of them: pytest tests/properties --hypothesis-profile=thorough
settings.register_profile("thorough", deadline=None, database=None, max_examples=2000)
settings.load_profile("house")
# Constants of the modules that happen to be imported by then would be tried too: other examples after other tests.
pytest.MonkeyPatch().setattr(providers, "is_local_module_file", lambda _: False)


# numpy reads it when it is imported. With small arrays its threads gain nothing, and they keep processors busy waiting.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# What is imported and collected lives for the whole run: looking for garbage in it took a quarter of the collection.
gc.disable()


def pytest_collection_finish() -> None:
    """Exclude what lives for the whole run from garbage collection, and collect less often.

    Traversing all packages and tests again and again took a tenth to a quarter of the time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
    gc.enable()


@pytest.fixture(scope="session", autouse=True)
def compiled_once() -> Iterator[None]:
    """Share SQLAlchemy's compiled statements between the databases of a run, because each test has its own.

    The cache is valid for each dialect of a kind, so such dialects must compare as equal.
    """
    compiled: LRUCache[Any, Any] = LRUCache(5000)

    def create_with_compiled(url: URL, **options: Any) -> Engine:
        made = create_engine(url, **options)
        made._compiled_cache = compiled
        return made

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "create_engine", create_with_compiled)
        patch.setattr(DefaultDialect, "__eq__", lambda one, other: type(one) is type(other))
        patch.setattr(DefaultDialect, "__hash__", lambda one: hash(type(one)))
        yield


@pytest.fixture(scope="session")
def begun_sqlite_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite database after a first start, made once."""
    file = tmp_path_factory.mktemp("begun") / "cx.db"
    engine.open_database(f"sqlite:///{file}").close()
    return file


@pytest.fixture
def begun_sqlite_url(begun_sqlite_file: Path, tmp_path: Path) -> str:
    """The address of a copy of an SQLite database after a first start, which is quicker than another start."""
    return f"sqlite:///{shutil.copyfile(begun_sqlite_file, tmp_path / 'cx.db')}"


@pytest.fixture
def sqlite_database(begun_sqlite_url: str) -> Iterator[Database]:
    """A new SQLite database."""
    opened = open_database(begun_sqlite_url)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def reader_server() -> Iterator[ReaderServer]:
    """Reads files of answers; it starts with the first of them."""
    server = ReaderServer()
    yield server
    server.close()


@pytest.fixture
def quick_reader(reader_server: ReaderServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the reader server read files of answers, where the system can copy a process."""
    from cxmaturity.files.imports import reader_process  # imports much that most tests do not need

    if IS_POSSIBLE:
        monkeypatch.setattr(reader_process, "subprocess", reader_server)
