"""A callback that is refused leaves the page standing: `errors_shown_here` there would stop it before it is drawn."""

import ast

from tests.build import ROOT

UI = sorted((ROOT / "cxmaturity" / "ui").rglob("*.py"))
CALLBACKS = ("on_click", "on_change", "on_submit", "action")


def called_names(node: ast.AST) -> set[str]:
    """Return the names of all functions called within a node."""
    return {call.func.id for call in ast.walk(node) if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)}


def stopping_callbacks(source: str) -> set[str]:
    """Return the callbacks of a module, by name, that use `errors_shown_here` or call a function of it that does."""
    tree = ast.parse(source)
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    begun = {
        name
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        for keyword in call.keywords
        if keyword.arg in CALLBACKS or (keyword.arg or "").startswith("on_")
        for name in ({keyword.value.id} if isinstance(keyword.value, ast.Name) else called_names(keyword.value))
    }
    stopping = set()
    for name in begun & set(functions):
        reached, new = set(), {name}
        while new:
            reached |= new
            new = {called for one in new for called in called_names(functions[one]) if called in functions} - reached
        if any("errors_shown_here" in called_names(functions[one]) for one in reached):
            stopping.add(name)
    return stopping


def test_no_callback_stops_the_page() -> None:
    """All modules with pages; a planted one is found, also behind another function."""
    planted = (
        "def _do():\n    with errors_shown_here():\n        pass\n"
        "def _ask():\n    _do()\n"
        "def page():\n    st.button('x', on_click=_ask)\n    sure_button('y', action=_do)\n"
    )
    assert stopping_callbacks(planted) == {"_do", "_ask"}
    named = {f"{path.name}: {name}" for path in UI for name in stopping_callbacks(path.read_text(encoding="utf-8"))}
    assert named == set()
