"""Sets documents with typst in a separate process with limited memory and time.

typst caches what it has set, 400 MB after twenty reports; that memory is freed with the process, whose start takes a
tenth of the time of setting. The process runs this file as a script, and so imports nothing else of this package.
"""

import subprocess
import sys
from pathlib import Path
from threading import BoundedSemaphore

TIME_LIMIT_SECONDS = 60
"""The most seconds for setting a document, and for waiting for others before it."""

_MAX_AT_ONCE = 2
_MAX_MEMORY = 3 << 30  # bytes of address space, most of which threads reserve and never use
_PICTURE = "png"  # the argument in place of the seconds
_PIXELS_PER_INCH = 192.0  # twice the resolution of SVG units: sharp on paper and on high-resolution screens
_places = BoundedSemaphore(_MAX_AT_ONCE)


def typeset(source: Path, fonts: Path, seconds: int) -> bytes:
    """Return the document `source` as PDF/A-3a and PDF/UA-1; it can read files of its folder and the fonts in `fonts`.

    `seconds` since 1970 is the creation time in the file. Raises RuntimeError with typst's message when the document
    cannot be set, and TimeoutError.
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
    """Limit the memory of this process, if the operating system supports that."""
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
