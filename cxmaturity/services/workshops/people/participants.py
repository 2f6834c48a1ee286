"""The people of a workshop as the facilitator manages them: who is present or missing, removing and renaming one.

People are identified by the number of their phone, which only this process knows: no id that the database links to
votes leaves this module. In anonymous mode nothing here shows who has voted.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from secrets import token_hex

from cxmaturity.analysis.disclosure import SUPPRESSED
from cxmaturity.analysis.frozen.frozen_result import read_round_result
from cxmaturity.errors import Refused
from cxmaturity.records import Assessment
from cxmaturity.services.locking import lock_assessment, lock_workshop
from cxmaturity.services.surveys.participation import distinct_name
from cxmaturity.services.workshops.people.people_count import voted_ids
from cxmaturity.services.workshops.people.phone_rosters import ROSTERS, known_phones
from cxmaturity.services.workshops.voting import polls
from cxmaturity.services.workshops.voting.reveals import save_reveals_again
from cxmaturity.services.workshops.workshop_view import WorkshopView
from cxmaturity.store import responses
from cxmaturity.store.database.engine import Connection, Database
from cxmaturity.store.workshop import polls as stored_polls
from cxmaturity.store.workshop import reveals as stored_reveals
from cxmaturity.store.workshop import votes as stored_votes
from cxmaturity.store.workshop import workshops as stored
from cxmaturity.text_cleaning import alphabetical, clean_name
from cxmaturity.wording.errors import LOOK_AT_LIST, NO_WORKSHOP
from cxmaturity.workshops.presence import Presence

_NOBODY = ("This person is no longer in the workshop.", LOOK_AT_LIST)


@dataclass(frozen=True, slots=True)
class Participant:
    """One person in a workshop: the number of their phone, and their name in open mode.

    `is_missing` is whether the workshop waits for their vote, or for their self-paced answers; always False in
    anonymous mode. There `presence` is None while answers are taken: beside the number of people it would tell whether
    somebody who left had voted.
    """

    number: int
    name: str | None
    presence: Presence | None
    is_missing: bool = False


@dataclass(frozen=True, slots=True)
class Attendance:
    """The people of a workshop, and how many of them are connected, away for a moment, and gone."""

    people: tuple[Participant, ...]
    connected: int
    away: int
    gone: int


def attendance(database: Database, workshop: WorkshopView) -> Attendance:
    """Return the people of a workshop: in open mode sorted by name, in anonymous mode by number of the phone."""
    row, state = workshop.assessment, workshop.state
    is_open_mode, is_voting = row.privacy == "open", state.phase in ("vote", "self_paced")
    with database.reading() as connection:
        phones = known_phones(connection, row.id, stored_votes.count_joined(connection, row.id))
        names = responses.names_by_response(connection, row.id) if is_open_mode else {}
        is_in = voted_ids(connection, row.id, state) if is_open_mode and is_voting else None
    people = [
        Participant(
            number=number,
            name=names.get(response_id),
            presence=presence if is_open_mode or not state.takes_answers else None,
            is_missing=is_in is not None and response_id not in is_in and presence != "gone",
        )
        for number, response_id, presence in phones
    ]
    counts = Counter(presence for _, _, presence in phones)
    by_name = sorted(people, key=lambda person: (alphabetical(person.name or ""), person.number))
    return Attendance(tuple(by_name), counts["connected"], counts["away"], counts["gone"])


def remove_participant(database: Database, workshop: WorkshopView, number: int) -> None:
    """Remove a person from an open workshop, with their votes and dots; they may join again unless it is locked.

    In anonymous mode results that were shown stay unchanged, because a second result without this vote would reveal it:
    their votes of revealed rounds are kept under a key that no code leads to. In open mode results are made again
    without them. Raises NotFound and Refused.
    """
    row_id = workshop.assessment.id
    with database.writing() as connection:
        row = _lock_open_assessment(connection, row_id)
        state = lock_workshop(connection, row_id).state
        response_id = _response_id(connection, row_id, number)
        if row.privacy == "anonymous":
            shown = {
                (question_id, round_)
                for question_id, round_, content in stored_reveals.reveals(connection, row_id)
                if read_round_result(content).shown != SUPPRESSED
            }
            keeps_dots = state.are_dots_final
            stored_polls.remove_poll_answers(connection, response_id)  # shown results keep them
            responses.withdraw_response(connection, response_id, token_hex(32), shown, keeps_dots)
        else:
            responses.delete_response(connection, response_id)
            save_reveals_again(connection, row, workshop.questionnaire)
            polls.freeze_result_again(connection, row, state)
        stored.increment_version(connection, row_id)  # so that all pages update
        remaining = stored_votes.joined_ids(connection, row_id)
    ROSTERS.update(row_id, remaining)


def rename_participant(
    database: Database, workshop: WorkshopView, number: int, name: str, *, is_namesake: bool = False
) -> str:
    """Rename a person of a workshop in open mode, and return the stored name.

    Raises NotFound, Refused, and NameTaken for somebody else's name; with `is_namesake` the name gets a number instead.
    """
    row = workshop.assessment
    if row.privacy == "anonymous":
        raise Refused("This workshop is anonymous.", "Nobody has a name here.")
    clean = clean_name(name, "Each person")
    with database.writing() as connection:
        current = _lock_open_assessment(connection, row.id)
        key = responses.key_of_response(connection, _response_id(connection, row.id, number))
        names: Mapping[str, str] = responses.participant_names(connection, row.id)
        if names.get(key) == clean:
            return clean
        distinct = distinct_name(names, key, clean, is_namesake)
        responses.save_name(connection, row.id, key, distinct)
        save_reveals_again(connection, current, workshop.questionnaire)
        stored.increment_version(connection, row.id)  # so that all pages update
    return distinct


def _lock_open_assessment(connection: Connection, assessment_id: str) -> Assessment:
    """Lock and return the assessment of a workshop that has not ended; raises NotFound and Refused."""
    row = lock_assessment(connection, assessment_id, NO_WORKSHOP)
    if not row.is_open:
        raise Refused("This workshop has ended.", "Its result stays as it is.")
    return row


def _response_id(connection: Connection, assessment_id: str, number: int) -> str:
    """Return the response id behind a phone's number; raises Refused when that person is no longer there."""
    phones = known_phones(connection, assessment_id, stored_votes.count_joined(connection, assessment_id))
    for phone, response_id, _ in phones:
        if phone == number and stored_votes.member_ids(connection, [response_id]):
            return response_id
    raise Refused(*_NOBODY)
