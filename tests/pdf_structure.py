"""What PDF/A-3a and PDF/UA-1 require of a report's PDF, as far as its structure shows.

Limits: veraPDF, the reference checker, is not packaged for Debian or Python. This checks catalogue, metadata, tags,
fonts and attachments; not colour spaces, the syntax of every object, contrast, or whether the reading order makes
sense. typst itself refuses to write a file that breaks the rules of the two standards that it knows.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, StreamObject

_HEADING = re.compile(r"/H([1-6])")


@dataclass
class Tags:
    """The tags of a document in reading order, its headings by level, and the alternative texts of its figures."""

    counts: dict[str, int] = field(default_factory=dict)
    headings: list[int] = field(default_factory=list)
    figures: list[str] = field(default_factory=list)
    header_scopes: list[str] = field(default_factory=list)


def faults(data: bytes) -> list[str]:
    """Return what is missing or wrong in a PDF, empty if nothing is."""
    reader = PdfReader(BytesIO(data))
    root = reader.trailer["/Root"].get_object()
    assert isinstance(root, DictionaryObject)
    problems = [problem for is_there, problem in _catalogue(root) if not is_there]
    metadata = root["/Metadata"].get_object()
    assert isinstance(metadata, StreamObject)
    xmp = metadata.get_data().decode()
    for claim in ('pdfaid:part="3"|<pdfaid:part>3<', 'conformance="A"|<pdfaid:conformance>A<', "pdfuaid:part"):
        problems += [] if re.search(claim, xmp) else [f"the metadata do not claim {claim}"]
    tags = tags_of(reader)
    level = 0
    for heading in tags.headings:
        problems += [f"a heading of level {heading} follows one of level {level}"] * (heading > level + 1)
        level = heading
    problems += ["a figure has no text in its place"] * sum(not text.strip() for text in tags.figures)
    problems += ["a table's heading names no scope"] * sum(not scope for scope in tags.header_scopes)
    if tags.counts.get("/Table") != tags.counts.get("/THead"):
        problems.append("a table has no headings")
    problems += [f"the font {name} is not embedded" for name, is_embedded in _fonts(reader) if not is_embedded]
    return problems


def _catalogue(root: DictionaryObject) -> Iterator[tuple[bool, str]]:
    yield bool(root.get("/Lang")), "no language"
    yield bool(root.get("/MarkInfo", {}).get("/Marked")), "not marked as tagged"
    yield "/StructTreeRoot" in root, "no tags"
    yield bool(root.get("/ViewerPreferences", {}).get("/DisplayDocTitle")), "the title is not displayed"
    yield "/OutputIntents" in root, "no output intent"
    for attached in root.get("/AF", []):
        yield attached.get_object().get("/AFRelationship") == "/Source", "an attachment without its relationship"
        yield bool(attached.get_object().get("/Desc")), "an attachment without a description"


def tags_of(reader: PdfReader) -> Tags:
    """Return the tags of a document."""
    tags = Tags()
    tree: Any = reader.trailer["/Root"]
    _walk(tree["/StructTreeRoot"]["/K"], tags)
    return tags


def _walk(node: Any, tags: Tags) -> None:
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, ArrayObject):
        for child in node:
            _walk(child, tags)
    elif isinstance(node, DictionaryObject):
        kind = str(node.get("/S", ""))
        tags.counts[kind] = tags.counts.get(kind, 0) + 1
        if heading := _HEADING.fullmatch(kind):
            tags.headings.append(int(heading[1]))
        if kind == "/Figure":
            tags.figures.append(str(node.get("/Alt", "")))
        if kind == "/TH":
            tags.header_scopes.append("".join(str(a.get_object().get("/Scope", "")) for a in node.get("/A", [])))
        if "/K" in node:
            _walk(node["/K"], tags)


def _fonts(reader: PdfReader) -> Iterator[tuple[str, bool]]:
    for page in reader.pages:
        resources = page["/Resources"].get_object()
        assert isinstance(resources, DictionaryObject)
        for font in resources.get("/Font", {}).values():
            font = font.get_object()
            [descendant] = font["/DescendantFonts"]
            descriptor = descendant.get_object()["/FontDescriptor"].get_object()
            yield str(font["/BaseFont"]), "/FontFile2" in descriptor or "/FontFile3" in descriptor
