"""Files with names or answers that pages offer: each ends with the assessment or the team that it is about."""

from hashlib import sha256
from threading import Lock

from cachetools import LRUCache

from cxmaturity.services.assessments import exportable_answers
from cxmaturity.ui.shared.frame import session

_MAX_KNOWN = 5_000

_subjects: LRUCache[bytes, frozenset[str]] = LRUCache(_MAX_KNOWN)  # by digest, the ids of what a file is about
_lock = Lock()


def ending_with(subject_id: str, content: bytes) -> bytes:
    """Return the content of a file as it is; its download ends with this assessment or team."""
    digest = sha256(content).digest()
    with _lock:
        _subjects[digest] = _subjects.get(digest, frozenset()) | {subject_id}
    return content


def has_ended(content: bytes) -> bool:
    """Return whether all that a file with this content is about was removed; raises DatabaseUnavailable."""
    with _lock:
        subjects = _subjects.get(sha256(content).digest())
    return subjects is not None and not exportable_answers.is_any_left(session.database(), subjects)
