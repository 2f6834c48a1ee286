"""Unit tests of the browser's modules: outbox, event stream, countdown, answers, focus keeper, places of notices.

They are written in JavaScript and run in Node if it is installed, else in the browser of tests/browser.
"""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Route, sync_playwright

from cxmaturity.browser import assets
from tests.build import ROOT
from tests.chromium import FLAGS, chromium_path

FOLDER = Path(__file__).parent
ENTRIES = (
    "answering/participant.js",
    "answering/answer_form_component.js",
    "workshop/self_paced.js",
    "workshop/phone.js",
    "workshop/screen.js",
    "workshop/live_status.js",
)
NAMES = [
    name.replace("\\'", "'")
    for file in sorted(FOLDER.glob("*.test.js"))
    for name in re.findall(r"^(?:test|\w+Test)\('((?:[^'\\]|\\.)*)'", file.read_text("utf-8"), re.MULTILINE)
]
_RUN = "import({}).then(all => all.runAll()).then(results => console.log(JSON.stringify(results)))"


def in_node() -> dict[str, str] | None:
    """Run all tests in Node; return failures by test name, empty if none; None without a suitable Node."""
    if not shutil.which("node"):
        return None
    address = (FOLDER / "all.js").as_uri()
    command = ["node", "--input-type=module", "--eval", _RUN.format(json.dumps(address))]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    if "Cannot use import statement" in done.stderr:  # it takes a .js file for no module
        return None
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def in_chromium() -> dict[str, str]:
    """Run all tests on an empty page; return failures by test name, empty if none."""

    def fulfil(route: Route) -> None:
        file = ROOT / route.request.url.removeprefix("http://scripts.test/")
        if file.suffix == ".js":
            route.fulfill(body=file.read_text("utf-8"), content_type="text/javascript")
        else:
            route.fulfill(body="<!doctype html><title>Scripts</title>", content_type="text/html")

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=list(FLAGS))
        page = browser.new_page()
        page.route("**/*", fulfil)
        page.goto("http://scripts.test/")
        results = page.evaluate("() => import('/tests/scripts/all.js').then((all) => all.runAll())")
        browser.close()
    return dict(results)


@pytest.fixture(scope="module")
def results() -> dict[str, str]:
    """The failures of the JavaScript tests, by name."""
    return in_node() or in_chromium()


def test_all_scripts_are_run(results: dict[str, str]) -> None:
    """all.js imports every test file, and no two tests have the same name."""
    assert sorted(results) == sorted(NAMES)
    assert len(NAMES) == len(set(NAMES))


@pytest.mark.parametrize("name", NAMES)
def test_script(results: dict[str, str], name: str) -> None:
    """One test of a *.test.js file, whose name says what it protects."""
    assert results[name] == ""


@pytest.mark.parametrize("entry", ENTRIES)
def test_a_page_gets_one_script_that_stands_alone(entry: str) -> None:
    """It has no import and no comment, exports only the entry's default, and its modules declare each name once."""
    text = assets.script(entry)
    assert not re.search(r"^(import |export (?!default))|^ *//|from '\.|/\*", text, re.MULTILINE)
    modules = [file.read_text("utf-8") for file in assets.in_import_order(Path(assets.__file__).parent / entry)]
    declared = re.findall(
        r"^(?:export )?(?:const|let|async function|function|class) (\w+)", "\n".join(modules), re.MULTILINE
    )
    assert declared
    assert len(declared) == len(set(declared))


def test_python_files_hold_no_script() -> None:
    """JavaScript is in its own files, where it is tested and editors understand it."""
    script = re.compile(r"document\.[a-z]+[A-Z]|addEventListener|querySelector|=> *[{(]|\bconst \w+ =")
    files = [*(ROOT / "cxmaturity").rglob("*.py"), *(ROOT / "pages").glob("*.py")]
    assert [file.name for file in files if script.search(file.read_text("utf-8"))] == []


def test_a_module_comes_after_its_imports() -> None:
    """A module imported twice, such as the codec, comes once and first."""
    text = assets.script("answering/participant.js")
    [codec] = [match.start() for match in re.finditer("const isSame=", text)]
    assert codec < text.index("function combineChanges(") < text.index("function openAnswerForm(")


def test_styles_lose_comments_and_needless_spaces_only() -> None:
    """A space before a pseudo-class selects what is within, also in nested rules, and stays."""
    text = assets.styles("answer_form.css")
    assert '& .cx-status :is([role="alert"],span){flex:1 1 12rem;margin:0}' in text
    assert "/*" not in text
    assert ";}" not in text
