"""Texts in Markdown, such as the rules of the page Method, as plain sentences for files without it."""

import re

_ITEM = re.compile(r"^(?:\d+\.|-) ")
_STAR = "\ufdd0"  # replaces the asterisks in texts of the questionnaire while Markdown is removed; no text contains it


def plain_items(markdown: str) -> tuple[str, ...]:
    """Return the items and paragraphs of a text in Markdown, each as one plain line."""
    items: list[str] = []
    begins = True
    for line in markdown.splitlines():
        if not line.strip():
            begins = True
            continue
        if begins or _ITEM.match(line):
            items.append(_ITEM.sub("", line.strip()))
        else:
            items[-1] += f" {line.strip()}"
        begins = False
    return tuple(item.replace("*", "").replace(_STAR, "*") for item in items)


def escaped(text: str) -> str:
    """Return a text of a questionnaire for a text in Markdown, so that `plain_items` keeps its asterisks."""
    return " ".join(text.split()).replace("*", _STAR)
