"""Setting a document with typst in a process of its own, with bounded memory and time.

typst keeps what it has set for the next time, 400 MB of it after twenty reports; here that ends with the process. It
starts in a tenth of the time that setting takes. This file is run as a script too, so that the process imports nothing
else of this package.
"""

import subprocess
import sys
from pathlib import Path
from threading import BoundedSemaphore

TIME_LIMIT_SECONDS = 60
"""How long setting a document may take, and how long it may wait for others."""

_MAX_AT_ONCE = 2
_MAX_MEMORY = 3 << 30  # bytes of addresses, most of which are reserved by threads and never used
_PICTURE = "png"  # in place of the seconds
_PIXELS_PER_INCH = 192.0  # twice those that an SVG counts with: sharp on paper and on screens of today
_places = BoundedSemaphore(_MAX_AT_ONCE)


def typeset(source: Path, fonts: Path, seconds: int) -> bytes:
    """Return the document `source` as PDF/A-3a and PDF/UA-1; it may read files of its folder, and no font but `fonts`.

    `seconds` since 1970 is when the file says that it was made. Raises RuntimeError with what typst says where the
    document cannot be set, and TimeoutError.
    """
    return _compiled(source, fonts, str(seconds))


def typeset_picture(source: Path, fonts: Path) -> bytes:
    """Return the one page of the document `source` as PNG; see `typeset`."""
    return _compiled(source, fonts, _PICTURE)


def _compiled(source: Path, fonts: Path, form: str) -> bytes:
    if not _places.acquire(timeout=TIME_LIMIT_SECONDS):
        raise TimeoutError
    try:
        command = [sys.executable, "-I", __file__, str(source), str(fonts), form]
        child = subprocess.run(command, capture_output=True, timeout=TIME_LIMIT_SECONDS)
    except subprocess.TimeoutExpired:
        raise TimeoutError from None
    finally:
        _places.release()
    if child.returncode:
        raise RuntimeError(child.stderr.decode("utf-8", "replace")[-2000:])
    return child.stdout


# Everything below runs in the child process.


def _limit_memory() -> None:
    """Limit the memory of this process, where the operating system can."""
    try:
        import resource
    except ImportError:  # on Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MAX_MEMORY, _MAX_MEMORY))


def _compile(source: Path, fonts: Path, form: str) -> bytes:
    import typst

    if form == _PICTURE:
        picture = typst.compile(
            source,
            root=source.parent,
            font_paths=[fonts],
            ignore_system_fonts=True,
            format="png",
            ppi=_PIXELS_PER_INCH,
        )
        assert isinstance(picture, bytes), "one page"
        return picture
    return typst.compile(
        source,
        root=source.parent,
        font_paths=[fonts],
        ignore_system_fonts=True,
        pdf_standards=["a-3a", "ua-1"],
        timestamp=int(form),
    )


if __name__ == "__main__":
    _limit_memory()
    sys.stdout.buffer.write(_compile(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]))
