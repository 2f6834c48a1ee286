"""The result of a group: what may be shown of its answers, and the means of people's own levels."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from cxmaturity.analysis.disclosure import (
    GroupDisclosure,
    QuestionDisclosure,
    disclose_group,
    may_show_comments,
    may_show_figures,
)
from cxmaturity.analysis.trends.people_answers import PeopleAnswers, PeopleMeans, people_means
from cxmaturity.answers import UNANSWERED, Privacy, Response
from cxmaturity.questionnaire.schema import Question, Questionnaire
from cxmaturity.records import Assessment, ParticipantResponse
from cxmaturity.scoring import group as scoring
from cxmaturity.text_cleaning import alphabetical


@dataclass(frozen=True, slots=True)
class Comment:
    """The note and evidence of one person; `name` and `level` (their own level) are set in open mode only."""

    note: str
    evidence: str
    name: str | None
    level: int | None


@dataclass(frozen=True, slots=True)
class Vote:
    """A person's name and level, kept in open mode only; `level` is None for an answer without a level."""

    name: str
    level: int | None


@dataclass(frozen=True, slots=True)
class RoundResult:
    """What a workshop showed of a question after one round of votes; `votes` are filled in open mode only."""

    round: int
    shown: QuestionDisclosure
    votes: Sequence[Vote]


@dataclass(frozen=True, slots=True)
class AgreementStatistics:
    """How far a group agrees on a dimension, see `scoring.group`; each None where undefined."""

    r_star_wg: float | None
    ordinal_alpha: float | None
    cronbach_alpha: float | None


@dataclass(frozen=True, slots=True)
class AgreedLevel:
    """The level that a group agreed on for a question, and the reason it recorded."""

    level: int
    reason: str


@dataclass(frozen=True, slots=True)
class GroupResult:
    """The result of a group at the time when its assessment was closed.

    `invited` is how many people were expected, None when nobody entered a number. `comments`, `votes` and `agreed` are
    by question id, `details` by dimension id. `rounds` holds the results that a workshop revealed, by question id.
    """

    privacy: Privacy
    is_linked: bool
    invited: int | None
    disclosure: GroupDisclosure
    comments: Mapping[str, Sequence[Comment]]
    votes: Mapping[str, Sequence[Vote]]
    details: Mapping[str, AgreementStatistics]
    agreed: Mapping[str, AgreedLevel]
    means: PeopleMeans
    rounds: Mapping[str, Sequence[RoundResult]] = field(default_factory=dict)

    @property
    def response(self) -> Response:
        """The group's answers as one response, scored in the same way as the response of one person."""
        return self.disclosure.response

    def with_agreed(self, agreed: Mapping[str, AgreedLevel]) -> "GroupResult":
        """Return this result with other agreed levels; the figures of people's own answers stay the same."""
        levels = {name: a.level for name, a in agreed.items()}
        return replace(self, agreed=dict(agreed), disclosure=replace(self.disclosure, agreed=levels))


def summarise_group(
    assessment: Assessment,
    questionnaire: Questionnaire,
    questions: Sequence[Question],
    people: Sequence[ParticipantResponse],
    agreed: Mapping[str, AgreedLevel],
    too_soon: Collection[str] = (),
) -> GroupResult:
    """Return the group result of these people's answers to `questions`, disclosed by the assessment's privacy mode.

    `too_soon` holds the ids of questions that stay hidden, see `GroupDisclosure`.
    """
    privacy = assessment.privacy
    responses = [Response(person.answers) for person in people]
    roles = [person.role for person in people] if assessment.asks_role else []
    levels_agreed = {name: a.level for name, a in agreed.items()}
    disclosure = disclose_group(responses, questions, questionnaire.scale_max, privacy, levels_agreed, roles, too_soon)
    by_name = sorted(people, key=lambda person: alphabetical(person.name or ""))
    return GroupResult(
        privacy,
        assessment.is_linked,
        assessment.expected,
        disclosure,
        {q.id: c for q in questions if q.id not in too_soon and (c := _comments(people, q, privacy))},
        {q.id: _votes(by_name, q) for q in questions} if privacy == "open" else {},
        _agreement_statistics(questionnaire, questions, responses, disclosure, privacy),
        dict(agreed),
        people_means(people_answers(people, questions), questionnaire, disclosure.questions, privacy),
    )


def _comments(people: Sequence[ParticipantResponse], question: Question, privacy: Privacy) -> list[Comment]:
    """Return the comments of people on a question.

    In anonymous mode there are comments only where enough people rated the question; they are sorted by their text, so
    that their order does not reveal who wrote them.
    """
    written = [(p.name, a) for p in people if (a := p.answers.get(question.id, UNANSWERED)).note or a.evidence]
    if privacy == "open":
        return [Comment(a.note, a.evidence, name, a.level) for name, a in written]
    rated = sum(p.answers.get(question.id, UNANSWERED).level is not None for p in people)
    if not may_show_comments(rated, privacy):
        return []
    comments = [Comment(a.note, a.evidence, None, None) for _, a in written]
    return sorted(comments, key=lambda comment: (comment.note, comment.evidence))


def _votes(by_name: Sequence[ParticipantResponse], question: Question) -> list[Vote]:
    """Return the vote of each person on a question: lowest level first, people in the order of `by_name`."""
    votes = [Vote(p.name or "", a.level) for p in by_name if (a := p.answers.get(question.id)) and a.is_answered]
    return sorted(votes, key=lambda vote: vote.level or 0)


def _agreement_statistics(
    questionnaire: Questionnaire,
    questions: Sequence[Question],
    responses: Sequence[Response],
    disclosure: GroupDisclosure,
    privacy: Privacy,
) -> dict[str, AgreementStatistics]:
    """Return the agreement statistics of each dimension whose counts are all shown, by dimension id.

    r*wg and Krippendorff's alpha can be computed from these counts by anyone. Cronbach's alpha uses the people who
    rated every question.
    """
    statistics = {}
    for dimension in questionnaire.dimensions:
        rated = [
            q
            for q in questions
            if questionnaire.dimension_of[q.id].id == dimension.id
            and disclosure.questions[q.id].answer.level is not None
        ]
        if not rated or any(disclosure.questions[q.id].counts is None for q in rated):
            continue
        votes = scoring.vote_matrix(responses, rated)
        is_rated = ~np.isnan(votes)
        by_level = np.sort(votes, axis=0)  # else rounding depends on who gave which level
        statistics[dimension.id] = AgreementStatistics(
            scoring.r_star_wg(by_level, questionnaire.scale_max),
            scoring.ordinal_alpha(by_level),
            scoring.cronbach_alpha(votes)
            if may_show_figures(np.logical_and.reduce(is_rated, axis=1), is_rated, privacy)
            else None,
        )
    return statistics


def people_answers(people: Sequence[ParticipantResponse], questions: Sequence[Question]) -> PeopleAnswers:
    """Return the answers of these people to `questions` as arrays; rows in the order of `people`."""
    answers = [[person.answers.get(q.id, UNANSWERED) for q in questions] for person in people]
    shape = (len(people), len(questions))
    levels = np.array([[np.nan if a.level is None else a.level for a in row] for row in answers], dtype=float)
    applies = np.array([[a.not_applicable is None for a in row] for row in answers], dtype=bool)
    keys = tuple(person.key for person in people)
    return PeopleAnswers(keys, tuple(q.id for q in questions), levels.reshape(shape), applies.reshape(shape))
