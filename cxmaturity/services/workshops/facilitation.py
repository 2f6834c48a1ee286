"""Facilitating a workshop: the facilitator's actions from the lobby to the end, and its current state."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from cxmaturity.analysis.disclosure import may_order_by_dots
from cxmaturity.analysis.groups import RoundResult
from cxmaturity.errors import ChangedElsewhere, NotFound, Refused
from cxmaturity.questionnaire.schema import Question, Questionnaire
from cxmaturity.records import Assessment, WorkshopRow, asked_questions
from cxmaturity.services import questionnaires
from cxmaturity.services.assessments import closing, views
from cxmaturity.services.assessments.views import AssessmentView
from cxmaturity.services.surveys.participation import Survey
from cxmaturity.services.workshops.finishing import step_ranking
from cxmaturity.services.workshops.people.people_count import PeopleCount, count_people
from cxmaturity.services.workshops.voting import polls, reveals
from cxmaturity.services.workshops.voting.counted_votes import first_shown_round
from cxmaturity.store import assessments
from cxmaturity.store import frozen_results as stored_results
from cxmaturity.store.database.engine import Connection, Database
from cxmaturity.store.workshop import dots as stored_dots
from cxmaturity.store.workshop import participant_steps
from cxmaturity.store.workshop import reveals as stored_reveals
from cxmaturity.store.workshop import votes as stored_votes
from cxmaturity.store.workshop import workshops as stored
from cxmaturity.tables import groups
from cxmaturity.wording.errors import NO_WORKSHOP
from cxmaturity.wording.workshop.workshop_console import MOVED_ON_ELSEWHERE
from cxmaturity.workshops import state as workshops_state
from cxmaturity.workshops.state import WORKSHOP_STATE_JSON, Pace, Switch, WorkshopAction, WorkshopState

_LONG_ACTIONS: tuple[WorkshopAction, ...] = ("start_review", "end")  # they read or write everybody's votes
_UNKNOWN_CODE = (
    "No workshop is open with this code.",
    "Look at the screen once more, or ask whoever leads the workshop.",
)


@dataclass(frozen=True, slots=True)
class WorkshopView:
    """The state of a workshop as console and projected screen show it.

    `version` is incremented with every change of the state. `people` are the counts that everybody sees. `answered` is
    how many answers all people have given so far in the self-paced phase, else 0.
    """

    assessment: Assessment
    questionnaire: Questionnaire
    code: str
    screen: str
    pace: Pace
    state: WorkshopState
    version: int
    people: PeopleCount
    answered: int
    expires_at: datetime
    wifi: tuple[str, str] = ("", "")

    @property
    def joined(self) -> int:
        """How many people are present: see `PeopleCount`."""
        return self.people.joined

    @property
    def voted(self) -> int:
        """How many of them have voted, or submitted their answers: see `PeopleCount`."""
        return self.people.voted

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions asked, in questionnaire order."""
        return asked_questions(self.questionnaire, self.assessment)

    @property
    def order(self) -> tuple[str, ...]:
        """The ids of the questions in the order in which they are voted on or reviewed."""
        return self.state.order


def state_json(state: WorkshopState) -> str:
    """Return a workshop's state as stored."""
    return WORKSHOP_STATE_JSON.dump_json(state).decode()


def workshop_by_code(database: Database, code: str, now: datetime) -> Survey:
    """Return the workshop with a join code; raises the same NotFound for unknown, ended and expired codes."""
    with database.reading() as connection:
        workshop = stored.workshop_by_code(connection, code)
        assessment = assessments.assessment(connection, workshop.assessment_id) if workshop else None
    if workshop is None or assessment is None or not assessment.is_open or workshop.expires_at < now:
        raise NotFound(*_UNKNOWN_CODE)
    return Survey(assessment, questionnaires.archived_questionnaire(database, assessment.digest))


def workshop_by_screen(database: Database, token: str) -> WorkshopView:
    """Return the workshop whose projected screen has this token; raises NotFound."""
    with database.reading() as connection:
        workshop = stored.workshop_by_screen(connection, token)
    if workshop is None:
        raise NotFound("There is no screen at this link.", "Open it once more from the console.")
    return load_workshop(database, workshop.assessment_id)


def load_workshop(database: Database, assessment_id: str) -> WorkshopView:
    """Return the current state of a workshop; raises NotFound."""
    with database.reading() as connection:
        assessment = assessments.assessment(connection, assessment_id)
        workshop = stored.workshop(connection, assessment_id)
        if assessment is None or workshop is None:
            raise NotFound(*NO_WORKSHOP)
        state = WORKSHOP_STATE_JSON.validate_json(workshop.state)
        people = count_people(connection, assessment_id, state)
        answered = stored_votes.count_answers(connection, assessment_id) if state.phase == "self_paced" else 0
    questionnaire = questionnaires.archived_questionnaire(database, assessment.digest)
    return _workshop_view(assessment, questionnaire, workshop, state, workshop.number, people, answered)


def _workshop_view(
    assessment: Assessment,
    questionnaire: Questionnaire,
    workshop: WorkshopRow,
    state: WorkshopState,
    version: int,
    people: PeopleCount,
    answered: int = 0,
) -> WorkshopView:
    return WorkshopView(
        assessment=assessment,
        questionnaire=questionnaire,
        code=workshop.code,
        screen=workshop.screen,
        pace=workshop.pace,
        state=state,
        version=version,
        people=people,
        answered=answered,
        expires_at=workshop.expires_at,
        wifi=(workshop.wifi_name, workshop.wifi_password),
    )


def result_so_far(database: Database, assessment_id: str) -> AssessmentView:
    """Return the group's result of the revealed votes, the last revealed round of each question.

    For a closed workshop it is the frozen result.
    """
    workshop = load_workshop(database, assessment_id)
    if not workshop.assessment.is_open:
        return views.load_view(database, assessment_id)
    with database.reading() as connection:
        return reveals.revealed_view(connection, workshop.assessment, workshop.questionnaire, workshop.state)


def allowed_actions(workshop: WorkshopView) -> frozenset[WorkshopAction]:
    """Return the actions that the facilitator may take now."""
    return workshops_state.allowed_actions(workshop.state)


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
    """Perform one of the facilitator's actions and return the workshop after it; raises NotFound and Refused.

    `expected_version` is the version that the console showed: raises ChangedElsewhere if another window has changed the
    workshop since. `question` and `seconds` are those of `state.next_state`. The workshop is read once, under its lock,
    so that no vote is counted after its reveal.
    """
    with database.writing(is_long=action in _LONG_ACTIONS) as connection:
        assessment = assessments.assessment(connection, assessment_id, for_update=True)
        workshop = stored.workshop(connection, assessment_id, for_update=True)
        if assessment is None or workshop is None:
            raise NotFound(*NO_WORKSHOP)
        if workshop.number != expected_version:
            raise ChangedElsewhere(MOVED_ON_ELSEWHERE, "Look at where it stands now, and continue.")
        questionnaire = questionnaires.read_archived_questionnaire(connection, assessment.digest)
        before = WORKSHOP_STATE_JSON.validate_json(workshop.state)
        if action == "again" and not voted_on(connection, assessment_id, before):
            action = "undo"  # nobody voted: the same vote continues
        in_new_round = action == "undo" and _first_shown_round(connection, assessment, before) is not None
        after = workshops_state.next_state(
            before, workshop.pace, action, now, question=question, seconds=seconds, in_new_round=in_new_round
        )
        if action == "undo":
            _undo_reveal(connection, assessment_id, before, after)
        if action == "reveal" and before.phase == "warm_up":
            polls.freeze_result(connection, assessment, before, "warm_up")
        elif action == "reveal":
            reveals.save_reveals(connection, assessment, questionnaire, [str(before.question)], before.round, now)
        if action == "start_review":
            revealed = reveals.save_reveals(connection, assessment, questionnaire, before.order, 1, now)
            questions = asked_questions(questionnaire, assessment)
            order = tuple(groups.vote_table(questionnaire, questions, revealed, {})["id"])  # most disagreement first
            after = replace(after, order=order, question=order[0])
        if action == "steps" and assessment.privacy == "anonymous":
            voters = stored_dots.count_dot_voters(connection, assessment_id)
            after = replace(after, are_dots_final=before.are_dots_final or may_order_by_dots(voters, "anonymous"))
        version = workshop.number + 1
        stored.save_state(connection, assessment_id, state_json(after), version)
        if action == "end":
            polls.freeze_result(connection, assessment, before, "worth")
            participant_steps.remove_waiting_steps(connection, assessment_id)
            result = reveals.revealed_view(connection, assessment, questionnaire, after)
            step_ranking.keep_steps(connection, result)
            closing.mark_closed(connection, assessment, now)
            stored_results.add_frozen_result(connection, assessment_id, *closing.freeze(result), now)
            assessment = replace(assessment, status="closed", closed_at=now)
        people = count_people(connection, assessment_id, after)
    return _workshop_view(assessment, questionnaire, workshop, after, version, people)


def voted_on(connection: Connection, assessment_id: str, state: WorkshopState, rounds_later: int = 0) -> bool:
    """Return whether anybody voted on the current question, in the current round or `rounds_later` rounds later."""
    return stored_votes.count_votes(connection, assessment_id, str(state.question), state.round + rounds_later) > 0


def may_undo(database: Database, workshop: WorkshopView) -> bool:
    """Return whether the current reveal can be undone, which is possible until somebody votes again."""
    with database.reading() as connection:
        is_late = voted_on(connection, workshop.assessment.id, workshop.state, rounds_later=1)
    return "undo" in allowed_actions(workshop) and not is_late


def _first_shown_round(connection: Connection, assessment: Assessment, state: WorkshopState) -> int | None:
    """Return the round whose people alone count from now on in the current vote; None in open mode or without one."""
    if assessment.privacy == "open" or state.question is None:
        return None
    rounds = reveals.stored_rounds(connection, assessment.id, state.question)
    return first_shown_round(rounds.get(state.question, []))


def _undo_reveal(connection: Connection, assessment_id: str, before: WorkshopState, after: WorkshopState) -> None:
    """Continue a vote as if it had not been revealed; raises Refused when somebody has voted again since.

    When it continues in a new round, everybody's vote is copied to it, so that nobody has to vote again.
    """
    question_id = str(before.question)
    if voted_on(connection, assessment_id, before, rounds_later=1):
        raise Refused("Somebody has voted again since.", "Vote again instead.")
    if after.round == before.round:
        stored_reveals.remove_reveal(connection, assessment_id, question_id, before.round)
    else:
        stored_votes.copy_votes(connection, assessment_id, question_id, before.round, after.round)


def set_switch(database: Database, assessment_id: str, switch: Switch, is_on: bool) -> None:
    """Set one of a workshop's switches, such as the blank screen; raises NotFound, and Refused after the end.

    It needs no expected version, because a switch does not depend on the phase. Nothing is written when the switch is
    already set so.
    """
    with _state_changed(database, assessment_id) as (connection, workshop, before):
        after = workshops_state.set_switch(before, switch, is_on)
        if after != before:
            stored.save_state(connection, assessment_id, state_json(after), workshop.number + 1)


def request_time(database: Database, assessment_id: str) -> None:
    """Count one more phone that asks for more time, without storing which; raises NotFound and Refused.

    The version is not incremented, because phones and screen show nothing of it.
    """
    with _state_changed(database, assessment_id) as (connection, workshop, before):
        after = workshops_state.request_time(before)
        stored.save_state(connection, assessment_id, state_json(after), workshop.number)


@contextmanager
def _state_changed(database: Database, assessment_id: str) -> Iterator[tuple[Connection, WorkshopRow, WorkshopState]]:
    """Lock a workshop and yield its row and state for the block to change; raises NotFound."""
    with database.writing() as connection:
        workshop = stored.workshop(connection, assessment_id, for_update=True)
        if workshop is None:
            raise NotFound(*NO_WORKSHOP)
        yield connection, workshop, WORKSHOP_STATE_JSON.validate_json(workshop.state)


def round_results(database: Database, assessment_id: str, question_id: str) -> tuple[RoundResult, ...]:
    """Return what each vote on a question has shown, numbered from 1; undone reveals are left out."""
    with database.reading() as connection:
        workshop = stored.workshop(connection, assessment_id)
        rounds = reveals.stored_rounds(connection, assessment_id, question_id).get(question_id, [])
    undone = WORKSHOP_STATE_JSON.validate_json(workshop.state).undone if workshop else {}
    return reveals.valid_rounds(rounds, undone.get(question_id, ()))


def second_vote_base(database: Database, assessment: Assessment, state: WorkshopState) -> int | None:
    """Return the round whose people alone count in the current vote, None when all count; see `counted_votes`."""
    if state.round == 1:
        return None
    with database.reading() as connection:
        return _first_shown_round(connection, assessment, state)
