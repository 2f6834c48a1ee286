"""Styles that each of Streamlit's pages loads: a rule that every element must be held against slows every change."""

import re

from cxmaturity.browser import assets

_SHEETS = (
    "frame.css",
    "controls.css",
    "app.css",
    "bars.css",
    "home.css",
    "result.css",
    "plan.css",
    "questionnaires.css",
)
_PRINT = re.compile(r"@media print[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_SELECTORS = re.compile(r"([^{};]+)\{[^{}]*\}")  # of a rule without rules in it
_INNER = re.compile(r"\((?:[^()]|\([^()]*\))*\)")
_UNNAMED = re.compile(r"(?:^|[\s>+~&,]):(?:has|not|first|last|nth)[^\s>+~]*$")
"""A last part that begins with what an element holds or where it stands: each element is asked that first."""


def test_each_rule_begins_its_last_part_with_a_class_an_attribute_or_an_element() -> None:
    rules = "".join(_PRINT.sub("", assets.styles(name)) for name in _SHEETS)
    selectors = [each.strip() for each in _SELECTORS.findall(rules)]
    assert len(selectors) > 150
    assert [each for each in selectors if _UNNAMED.search(_INNER.sub("()", each))] == []


def test_a_last_part_without_a_name_is_noticed() -> None:
    slow = ['.card>:has([data-testid="stPageLink"])', ".card > :last-child", ".card :not(.a)", ":has(> .a)"]
    assert all(_UNNAMED.search(_INNER.sub("()", each)) for each in slow)
    assert not any(
        _UNNAMED.search(each) for each in (".card>[data-testid]:last-child", "label:not(:has(.a))", ".a:has(.b)")
    )
