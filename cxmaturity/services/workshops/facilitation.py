"""Facilitating a workshop: the facilitator's actions from the lobby to the end."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from cxmaturity.analysis.disclosure import may_order_by_dots
from cxmaturity.errors import ChangedElsewhere, Refused
from cxmaturity.records import asked_questions
from cxmaturity.services import questionnaires
from cxmaturity.services.assessments import closing
from cxmaturity.services.locking import lock_assessment, lock_workshop
from cxmaturity.services.workshops.finishing import step_ranking
from cxmaturity.services.workshops.people.people_count import count_people
from cxmaturity.services.workshops.preparing import join_codes
from cxmaturity.services.workshops.voting import polls, reveals
from cxmaturity.services.workshops.workshop_view import WorkshopView, build_view
from cxmaturity.store import frozen_results as stored_results
from cxmaturity.store.database.engine import Connection, Database
from cxmaturity.store.workshop import dots as stored_dots
from cxmaturity.store.workshop import participant_steps
from cxmaturity.store.workshop import reveals as stored_reveals
from cxmaturity.store.workshop import votes as stored_votes
from cxmaturity.store.workshop import workshops as stored
from cxmaturity.store.workshop.workshops import WorkshopRow
from cxmaturity.tables import groups
from cxmaturity.wording.errors import NO_WORKSHOP
from cxmaturity.wording.workshop.workshop_console import MOVED_ON_ELSEWHERE
from cxmaturity.workshops import state as workshops_state
from cxmaturity.workshops.state import Switch, WorkshopAction, WorkshopState

_LONG_ACTIONS: tuple[WorkshopAction, ...] = ("start_review", "end")  # they read or write everybody's votes


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
        assessment = lock_assessment(connection, assessment_id, NO_WORKSHOP)
        workshop = lock_workshop(connection, assessment_id)
        if workshop.version != expected_version:
            raise ChangedElsewhere(MOVED_ON_ELSEWHERE, "Look at where it stands now, and continue.")
        questionnaire = questionnaires.read_archived_questionnaire(connection, assessment.digest)
        before = workshop.state
        is_repeated = action in ("again", "undo")
        binding = reveals.read_binding_rounds(connection, assessment, before) if is_repeated else ()
        has_votes = is_repeated and voted_on(connection, assessment_id, before)
        if action == "again" and not binding and not has_votes:
            action = "undo"  # nobody voted: the same vote continues
        in_new_round = action == "undo" and bool(binding)
        after = workshops_state.next_state(
            before, workshop.pace, action, now, question=question, seconds=seconds, in_new_round=in_new_round
        )
        if action == "undo":
            _undo_reveal(connection, assessment_id, before, after)
            after = replace(after, is_open_again=has_votes)
        if action == "reveal" and before.phase == "warm_up":
            polls.freeze_result(connection, assessment, before, "warm_up")
        elif action == "reveal":
            reveals.refuse_few_second_votes(connection, assessment, before)
            reveals.save_reveals(connection, assessment, questionnaire, [str(before.question)], before.round, now)
        if action == "start_review":
            revealed = reveals.save_reveals(connection, assessment, questionnaire, before.order, 1, now)
            questions = asked_questions(questionnaire, assessment)
            order = tuple(groups.vote_table(questionnaire, questions, revealed, {})["id"])  # most disagreement first
            after = replace(after, order=order, question=order[0])
        if action == "steps" and assessment.privacy == "anonymous":
            voters = stored_dots.count_dot_voters(connection, assessment_id)
            after = replace(after, are_dots_final=before.are_dots_final or may_order_by_dots(voters, "anonymous"))
        valid_until = now + join_codes.VALID_FOR
        workshop = replace(workshop, state=after, version=workshop.version + 1, expires_at=valid_until)
        stored.save_state(connection, assessment_id, after, workshop.version, expires_at=valid_until)
        if action == "end":
            polls.freeze_result(connection, assessment, before, "worth")
            participant_steps.remove_waiting_steps(connection, assessment_id)
            result = reveals.revealed_view(connection, assessment, questionnaire, after)
            step_ranking.keep_steps(connection, result)
            closing.mark_closed(connection, assessment, now)
            stored_results.add_frozen_result(connection, assessment_id, *closing.freeze(result), now)
            assessment = replace(assessment, status="closed", closed_at=now)
        people = count_people(connection, assessment_id, after)
    return build_view(assessment, questionnaire, workshop, people)


def voted_on(connection: Connection, assessment_id: str, state: WorkshopState, rounds_later: int = 0) -> bool:
    """Return whether anybody voted on the current question, in the current round or `rounds_later` rounds later."""
    return stored_votes.count_votes(connection, assessment_id, str(state.question), state.round + rounds_later) > 0


def may_undo(database: Database, workshop: WorkshopView) -> bool:
    """Return whether the current reveal can be undone, which is possible until somebody votes again."""
    with database.reading() as connection:
        is_late = voted_on(connection, workshop.assessment.id, workshop.state, rounds_later=1)
    return "undo" in allowed_actions(workshop) and not is_late


def _undo_reveal(connection: Connection, assessment_id: str, before: WorkshopState, after: WorkshopState) -> None:
    """Continue a vote as if it had not been revealed; raises Refused when somebody has voted again since.

    In a new round nobody has to vote again, because those who do not keep their vote; see `counted_votes`.
    """
    if voted_on(connection, assessment_id, before, rounds_later=1):
        raise Refused("Somebody has voted again since.", "Vote again instead.")
    if after.round == before.round:
        stored_reveals.remove_reveal(connection, assessment_id, str(before.question), before.round)


def set_switch(database: Database, assessment_id: str, switch: Switch, is_on: bool) -> None:
    """Set one of a workshop's switches, such as the blank screen; raises NotFound, and Refused after the end.

    It needs no expected version, because a switch does not depend on the phase. Nothing is written when the switch is
    already set so.
    """
    with _state_changed(database, assessment_id) as (connection, workshop):
        after = workshops_state.set_switch(workshop.state, switch, is_on)
        if after != workshop.state:
            stored.save_state(connection, assessment_id, after, workshop.version + 1)


def request_time(database: Database, assessment_id: str) -> None:
    """Count one more phone that asks for more time, without storing which; raises NotFound and Refused.

    The version is not incremented, because phones and screen show nothing of it.
    """
    with _state_changed(database, assessment_id) as (connection, workshop):
        after = workshops_state.request_time(workshop.state)
        stored.save_state(connection, assessment_id, after, workshop.version)


@contextmanager
def _state_changed(database: Database, assessment_id: str) -> Iterator[tuple[Connection, WorkshopRow]]:
    """Lock a workshop and yield its row, whose state the block changes; raises NotFound."""
    with database.writing() as connection:
        yield connection, lock_workshop(connection, assessment_id)
