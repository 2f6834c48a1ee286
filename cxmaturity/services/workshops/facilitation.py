"""Workshops: a room that votes, sees what it said, talks, and settles on levels and first steps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from cxmaturity.analysis.disclosure import GroupDisclosure
from cxmaturity.analysis.disclosure import disclose_question as disclosed
from cxmaturity.analysis.frozen_result import read_round_result, write_round_result
from cxmaturity.analysis.groups import AgreedLevel, RoundResult, Vote, summarise_group
from cxmaturity.errors import NotFound, Refused
from cxmaturity.questionnaire.schema import Question, Questionnaire
from cxmaturity.records import Assessment, ParticipantResponse, asked_questions
from cxmaturity.services import questionnaires
from cxmaturity.services.assessments import closing, views
from cxmaturity.services.assessments.views import AssessmentView
from cxmaturity.services.surveys.participation import Survey
from cxmaturity.store import assessments, responses
from cxmaturity.store import workshops as stored
from cxmaturity.store.engine import Connection, Database
from cxmaturity.tables import groups
from cxmaturity.workshops import state as workshops_state
from cxmaturity.workshops.state import WORKSHOP_STATE_JSON, Pace, WorkshopAction, WorkshopState

WORKSHOP_GONE = ("There is no workshop at this link.", "It may have been removed. All workshops are on Home.")
_UNKNOWN_CODE = (
    "No workshop is open with this code.",
    "Look at the screen once more, or ask whoever leads the workshop.",
)


@dataclass(frozen=True, slots=True)
class WorkshopView:
    """All that a console or a screen needs to know.

    `number` grows with every change of the state. `joined`: how many people are in; `voted`: how many have voted on the
    current question in this round, at their own pace: how many are through.
    """

    assessment: Assessment
    questionnaire: Questionnaire
    code: str
    screen: str
    pace: Pace
    state: WorkshopState
    number: int
    joined: int
    voted: int
    expires_at: datetime

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions asked, in the questionnaire's order."""
        return asked_questions(self.questionnaire, self.assessment)

    @property
    def order(self) -> tuple[str, ...]:
        """The ids of the questions in the order they are walked through."""
        return self.state.order


def state_json(state: WorkshopState) -> str:
    return WORKSHOP_STATE_JSON.dump_json(state).decode()


def workshop_by_code(database: Database, code: str, now: datetime) -> Survey:
    """Return what the short code leads to; raises NotFound, in the same words for unknown, ended and expired ones."""
    with database.reading() as connection:
        found = stored.workshop_by_code(connection, code)
        row = assessments.assessment(connection, found.assessment_id) if found else None
    if found is None or row is None or not row.is_open or found.expires_at < now:
        raise NotFound(*_UNKNOWN_CODE)
    return Survey(row, questionnaires.archived_questionnaire(database, row.digest))


def workshop_by_screen(database: Database, token: str) -> WorkshopView:
    """Return the room whose screen has that token; raises NotFound."""
    with database.reading() as connection:
        found = stored.workshop_by_screen(connection, token)
    if found is None:
        raise NotFound("There is no screen at this link.", "Open it once more from the console.")
    return load_workshop(database, found.assessment_id)


def load_workshop(database: Database, assessment_id: str) -> WorkshopView:
    """Return where a workshop stands; raises NotFound."""
    with database.reading() as connection:
        row = assessments.assessment(connection, assessment_id)
        found = stored.workshop(connection, assessment_id)
        if row is None or found is None:
            raise NotFound(*WORKSHOP_GONE)
        state = WORKSHOP_STATE_JSON.validate_json(found.state)
        joined, voted = participation_counts(connection, assessment_id, state)
    questionnaire = questionnaires.archived_questionnaire(database, row.digest)
    head = (found.code, found.screen, found.pace, state, found.number, joined, voted, found.expires_at)
    return WorkshopView(row, questionnaire, *head)


def participation_counts(connection: Connection, assessment_id: str, state: WorkshopState) -> tuple[int, int]:
    """Return how many are in, and how many have voted on the current question, or are through at their own pace."""
    joined = stored.count_joined(connection, assessment_id)
    if state.phase == "self_paced":
        return joined, stored.count_submitted(connection, assessment_id)
    return joined, stored.count_votes(connection, assessment_id, state.question, state.round) if state.question else 0


def allowed_actions(workshop: WorkshopView) -> frozenset[WorkshopAction]:
    """Return what the facilitator may do now."""
    return workshops_state.allowed_actions(workshop.state, workshop.pace)


def perform_action(
    database: Database,
    assessment_id: str,
    expected_version: int,
    action: WorkshopAction,
    now: datetime,
    *,
    question: str | None = None,
    seconds: int | None = None,
) -> WorkshopView:
    """Do what the facilitator wants and return the room; raises Refused when it may not be done now.

    `expected_version` is the version of the state that the console showed: when another window has moved on since,
    nothing is done.
    """
    before = load_workshop(database, assessment_id)
    with database.writing() as connection:
        row = assessments.assessment(connection, assessment_id, for_update=True)
        found = stored.workshop(connection, assessment_id, for_update=True)
        if row is None or found is None:
            raise NotFound(*WORKSHOP_GONE)
        if found.number != expected_version:
            raise Refused("Another window has moved this workshop on.", "Look at where it stands now, and continue.")
        state = WORKSHOP_STATE_JSON.validate_json(found.state)
        after = workshops_state.next_state(state, found.pace, action, now, question=question, seconds=seconds)
        if action == "reveal":
            _save_reveals(connection, before, [str(state.question)], state.round, now)
        if action == "start_review":
            shown = _save_reveals(connection, before, state.order, 1, now)
            by_disagreement = groups.vote_table(before.questionnaire, before.questions, shown, {})
            order = tuple(by_disagreement["id"])
            after = replace(after, order=order, question=order[0])
        stored.save_state(connection, assessment_id, state_json(after), found.number + 1)
        if action == "end":
            at = revealed_view(connection, before, after)
            assessments.mark_closed(connection, assessment_id, now)
            assessments.add_frozen_result(connection, assessment_id, *closing.freeze(at), now)
    return load_workshop(database, assessment_id)


def _save_reveals(
    connection: Connection, workshop: WorkshopView, question_ids: Sequence[str], round_: int, now: datetime
) -> Mapping[str, Any]:
    """Keep and return what may be seen of these questions' votes in a round; from now on it stays as it is."""
    row, scale_max = workshop.assessment, workshop.questionnaire.scale_max
    names = responses.participant_names(connection, row.id)
    only = question_ids[0] if len(question_ids) == 1 else None
    votes = [v for v in stored.votes(connection, row.id, only) if v.round == round_]
    found = {}
    for question_id in question_ids:
        own = [v for v in votes if v.question_id == question_id and v.answer.is_answered]
        roles = [v.role for v in own] if row.asks_role else []
        shown = disclosed([v.answer for v in own], scale_max, row.privacy, roles)
        named = [Vote(names.get(v.key, ""), v.answer.level) for v in own] if row.privacy == "open" else []
        inorder = sorted(named, key=lambda vote: (vote.level or 0, vote.name.casefold()))
        content = write_round_result(RoundResult(round_, shown, inorder))
        stored.save_reveal(connection, row.id, question_id, round_, content, now)
        found[question_id] = shown
    return found


def round_results(database: Database, assessment_id: str, question_id: str) -> tuple[RoundResult, ...]:
    """Return what the room was shown of a question, round by round."""
    with database.reading() as connection:
        found = stored.reveals(connection, assessment_id, question_id)
    return tuple(read_round_result(content) for *_, content in found)


def revealed_view(connection: Connection, workshop: WorkshopView, state: WorkshopState) -> AssessmentView:
    """Return the work on what was revealed, with every round as it was shown."""
    row = workshop.assessment
    persons: dict[str, ParticipantResponse] = {}
    names = responses.participant_names(connection, row.id)
    for vote in stored.votes(connection, row.id):
        if state.revealed.get(vote.question_id) == vote.round:
            own = persons.setdefault(vote.key, ParticipantResponse(vote.key, names.get(vote.key), vote.role, {}, True))
            own.answers[vote.question_id] = vote.answer
    settled = {name: AgreedLevel(*said) for name, said in responses.agreed_levels(connection, row.id).items()}
    seen = summarise_group(row, workshop.questionnaire, workshop.questions, list(persons.values()), settled)
    rounds: dict[str, list[RoundResult]] = {}
    for question_id, _, content in stored.reveals(connection, row.id):
        rounds.setdefault(question_id, []).append(read_round_result(content))
    shown = dict(seen.disclosure.questions) | {name: of_all[-1].shown for name, of_all in rounds.items()}
    disclosure = GroupDisclosure(seen.disclosure.answered, shown, seen.disclosure.agreed)
    kept = replace(seen, rounds=rounds, disclosure=disclosure)
    return views.for_group(row, workshop.questionnaire, kept, assessments.dimension_targets(connection, row.id))
