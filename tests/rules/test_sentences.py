"""Each shown sentence stands in one place: no other module, template or script has it a second time."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

import pytest

from tests.build import ROOT

SHORTEST = 25
"""The shortest sentence that is looked for, in characters: shorter ones are labels."""

# What is no shown text is removed first: docstrings, comments and tags.
_DOCSTRING = re.compile(r'"""(?:\\.|[^\\])*?"""')
_TAGS = re.compile(r"{#.*?#}|{%.*?%}|{{.*?}}|</?(?!b>|/b>)[^>]*>", re.DOTALL)
_LITERAL = re.compile(r'"((?:\\.|[^"\\\n])*)"' + r"|'((?:\\.|[^'\\\n])*)'|`([^`]*)`")
_SENTENCE = re.compile(r"[^.?!]+[.?!]+(?=\s|$)")


def texts(file_name: str, source: str) -> Iterator[str]:
    """Yield the texts of a Python module, a template or a script, each in one line."""
    if file_name.endswith(".html"):
        parts = _TAGS.sub("\n\n", source).split("\n\n")
    else:
        parts = ["".join(groups) for groups in _LITERAL.findall(_DOCSTRING.sub("", source))]
    yield from (" ".join(part.split()) for part in parts)


def sentences(file_name: str, source: str) -> set[str]:
    """Return the whole sentences of SHORTEST characters or more in a file."""
    parts = (match.strip() for text in texts(file_name, source) for match in _SENTENCE.findall(text))
    return {part for part in parts if len(part) >= SHORTEST and " " in part}


def repeated(sources: Mapping[str, str]) -> dict[str, list[str]]:
    """Return the files of each sentence that stands in several of them."""
    files = defaultdict(list)
    for name, source in sorted(sources.items()):
        for sentence in sentences(name, source):
            files[sentence].append(name)
    return {sentence: names for sentence, names in files.items() if len(names) > 1}


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("a.py", 'raise Refused("This phone was removed.", "Open its link once more, please.")'),
        ("a.py", 'text = f"{name}: it was removed. Open its link once more, please. {more}"'),
        ("a.html", "<p>It was\n removed. Open its link\n  once more, please.</p>"),
        ("a.js", "show(' Open its link once more, please. ', button)"),
    ],
)
def test_a_second_place_is_noticed(name: str, source: str) -> None:
    """As an argument, in the middle of a text, over two lines of a template, and in a script."""
    assert repeated({"b.py": 'FIX = "Open its link once more, please."', name: source}) == {
        "Open its link once more, please.": sorted({"b.py", name})
    }


def test_what_is_not_shown_may_stand_twice() -> None:
    """Docstrings, short labels, and the tags and comments of templates."""
    sources = {
        "a.py": '"""Return how many people have answered."""\nlabel = "Try again."',
        "b.py": '"""Return how many people have answered."""\nlabel = "Try again."',
        "a.html": "{# The first page of a survey, and more. #}<p title='{{ a }}. b'>",
        "b.html": "{# The first page of a survey, and more. #}<p title='{{ a }}. b'>",
    }
    assert repeated(sources) == {}


def test_no_message_begins_with_a_librarys_words() -> None:
    """Pydantic writes “Value error, ” before what a validator says: each message of it that is shown is without."""
    shown = [
        line.strip()
        for file in (ROOT / "cxmaturity").rglob("*.py")
        for line in file.read_text(encoding="utf-8").splitlines()
        if '["msg"]' in line
    ]
    assert len(shown) == 3
    assert [line for line in shown if 'without_library_prefix(fault["msg"])' not in line] == []


def test_each_sentence_stands_in_one_place() -> None:
    """So that it can be bettered in one place; `wording` holds those that several modules show."""
    sources = {
        file.relative_to(ROOT).as_posix(): file.read_text(encoding="utf-8")
        for folder in ("cxmaturity", "pages")
        for kind in ("py", "html", "js")
        for file in (ROOT / folder).rglob(f"*.{kind}")
    }
    assert repeated(sources) == {}


def test_one_apostrophe() -> None:
    """Shown texts have the straight one, as questionnaires and people type it: “don't know” is always the same word."""
    files = [file for kind in ("py", "html", "js") for file in (ROOT / "cxmaturity").rglob(f"*.{kind}")]
    curly = [
        text
        for file in [*files, *(ROOT / "pages").glob("*.py")]
        for text in texts(file.name, file.read_text(encoding="utf-8"))
        if re.search(r"\w’\w", text)
    ]
    assert curly == []
