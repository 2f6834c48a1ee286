"""The answers of each person in a closed round, cached because they no longer change."""

from collections import defaultdict
from dataclasses import replace
from threading import Lock

import numpy as np
from cachetools import LRUCache

from cxmaturity.analysis.frozen.closed_assessment import ClosedAssessment
from cxmaturity.analysis.groups import GroupResult
from cxmaturity.analysis.groups import people_answers as arrays_of
from cxmaturity.analysis.trends.people_answers import PeopleAnswers
from cxmaturity.records import ParticipantResponse, asked_questions
from cxmaturity.services.workshops.voting.counted_votes import counted_votes
from cxmaturity.services.workshops.voting.reveals import stored_rounds
from cxmaturity.store import trends as stored
from cxmaturity.store.database.engine import Connection
from cxmaturity.store.frozen_results import frozen_version
from cxmaturity.store.workshop import votes as stored_votes
from cxmaturity.store.workshop import workshops
from cxmaturity.store.workshop.votes import CastVote

_MAX_CACHED_BYTES = 64_000_000  # five rounds of 20,000 people with 38 answers each
_Key = tuple[str, str, int]  # closing it again gives it another frozen result
_cache: LRUCache[_Key, PeopleAnswers] = LRUCache(_MAX_CACHED_BYTES, getsizeof=lambda kept: kept.levels.nbytes * 2)
_cache_lock = Lock()


def people_answers(connection: Connection, closed: ClosedAssessment) -> PeopleAnswers | None:
    """Return the answers of each person in a closed survey or workshop; of a workshop the last votes that counted.

    None for a solo assessment, and when it was removed.
    """
    version = frozen_version(connection, closed.assessment.id)
    if closed.group is None or version is None:
        return None
    key = (closed.assessment.id, *version)
    with _cache_lock:
        kept = _cache.get(key)
    if kept is None:
        is_workshop = closed.assessment.mode == "workshop"
        kept = _votes(connection, closed, closed.group) if is_workshop else _answers(connection, closed)
        with _cache_lock:
            if kept.levels.nbytes * 2 <= _MAX_CACHED_BYTES:
                _cache[key] = kept
    return kept


def _answers(connection: Connection, closed: ClosedAssessment) -> PeopleAnswers:
    columns = {q.id: place for place, q in enumerate(asked_questions(closed.questionnaire, closed.assessment))}
    answers = stored.people_answers(connection, closed.assessment.id)
    levels = np.full((len(answers), len(columns)), np.nan)
    applies = np.ones(levels.shape, dtype=bool)
    for row, words in enumerate(answers.values()):
        for word in words.split():
            question_id, _, mark = word.partition("=")
            column = columns.get(question_id)
            if column is None or mark == stored.NO_LEVEL:
                continue
            if mark == stored.NOT_APPLICABLE:
                applies[row, column] = False
            else:
                levels[row, column] = int(mark)
    keys = stored.participant_keys(connection, closed.assessment.id) if closed.assessment.is_linked else {}
    return PeopleAnswers(tuple(keys.get(response_id) for response_id in answers), tuple(columns), levels, applies)


def _votes(connection: Connection, closed: ClosedAssessment, group: GroupResult) -> PeopleAnswers:
    """Return the votes that counted in the last round of each question; nobody in a workshop is linked over time.

    The rounds of a result are renumbered without undone ones, so the number of the last is that of the workshop's
    state. A workshop from a portable file has no such state; it is in open mode, where no undone round is kept.
    """
    people: dict[str, ParticipantResponse] = {}
    votes: dict[str, list[CastVote]] = defaultdict(list)
    for vote in stored_votes.votes(connection, closed.assessment.id):
        votes[vote.question_id].append(vote)
    workshop = workshops.workshop(connection, closed.assessment.id)
    revealed = workshop.state.revealed if workshop else {}
    rounds = stored_rounds(connection, closed.assessment.id)
    for question_id, results in group.rounds.items():
        last = revealed.get(question_id, results[-1].round)
        cast = [vote for vote in votes[question_id] if vote.round <= last]
        for vote in counted_votes(cast, rounds.get(question_id, ()), last, group.privacy):
            person = people.setdefault(vote.key, ParticipantResponse(vote.key, None, None, {}))
            person.answers[question_id] = vote.answer
    asked = asked_questions(closed.questionnaire, closed.assessment)
    return replace(arrays_of(list(people.values()), asked), keys=(None,) * len(people))
