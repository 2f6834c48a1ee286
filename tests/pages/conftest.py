"""Gives each test its own database, and pages that run on it as in the app."""

from collections.abc import Callable, Iterator
from functools import cache

import pytest
import streamlit as st
from streamlit.components.v2 import manifest_scanner
from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from streamlit.testing.v1 import AppTest, local_script_runner

from cxmaturity.store.database.engine import Database
from cxmaturity.ui.shared.frame import page_frame, session, set_fields
from tests.build import ROOT

OpenPage = Callable[..., AppTest]


@pytest.fixture(scope="session", autouse=True)
def quick_runs() -> Iterator[None]:
    """Let Streamlit do once per run what is the same for every page, and wait for a page without polling.

    Looking for components among the installed packages took half of a run, compiling the scripts a twentieth.
    """
    scripts, compiled, finished = ScriptCache(), ScriptCache.get_bytecode, local_script_runner.require_widgets_deltas

    def wait_for(runner: local_script_runner.LocalScriptRunner, timeout: float) -> None:
        if runner._script_thread is not None:
            runner._script_thread.join(timeout)
        finished(runner, timeout=1)  # it returns at once, or raises that the page takes too long

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        patch.setattr(ScriptCache, "get_bytecode", lambda _, path: compiled(scripts, path))
        patch.setattr(local_script_runner, "require_widgets_deltas", wait_for)
        yield


@pytest.fixture(scope="session", autouse=True)
def corrected_runs() -> None:
    """Let Streamlit correct what a browser sends, as in the app."""
    set_fields.correct_former_content()


@pytest.fixture(autouse=True)
def own_database(begun_sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Point the app to a new database, and drop everything cached of the last test's."""
    monkeypatch.setenv("CXMATURITY_DATABASE_URL", begun_sqlite_url)
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


@pytest.fixture
def database() -> Iterator[Database]:
    """The database that the pages use."""
    opened = session.database()
    yield opened
    opened.close()


@pytest.fixture
def open_page() -> OpenPage:
    """Open a page ('home', 'assess' …) in a new session by its address; fails on an exception in the page."""

    def open_it(name: str, **address: str) -> AppTest:
        page = AppTest.from_file(str(ROOT / "pages" / "main.py"), default_timeout=120)
        page.query_params.update(address)
        page.session_state[page_frame.IS_DRAWN] = True  # as a browser reports once it shows what is above the charts
        return shown(page.switch_page(f"{name}.py").run())

    return open_it


def shown(page: AppTest) -> AppTest:
    """Return the page after its run; fails on an exception in the page."""
    assert [e.message for e in page.exception] == []
    return page


def run_after_restart(page: AppTest) -> AppTest:
    """Run a page whose server was restarted: it forgot the session; the window sends what its fields hold."""
    sent, new = page._tree.get_widget_states(), AppTest.from_file(str(ROOT / "pages" / "main.py"))
    page._session_state, page.session_state = new._session_state, new.session_state
    return shown(page._run(sent))


def interrupted(page: AppTest) -> AppTest:
    """Send what was clicked and typed, to a run that the next click interrupts before anything of the page is drawn."""
    sent, tree, script = page._tree.get_widget_states(), page._tree, page._script_path
    page._script_path = AppTest.from_string("import streamlit as st; st.stop()")._script_path
    page._run(sent)
    page._script_path, page._tree = script, tree
    for button in page.button:
        button._value = False
    return page


def sent_twice(page: AppTest, act: Callable[[AppTest], object]) -> AppTest:
    """Let something happen, and what the window then sends arrive twice: with the labels shown before, as a browser."""
    act(page)
    sent = page._tree.get_widget_states()
    page = shown(page.run())
    return shown(page._run(sent))


def upload(page: AppTest, content: bytes, name: str = "round.csv") -> AppTest:
    return shown(page.file_uploader[0].set_value((name, content, "")).run())


def expanded(page: AppTest, *boxes: str) -> AppTest:
    """Expand these boxes, by their keys, and return the page."""
    for box in boxes:
        page.session_state[box] = True
    return shown(page.run())
