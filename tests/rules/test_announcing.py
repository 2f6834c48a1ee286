"""After an action the page reruns, so it must announce what was done; otherwise screen readers read nothing."""

import ast
import re
from pathlib import Path

import pytest

from tests.build import ROOT
from tests.rules.source import MODULES, PAGES

RERUNS = {"rerun", "switch_page"}
RUNNING = [path for path in (*PAGES, *MODULES) if re.search(r"st\.(rerun|switch_page)\(", path.read_text("utf-8"))]
ANNOUNCED_ELSEWHERE = {
    "pages/survey.py": "a workshop's address leads to its console, which says where it stands",
    "cxmaturity/ui/assess/answering.py:_go_to": "it leads to another part of the page, whose heading is focused",
    "cxmaturity/ui/shared/sure_button.py:sure_button": "the action of the button says so",
    "cxmaturity/ui/workshop/question.py:store_sent_agreement": "storing the agreed level says so",
    "cxmaturity/ui/result/group.py:_agree_on": "storing the agreed level says so",
    "cxmaturity/ui/surveys/progress.py:_open_status": "the page then says that the survey is closed",
    "cxmaturity/ui/workshop/participants.py:_attendance": "somebody else came or left, which the attendance says",
    "cxmaturity/ui/shared/frame/page_frame.py:follow_callback": "the callback that asked for the page says so",
    "cxmaturity/ui/shared/frame/page_frame.py:follow_announcement": "it runs the app because something was announced",
}


def silent_runs(source: str) -> list[str]:
    """Return the functions, or "" for a page itself, that rerun the page and announce nothing."""
    tree = ast.parse(source)
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    inside = {id(node) for function in functions for node in ast.walk(function)}
    parts = [(f.name, list(ast.walk(f))) for f in functions]
    parts.append(("", [node for node in ast.walk(tree) if id(node) not in inside]))
    silent = []
    for name, nodes in parts:
        calls = [node.func for node in nodes if isinstance(node, ast.Call)]
        reruns = any(isinstance(call, ast.Attribute) and call.attr in RERUNS for call in calls)
        if reruns and not any(isinstance(call, ast.Name) and call.id == "announce" for call in calls):
            silent.append(name)
    return silent


@pytest.mark.parametrize("path", RUNNING, ids=lambda path: path.stem)
def test_each_part_that_reruns_the_page_announces(path: Path) -> None:
    """Each part that calls st.rerun or st.switch_page announces, or is listed above with its reason."""
    place = path.relative_to(ROOT).as_posix()
    silent = {f"{place}:{name}" if name else place for name in silent_runs(path.read_text("utf-8"))}
    assert silent <= ANNOUNCED_ELSEWHERE.keys()


def late_announcements(source: str) -> list[int]:
    """Return the lines where a click is announced in the run that it starts, which ends without another.

    The page's frame was sent before that, so the announcement would be read only at the next click.
    """
    late = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.If) and _names(node.test) & {"button", "form_submit_button"}:
            called = set().union(*(_names(part) for part in node.body))
            if "announce" in called and not called & RERUNS:
                late.append(node.lineno)
    return late


def _names(part: ast.AST) -> set[str]:
    calls = [node.func for node in ast.walk(part) if isinstance(node, ast.Call)]
    return {call.attr if isinstance(call, ast.Attribute) else getattr(call, "id", "") for call in calls}


def test_a_click_is_announced_in_the_same_run() -> None:
    """Code that announces after a click is a callback or reruns the page."""
    sources = {path.name: path.read_text("utf-8") for path in (*PAGES, *MODULES)}
    assert {
        name: lines
        for name, source in sources.items()
        if "announce(" in source and (lines := late_announcements(source))
    } == {}


def test_a_late_announcement_is_noticed() -> None:
    """A button whose block announces and continues is reported; one that reruns the page is not."""
    assert late_announcements("if st.button('x'):\n    announce('Done.')") == [1]
    assert late_announcements("if is_open and st.button('x'):\n    announce('Done.')\n    st.rerun()") == []


def test_a_missing_announcement_is_noticed() -> None:
    """A function that announces passes; a function and a page that do not are reported."""
    assert silent_runs("def save():\n    announce('Saved.')\n    st.rerun()") == []
    assert silent_runs("def save():\n    st.rerun()") == ["save"]
    assert silent_runs("if st.button('x'):\n    st.switch_page('y.py')") == [""]
