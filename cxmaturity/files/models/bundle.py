"""A questionnaire as one file: a ZIP of its YAML files."""

import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from cxmaturity.errors import Refused

MAX_BYTES = 4 << 20
_MAX_FILES = 100
_ENDINGS = (".yaml", ".yml")


def write_bundle(files: dict[str, bytes]) -> bytes:
    """Return the files as a ZIP; the same files give the same bytes."""
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            archive.writestr(ZipInfo(name), content, ZIP_DEFLATED)
    return packed.getvalue()


def read_bundle(data: bytes) -> dict[str, bytes]:
    """Return the YAML files of a ZIP by name, without their folders; raises Refused.

    Hidden files are left out: macOS adds one with attributes beside each file that it packs.
    """
    try:
        with ZipFile(BytesIO(data)) as archive:
            listed = [i for i in archive.infolist() if i.filename.endswith(_ENDINGS) and not i.is_dir()]
            if not listed or len(listed) > _MAX_FILES or sum(i.file_size for i in listed) > MAX_BYTES:
                raise Refused("This ZIP does not hold a questionnaire.", "Give one that this page has made.")
            files = {i.filename.rpartition("/")[2]: i for i in listed}
            return {name: _content(archive, i) for name, i in files.items() if not name.startswith(".")}
    except (BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, OSError, EOFError):
        raise Refused("This file is no ZIP that can be read.", "Give one that this page has made.") from None


def _content(archive: ZipFile, info: ZipInfo) -> bytes:
    with archive.open(info) as file:
        content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise Refused("This ZIP unpacks to far more than a questionnaire.", "Give one that this page has made.")
    return content
