"""A report as Markdown: typed text is shown as typed, in paragraphs and in tables."""

import dataclasses
from datetime import date

import pytest
from markdown_it import MarkdownIt

from cxmaturity.export.markdown import SUMMARY, markdown
from cxmaturity.report.document import Cover, Report, Section, Table

COVER = Cover("CX", "Team", "Q1", "Full", "finished", date(2026, 5, 4), "cx 2.0.1", "96bf3006", (), "", "", "en")
HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "[a](javascript:alert(1)) **b** _c_ ~~d~~ `e`",
    "1. no list",
    "# no heading",
    "- no item",
    "=1+1 | 2 | 3",
    "&lt;b&gt; &amp; \\ and \\| done",
    "2.5 of 5",
    "$5 and 6$",
    "مرحبا \u202eabc\u202c",
    "🚀 " + "x" * 1000,
]


def report(text: str) -> Report:
    table = Table("A table", ("What", "Why"), ((text, "ok"),))
    return Report(COVER, (Section("stage", "Where", text, (text,), tables=(table,)),))


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_shows_exactly_its_signs(text: str) -> None:
    """In a heading, an item and a cell: one text node with what was typed, and no markup."""
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown(report(text)))
    shown = [token for token in tokens if token.type == "inline"]
    texts = ["".join(child.content for child in token.children or ()) for token in shown]
    assert texts.count(text) == 3
    kinds = {child.type for token in shown for child in token.children or ()}
    assert kinds <= {"text", "strong_open", "strong_close", "text_special"}
    assert sum(token.type == "tr_open" for token in tokens) == 2


def test_line_breaks_stay_in_the_cell() -> None:
    """A note of several lines is one table cell."""
    assert "| one / two | ok |" in markdown(report("one\n\n two"))


def test_no_amount_of_money_becomes_a_formula() -> None:
    """GitHub and many wikis set what stands between two $ as mathematics."""
    assert r"\$5 and 6\$" in markdown(report("$5 and 6$"))


def test_the_summary_has_the_steps_and_not_every_question() -> None:
    """Sections are selected by key; the foot names the questionnaire."""
    whole = report("a")
    both = dataclasses.replace(whole, sections=(*whole.sections, Section("appendix", "All", "Every question")))
    assert "Every question" in markdown(both)
    assert "Every question" not in markdown(both, SUMMARY)
    assert markdown(both, SUMMARY).endswith("Team · Q1 · finished · cx 2.0.1 (96bf3006)\n")
