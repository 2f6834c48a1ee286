"""The zip archive of a portable file: reproducible when written, limited when read.

Nothing is unpacked before sizes, names, types and compression in the archive's directory are checked. The directory is
not trusted either: no part is read beyond its limit.
"""

import re
import zlib
from collections import Counter
from collections.abc import Mapping
from io import BytesIO
from stat import S_IFMT, S_IFREG
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, LargeZipFile, ZipFile, ZipInfo

from cxmaturity.errors import Issue, Refused, ValidationErrors

MAX_FILE_BYTES = 20 << 20
"""The largest portable file, or report that contains one, in bytes."""

TOO_LARGE = f"The file is larger than {MAX_FILE_BYTES >> 20} MB."
"""The message for a larger one."""

MAX_PART_BYTES = 32 << 20
"""The largest part in bytes, unpacked."""

MAX_UNPACKED_BYTES = 96 << 20
"""The most bytes of all parts together, unpacked."""

MAX_PARTS = 5_000

MANIFEST = "manifest.json"
PART_NAME = re.compile(r"questionnaires/[0-9a-f]{64}\.json|(?:teams|assessments)/[A-Za-z0-9_-]{1,40}\.json")
"""The allowed names of parts, beside MANIFEST."""

SUBJECT = "The portable file"
DAMAGED = "This file is cut short or damaged.", "Export it again where it came from, and copy it anew."
_ANEW = "Export it again where it came from"
_ENCRYPTED = 0x1
_ENTRY_IN_LIST = b"PK\x01\x02"
_ALWAYS = (1980, 1, 1, 0, 0, 0)  # a fixed time, so that the same parts give the same bytes
_MAX_LISTED = 50


def write_container(parts: Mapping[str, bytes]) -> bytes:
    """Return a zip archive of these parts by name; the same parts give the same bytes."""
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED, compresslevel=6) as archive:
        for name in sorted(parts, key=lambda name: (name != MANIFEST, name)):
            info = ZipInfo(name, _ALWAYS)
            info.compress_type = ZIP_DEFLATED
            info.external_attr = (S_IFREG | 0o600) << 16
            info.create_system = 3  # by default it depends on the machine
            archive.writestr(info, parts[name])
    return buffer.getvalue()


def read_container(data: bytes) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """Return the parts by name, without damaged ones, and the names of the damaged ones.

    Raises Refused for a file that is not a portable file, and ValidationErrors with all faults of its directory.
    """
    if len(data) > MAX_FILE_BYTES:
        raise Refused(TOO_LARGE, "Export a single team or assessment.")
    if not data.startswith(b"PK"):
        raise Refused("This is no portable file of CX Maturity.", "Choose a file whose name ends in .cxm.")
    if data.count(_ENTRY_IN_LIST) > MAX_PARTS:
        raise Refused(f"The file has more than {MAX_PARTS:,} parts.", "Export a single team or assessment.")
    try:
        with ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
            if MANIFEST not in archive.namelist():
                raise Refused("This zip file is no portable file of CX Maturity.", "Choose one that ends in .cxm.")
            if issues := _faults(entries):
                raise ValidationErrors(SUBJECT, issues[:_MAX_LISTED])
            read = {entry.filename: _read(archive, entry) for entry in entries}
    except (BadZipFile, LargeZipFile, NotImplementedError, EOFError, OSError, ValueError, UnicodeError) as error:
        raise Refused(*DAMAGED) from error
    parts = {name: content for name, content in read.items() if content is not None}
    return parts, tuple(name for name, content in read.items() if content is None)


def _faults(entries: list[ZipInfo]) -> list[Issue]:
    """Return the faults of the archive's directory."""
    faults: list[tuple[str, str]] = []
    names = [entry.filename for entry in entries]
    for entry in entries:
        name = entry.filename
        kind = S_IFMT(entry.external_attr >> 16)
        if name != MANIFEST and not PART_NAME.fullmatch(name):
            faults.append((name, "no part of a portable file is called this"))
        elif kind not in (0, S_IFREG):
            faults.append((name, "it is a link or a folder, not a file"))
        elif entry.flag_bits & _ENCRYPTED:
            faults.append((name, "it is protected by a password"))
        elif entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            faults.append((name, "it is compressed in a way that is not used here"))
        elif entry.file_size > MAX_PART_BYTES:
            faults.append((name, f"it is larger than {MAX_PART_BYTES >> 20} MB"))
    faults += [(name, "it is there twice") for name, count in Counter(names).items() if count > 1]
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED_BYTES:
        faults.append(("", f"it holds more than {MAX_UNPACKED_BYTES >> 20} MB"))
    return [
        Issue("portable file", name[:80], problem, "Export it again where it came from") for name, problem in faults
    ]


def _read(archive: ZipFile, entry: ZipInfo) -> bytes | None:
    """Return a part's bytes, None when they are damaged."""
    try:
        with archive.open(entry) as part:
            content = part.read(entry.file_size + 1)
    except (BadZipFile, zlib.error, EOFError):
        return None
    return content if len(content) == entry.file_size else None
