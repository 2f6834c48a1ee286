"""Browser tests wait: nothing on a page is read once while it may still change."""

import ast
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

BROWSER_TESTS = sorted((Path(__file__).parents[1] / "browser").rglob("*.py"))
WAITING_HELPERS = {"driver.py", "observers.py", "patience.py"}  # their functions wait on behalf of the tests

READS = {
    *("all", "all_inner_texts", "all_text_contents", "inner_text", "inner_html", "text_content", "content", "title"),
    *("count", "input_value", "get_attribute", "bounding_box", "evaluate", "evaluate_all", "evaluate_handle"),
    *("is_checked", "is_disabled", "is_editable", "is_enabled", "is_hidden", "is_visible"),
}
OBSERVATIONS = {"violations", "sideways", "read_aloud"}
FIXED = {
    "server",
    "own_server",
    "shared_server",
    "below",
    "self",
    "request",
}  # the url of a server or a request does not change
ACTS = {"check", "click", "dblclick", "fill", "press", "press_sequentially", "select_option", "tap", "uncheck"}
REASON = "# settled: "
LIVE_TEXT = re.compile(r"answers? changed\.|handed in$|\d connected")  # what `live_text` shows is read out as well


def single_reads(source: str) -> list[str]:
    """Return each place that reads a page once, as "line: what".

    Allowed are reads repeated by `eventually`, and lines with a comment that says why the page no longer changes.
    """
    tree, lines = ast.parse(source), source.splitlines()
    repeated = {
        id(inner)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and ast.unparse(call.func) in ("eventually", "app.eventually")
        for argument in call.args
        for inner in ast.walk(argument)
    }
    places = []
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(attr="count"), args=[_, *_]):
                continue  # how often a text holds another
            case ast.Call(func=ast.Attribute(attr=name)) if name in READS:
                what = name
            case ast.Call(func=ast.Name(id=name)) if name in OBSERVATIONS:
                what = name
            case (
                ast.Call(func=ast.Attribute(attr="wait_for_timeout"))
                | ast.Call(func=ast.Attribute(value=ast.Name(id="time"), attr="sleep"))
            ):
                what = "a fixed pause"
            case ast.Call(func=ast.Attribute(attr="get_by_text"), args=[text, *_]) if LIVE_TEXT.search(_words(text)):
                what = "a text that stands in the status as well: name its part of the page"
            case ast.Attribute(value=ast.Name(id=name), attr="url") if name not in FIXED:
                what = "url"
            case _:
                continue
        covered = lines[node.lineno - 1 : node.end_lineno]
        if id(node) not in repeated and not any(line.partition(REASON)[2].strip() for line in covered):
            places.append((node.lineno, what))
    return [f"{line}: {what}" for line, what in sorted(places)]


def _words(node: ast.expr) -> str:
    return "".join(str(n.value) for n in ast.walk(node) if isinstance(n, ast.Constant))


def unwaited_steps(source: str) -> list[str]:
    """Return each statement that does not wait for the one before, as "line: what".

    These are a database read right after an action on a page, which the server may not have received; a key right after
    a page was loaded, which, unlike a click, does not wait for the page; leaving a page when only its address has
    changed, because a run that is still under way may restore its address; and waiting for what a listener notes
    without asking the page anything, because its events arrive only while it is asked.
    """
    steps = []
    tree = ast.parse(source)
    noted = {name for call in _calls_of(tree, {"on", "route"}) for name in _appended(call)}
    for call in _calls_of(tree, {"eventually"}):
        if call.args and _names(call.args[0]) & noted and not any(_calls_of(call.args[0])):
            steps.append((call.lineno, "events that do not arrive meanwhile"))
    for node in ast.walk(tree):
        statements = getattr(node, "body", None)
        for before, after in pairwise(statements if isinstance(statements, list) else []):
            if _calls(before, ACTS) and isinstance(after, ast.Assert | ast.Assign) and "database" in _names(after):
                steps.append((after.lineno, "the database right after an act"))
            if _calls(before, {"goto", "reload", "visit"}) and _calls(after, {"press", "type"}, "keyboard"):
                steps.append((after.lineno, "a key right after a page was loaded"))
            if _calls(before, {"to_have_url"}) and _calls(after, {"visit"}):
                steps.append((after.lineno, "leaving a page of which only the address has come"))
    return [f"{line}: {what}" for line, what in sorted(steps)]


def _calls_of(tree: ast.AST, methods: set[str] | None = None) -> Iterator[ast.Call]:
    """Yield the calls of methods, or of methods and functions with these names."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(attr=name)) if methods is None or name in methods:
                yield node
            case ast.Call(func=ast.Name(id=name)) if methods and name in methods:
                yield node


def _appended(call: ast.Call) -> set[str]:
    """Return the names of the lists to which the arguments of a call append."""
    appends = (inner.func for argument in call.args for inner in _calls_of(argument, {"append"}))
    return {ast.unparse(func.value) for func in appends if isinstance(func, ast.Attribute)}


def _calls(statement: ast.AST, methods: set[str], place: str = "") -> bool:
    match statement:
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=value, attr=name))):
            return name in methods and ast.unparse(value).endswith(place)
    return False


def _names(statement: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(statement) if isinstance(node, ast.Name)}


@pytest.mark.parametrize(
    "source",
    [
        "heads = page.locator('th').all_inner_texts()",
        "assert page.locator('.card').count() == 3",
        "if box.is_visible():\n    box.click()",
        "link = page.get_by_role('link').get_attribute('href')",
        "assert page.evaluate('window.moved') == 0",
        "assert violations(page) == []",
        "assert (sideways(page), 1) == ([], 1)",
        "assessment = page.url.split('=')[1]",
        "page.wait_for_timeout(500)",
        "time.sleep(1)",
        "text = page.locator('p').inner_text()  # settled: ",
        "expect(page.get_by_text(f'{count} answers changed.')).to_be_visible()",
    ],
)
def test_a_single_read_is_noticed(source: str) -> None:
    """Each kind is reported; a comment without a reason does not count."""
    assert len(single_reads(source)) == 1


@pytest.mark.parametrize(
    "source",
    [
        "expect(page.locator('th')).to_have_text(['a', 'b'])",
        "app.eventually(lambda: page.locator('.heat').evaluate('t => t.scrollLeft'), 8)",
        "link = other.url  # settled: to_have_url has waited for it",
        "page.goto(f'{server.url}/teams')",
        "assert log.count('warning') == 1",
        "if not box.is_visible():  # settled: the script has run to its end\n    box.click()",
    ],
)
def test_what_waits_is_allowed(source: str) -> None:
    """Waiting assertions, addresses of servers and lines with a reason pass."""
    assert single_reads(source) == []


@pytest.mark.parametrize(
    ("source", "count"),
    [
        ("page.get_by_role('button').click()\nassert stored(database, 'a') == {}", 1),
        ("def test():\n    page.reload()\n    page.keyboard.press('b')", 1),
        ("app.visit(page, '/teams')\npage.keyboard.press('b')", 1),
        ("expect(page).to_have_url('/result')\napp.visit(page, '/')", 1),
        ("expect(page).to_have_url('/result')\nexpect_chart(page, 'radar')\napp.visit(page, '/')", 0),
        ("page.get_by_role('button').click()\nexpect(page).to_have_title('b')\nassert stored(database, 'a') == {}", 0),
        ("page.get_by_role('button').click()\napp.eventually(lambda: stored(database, 'a'), {})", 0),
        ("page.goto('/')\npage.get_by_role('link').click()", 0),
        ("page.on('console', lambda m: seen.append(m))\napp.eventually(lambda: len(seen), 1)", 1),
        ("page.on('console', lambda m: seen.append(m))\napp.eventually(lambda: page.title() and len(seen), 1)", 0),
    ],
)
def test_a_hasty_step_is_noticed(source: str, count: int) -> None:
    """Database reads and keys must wait for the page; clicks wait by themselves."""
    assert len(unwaited_steps(source)) == count


@pytest.mark.parametrize("path", BROWSER_TESTS, ids=lambda path: path.name)
def test_no_browser_test_reads_a_page_once(path: Path) -> None:
    """Except in the helpers that wait."""
    if path.name not in WAITING_HELPERS:
        source = path.read_text(encoding="utf-8")
        assert single_reads(source) + unwaited_steps(source) == []
