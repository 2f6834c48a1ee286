"""What each person answered in a closed round, read once: the answers of a closed assessment do not change."""

from threading import Lock

import numpy as np
from cachetools import LRUCache

from cxmaturity.analysis.closed_assessment import ClosedAssessment
from cxmaturity.analysis.people import PeopleAnswers
from cxmaturity.records import asked_questions
from cxmaturity.store import trends as stored
from cxmaturity.store.engine import Connection

_MAX_CACHED_BYTES = 64_000_000  # of 20,000 people with 38 answers each nine times as many
_Key = tuple[str, str, int]  # an assessment that is closed again has another frozen result
_cache: LRUCache[_Key, PeopleAnswers] = LRUCache(_MAX_CACHED_BYTES, getsizeof=lambda kept: kept.levels.nbytes * 2)
_cache_lock = Lock()


def people_answers(connection: Connection, closed: ClosedAssessment) -> PeopleAnswers | None:
    """Return what each person answered in a closed assessment of several; of a workshop the votes last revealed.

    None when it was one person's, or is gone.
    """
    version = stored.frozen_version(connection, closed.assessment.id)
    if closed.group is None or version is None:
        return None
    key = (closed.assessment.id, *version)
    with _cache_lock:
        kept = _cache.get(key)
    if kept is None:
        kept = _read(connection, closed)
        with _cache_lock:
            if kept.levels.nbytes * 2 <= _MAX_CACHED_BYTES:
                _cache[key] = kept
    return kept


def _read(connection: Connection, closed: ClosedAssessment) -> PeopleAnswers:
    asked = asked_questions(closed.questionnaire, closed.assessment)
    columns = {q.id: place for place, q in enumerate(asked)}
    revealed = {name: results[-1].round for name, results in closed.group.rounds.items()} if closed.group else {}
    is_workshop = closed.assessment.mode == "workshop"
    answers = stored.people_answers(connection, closed.assessment.id, revealed if is_workshop else None)
    levels = np.full((len(answers), len(columns)), np.nan)
    applies = np.ones(levels.shape, dtype=bool)
    for row, words in enumerate(answers.values()):
        for word in words.split():
            question_id, _, given = word.partition("=")
            column = columns.get(question_id)
            if column is None or given == stored.NO_LEVEL:
                continue
            if given == stored.NOT_APPLICABLE:
                applies[row, column] = False
            else:
                levels[row, column] = int(given)
    keys = stored.participant_keys(connection, closed.assessment.id) if closed.assessment.is_linked else {}
    return PeopleAnswers(tuple(keys.get(response_id) for response_id in answers), tuple(columns), levels, applies)
