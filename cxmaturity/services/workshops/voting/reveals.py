"""Reveals: what each shows is stored when it happens, round by round, and read back as the group's result."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from cxmaturity.analysis.disclosure import (
    MIN_GROUP_SIZE,
    SUPPRESSED,
    QuestionDisclosure,
    disclose_question,
    may_show_second_vote,
)
from cxmaturity.analysis.frozen.frozen_result import read_round_result, write_round_result
from cxmaturity.analysis.groups import RoundResult, Vote, summarise_group
from cxmaturity.answers import UNANSWERED
from cxmaturity.errors import Refused
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.records import Assessment, ParticipantResponse, asked_questions
from cxmaturity.services.assessments import closing
from cxmaturity.services.assessments.recent_results import questions_shown_too_recently
from cxmaturity.services.assessments.views import GroupView
from cxmaturity.services.workshops.voting.counted_votes import counted_votes, people_with_notes
from cxmaturity.store import assessments, responses
from cxmaturity.store.database.engine import Connection, Database
from cxmaturity.store.workshop import reveals as stored_reveals
from cxmaturity.store.workshop import votes as stored_votes
from cxmaturity.store.workshop import workshops
from cxmaturity.store.workshop.votes import CastVote
from cxmaturity.text_cleaning import alphabetical
from cxmaturity.workshops.state import WorkshopState


class TooFewAgain(Refused):
    """Too few people have voted again for the result of a second anonymous vote to be shown."""


def save_reveals(
    connection: Connection,
    assessment: Assessment,
    questionnaire: Questionnaire,
    question_ids: Sequence[str],
    round_: int,
    now: datetime,
) -> Mapping[str, QuestionDisclosure]:
    """Store and return what may be shown of the votes on these questions in a round; later votes change nothing."""
    only = question_ids[0] if len(question_ids) == 1 else None
    votes = _by_question(stored_votes.votes(connection, assessment.id, question_id=only, up_to=round_))
    results = stored_rounds(connection, assessment.id, only) if round_ > 1 else {}
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
        by_level = sorted(named, key=lambda vote: (vote.level or 0, alphabetical(vote.name)))
        contents[question_id] = write_round_result(RoundResult(round_, disclosures[question_id], by_level))
    stored_reveals.save_reveals(connection, assessment.id, round_, contents, now)
    return disclosures


def save_reveals_again(connection: Connection, assessment: Assessment, questionnaire: Questionnaire) -> None:
    """Store every reveal of a workshop in open mode again, after a person was removed or renamed."""
    for (question_id, round_), revealed_at in stored_reveals.reveal_moments(connection, assessment.id).items():
        save_reveals(connection, assessment, questionnaire, [question_id], round_, revealed_at)


def _by_question(votes: Iterable[CastVote]) -> dict[str, list[CastVote]]:
    by_question: dict[str, list[CastVote]] = {}
    for vote in votes:
        by_question.setdefault(vote.question_id, []).append(vote)
    return by_question


def stored_rounds(
    connection: Connection, assessment_id: str, question_id: str | None = None
) -> dict[str, list[RoundResult]]:
    """Return the revealed rounds of one question or of all, by question id, including undone ones."""
    rounds: dict[str, list[RoundResult]] = {}
    for name, _, content in stored_reveals.reveals(connection, assessment_id, question_id):
        rounds.setdefault(name, []).append(read_round_result(content))
    return rounds


def valid_rounds(rounds: Iterable[RoundResult], undone: Collection[int]) -> tuple[RoundResult, ...]:
    """Return the rounds of one question without undone ones, renumbered from 1."""
    kept = [result for result in rounds if result.round not in undone]
    return tuple(replace(result, round=number) for number, result in enumerate(kept, start=1))


def round_results(database: Database, assessment_id: str, question_id: str) -> tuple[RoundResult, ...]:
    """Return what each vote on a question has shown, numbered from 1; undone reveals are left out."""
    with database.reading() as connection:
        workshop = workshops.workshop(connection, assessment_id)
        rounds = stored_rounds(connection, assessment_id, question_id).get(question_id, [])
    undone = workshop.state.undone if workshop else {}
    return valid_rounds(rounds, undone.get(question_id, ()))


def read_binding_rounds(connection: Connection, assessment: Assessment, state: WorkshopState) -> Sequence[RoundResult]:
    """Return the shown rounds of the current question, whose people alone count from now on; empty in open mode."""
    if assessment.privacy == "open" or state.question is None:
        return ()
    rounds = stored_rounds(connection, assessment.id, state.question)
    return [result for result in rounds.get(state.question, ()) if result.shown != SUPPRESSED]


def binding_rounds(database: Database, assessment: Assessment, state: WorkshopState) -> Sequence[RoundResult]:
    """Return the rounds whose people alone count in the current vote, see `counted_votes`; empty when all count."""
    if state.round == 1:
        return ()
    with database.reading() as connection:
        return read_binding_rounds(connection, assessment, state)


def refuse_few_second_votes(connection: Connection, assessment: Assessment, state: WorkshopState) -> None:
    """Raise TooFewAgain when so few of those who count have voted again that the difference could show what one said.

    Where leaders and others were shown apart, that holds for each of the two. People who were removed have no vote in
    this round; their earlier ones count. When nobody has voted since the reveal that was undone, it can be shown again.
    """
    binding = read_binding_rounds(connection, assessment, state)
    if not binding:
        return
    votes = stored_votes.votes(connection, assessment.id, question_id=state.question, up_to=state.round)
    counted = {vote.key for vote in counted_votes(votes, binding, state.round, assessment.privacy)}
    again = [v.role for v in votes if v.round == state.round and v.answer.is_answered and v.key in counted]
    are_apart = any(result.shown.leaders is not None for result in binding)
    is_same_again = state.is_vote_reopened and not again
    if not is_same_again and not may_show_second_vote(again, are_apart):
        few = f"Fewer than {MIN_GROUP_SIZE} {'leaders or others' if are_apart else 'people'} of the first vote"
        has_result = str(state.question) in state.revealed
        raise TooFewAgain(
            f"{few} have voted again: the difference could show what one of them said.",
            "Wait for more votes, or go on with the result that was shown." if has_result else "Wait for more votes.",
        )


def part_in_second_vote(
    database: Database, response_id: str, question_id: str, binding: Sequence[RoundResult], round_: int
) -> tuple[bool, bool]:
    """Return whether a person counts in an anonymous vote after these rounds, and whether their reason can be shown.

    Both depend on their own votes alone.
    """
    with database.reading() as connection:
        votes = stored_votes.votes_of(connection, response_id, question_id)
    counts = bool(counted_votes(votes, binding, round_, "anonymous"))
    return counts, bool(people_with_notes(votes, binding, round_, "anonymous"))


def revealed_view(
    connection: Connection, assessment: Assessment, questionnaire: Questionnaire, state: WorkshopState
) -> GroupView:
    """Return the group's result of what was revealed up to `state`, with every round as it was shown."""
    people: dict[str, ParticipantResponse] = {}
    names = responses.participant_names(connection, assessment.id)
    rounds = stored_rounds(connection, assessment.id)
    votes = _by_question(stored_votes.votes(connection, assessment.id))
    for question_id, round_ in state.revealed.items():
        cast, results = [v for v in votes.get(question_id, []) if v.round <= round_], rounds.get(question_id, [])
        answers = {vote.key: vote.answer for vote in counted_votes(cast, results, round_, assessment.privacy)}
        with_notes = people_with_notes(cast, results, round_, assessment.privacy)
        for vote in sorted(cast, key=lambda vote: vote.round):
            person = people.setdefault(vote.key, ParticipantResponse(vote.key, names.get(vote.key), vote.role, {}))
            answer = answers.get(vote.key, UNANSWERED)
            has_text = bool(vote.answer.note or vote.answer.evidence)
            if has_text and vote.key in with_notes:  # notes of earlier rounds count too
                answer = answers[vote.key] = replace(answer, note=vote.answer.note, evidence=vote.answer.evidence)
            person.answers[question_id] = answer
    agreed = closing.agreed_levels(connection, assessment.id)
    questions = asked_questions(questionnaire, assessment)
    group = summarise_group(assessment, questionnaire, questions, list(people.values()), agreed)
    valid = {name: valid_rounds(results, state.undone.get(name, ())) for name, results in rounds.items()}
    shown_rounds = {name: results for name, results in valid.items() if results}
    last = {name: results[-1].shown for name, results in shown_rounds.items()}
    if too_soon := {name for name, shown in last.items() if shown == SUPPRESSED != group.disclosure.questions[name]}:
        group = summarise_group(assessment, questionnaire, questions, list(people.values()), agreed, too_soon)
    disclosure = replace(group.disclosure, questions=dict(group.disclosure.questions) | last)
    targets = assessments.dimension_targets(connection, assessment.id)
    return GroupView(assessment, questionnaire, targets, replace(group, rounds=shown_rounds, disclosure=disclosure))
