"""Taking part in a survey: each person has a private code and a response of their own.

A code of an anonymous round gives access to its person's answers there and, where answers are linked over time, in the
team's other linked anonymous rounds. A code of an open round gives access to their answers in that round. No code gives
access to both kinds.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex

from cxmaturity.answers import Role
from cxmaturity.errors import NotFound, Refused, TooLate
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.records import Assessment
from cxmaturity.services import questionnaires
from cxmaturity.services.assessments.views import PersonView
from cxmaturity.services.locking import lock_assessment
from cxmaturity.services.surveys.admission import admit
from cxmaturity.services.surveys.codes import participant_key
from cxmaturity.store import assessments, responses
from cxmaturity.store.database.engine import Database
from cxmaturity.text_cleaning import MAX_NAME_LENGTH, clean_name, comparable_name
from cxmaturity.wording.errors import NOTHING_TO_ANSWER, SURVEY_CLOSED


@dataclass(frozen=True, slots=True)
class Survey:
    """The survey or workshop that an invitation leads to."""

    assessment: Assessment
    questionnaire: Questionnaire


class NameTaken(Refused):
    """Somebody else has this name; `marked_name` is the name with a number for a second person."""

    def __init__(self, name: str, marked_name: str) -> None:
        super().__init__(f"There is a {name} here already.", "Say whether you are the same person.")
        self.name, self.marked_name = name, marked_name


def survey_by_invitation(database: Database, invitation: str) -> Survey:
    """Return the survey with this invitation; raises NotFound."""
    with database.reading() as connection:
        row = responses.assessment_by_invitation(connection, invitation)
    if row is None:
        raise NotFound(*NOTHING_TO_ANSWER)
    return Survey(row, questionnaires.archived_questionnaire(database, row.digest))


def participant_name(database: Database, survey: Survey, code: str) -> str | None:
    """Return the name of the person with this code, from their personal link or as they entered it; else None."""
    with database.reading() as connection:
        key = participant_key(survey.assessment, code)
        return responses.participant_name(connection, survey.assessment.id, key)


def begin_participation(
    database: Database,
    survey: Survey,
    code: str,
    name: str,
    role: Role | None,
    now: datetime,
    *,
    is_namesake: bool = False,
    slip: str = "",
) -> PersonView:
    """Add a person's response to a survey and return its view; a response that exists is returned unchanged.

    In open mode it needs a name, where the survey asks for roles a role, and where slips were made the code of one.
    Raises Refused, also when the survey is closed; NameTaken for somebody else's name (with `is_namesake`, the name
    gets a number instead); and the errors of `admission.admit` for people without a personal link.
    """
    row = survey.assessment
    clean = clean_name(name, "To see whose answers these are, each person") if row.privacy == "open" else None
    if row.asks_role and role is None:
        raise Refused("Whether you lead people is not chosen yet.", "Choose one of the two.")
    key = participant_key(row, code)
    with database.writing() as connection:
        # Locked, because two people may use the same name or slip, or ask for the last place, at the same moment.
        current = lock_assessment(connection, row.id, NOTHING_TO_ANSWER)
        if not current.is_open:
            raise Refused("This survey is closed.", "Ask whoever invited you whether it will be opened again.")
        names = responses.participant_names(connection, row.id) if clean else {}
        if clean:
            clean = distinct_name(names, key, clean, is_namesake)
        if key not in names and not responses.has_begun(connection, row.id, key):
            admit(connection, current, slip)
        begun_at = row.recorded_time(now)
        responses.create_response(connection, token_hex(10), row.id, key, role if row.asks_role else None, begun_at)
        if clean:
            responses.save_name(connection, row.id, key, clean)
    view = find_participation(database, survey, code)
    if view is None:
        raise NotFound(*NOTHING_TO_ANSWER)
    return view


def distinct_name(names: Mapping[str, str], key: str, name: str, is_namesake: bool) -> str:
    """Return the name to store for a person, with a number where somebody else has it; raises NameTaken."""
    others = {comparable_name(other) for other_key, other in names.items() if other_key != key}
    if comparable_name(name) not in others:
        return name
    endings = (f" ({number})" for number in range(2, len(others) + 3))
    numbered = (f"{name[: MAX_NAME_LENGTH - len(ending)].rstrip()}{ending}" for ending in endings)
    marked = next(candidate for candidate in numbered if comparable_name(candidate) not in others)
    if not is_namesake:
        raise NameTaken(name, marked)
    return marked


def is_known(database: Database, survey: Survey, code: str) -> bool:
    """Return whether this code was given to somebody who may take part in this survey.

    In open mode these are people who were invited by name or have started. In an anonymous survey they are people who
    have started or, where answers are linked, have answered another linked anonymous survey of the team; but see
    `was_in_open_round`.
    """
    row = survey.assessment
    key = participant_key(row, code)
    with database.reading() as connection:
        if row.privacy == "open":
            return responses.participant_name(connection, row.id, key) is not None
        is_of_round = responses.has_begun(connection, row.id, key)
        is_of_team = row.is_linked_by_code and responses.is_linked_key(connection, row.team_id, key)
    return (is_of_round or is_of_team) and not was_in_open_round(database, code)


def was_in_open_round(database: Database, code: str) -> bool:
    """Return whether this code was ever used in an open round, in which whoever handed it out may know it.

    Earlier versions used the same code for all rounds; such a code gives no access to anonymous rounds. Newer codes are
    for one kind only.
    """
    with database.reading() as connection:
        open_rounds = responses.open_mode_rounds(connection)
        return responses.are_participants(connection, (participant_key(row, code) for row in open_rounds))


def find_participation(database: Database, survey: Survey, code: str) -> PersonView | None:
    """Return the view of a person's own response; None when they have not started."""
    with database.reading() as connection:
        row = assessments.assessment(connection, survey.assessment.id)
        stored = responses.participant_response(
            connection, survey.assessment.id, participant_key(survey.assessment, code)
        )
    return PersonView(row, survey.questionnaire, {}, stored) if row and stored else None


def previous_levels(database: Database, survey: Survey, code: str) -> dict[str, int]:
    """Return the levels that this person chose in the team's last linked anonymous survey, by question id.

    Empty when they took part in none of the last dozen assessments with the same major version of the questionnaire.
    """
    with database.reading() as connection:
        earlier = assessments.closed_before(connection, survey.assessment)
        rows = [r for r in earlier if r.is_linked_by_code]
        for row in rows:
            response = responses.participant_response(connection, row.id, participant_key(row, code))
            questionnaire = questionnaires.read_archived_questionnaire(connection, row.digest)
            if response and questionnaire.comparison_key == survey.questionnaire.comparison_key:
                return {name: level for name, s in response.answers.items() if (level := s.answer.level) is not None}
    return {}


def mark_submitted(database: Database, view: PersonView, now: datetime) -> None:
    """Store that a person has finished; they may still change answers until the survey is closed."""
    with database.writing() as connection:
        current = assessments.assessment(connection, view.assessment.id, for_share=True)
        if current is None or not current.is_open:
            raise TooLate(*SURVEY_CLOSED)
        responses.mark_submitted(connection, view.stored.id, current.recorded_time(now))
