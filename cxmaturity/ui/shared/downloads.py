"""Downloads with names or answers: the link of each ends once its assessment or team was removed."""

from hashlib import sha256
from threading import Lock

from cachetools import LRUCache

from cxmaturity.services.assessments import removal
from cxmaturity.ui.shared.frame import session

_MAX_KNOWN = 5_000

_subjects: LRUCache[bytes, frozenset[str]] = LRUCache(_MAX_KNOWN)  # by digest of a file, the ids of its subjects
_lock = Lock()


def ending_with(subject_id: str, content: bytes) -> bytes:
    """Register the file as being about this assessment or team, and return its content unchanged."""
    digest = sha256(content).digest()
    with _lock:
        _subjects[digest] = _subjects.get(digest, frozenset()) | {subject_id}
    return content


def has_ended(content: bytes) -> bool:
    """Return whether all assessments and teams that a file is about were removed; raises DatabaseUnavailable."""
    with _lock:
        subjects = _subjects.get(sha256(content).digest())
    return subjects is not None and not removal.is_any_left(session.database(), subjects)
