"""The plan of a team: first steps and own actions, their owners, dates and status, and whether they worked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from secrets import token_hex
from typing import Any

from cxmaturity.errors import SHORTEN, NotFound, Refused
from cxmaturity.questionnaire.schema import Question
from cxmaturity.records import Action, Assessment, Team, asked_questions
from cxmaturity.services.locking import lock_assessment
from cxmaturity.services.questionnaires import read_archived_questionnaire
from cxmaturity.services.teams import find_team
from cxmaturity.store import assessments, plans
from cxmaturity.store import teams as stored_teams
from cxmaturity.store.database.engine import Connection, Database
from cxmaturity.text_cleaning import clean_text, to_one_line
from cxmaturity.wording.errors import NOTHING_TO_DO
from cxmaturity.wording.plans import AskedQuestion, asked_question
from cxmaturity.wording.questionnaire.steps import step_to_do

MAX_ACTION_LENGTH = 300
"""The longest own action, and the longest text on how to see that an action worked, in characters."""
MAX_OWNER_LENGTH = 80
MAX_OUTCOME_NOTE_LENGTH = 500

_WORKED_IF = "How you will see that it worked"
_REMOVED = "This action is no longer in the plan.", "Reload the page to see what is."


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """A first step to add to a plan, with its owner and due date.

    It is the step of `question` from `level` or, when a workshop's participants wrote it, the text in `do`.
    """

    question: Question | None
    level: int | None
    owner: str
    due: date | None
    do: str = ""


StepKey = tuple[str | None, int | None, str]
"""What identifies a step: question id, level and the text of what to do; the text alone for one the team wrote."""


def step_key(question_id: str | None, level: int | None, do: str) -> StepKey:
    """Return the key that identifies a step.

    Other questionnaires, and other versions, may have another step for a question with the same id.
    """
    return (None, None, do) if level is None else (question_id, level, do)


@dataclass(frozen=True, slots=True)
class OwnAction:
    """An action that a team wrote itself, for a question or (None) for none."""

    do: str
    question_id: str | None
    owner: str
    due: date | None
    worked_if: str


@dataclass(frozen=True, slots=True)
class ChangedAction:
    """An action before and after a change."""

    before: Action
    after: Action


def add_to_plan(
    database: Database, assessment: Assessment, steps: Sequence[PlannedStep], now: datetime
) -> list[Action]:
    """Add steps to the team's plan, all of them or none, and return their actions in the same order.

    A step that is open in the plan already is not added again; its action is returned. Raises Refused for a step beyond
    the highest level or too long an owner, NotFound when the assessment was removed.
    """
    actions = [_action(assessment, step, now) for step in steps]
    with database.writing() as connection:
        lock_assessment(connection, assessment.id, for_share=True)
        stored_teams.lock_team(connection, assessment.team_id)
        planned = by_step(action for action in plans.actions(connection, assessment.team_id) if action.is_open)
        for action in actions:
            if planned.setdefault(_key(action), action) is action:
                plans.add_action(connection, action)
    return [planned[_key(action)] for action in actions]


def by_step(actions: Iterable[Action]) -> dict[StepKey, Action]:
    """Return open actions by the key of their step; of several with one text, which a team wrote, the last."""
    return {_key(action): action for action in actions}


def _key(action: Action) -> StepKey:
    return step_key(action.question_id, action.from_level, action.do)


def _action(assessment: Assessment, planned: PlannedStep, now: datetime) -> Action:
    question, level = planned.question, planned.level
    step = question.step_from(level) if question and level is not None else None
    if question and step is None:
        raise Refused("There is no step beyond the highest level.", "Choose another question.")
    owner = _limited_text(planned.owner, MAX_OWNER_LENGTH, "The owner")
    return Action(
        id=token_hex(10),
        team_id=assessment.team_id,
        assessment_id=assessment.id,
        question_id=question.id if question else None,
        from_level=level if question else None,
        do=step_to_do(question, level, assessment.variant) if question and level else _limited_do(planned.do),
        effort=step.effort if step else "",
        worked_if=step.worked_if if step else "",
        owner=owner or (step.owner if step else ""),
        due=planned.due,
        created_at=now,
    )


def add_own_action(database: Database, team_id: str, draft: OwnAction, now: datetime) -> Action:
    """Add an action that the team wrote itself to its plan and return it.

    Raises Refused when the text is empty or too long, or the team's newest assessment does not ask the question;
    NotFound when the team was removed.
    """
    do = _limited_do(draft.do)
    with database.writing() as connection:
        stored_teams.lock_team(connection, team_id)
        find_team(connection, team_id)
        newest, questions = _newest_questions(connection, team_id)
        if draft.question_id is not None and draft.question_id not in {question.id for question in questions}:
            raise Refused("This question is not asked any more.", "Choose another one, or none.")
        action = Action(
            id=token_hex(10),
            team_id=team_id,
            assessment_id=newest.id if newest and draft.question_id else None,
            question_id=draft.question_id,
            from_level=None,
            do=do,
            worked_if=_limited_text(draft.worked_if, MAX_ACTION_LENGTH, _WORKED_IF),
            owner=_limited_text(draft.owner, MAX_OWNER_LENGTH, "The owner"),
            due=draft.due,
            created_at=now,
        )
        plans.add_action(connection, action)
    return action


def questions_to_choose(database: Database, team_id: str) -> dict[str, str]:
    """Return the prompts, by question id, of the team's newest assessment: an own action may be for any of them."""
    with database.reading() as connection:
        newest, questions = _newest_questions(connection, team_id)
    return {question.id: question.prompt_in(newest.variant) for question in questions} if newest else {}


def _newest_questions(connection: Connection, team_id: str) -> tuple[Assessment | None, Sequence[Question]]:
    """Return the team's newest assessment with a result, and the questions it asks; None and empty without one."""
    newest = next(iter(assessments.with_result(connection, 1, team_id)), None)
    if newest is None:
        return None, ()
    return newest, asked_questions(read_archived_questionnaire(connection, newest.digest), newest)


def asked_questions_of(database: Database, actions: Sequence[Action]) -> dict[str, AskedQuestion]:
    """Return the question of each action as it was asked, by action id.

    Actions without a question, and those whose assessment was removed, are left out.
    """
    rows: dict[str, Assessment | None] = {}
    asked = {}
    with database.reading() as connection:
        for action in actions:
            if action.assessment_id is None or action.question_id is None:
                continue
            if action.assessment_id not in rows:
                rows[action.assessment_id] = assessments.assessment(connection, action.assessment_id)
            if row := rows[action.assessment_id]:
                questionnaire = read_archived_questionnaire(connection, row.digest)
                asked[action.id] = asked_question(questionnaire, action, row.variant)
    return asked


def change_action(database: Database, action_id: str, now: datetime, changes: Mapping[str, Any]) -> ChangedAction:
    """Change owner, due, status, outcome or outcome_note of an action; return it before and after.

    In an own action, do and worked_if may change too; the text of a question's step is fixed. Only the columns in
    `changes` are written, so that changes by other windows stay. The status "done" stores `now` as its date; any other
    status removes date and outcome. An action cannot be reopened while the same step is open. Raises Refused and
    NotFound.
    """
    changes = dict(changes)
    if unknown := set(changes) - {"owner", "due", "status", "outcome", "outcome_note", "do", "worked_if"}:
        raise ValueError(f"an action has no such part to change: {unknown}")
    for name, most, what in (
        ("owner", MAX_OWNER_LENGTH, "The owner"),
        ("outcome_note", MAX_OUTCOME_NOTE_LENGTH, "The note"),
        ("worked_if", MAX_ACTION_LENGTH, _WORKED_IF),
    ):
        if name in changes:
            changes[name] = _limited_text(changes[name] or "", most, what)
    if "do" in changes:
        changes["do"] = _limited_do(changes["do"] or "")
    with database.writing() as connection:
        before = plans.lock_action(connection, action_id)
        if before is None:
            raise NotFound(*_REMOVED)
        changes = {name: value for name, value in changes.items() if getattr(before, name) != value}
        if before.from_level is not None and changes.keys() & {"do", "worked_if"}:
            raise Refused("The step of a question keeps its words.", "Write your own action instead.")
        if "status" in changes:
            changes["done_at"] = now if changes["status"] == "done" else None
            if changes["status"] != "done":
                changes["outcome"] = None  # once done again, its outcome is asked again
        after = replace(before, **changes)
        if after.is_open and not before.is_open:
            stored_teams.lock_team(connection, after.team_id)
            if _is_planned_again(connection, after):
                raise Refused(
                    "The same step is open in the plan already.", "Continue with that one, or finish it first."
                )
        if changes:
            plans.change_action(connection, action_id, changes)
    return ChangedAction(before, after)


def delete_action(database: Database, action_id: str) -> Action:
    """Delete an action from its plan and return it, for `restore_action`; raises NotFound."""
    with database.writing() as connection:
        action = plans.lock_action(connection, action_id)
        if action is None:
            raise NotFound(*_REMOVED)
        plans.delete_action(connection, action_id)
    return action


def restore_action(database: Database, action: Action) -> bool:
    """Restore a deleted action; return whether it is in the plan now. Raises NotFound without its team.

    It is not restored while the same step is open in the plan again. If its assessment was removed in the meantime, it
    is restored without it.
    """
    with database.writing() as connection:
        stored_teams.lock_team(connection, action.team_id)
        find_team(connection, action.team_id)
        if plans.lock_action(connection, action.id) is not None:
            return True
        if _is_planned_again(connection, action):
            return False
        if action.assessment_id and assessments.assessment(connection, action.assessment_id, for_share=True) is None:
            action = replace(action, assessment_id=None)
        plans.add_action(connection, action)
    return True


def _is_planned_again(connection: Connection, action: Action) -> bool:
    """Return whether the same step of a question is open in another action of the team."""
    if not action.is_open or action.from_level is None:
        return False
    others = [a for a in plans.actions(connection, action.team_id) if a.is_open and a.id != action.id]
    return any(_key(other) == _key(action) for other in others)


def list_plan(database: Database, team_id: str, today: date) -> list[Action]:
    """Return the team's actions: overdue ones, then by date, then done ones without an outcome, then the rest."""
    with database.reading() as connection:
        actions = plans.actions(connection, team_id)

    def order(action: Action) -> tuple[int, date]:
        if action.is_open:
            return (0 if action.is_overdue(today) else 1, action.due or date.max)
        return (2 if action.is_to_ask_about else 3, action.due or date.max)

    return sorted(actions, key=order)


def all_actions(database: Database, team_id: str) -> list[Action]:
    """Return every action of a team, oldest first."""
    with database.reading() as connection:
        return plans.actions(connection, team_id)


def open_actions(database: Database, team_id: str) -> list[Action]:
    """Return a team's open actions, oldest first."""
    return [action for action in all_actions(database, team_id) if action.is_open]


@dataclass(frozen=True, slots=True)
class DueActions:
    """The open actions of several teams that are due first, with their team; most overdue first.

    `overdue` is how many actions are overdue, including those not returned.
    """

    actions: Sequence[tuple[Team, Action]]
    overdue: int


def due_next(database: Database, teams: Sequence[Team], today: date, most: int) -> DueActions:
    """Return the open actions of these teams that are due first, at most `most`."""
    by_id = {team.id: team for team in teams}
    with database.reading() as connection:
        actions = plans.next_due(connection, list(by_id), most)
        overdue = plans.count_overdue(connection, list(by_id), today)
    return DueActions([(by_id[action.team_id], action) for action in actions], overdue)


def _limited_do(text: str) -> str:
    """Return the text of what to do as one line; raises Refused when it is empty or too long."""
    do = to_one_line(text)
    if not do:
        raise Refused(NOTHING_TO_DO, "Write what you will do.")
    return _limited_text(do, MAX_ACTION_LENGTH, "The action")


def _limited_text(text: str, most: int, what: str) -> str:
    text = clean_text(text).strip()
    if len(text) > most:
        raise Refused(f"{what} must be text of at most {most} characters.", SHORTEN)
    return text
