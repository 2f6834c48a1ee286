"""What pages have confirmed of answers, rounds and plans, as plain dictionaries to compare the database with."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from cxmaturity.analysis.frozen.frozen_result import write_frozen_result
from cxmaturity.analysis.groups import AgreedLevel, GroupResult, summarise_group
from cxmaturity.answers import PARTS, UNANSWERED, Answer, Part, Response
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.records import Action, Assessment, DimensionTarget, ParticipantResponse
from cxmaturity.services.assessments.answering import AnswerChange, Basis
from cxmaturity.workshops.state import WorkshopState

JUST_NOW = timedelta(seconds=2)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(repr=False)
class Person:
    """One response: its parts, and for each part the revision of its last change and the time of its choice."""

    response_id: str
    key: str | None = None
    code: str = ""
    name: str | None = None
    revision: int = 0
    is_submitted: bool = False
    answers: dict[str, Answer] = field(default_factory=dict)
    changes: dict[tuple[str, Part], tuple[int, datetime]] = field(default_factory=dict)
    votes: dict[tuple[str, int], Answer] = field(default_factory=dict)

    def __repr__(self) -> str:
        """Return what distinguishes it from others in the report of a loss."""
        return f"<{self.name or 'somebody'} {self.response_id}>"

    def save(self, question: str, change: AnswerChange, now: datetime, is_timed: bool) -> tuple[Part, ...]:
        """Store a change as the page confirms it; return the parts in which a later choice of another window stays."""
        before = self.answers.get(question, UNANSWERED)
        differing = [part for part in change.bases if change.answer.part(part) != before.part(part)]
        overruled = tuple(p for p in differing if not self._stands(question, p, change.bases[p], now, is_timed))
        written = [part for part in differing if part not in overruled]
        if written or question not in self.answers:
            self.revision += 1
            self.answers[question] = before.with_parts(change.answer, written)
            for part in written:
                self.changes[question, part] = (self.revision, change.bases[part].chosen_at or now)
        return overruled

    def _stands(self, question: str, part: Part, basis: Basis, now: datetime, is_timed: bool) -> bool:
        last = self.changes.get((question, part))
        if last is None or basis.revision is None:
            return True
        revision, chosen_at = last
        if basis.chosen_at is None or revision <= basis.revision:
            return revision <= basis.revision
        if not is_timed or chosen_at > now:  # times are unknown, or a clock was set back
            return now - basis.chosen_at <= JUST_NOW
        return basis.chosen_at > chosen_at

    def vote(self, question: str, round_: int) -> Answer:
        """Return the vote on a question in a round, UNANSWERED if there is none."""
        return self.votes.get((question, round_), self.answers.get(question, UNANSWERED) if round_ == 1 else UNANSWERED)

    def take_vote(self, question: str, round_: int, answer: Answer) -> None:
        """Store a vote in place of an earlier one."""
        self.votes[question, round_] = answer

    def forget_times(self) -> None:
        """Forget all times: after an anonymous round was closed an answer has only the response's revision."""
        self.changes = {(question, part): (self.revision, EPOCH) for question in self.answers for part in PARTS}


@dataclass(repr=False)
class Round:
    """An assessment: who answers, agreed levels, targets, and its result when it was last closed.

    A workshop also has its state, and what was shown by question and round.
    """

    row: Assessment
    questionnaire: Questionnaire
    people: dict[str, Person] = field(default_factory=dict)
    targets: dict[str, DimensionTarget] = field(default_factory=dict)
    agreed: dict[str, AgreedLevel] = field(default_factory=dict)
    times_frozen: int = 0
    frozen: str | None = None
    group: GroupResult | None = None
    state: WorkshopState | None = None
    version: int = 0

    def __repr__(self) -> str:
        """Return what distinguishes it from others in the report of a loss."""
        return f"<{self.row.status} {self.row.privacy} {self.row.mode} {self.row.id}>"

    @property
    def is_timed(self) -> bool:
        """Whether times of choices are stored: not for anonymous people."""
        return self.row.privacy == "open"

    def accepts(self, question: str) -> bool:
        """Return whether people may answer this question now, self-paced."""
        if self.row.mode == "workshop":
            return bool(self.row.is_open and self.state and self.state.accepts_vote(question, 1))
        return self.row.is_open

    def close(self) -> None:
        """Close it: its result is that of its current answers."""
        if self.row.mode == "survey":
            self.summarise()
        if self.row.privacy == "anonymous":
            for person in self.people.values():
                person.forget_times()
        self.row = replace(self.row, status="closed")
        self.freeze()

    def summarise(self) -> None:
        """Use people's answers as the group's result."""
        people = [ParticipantResponse(str(p.key), p.name, None, dict(p.answers)) for p in self.people.values()]
        by_key = sorted(people, key=lambda person: person.key)
        self.group = summarise_group(self.row, self.questionnaire, self.questionnaire.questions, by_key, self.agreed)

    def freeze(self) -> None:
        """Record the frozen result that counts from now on; for a workshop only that there is one."""
        self.times_frozen += 1
        if self.row.mode == "workshop":
            return
        response = self.group.response if self.group else Response(next(iter(self.people.values())).answers)
        self.frozen = write_frozen_result(self.row, self.questionnaire, response, self.targets, self.group)


@dataclass
class Confirmed:
    """Everything that was acknowledged."""

    rounds: dict[str, Round] = field(default_factory=dict)
    teams: dict[str, str] = field(default_factory=dict)
    archived: set[str] = field(default_factory=set)
    actions: dict[str, Action] = field(default_factory=dict)

    def remove_team(self, team_id: str) -> None:
        """Forget a team with everything that belongs to it."""
        del self.teams[team_id]
        self.archived.discard(team_id)
        self.rounds = {name: r for name, r in self.rounds.items() if r.row.team_id != team_id}
        self.actions = {name: a for name, a in self.actions.items() if a.team_id != team_id}

    def remove_round(self, round_id: str) -> None:
        """Forget an assessment; actions planned from it stay in the plan."""
        del self.rounds[round_id]
        for name, action in self.actions.items():
            if action.assessment_id == round_id:
                self.actions[name] = replace(action, assessment_id=None)

    def is_planned_again(self, action_id: str, changes: Mapping[str, Any]) -> bool:
        """Return whether these changes would reopen a question's step beside an equal open one."""
        action = self.actions[action_id]
        is_opened = not action.is_open and replace(action, status=changes.get("status", action.status)).is_open
        step = (action.team_id, action.question_id, action.from_level)
        others = [a for a in self.actions.values() if a.is_open and a.from_level is not None]
        return is_opened and any((a.team_id, a.question_id, a.from_level) == step for a in others)

    def change_action(self, action_id: str, changes: Mapping[str, Any], now: datetime) -> None:
        """Change the named fields of an action; its date and outcome follow the status."""
        action = self.actions[action_id]
        if changes.get("status", action.status) != action.status:
            is_done = changes["status"] == "done"
            action = replace(action, done_at=now if is_done else None, outcome=action.outcome if is_done else None)
            changes = {name: value for name, value in changes.items() if is_done or name != "outcome"}
        self.actions[action_id] = replace(action, **changes)
