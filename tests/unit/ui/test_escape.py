"""Typed text is shown as typed, never read as Markdown or HTML."""

import re
from string import punctuation

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from cxmaturity.ui.shared.escape import plain

# GitHub's dialect, as Streamlit reads it, with HTML on so that a tag that slips through is seen to be one.
MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])

# What GitHub's dialect makes a link of, wherever it finds it in the finished text (mdast-util-gfm-autolink-literal).
AUTOLINK = re.compile(r"(https?://|www(?=\.))[-.\w]+|[-.\w+]+@[-\w]+(\.[-\w]+)+", re.IGNORECASE)


def shown(markdown: str) -> str:
    """Return the text that a reader sees; fails if any of it is more than a paragraph of text, or a link."""
    blocks = MARKDOWN.parse(markdown)
    assert {b.type for b in blocks} <= {"paragraph_open", "inline", "paragraph_close"}
    pieces: list[Token] = [p for b in blocks for p in b.children or []]
    assert {p.type for p in pieces} <= {"text", "text_special"}, [p.type for p in pieces]
    text = "".join(p.content for p in pieces)
    assert not AUTOLINK.search(text)
    return text.replace("\u2060", "")  # which is invisible


def test_the_checker_notices_markup() -> None:
    """Without `plain` the same texts become markup, so the tests below can fail."""
    for text in (
        "*a*",
        "<b>a</b>",
        "# a",
        "- a",
        "1. a",
        "www.a.b",
        "http://a.b",
        "a@b.c",
        "[a](b)",
        "`a`",
        "~~a~~",
        "|a|\n|-|",
        "> a",
        "a\n===",
    ):
        with pytest.raises(AssertionError):
            shown(text)


@pytest.mark.parametrize("mark", punctuation)
def test_every_mark_survives_as_itself(mark: str) -> None:
    """Each mark alone, doubled, around a word, at the start of a line, before a blank and between letters."""
    for text in (mark, mark * 3, f"{mark}a{mark}", f"{mark} a", f"a{mark}b", f"a {mark}{mark}b{mark}{mark} c"):
        assert shown(plain(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "www.example.org", "see (WWW.example.org), www.a.b.www.c", "https://example.org/a?b=c#d", "HTTP://a.b",
        "me@example.org", "a.b+c@d.e.f or mailto:me@example.org", "www", "a@b", "http://", "x.www.y",
        "*bold* _and_ **more** ~~gone~~ `code`",
        "<b>bold</b> <script>alert(1)</script> <!-- hidden -->",
        "[link](https://example.org) ![picture](x.png) <https://example.org>",
        "# heading", "1. first", "1) first", "- item", "+ item", "> quote", "***", "---", "===", "    indented",
        "| a | b | | - | - | | 1 | 2 |",
        "&amp; &lt;b&gt; &#42;",
        "\\*already escaped\\* and a last \\",
        "$x^2$ :red[alarm] :material/home: :tada: :blue-badge[demo]",
        "Größe, naïve, 顧客体験, 🙂, ‘quoted’ – dashed",
    ],
)  # fmt: skip
def test_whole_texts_survive(text: str) -> None:
    """Emphasis, tags, links, headings, lists, tables, entities, formulas, Streamlit's directives and other scripts."""
    assert shown(plain(text)) == text.strip()


@pytest.mark.parametrize("mark", [":material/home:", ":streamlit:", ":tada:", ":red[a]", ":small[a]", ":blue-badge[a]"])
def test_marks_of_streamlit_lose_their_form(mark: str) -> None:
    """The pattern :name: or :name[ that Streamlit looks for no longer occurs."""
    assert mark not in plain(mark)
    assert plain(mark).startswith("\\:")
    assert shown(plain(mark)) == mark


@pytest.mark.parametrize("gap", ["\n", "\r\n", "\r", "\n\n", "  \n", "\t", "\u2028", "   "])
def test_line_breaks_become_blanks(gap: str) -> None:
    """A text becomes one line, so that no later line starts a list or a heading."""
    assert plain(f"one{gap}# two\n") == "one \\# two"


def test_empty_text_shows_nothing() -> None:
    """An empty or blank text shows nothing."""
    assert plain("") == plain(" \n ") == ""
