"""Leading a workshop: from the lobby over votes and their reveals to the end, and what is shown on the way."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from cxmaturity.analysis.disclosure import (
    SUPPRESSED,
    QuestionDisclosure,
    disclose_question,
    may_order_by_dots,
)
from cxmaturity.analysis.frozen.frozen_result import read_round_result, write_round_result
from cxmaturity.analysis.groups import AgreedLevel, RoundResult, Vote, summarise_group
from cxmaturity.answers import UNANSWERED
from cxmaturity.errors import NotFound, Refused
from cxmaturity.questionnaire.schema import Question, Questionnaire
from cxmaturity.records import Assessment, ParticipantResponse, WorkshopRow, asked_questions
from cxmaturity.services import questionnaires
from cxmaturity.services.assessments import closing
from cxmaturity.services.assessments.recent_results import questions_shown_too_recently
from cxmaturity.services.assessments.views import GroupView
from cxmaturity.services.surveys.participation import Survey
from cxmaturity.services.workshops.counted_votes import counted_votes, first_shown_round
from cxmaturity.store import assessments, responses
from cxmaturity.store import workshops as stored
from cxmaturity.store.database.engine import Connection, Database
from cxmaturity.store.workshops import CastVote
from cxmaturity.tables import groups
from cxmaturity.workshops import state as workshops_state
from cxmaturity.workshops.state import WORKSHOP_STATE_JSON, Pace, Switch, WorkshopAction, WorkshopState

WORKSHOP_GONE = ("There is no workshop at this link.", "It may have been removed. All workshops are on Home.")
_LONG_ACTIONS: tuple[WorkshopAction, ...] = ("start_review", "end")  # everybody's votes are read or written anew
_UNKNOWN_CODE = (
    "No workshop is open with this code.",
    "Look at the screen once more, or ask whoever leads the workshop.",
)


@dataclass(frozen=True, slots=True)
class WorkshopView:
    """What console and presentation show of a workshop.

    `version` grows by one with every change of the state. `joined` is how many people have joined; `voted` is how many
    have voted on the current question in this round, or, in the self-paced phase, have submitted all their answers.
    """

    assessment: Assessment
    questionnaire: Questionnaire
    code: str
    screen: str
    pace: Pace
    state: WorkshopState
    version: int
    joined: int
    voted: int
    expires_at: datetime

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions asked, in the questionnaire's order."""
        return asked_questions(self.questionnaire, self.assessment)

    @property
    def order(self) -> tuple[str, ...]:
        """The ids of the questions in the order in which they are voted on or reviewed."""
        return self.state.order


def state_json(state: WorkshopState) -> str:
    """Return a workshop's state as it is stored."""
    return WORKSHOP_STATE_JSON.dump_json(state).decode()


def workshop_by_code(database: Database, code: str, now: datetime) -> Survey:
    """Return the workshop with a join code; raises NotFound, in the same words for unknown, ended and expired codes."""
    with database.reading() as connection:
        workshop = stored.workshop_by_code(connection, code)
        assessment = assessments.assessment(connection, workshop.assessment_id) if workshop else None
    if workshop is None or assessment is None or not assessment.is_open or workshop.expires_at < now:
        raise NotFound(*_UNKNOWN_CODE)
    return Survey(assessment, questionnaires.archived_questionnaire(database, assessment.digest))


def workshop_by_screen(database: Database, token: str) -> WorkshopView:
    """Return the workshop whose presentation has this token; raises NotFound."""
    with database.reading() as connection:
        workshop = stored.workshop_by_screen(connection, token)
    if workshop is None:
        raise NotFound("There is no screen at this link.", "Open it once more from the console.")
    return load_workshop(database, workshop.assessment_id)


def load_workshop(database: Database, assessment_id: str) -> WorkshopView:
    """Return where a workshop stands; raises NotFound."""
    with database.reading() as connection:
        assessment = assessments.assessment(connection, assessment_id)
        workshop = stored.workshop(connection, assessment_id)
        if assessment is None or workshop is None:
            raise NotFound(*WORKSHOP_GONE)
        state = WORKSHOP_STATE_JSON.validate_json(workshop.state)
        joined, voted = participation_counts(connection, assessment_id, state)
    questionnaire = questionnaires.archived_questionnaire(database, assessment.digest)
    return _workshop_view(assessment, questionnaire, workshop, state, workshop.number, joined, voted)


def _workshop_view(
    assessment: Assessment,
    questionnaire: Questionnaire,
    workshop: WorkshopRow,
    state: WorkshopState,
    version: int,
    joined: int,
    voted: int,
) -> WorkshopView:
    return WorkshopView(
        assessment=assessment,
        questionnaire=questionnaire,
        code=workshop.code,
        screen=workshop.screen,
        pace=workshop.pace,
        state=state,
        version=version,
        joined=joined,
        voted=voted,
        expires_at=workshop.expires_at,
    )


def participation_counts(connection: Connection, assessment_id: str, state: WorkshopState) -> tuple[int, int]:
    """Return (joined, voted): see `WorkshopView`."""
    joined = stored.count_joined(connection, assessment_id)
    if state.phase == "self_paced":
        return joined, stored.count_submitted(connection, assessment_id)
    return joined, stored.count_votes(connection, assessment_id, state.question, state.round) if state.question else 0


def allowed_actions(workshop: WorkshopView) -> frozenset[WorkshopAction]:
    """Return the actions that the facilitator may take now."""
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
    """Take one of the facilitator's actions and return the workshop after it; raises NotFound and Refused.

    `expected_version` is the version that the console showed: when another window has moved the workshop on since,
    nothing changes. `question` and `seconds` are those of `state.next_state`. The workshop is read once, under its
    lock, so that no vote is counted after its reveal.
    """
    with database.writing(is_long=action in _LONG_ACTIONS) as connection:
        assessment = assessments.assessment(connection, assessment_id, for_update=True)
        workshop = stored.workshop(connection, assessment_id, for_update=True)
        if assessment is None or workshop is None:
            raise NotFound(*WORKSHOP_GONE)
        if workshop.number != expected_version:
            raise Refused("Another window has moved this workshop on.", "Look at where it stands now, and continue.")
        questionnaire = questionnaires.read_archived_questionnaire(connection, assessment.digest)
        before = WORKSHOP_STATE_JSON.validate_json(workshop.state)
        after = workshops_state.next_state(before, workshop.pace, action, now, question=question, seconds=seconds)
        if action == "reveal":
            _save_reveals(connection, assessment, questionnaire, [str(before.question)], before.round, now)
        if action == "start_review":
            revealed = _save_reveals(connection, assessment, questionnaire, before.order, 1, now)
            questions = asked_questions(questionnaire, assessment)
            order = tuple(groups.vote_table(questionnaire, questions, revealed, {})["id"])  # most disagreement first
            after = replace(after, order=order, question=order[0])
        if action == "steps" and assessment.privacy == "anonymous":
            people = stored.count_dot_voters(connection, assessment_id)
            after = replace(after, are_dots_final=before.are_dots_final or may_order_by_dots(people, "anonymous"))
        version = workshop.number + 1
        stored.save_state(connection, assessment_id, state_json(after), version)
        if action == "end":
            result = revealed_view(connection, assessment, questionnaire, after)
            closing.mark_closed(connection, assessment, now)
            assessments.add_frozen_result(connection, assessment_id, *closing.freeze(result), now)
            assessment = replace(assessment, status="closed", closed_at=now)
        joined, voted = participation_counts(connection, assessment_id, after)
    return _workshop_view(assessment, questionnaire, workshop, after, version, joined, voted)


def set_switch(database: Database, assessment_id: str, switch: Switch, is_on: bool) -> None:
    """Set one of a workshop's switches, such as the blank screen; raises NotFound, and Refused once it has ended.

    It needs no version, because it changes nothing that another window may have moved on; where the switch already
    stands so, nothing is written.
    """
    with database.writing() as connection:
        workshop = stored.workshop(connection, assessment_id, for_update=True)
        if workshop is None:
            raise NotFound(*WORKSHOP_GONE)
        before = WORKSHOP_STATE_JSON.validate_json(workshop.state)
        after = workshops_state.set_switch(before, switch, is_on)
        if after != before:
            stored.save_state(connection, assessment_id, state_json(after), workshop.number + 1)


def _save_reveals(
    connection: Connection,
    assessment: Assessment,
    questionnaire: Questionnaire,
    question_ids: Sequence[str],
    round_: int,
    now: datetime,
) -> Mapping[str, QuestionDisclosure]:
    """Store and return what may be shown of these questions' votes in a round; later votes do not change it."""
    only = question_ids[0] if len(question_ids) == 1 else None
    votes = _by_question(stored.votes(connection, assessment.id, question_id=only, up_to=round_))
    results = _results_by_question(connection, assessment.id, only) if round_ > 1 else {}
    names = responses.participant_names(connection, assessment.id) if assessment.privacy == "open" else {}
    disclosures: dict[str, QuestionDisclosure] = {}
    contents: dict[str, str] = {}
    too_recent = questions_shown_too_recently(connection, assessment, questionnaire, now)
    for question_id in question_ids:
        cast = counted_votes(votes.get(question_id, []), results.get(question_id, []), round_, assessment.privacy)
        cast = [vote for vote in cast if vote.answer.is_answered]
        roles = [vote.role for vote in cast] if assessment.asks_role else []
        answers = [vote.answer for vote in cast]
        disclosures[question_id] = (
            SUPPRESSED
            if question_id in too_recent
            else disclose_question(answers, questionnaire.scale_max, assessment.privacy, roles)
        )
        named = [Vote(names.get(vote.key, ""), vote.answer.level) for vote in cast if assessment.privacy == "open"]
        by_level = sorted(named, key=lambda vote: (vote.level or 0, vote.name.casefold()))
        contents[question_id] = write_round_result(RoundResult(round_, disclosures[question_id], by_level))
    stored.save_reveals(connection, assessment.id, round_, contents, now)
    return disclosures


def _by_question(votes: Iterable[CastVote]) -> dict[str, list[CastVote]]:
    by_question: dict[str, list[CastVote]] = {}
    for vote in votes:
        by_question.setdefault(vote.question_id, []).append(vote)
    return by_question


def _results_by_question(
    connection: Connection, assessment_id: str, question_id: str | None = None
) -> dict[str, list[RoundResult]]:
    """Return what was shown of one question or of all, by question id, round by round."""
    rounds: dict[str, list[RoundResult]] = {}
    for name, _, content in stored.reveals(connection, assessment_id, question_id):
        rounds.setdefault(name, []).append(read_round_result(content))
    return rounds


def round_results(database: Database, assessment_id: str, question_id: str) -> tuple[RoundResult, ...]:
    """Return what was shown of a question, round by round."""
    with database.reading() as connection:
        rows = stored.reveals(connection, assessment_id, question_id)
    return tuple(read_round_result(content) for *_, content in rows)


def second_vote_base(database: Database, assessment: Assessment, state: WorkshopState) -> int | None:
    """Return the round whose people alone count in the vote that is running, None where everybody does.

    See `counted_votes`.
    """
    if assessment.privacy == "open" or state.question is None or state.round == 1:
        return None
    return first_shown_round(round_results(database, assessment.id, state.question))


def revealed_view(
    connection: Connection, assessment: Assessment, questionnaire: Questionnaire, state: WorkshopState
) -> GroupView:
    """Return the group's result of what was revealed up to `state`, with every round as it was shown."""
    people: dict[str, ParticipantResponse] = {}
    names = responses.participant_names(connection, assessment.id)
    rounds = _results_by_question(connection, assessment.id)
    votes = _by_question(stored.votes(connection, assessment.id))
    for question_id, round_ in state.revealed.items():
        cast = [vote for vote in votes.get(question_id, []) if vote.round <= round_]
        answers = {
            vote.key: vote.answer
            for vote in counted_votes(cast, rounds.get(question_id, []), round_, assessment.privacy)
        }
        for vote in sorted(cast, key=lambda vote: vote.round):
            person = people.setdefault(
                vote.key, ParticipantResponse(vote.key, names.get(vote.key), vote.role, {}, is_finished=True)
            )
            answer = answers.get(vote.key, UNANSWERED)
            if vote.answer.note or vote.answer.evidence:  # written once, it stays with the votes that follow
                answer = answers[vote.key] = replace(answer, note=vote.answer.note, evidence=vote.answer.evidence)
            person.answers[question_id] = answer
    agreed = {name: AgreedLevel(*row) for name, row in responses.agreed_levels(connection, assessment.id).items()}
    questions = asked_questions(questionnaire, assessment)
    group = summarise_group(assessment, questionnaire, questions, list(people.values()), agreed)
    last = {question_id: results[-1].shown for question_id, results in rounds.items()}
    if too_soon := {name for name, shown in last.items() if shown == SUPPRESSED != group.disclosure.questions[name]}:
        group = summarise_group(assessment, questionnaire, questions, list(people.values()), agreed, too_soon)
    disclosure = replace(group.disclosure, questions=dict(group.disclosure.questions) | last)
    targets = assessments.dimension_targets(connection, assessment.id)
    return GroupView(assessment, questionnaire, targets, replace(group, rounds=rounds, disclosure=disclosure))
