"""Portable files from outside that are damaged, truncated, hostile or changed are refused; unpacking is bounded."""

import json
import zlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from typing import Any
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile, ZipInfo

import pytest

from cxmaturity.errors import CxMaturityError, Refused, ValidationErrors
from cxmaturity.files.portable import container
from cxmaturity.files.portable.packing import manifest_digest, portable_bytes
from cxmaturity.files.portable.pdf_attachment import attached_portable_files, digest_keyword
from cxmaturity.files.portable.reading import read_portable, read_with_changes
from cxmaturity.services.portable.verifying import verify
from tests.portable_file import DATA, sound

PART = "assessments/a.json"

Edit = Callable[[dict[str, Any]], object]


def parts_of(data: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: Mapping[str, bytes] | list[tuple[str | ZipInfo, bytes]], compression: int = ZIP_DEFLATED) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w", compression) as archive:
        for name, content in parts.items() if isinstance(parts, Mapping) else parts:
            archive.writestr(name, content)
    return buffer.getvalue()


def edited(edit: Edit, part: str = PART, *, is_covered_up: bool = False) -> bytes:
    """Return the valid file with one part changed; `is_covered_up` recomputes all digests, as a forger would."""
    parts = parts_of(DATA)
    document = json.loads(parts[part])
    edit(document)
    parts[part] = json.dumps(document).encode()
    if is_covered_up:
        listed = json.loads(parts[container.MANIFEST])
        listed["parts"] = {n: sha256(c).hexdigest() for n, c in parts.items() if n != container.MANIFEST}
        parts[container.MANIFEST] = json.dumps(listed | {"digest": manifest_digest(listed)}).encode()
    return zipped(parts)


def refusal(data: bytes) -> str:
    """Return the faults for which the reader refuses a file, one line each."""
    with pytest.raises(CxMaturityError) as refused:
        read_portable(data)
    issues = refused.value.issues if isinstance(refused.value, ValidationErrors) else ()
    return "\n".join([refused.value.message, *map(str, issues)])


def complaint(data: bytes) -> str:
    """Return what `verify` reports: the differences, or why the file is not a portable file."""
    try:
        return "\n".join(map(str, verify(data)))
    except Refused as error:
        return error.message


def test_a_portable_file_is_read_unchanged() -> None:
    """Also texts with formulas, markup or right-to-left scripts; the same content gives the same bytes."""
    assert read_portable(DATA) == sound()
    assert portable_bytes(read_portable(DATA)) == DATA
    assert verify(DATA) == ()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "no portable file"),
        (b"PK\x03\x04 and then nothing", "cut short or damaged"),
        (DATA[: len(DATA) // 2], "cut short or damaged"),
        (b"a,b\n1,2\n", "no portable file"),
        (zipped({"hello.txt": b"hello"}), "no portable file"),
        (zipped({container.MANIFEST: b"[" * 100_000}), "nested too deeply"),
        (zipped({container.MANIFEST: b'{"a": NaN}'}), "NaN is no number"),
        (zipped({container.MANIFEST: b'{"a": 1e999}'}), "too large a number"),
        (zipped({container.MANIFEST: b'{"a": ' + b"9" * 5000 + b"}"}), "too large a number"),
        (zipped({container.MANIFEST: b'{"a": 1, "a": 2}'}), "“a” is given twice"),
        (zipped({container.MANIFEST: b"\xff\xfe"}), "not text in UTF-8"),
        (zipped({container.MANIFEST: b"[" + b"[]," * 1_500_000 + b"[]]"}), "too many values"),
        (zipped({container.MANIFEST: b"[1]"}), "it does not fit"),
        (zipped({**parts_of(DATA), "../../etc/passwd": b"x"}), "../../etc/passwd: no part of a portable file"),
        (zipped({**parts_of(DATA), "/assessments/b.json": b"{}"}), "no part of a portable file"),
        (zipped({**parts_of(DATA), "assessments/b.json": b"{}"}), "manifest.json does not name it"),
        (zipped({n: c for n, c in parts_of(DATA).items() if n != PART}), f"{PART}: it is missing"),
        (zipped(parts_of(DATA), ZIP_BZIP2), "compressed in a way that is not used here"),
        (zipped({f"assessments/{n}.json": b"" for n in range(container.MAX_PARTS + 1)}), "more than 5,000 parts"),
    ],
)  # fmt: skip
def test_an_invalid_file_is_refused(data: bytes, expected: str) -> None:
    """The refusal says what is wrong; `verify` reports the same, as a difference if the file is ours."""
    assert expected in refusal(data)
    assert expected.split(": ")[-1] in complaint(data)


def test_links_and_names_that_come_twice_are_refused() -> None:
    """A symbolic link is refused as a part, and so are two parts of the same name."""
    link = ZipInfo("assessments/b.json")
    link.external_attr = 0o120777 << 16
    with pytest.warns(UserWarning, match="Duplicate"):
        data = zipped([*parts_of(DATA).items(), (link, b"/etc/passwd"), (PART, b"{}")])
    text = refusal(data)
    assert "assessments/b.json: it is a link or a folder" in text
    assert f"{PART}: it is there twice" in text


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    """By the sizes in its directory; if these are false, unpacking stops at them and the part counts as damaged."""
    text = refusal(zipped({**parts_of(DATA), PART: b" " * (container.MAX_PART_BYTES + 1)}))
    assert f"{PART}: it is larger than 32 MB" in text
    bomb = bytearray(zipped({**parts_of(DATA), PART: b" " * 5_000_000}))
    claimed = (5_000_000).to_bytes(4, "little")
    while (place := bomb.find(claimed)) >= 0:
        bomb[place : place + 4] = (1_000).to_bytes(4, "little")
    assert f"{PART}: its bytes are damaged" in refusal(bytes(bomb))


def test_a_newer_format_names_its_version() -> None:
    """It is reported before any other fault, because a newer version may have unknown fields."""
    data = edited(lambda m: m.update(version=2, something="new"), container.MANIFEST)
    assert refusal(data) == "This file is in format 2; this version of CX Maturity reads formats up to 1."


def test_all_faults_are_reported_at_once() -> None:
    """Each with its part and its place in the part."""

    def spoil(document: dict[str, Any]) -> None:
        document["answers"]["A1"]["level"] = 6
        document["answers"]["Z9"] = {"level": 1}
        document["targets"]["Z"] = {"target": 3}
        document["label"] = "two\nlines"
        document["mood"] = "good"

    text = refusal(edited(spoil, is_covered_up=True))
    assert f"{PART}, label: it must be one line" in text
    assert f"{PART}, mood: there is no such field" in text

    def spoil_meaning(document: dict[str, Any]) -> None:
        document["answers"]["A1"]["level"] = 6
        document["answers"]["Z9"] = {"level": 1}
        document["targets"]["Z"] = {"target": 3}

    text = refusal(edited(spoil_meaning, is_covered_up=True))
    assert f"{PART}, answers.A1.level: 6 is not on the scale" in text
    assert f"{PART}, answers.Z9: there is no such question" in text
    assert f"{PART}, targets.Z: there is no such dimension" in text


def test_answers_of_single_people_never_come_with_an_anonymous_round() -> None:
    """An anonymous round that contains people's answers is refused, however the file was made."""
    one = sound().assessments[0]
    row = replace(one.assessment, mode="survey", privacy="anonymous")
    data = portable_bytes(replace(sound(), assessments=(replace(one, assessment=row),)))
    assert "of an anonymous round no single person's answers may be in it" in refusal(data)


def change_answer(document: dict[str, Any]) -> None:
    document["answers"]["B2"]["level"] = 5


def change_level(document: dict[str, Any]) -> None:
    frozen = document["frozen"][0]
    content = json.loads(frozen["content"])
    content["result"]["dimensions"]["A"]["level"] = 4.5
    frozen["content"] = json.dumps(content)
    frozen["digest"] = sha256(frozen["content"].encode()).hexdigest()


def test_a_changed_answer_is_named() -> None:
    """By its digest and by its content; if the digests were recomputed, by its content alone."""
    problem = (
        "the answer to B2 is level 5 with evidence of grade 2, the result was made of level 3 with evidence of grade 2"
    )
    assert [str(d) for d in verify(edited(change_answer))] == [
        f"{PART}: it was changed after it was written: its digest is another one",
        f"Bakers, Spring: {problem}",
    ]
    assert [d.problem for d in verify(edited(change_answer, is_covered_up=True))] == [problem]
    assert "it was changed after it was written" in refusal(edited(change_answer))


def test_a_changed_level_is_named() -> None:
    """The answers of A are 3, 3 and 3: 4.5 is not their level."""
    problem = "the level of A: 4.5 in the file, 3.0 by its answers"
    assert [d.problem for d in verify(edited(change_level, is_covered_up=True))] == [problem]


def test_a_changed_digest_is_named() -> None:
    """Also the digest inside a frozen result."""

    def change_frozen(document: dict[str, Any]) -> None:
        document["frozen"][0]["digest"] = "0" * 64

    def change_listed(listed: dict[str, Any]) -> None:
        listed["parts"][PART] = "0" * 64

    assert container.MANIFEST in [d.place for d in verify(edited(change_listed, container.MANIFEST))]
    assert PART in [d.place for d in verify(edited(change_listed, container.MANIFEST))]
    assert [d.place for d in verify(edited(change_frozen, is_covered_up=True))] == [f"{PART}, frozen.0"]


def pdf_with(attached: bytes, digest: str, *, is_packed: bool) -> bytes:
    """Return a minimal PDF with the parts that the reader uses."""
    stream = zlib.compress(attached) if is_packed else attached
    packed = b" /Filter /FlateDecode" if is_packed else b""
    head = b"<< /Type /EmbeddedFile /Length %d%b >>" % (len(stream), packed)
    keyword = b"<pdf:Keywords>" + digest_keyword(digest).encode()
    return b"%PDF-1.7\n7 0 obj\n" + head + b"\nstream\n" + stream + b"\nendstream\nendobj\n" + keyword + b"\n%%EOF"


@pytest.mark.parametrize("is_packed", [True, False])
def test_a_report_is_read_by_what_is_attached(is_packed: bool) -> None:
    """The report states the digest of its attachment, so another valid file cannot replace it."""
    report = pdf_with(DATA, read_with_changes(DATA).digest, is_packed=is_packed)
    assert attached_portable_files(report) == [DATA]
    assert read_portable(report) == sound()
    assert verify(report) == ()
    other = pdf_with(DATA, "0" * 64, is_packed=is_packed)
    assert [str(d) for d in verify(other)] == [
        "The file: the report names the digest of another portable file than the one attached to it"
    ]


def test_a_second_attachment_is_reported() -> None:
    """Other programs show the last attachment, so that is read; it differs from the digest in the report."""
    report = pdf_with(DATA, read_with_changes(DATA).digest, is_packed=True)
    changed = edited(change_answer, is_covered_up=True)
    problems = " | ".join(str(d) for d in verify(report + pdf_with(changed, "0" * 64, is_packed=False)))
    assert "another portable file than the one attached" in problems
    assert "more than one portable file is attached" in problems
    assert "the answer to B2 is level 5" in problems


def test_figures_that_older_versions_did_not_freeze_are_no_difference() -> None:
    """A result without strict stages, as older versions froze it, verifies without a difference."""

    def leave_out(document: dict[str, Any]) -> None:
        content = json.loads(document["frozen"][0]["content"])
        for measure in (content["result"]["overall"], *content["result"]["dimensions"].values()):
            del measure["strict_stage"]
        text = json.dumps(content)
        document["frozen"][0] |= {"content": text, "digest": sha256(text.encode()).hexdigest()}

    assert verify(edited(leave_out, is_covered_up=True)) == ()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"%PDF-1.7\n%%EOF", "No portable file is attached"),
        (pdf_with(b"not a zip", "0" * 64, is_packed=True), "No portable file is attached"),
        (pdf_with(DATA, "0" * 64, is_packed=True)[:300], "cut short or damaged"),
        (pdf_with(bytes(container.MAX_FILE_BYTES + 1), "0" * 64, is_packed=True), "cut short or damaged"),
    ],
)  # fmt: skip
def test_a_report_without_it_is_refused(data: bytes, expected: str) -> None:
    """Truncated, without an attachment, or with one that unpacks to more than the limit."""
    with pytest.raises(Refused, match=expected):
        verify(data)
