"""A real server and a real Chromium. Tests use windows that are as new, and fail on whatever must not happen in one."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from cxmaturity.store.database.engine import Database
from tests.browser.patience import one_element_awaited
from tests.browser.windows import Windows
from tests.chromium import FLAGS, chromium_path
from tests.server import Server, free_port
from tests.waiting import PATIENCE

NewWindow = Callable[..., Page]

LEAN_DRIVER = Path(__file__).with_name("lean_driver.cjs")


@pytest.fixture(scope="package")  # no longer: while it is open, no other test can run an event loop of its own
def chromium() -> Iterator[Browser]:
    """A running Chromium."""
    expect.set_options(timeout=PATIENCE)
    with pytest.MonkeyPatch.context() as variables:
        variables.setenv("NODE_OPTIONS", f'--require "{LEAN_DRIVER.as_posix()}"')
        playwright = sync_playwright().start()
    browser = playwright.chromium.launch(executable_path=chromium_path(), args=list(FLAGS))
    with one_element_awaited():
        yield browser
    browser.close()
    playwright.stop()


@pytest.fixture(scope="package")
def windows(chromium: Browser) -> Windows:
    """The windows of this process, used by its tests one after the other."""
    return Windows(chromium)


@pytest.fixture(scope="session")
def shared_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for all tests of this process that neither end it nor need a database of their own."""
    server = Server(tmp_path_factory.mktemp("server"))
    server.start()
    yield server
    server.kill()


@pytest.fixture
def server(shared_server: Server) -> Iterator[Server]:
    """The shared server; fails the test if the server logged an error meanwhile."""
    before = shared_server.log_size()
    yield shared_server
    complaints = shared_server.complaints(before)
    assert not complaints, "\n".join(complaints)


@pytest.fixture(scope="session")
def own_port() -> int:
    """The port of each test's own server, always the same, because Chromium keeps compiled scripts by address."""
    return free_port()


@pytest.fixture
def own_server(tmp_path: Path, own_port: int) -> Iterator[Server]:
    """A server for one test, not started yet, whose database does not exist yet."""
    server = Server(tmp_path, own_port)
    yield server
    server.kill()
    assert server.complaints() == []


@pytest.fixture
def database(server: Server) -> Iterator[Database]:
    """The shared server's database."""
    with server.opened_database() as opened:
        yield opened


@pytest.fixture
def window(windows: Windows) -> Iterator[NewWindow]:
    """Open windows, each with its own storage, with the options of a browser context.

    Fails the test if a script failed, a dialog opened, or another host was requested.
    """
    yield windows.lend
    faults = list(windows.faults)
    windows.take_back()
    assert faults == []


@pytest.fixture
def page(window: NewWindow) -> Page:
    """One window of the usual size."""
    return window()
