"""Extracts the portable file attached to a report (PDF), within limits."""

import re
import zlib
from itertools import islice

from cxmaturity.errors import Refused
from cxmaturity.files.portable.container import DAMAGED, MAX_FILE_BYTES, TOO_LARGE

_EMBEDDED = re.compile(rb"/Type\s*/EmbeddedFile\b")
_STREAM = re.compile(rb"stream\r?\n")
_LENGTH = re.compile(rb"/Length\s+(\d{1,9})\b(?!\s+\d+\s+R)")
_PRINTED = re.compile(rb"<pdf:Keywords>portable-file:([0-9a-f]{64})")
_HEAD_BYTES = 2_000  # more than the length of a stream's dictionary
_MAX_STREAMS = 20
_NOTHING_ATTACHED = (
    "No portable file is attached to this PDF, so there is nothing to check it by.",
    "Choose a report of CX Maturity as it was downloaded: other programs may drop what is attached.",
)


def attached_portable_files(pdf: bytes) -> list[bytes]:
    """Return the portable files attached to a report, in order; raises Refused when there is none or it is damaged.

    A stream's dictionary is never compressed in a PDF, so that it can be found without parsing the file. Considered:
    pypdf, most of which is not needed here.
    """
    if len(pdf) > MAX_FILE_BYTES:
        raise Refused(TOO_LARGE, "Choose a report of CX Maturity.")
    streams = [_stream(pdf, embedded.start()) for embedded in islice(_EMBEDDED.finditer(pdf), _MAX_STREAMS)]
    attached = [content for content in streams if content is not None and content.startswith(b"PK")]
    if not attached:
        raise Refused(*(DAMAGED if None in streams else _NOTHING_ATTACHED))
    return attached


def digest_keyword(digest: str) -> str:
    """Return the keyword that identifies the attached file, the first one in a report's metadata."""
    return f"portable-file:{digest}"


def printed_digest(pdf: bytes) -> str | None:
    """Return the digest of the attached file in a report's metadata, None without one."""
    named = _PRINTED.search(pdf)
    return named[1].decode() if named else None


def _stream(pdf: bytes, place: int) -> bytes | None:
    """Return the content of the stream whose dictionary contains the offset `place`; None when it cannot be read."""
    start = _STREAM.search(pdf, place, place + _HEAD_BYTES)
    begin = pdf.rfind(b" obj", max(0, place - _HEAD_BYTES), place)
    if start is None or begin < 0:
        return None
    dictionary = pdf[begin : start.start()]
    length = _LENGTH.search(dictionary)
    end = start.end() + int(length[1]) if length else pdf.find(b"endstream", start.end())
    raw = pdf[start.end() : end]
    if b"/FlateDecode" not in dictionary:
        return raw
    unpacker = zlib.decompressobj()
    try:
        content = unpacker.decompress(raw, MAX_FILE_BYTES)
    except zlib.error:
        return None
    return content if unpacker.eof else None
