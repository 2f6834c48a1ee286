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
from cxmaturity.browser.minify import minify_script, minify_style
from tests.chromium import FLAGS, chromium_path

ROOT = Path(__file__).parents[2]
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
    """It has no import and no comment, exports only the entry's default, and declares each name once."""
    text = assets.script(entry)
    assert not re.search(r"^\s*(import |//)|^export (?!default)", text, re.MULTILINE)
    declared = re.findall(r"^(?:const|let|async function|function|class) (\w+)", text, re.MULTILINE)
    assert len(declared) == len(set(declared))
    assert "from '." not in text


def test_comments_behind_code_hold_no_quotation_mark() -> None:
    """Comments are removed only then, because a mark could be the end of a string that began before them."""
    comment = re.compile(r"\S  // .*['\"`].*")
    scripts = (ROOT / "cxmaturity" / "browser").rglob("*.js")
    assert [line for file in scripts for line in comment.findall(file.read_text("utf-8"))] == []


def test_python_files_hold_no_script() -> None:
    """JavaScript is in its own files, where it is tested and editors understand it."""
    script = re.compile(r"document\.[a-z]+[A-Z]|addEventListener|querySelector|=> *[{(]|\bconst \w+ =")
    files = [*(ROOT / "cxmaturity").rglob("*.py"), *(ROOT / "pages").glob("*.py")]
    assert [file.name for file in files if script.search(file.read_text("utf-8"))] == []


def test_a_module_comes_after_its_imports() -> None:
    """A module imported twice, such as the codec, comes once and first."""
    text = assets.script("answering/participant.js")
    [codec] = [match.start() for match in re.finditer("const isSame = ", text)]
    assert codec < text.index("function combineChanges(") < text.index("function openAnswerForm(")


@pytest.mark.parametrize("entry", [entry for entry in ENTRIES if entry.rpartition("/")[2] in assets.ASSET_NAMES])
def test_only_white_space_is_squeezed_out(entry: str) -> None:
    """The served script has every other character in order, and is at least a tenth shorter."""
    text = assets.script(entry)
    squeezed = minify_script(text)
    assert len(squeezed) < 0.9 * len(text)
    assert re.sub(r"\s", "", squeezed) == re.sub(r"\s", "", text)


@pytest.mark.parametrize(
    ("text", "squeezed"),
    [
        ("const a = b + +c\n\n  d()", "const a=b+ +c\nd()"),
        ("x = { a: 1,\n  b: ' two  words ' }\n", "x={a:1,b:' two  words '}\n"),
        ("const p = /[/ ] +\\/ /g\nreturn in `a  ${ b }`", "const p= /[/ ] +\\/ /g\nreturn in`a  ${ b }`"),
        ("a = b / c / d\nlist\n  .map((x) => x)", "a=b/c/d\nlist.map((x)=>x)"),
    ],
)
def test_white_space_with_a_meaning_stays(text: str, squeezed: str) -> None:
    """Between words, between two operators that would become one, in strings and patterns, between statements."""
    assert minify_script(text) == squeezed


def test_styles_are_squeezed() -> None:
    """Spaces between selectors stay; those around punctuation and the last semicolon are removed."""
    style = ".a .b,\n.c > p { color: red; margin: 0 auto;\n  font: 700 calc(1px + 2px) / 1 x }\n"
    assert minify_style(style) == ".a .b,.c>p{color:red;margin:0 auto;font:700 calc(1px + 2px) / 1 x}"
